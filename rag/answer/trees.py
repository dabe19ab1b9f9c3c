"""Evaluate boosted decision trees kept as plain JSON: numbers in, one score a row out.

The trees are grown by `training/` with LightGBM and written down as lists; answering needs nothing but numpy. Missing
values and categories are not supported: the features have neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """One tree: node i sends a row left when its feature is at most the threshold; a negative child is leaf -i - 1."""

    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    leaf: NDArray[np.float64]

    @classmethod
    def from_lists(cls, lists: Mapping[str, Sequence[float]]) -> Tree:
        """Read one tree of the JSON file."""
        return cls(
            feature=np.asarray(lists["feature"], np.int32),
            threshold=np.asarray(lists["threshold"], np.float64),
            left=np.asarray(lists["left"], np.int32),
            right=np.asarray(lists["right"], np.int32),
            leaf=np.asarray(lists["leaf"], np.float64),
        )

    def score(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the leaf value of every row."""
        at = np.zeros(len(rows), np.int32) if len(self.feature) else np.full(len(rows), -1, np.int32)
        every = np.arange(len(rows))
        while (inside := at >= 0).any():
            node = at[inside]
            goes_left = rows[every[inside], self.feature[node]] <= self.threshold[node]
            at[inside] = np.where(goes_left, self.left[node], self.right[node])
        return np.asarray(self.leaf[-at - 1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Forest:
    """Trees whose leaf values add up; `names` are the features in the order of the rows' columns."""

    names: tuple[str, ...]
    trees: tuple[Tree, ...]

    def score(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return one score a row, higher is better; shape (len(rows),)."""
        total = np.zeros(len(rows), np.float64)
        for tree in self.trees:
            total += tree.score(rows)
        return total
