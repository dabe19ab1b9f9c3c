from __future__ import annotations

import numpy as np
import pytest

from rag.answer.features import FEATURES
from rag.answer.rank import selection_model
from rag.answer.trees import Forest

Lists = dict[str, list[float]]

STUMP: Lists = {"feature": [1], "threshold": [0.5], "left": [-1], "right": [-2], "leaf": [-1.0, 2.0]}
CONSTANT: Lists = {"feature": [], "threshold": [], "left": [], "right": [], "leaf": [0.25]}
DEEP: Lists = {"feature": [0, 1], "threshold": [0.0, 0.0], "left": [-1, -2], "right": [1, -3], "leaf": [1.0, 2.0, 3.0]}


def forest(*trees: Lists) -> Forest:
    return Forest.from_lists(("a", "b"), trees)


def test_a_row_at_the_threshold_goes_left() -> None:
    assert forest(STUMP).score(np.array([[0.0, 0.5], [0.0, 0.51]])).tolist() == [-1.0, 2.0]


def test_a_tree_without_nodes_is_its_leaf() -> None:
    assert forest(CONSTANT).score(np.zeros((3, 2))).tolist() == [0.25, 0.25, 0.25]


def test_a_deeper_tree_is_worked_by_hand() -> None:
    assert forest(DEEP).score(np.array([[-1.0, 0.0], [1.0, -1.0], [1.0, 1.0]])).tolist() == [1.0, 2.0, 3.0]


def test_a_forest_adds_its_trees_up_wherever_their_nodes_lie() -> None:
    rows = np.array([[0.5, 1.0], [-1.0, 0.0]])
    assert forest(CONSTANT, STUMP, DEEP, STUMP).score(rows).tolist() == [0.25 + 2 + 3 + 2, 0.25 - 1 + 1 - 1]


def test_a_forest_of_no_trees_scores_nothing() -> None:
    assert forest().score(np.zeros((2, 2))).tolist() == [0.0, 0.0]


def _chain(n: int) -> Lists:
    """Return a tree that counts how often .5, 1.5, 2.5 ... are exceeded, n nodes deep."""
    following = [float(at) for at in range(1, n)]
    return {
        "feature": [0.0] * n,
        "threshold": [at + 0.5 for at in range(n)],
        "left": [-at - 1.0 for at in range(n)],
        "right": [*following, -n - 1.0],
        "leaf": [float(at) for at in range(n + 1)],
    }


def test_a_row_finds_every_leaf_of_the_widest_tree() -> None:
    rows = np.array([[float(at), 0.0] for at in range(64)])
    assert forest(_chain(63), CONSTANT).score(rows).tolist() == [at + 0.25 for at in range(64)]


def test_a_wider_tree_is_refused() -> None:
    with pytest.raises(ValueError, match="a tree has 65 leaves, and at most 64 are read"):
        forest(_chain(64))


def test_the_shipped_trees_read_the_features_of_this_version() -> None:
    shipped = selection_model().forest
    assert shipped.names == FEATURES
    assert shipped.feature.max() < len(FEATURES)
