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


MOST_LEAVES = 64
"""Leaves of a tree that one number has bits for; the shipped trees have 15 each."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Forest:
    """Trees whose leaf values add up; `names` are the features in the order of the rows' columns.

    A node sends a row right when its feature exceeds the threshold, which rules out the leaves to its left. So all
    nodes are asked at once and no tree is climbed: a row's leaf is the first that none rules out. `feature`,
    `threshold` and `left_open` (bits of the leaves that stay) have a row a node of a tree and a column a tree; `leaf`
    has a row a tree, its leaves from left to right.
    """

    names: tuple[str, ...]
    feature: NDArray[np.int64]
    threshold: NDArray[np.float64]
    left_open: NDArray[np.unsignedinteger]
    leaf: NDArray[np.float64]

    @classmethod
    def from_lists(cls, names: tuple[str, ...], trees: Sequence[Mapping[str, Sequence[float]]]) -> Forest:
        """Read the trees of the JSON file, each numbering its own nodes and leaves from 0; child -i - 1 is leaf i."""
        n_nodes = max((len(tree["feature"]) for tree in trees), default=0)
        n_leaves = max((len(tree["leaf"]) for tree in trees), default=0)
        if n_leaves > MOST_LEAVES:
            raise ValueError(f"a tree has {n_leaves} leaves, and at most {MOST_LEAVES} are read")
        # Where a tree has fewer nodes than another, nodes that send no row right.
        feature = np.zeros((n_nodes, len(trees)), np.int64)
        threshold = np.full((n_nodes, len(trees)), np.inf)
        every_leaf = (1 << n_leaves) - 1
        left_open = np.full((n_nodes, len(trees)), every_leaf, np.min_scalar_type(every_leaf))
        leaf = np.zeros((len(trees), n_leaves))
        for at, tree in enumerate(trees):
            own = slice(len(tree["feature"]))
            feature[own, at], threshold[own, at] = tree["feature"], tree["threshold"]
            order: list[int] = []
            for node, (first, last) in _left_leaves(tree, order).items():
                left_open[node, at] = every_leaf ^ ((1 << last) - (1 << first))
            leaf[at, : len(order)] = [tree["leaf"][one] for one in order]
        return cls(names=names, feature=feature, threshold=threshold, left_open=left_open, leaf=leaf)

    def score(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return one score a row, higher is better; shape (len(rows),)."""
        goes_right = rows.T.take(self.feature, axis=0) > self.threshold[..., None]
        all_open = self.left_open.dtype.type((1 << self.leaf.shape[1]) - 1)
        is_open = np.bitwise_and.reduce(
            np.where(goes_right, self.left_open[..., None], all_open), axis=0, initial=all_open
        )
        # The lowest bit that is set: a power of two, whose exponent a float tells exactly.
        _, exponent = np.frexp((is_open & -is_open).astype(np.float64))
        # Laid out row by row, which fixes the order in which a row's leaves are added.
        place = np.ascontiguousarray(exponent.T) - 1
        return np.asarray(self.leaf[np.arange(len(self.leaf)), place].sum(axis=1))


def _left_leaves(tree: Mapping[str, Sequence[float]], order: list[int]) -> dict[int, tuple[int, int]]:
    """Return the range of leaves to the left of each node, counted from the left; `order` takes the leaves so."""
    found: dict[int, tuple[int, int]] = {}

    def walk(node: int) -> None:
        if node < 0:
            order.append(-node - 1)
            return
        first = len(order)
        walk(int(tree["left"][node]))
        found[node] = (first, len(order))
        walk(int(tree["right"][node]))

    walk(0 if tree["feature"] else -1)
    return found
