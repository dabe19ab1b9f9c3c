"""How long a reader waits: percentiles of seconds a question. The only figures that differ between equal runs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def percentile(values: Sequence[float], *, q: float) -> float:
    """Return the smallest value that at least q percent of the values do not exceed (nearest rank).

    It is always a time that was really measured: (1, 2, 3, 40), q=50 -> 2; q=95 -> 40.
    """
    if not values:
        raise ValueError("a percentile needs at least one value")
    if not 0 < q <= 100:
        raise ValueError(f"a percentile lies above 0 and up to 100, not at {q}")
    return sorted(values)[math.ceil(q / 100 * len(values)) - 1]
