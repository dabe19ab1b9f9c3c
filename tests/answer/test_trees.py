from __future__ import annotations

import numpy as np

from rag.answer.features import FEATURES
from rag.answer.rank import selection_model
from rag.answer.trees import Forest, Tree

STUMP = Tree.from_lists({"feature": [1], "threshold": [0.5], "left": [-1], "right": [-2], "leaf": [-1.0, 2.0]})
CONSTANT = Tree.from_lists({"feature": [], "threshold": [], "left": [], "right": [], "leaf": [0.25]})
DEEP = Tree.from_lists(
    {"feature": [0, 1], "threshold": [0.0, 0.0], "left": [-1, -2], "right": [1, -3], "leaf": [1.0, 2.0, 3.0]}
)


def test_a_row_at_the_threshold_goes_left() -> None:
    assert STUMP.score(np.array([[0.0, 0.5], [0.0, 0.51]])).tolist() == [-1.0, 2.0]


def test_a_tree_without_nodes_is_its_leaf() -> None:
    assert CONSTANT.score(np.zeros((3, 1))).tolist() == [0.25, 0.25, 0.25]


def test_a_deeper_tree_is_worked_by_hand() -> None:
    assert DEEP.score(np.array([[-1.0, 0.0], [1.0, -1.0], [1.0, 1.0]])).tolist() == [1.0, 2.0, 3.0]


def test_a_forest_adds_its_trees_up() -> None:
    assert Forest(names=("a", "b"), trees=(STUMP, CONSTANT)).score(np.array([[0.0, 1.0]])).tolist() == [2.25]


def test_the_shipped_trees_read_the_features_of_this_version() -> None:
    forest = selection_model().forest
    assert forest.names == FEATURES
    assert all(tree.feature.max(initial=0) < len(FEATURES) for tree in forest.trees)
