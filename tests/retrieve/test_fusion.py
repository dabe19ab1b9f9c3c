from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from rag.retrieve.fusion import KEYWORD_SHARE, fuse, to_share
from rag.types import Hit, Passage


def ranking(scores: dict[str, float]) -> list[Hit]:
    order = sorted(scores, key=lambda name: -scores[name])
    return [
        Hit(passage=Passage(passage_id=name, article_id=name, start=0, end=1, text="x"), score=scores[name], rank=at)
        for at, name in enumerate(order, 1)
    ]


def names(hits: list[Hit]) -> list[str]:
    return [hit.passage.passage_id for hit in hits]


def test_fusion_is_worked_by_hand() -> None:
    """BM25 8 and 4 become 1 and .5; cosines .9, .6 and .5 become 1, .25 and 0."""
    fused = fuse(ranking({"a": 8.0, "b": 4.0}), ranking({"b": 0.9, "c": 0.6, "d": 0.5}))
    scores = {hit.passage.passage_id: hit.score for hit in fused}
    assert math.isclose(scores["a"], KEYWORD_SHARE, abs_tol=1e-6)
    assert math.isclose(scores["b"], KEYWORD_SHARE / 2 + (1 - KEYWORD_SHARE), abs_tol=1e-6)
    assert math.isclose(scores["c"], (1 - KEYWORD_SHARE) / 4, abs_tol=1e-6)
    assert scores["d"] == 0
    assert [hit.rank for hit in fused] == [1, 2, 3, 4]


def test_a_passage_that_leads_by_far_stays_before_one_that_both_half_find() -> None:
    keyword = ranking({"far": 20.0, "half": 5.0, "other": 4.0})
    assert names(fuse(keyword, ranking({"half": 0.50, "other": 0.49})))[0] == "far"


def test_equal_scores_fall_to_the_lesser_id() -> None:
    assert names(fuse(ranking({"b": 1.0, "a": 1.0}), [])) == ["a", "b"]


def test_nothing_found_fuses_to_nothing() -> None:
    assert fuse([], []) == []


def test_scores_that_are_all_alike_are_all_whole() -> None:
    assert to_share({"a": 0.3, "b": 0.3}) == {"a": 1.0, "b": 1.0}


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 1000).map(float)))
def test_fusing_a_ranking_with_itself_keeps_its_order(scores: dict[str, float]) -> None:
    found = fuse(ranking(scores), ranking(scores))
    assert [scores[name] for name in names(found)] == sorted(scores.values(), reverse=True)
    assert all(0 <= hit.score <= 1 for hit in found)
