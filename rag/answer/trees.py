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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Forest:
    """Trees whose leaf values add up; `names` are the features in the order of the rows' columns.

    The trees' nodes and leaves lie end to end, so that one look-up takes every row a level down every tree. Node i
    sends a row left (`children[0]`) when its feature is at most the threshold; a negative child is leaf -i - 1.
    """

    names: tuple[str, ...]
    roots: NDArray[np.int64]
    feature: NDArray[np.int64]
    threshold: NDArray[np.float64]
    children: NDArray[np.int64]
    leaf: NDArray[np.float64]

    @classmethod
    def from_lists(cls, names: tuple[str, ...], trees: Sequence[Mapping[str, Sequence[float]]]) -> Forest:
        """Read the trees of the JSON file, each numbering its own nodes and leaves from 0."""
        n_nodes = np.cumsum([0, *(len(tree["feature"]) for tree in trees)])
        n_leaves = np.cumsum([0, *(len(tree["leaf"]) for tree in trees)])
        children = [np.zeros((2, 0), np.int64)]
        for tree, nodes, leaves in zip(trees, n_nodes, n_leaves, strict=False):
            own = np.asarray([tree["left"], tree["right"]], np.int64)
            children.append(np.where(own >= 0, own + nodes, own - leaves))
        # A tree without a node is its first leaf.
        roots = np.where(np.diff(n_nodes) > 0, n_nodes[:-1], -n_leaves[:-1] - 1)
        return cls(
            names=names,
            roots=roots,
            feature=np.asarray([value for tree in trees for value in tree["feature"]], np.int64),
            threshold=np.asarray([value for tree in trees for value in tree["threshold"]], np.float64),
            children=np.concatenate(children, axis=1),
            leaf=np.asarray([value for tree in trees for value in tree["leaf"]], np.float64),
        )

    def score(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return one score a row, higher is better; shape (len(rows),)."""
        at = np.repeat(self.roots[None, :], len(rows), axis=0)
        while len((inside := np.nonzero(at >= 0))[0]):
            node = at[inside]
            goes_right = rows[inside[0], self.feature[node]] > self.threshold[node]
            at[inside] = self.children[goes_right.astype(np.int64), node]
        return np.asarray(self.leaf[-at - 1].sum(axis=1))
