"""Whether confidence is higher where the answer is there than where it is not: the area under the ROC curve."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """Return the chance that a positive's score is above a negative's, ties counted half (Mann-Whitney's U)."""
    if not positives or not negatives:
        raise ValueError("AUROC needs at least one score on either side")
    below = sorted(negatives)
    wins = sum((bisect_left(below, score) + bisect_right(below, score)) / 2 for score in positives)
    return wins / (len(positives) * len(negatives))
