"""What a change does to the same questions: the mean of the differences, pair by pair. The plain paired mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def paired_difference(pairs: Sequence[tuple[float, float]]) -> float:
    """Return the mean of first minus second, from -1 to 1; below 0 the first is worse.

    A question without a partner has no place here. [(0, 1), (1, 1), (1, 0), (0, 1)] -> -0.25.

    Raises:
        ValueError: there is no pair.
    """
    if not pairs:
        raise ValueError("a difference needs at least one pair")
    return sum(first - second for first, second in pairs) / len(pairs)
