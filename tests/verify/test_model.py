"""The forests give what was grown, and a damaged file is refused."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from rag.errors import ModelError
from rag.verify.evidence import gather, rarity, read_evidence
from rag.verify.features import compared
from rag.verify.model import Forest, JudgeModel, Tree, judge_model

if TYPE_CHECKING:
    from pathlib import Path

# Feature 0 up to .5: leaf 0; above it feature 1 up to 2: leaf 1, above: leaf 2.
TREE = Tree(feature=(0, 1), threshold=(0.5, 2.0), left=(-1, -2), right=(1, -3), leaf=(-1.0, 0.5, 2.0))
LONE_LEAF = Tree(feature=(), threshold=(), left=(), right=(), leaf=(0.25,))


@pytest.mark.parametrize(("row", "leaf"), [((0.5, 9.0), -1.0), ((0.6, 2.0), 0.5), ((0.6, 2.1), 2.0)])
def test_a_row_falls_left_when_its_feature_is_at_most_the_threshold(row: tuple[float, float], leaf: float) -> None:
    assert TREE.score(row) == leaf
    assert LONE_LEAF.score(row) == 0.25


def test_probabilities_are_calibrated_log_odds_and_sum_to_one() -> None:
    supported = Forest(trees=(TREE, LONE_LEAF), slope=2.0, offset=-0.5)
    contradicted = Forest(trees=(LONE_LEAF,), slope=0.0, offset=0.0)
    likely = JudgeModel(names=("a", "b"), supported=supported, contradicted=contradicted).probabilities(
        {"b": 3.0, "a": 1.0}
    )
    assert likely.supported == pytest.approx(1 / (1 + math.exp(-(2 * 2.25 - 0.5))))
    assert likely.contradicted == pytest.approx((1 - likely.supported) / 2)
    assert sum(likely) == pytest.approx(1)


def test_the_shipped_model_asks_for_features_that_are_made() -> None:
    evidence = read_evidence("Exports rose 12 percent in May.")
    gathered = gather("Exports rose.", evidence)
    assert gathered is not None
    assert set(judge_model().names) <= set(compared("Exports rose.", evidence, gathered).values)


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"names": [], "supported": 3, "contradicted": 3}'])
def test_a_damaged_model_is_refused_by_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "judge.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=r"judge\.json cannot be read .* reinstall"):
        judge_model(tmp_path)
    with pytest.raises(ModelError, match="reinstall"):
        judge_model(tmp_path / "nowhere")


def test_sentences_that_hold_the_claims_rare_words_are_gathered_in_order() -> None:
    filler = "The weather in the city was calm on that day and nobody said much about it at all. " * 12
    text = f"Altera makes chips. {filler}Intel paid $16.7 billion. {filler}"
    gathered = gather("Intel paid $16.7 billion for Altera.", read_evidence(text))
    assert gathered is not None
    assert gathered.text.index("Altera") < gathered.text.index("Intel")
    assert len(gathered.text) < 800
    assert rarity("altera") > rarity("state")
