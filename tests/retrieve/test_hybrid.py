from __future__ import annotations

import math

from rag.retrieve.hybrid import _with_leaders, retrieve
from rag.retrieve.weights import idf, query_weights
from rag.settings import Settings
from rag.testing import BagOfWordsEncoder
from rag.types import Filter, Hit, Kind, Passage
from tests.answer.newsroom import EVERYTHING, article, index

GALLIUM = article("gallium", "China banned exports of gallium.", outlet="Ore Weekly", date="2024-12-04")
SOY = article("soy", "Farmers sold soybeans.", "Rain fell on the barns.", outlet="Field", kind=Kind.REPORT)


def found(query: str, where: Filter = EVERYTHING, k: int = 2) -> list[str]:
    snapshot = index(GALLIUM, SOY)
    hits = retrieve(query, snapshot=snapshot, encoder=BagOfWordsEncoder(), settings=Settings(), where=where, k=k)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    return [hit.passage.text for hit in hits]


def test_the_passage_that_shares_the_rare_word_comes_first() -> None:
    assert found("Who banned gallium?")[0] == "China banned exports of gallium."


def test_a_filter_is_applied_before_ranking_so_that_k_passages_still_come() -> None:
    assert sorted(found("gallium", Filter(outlets=("field",)))) == ["Farmers sold soybeans.", "Rain fell on the barns."]


def test_no_passage_outside_the_dates_is_returned() -> None:
    assert found("gallium", Filter(since="2025-01-01")) == []


def test_idf_is_worked_by_hand() -> None:
    statistics = index(GALLIUM, SOY).term_statistics(["gallium"])
    assert math.isclose(idf("gallium", statistics), math.log(1 + (3 - 1 + 0.5) / (1 + 0.5)))


def test_a_word_asked_twice_weighs_twice() -> None:
    snapshot = index(GALLIUM, SOY)
    assert query_weights("gallium gallium", snapshot)["gallium"] == 2 * query_weights("gallium", snapshot)["gallium"]


def test_the_best_hit_of_one_retriever_is_never_cut() -> None:
    """Three places, four passages that match the question better, and one that keywords alone put first."""
    shared = [Passage(passage_id=f"s{n}", article_id="a", start=0, end=1, text="x") for n in range(4)]
    alone = Passage(passage_id="alone", article_id="b", start=0, end=1, text="y")
    keyword = [Hit(passage=p, score=1.0, rank=at) for at, p in enumerate([alone, *shared], 1)]
    dense = [Hit(passage=p, score=1.0, rank=at) for at, p in enumerate(shared, 1)]
    kept = _with_leaders([*dense, keyword[0]], (keyword, dense), k=3)
    assert [hit.passage.passage_id for hit in kept] == ["s0", "s1", "alone"]


def test_of_two_passages_with_the_words_asked_for_the_one_that_says_more_of_them_comes_first() -> None:
    about = article("a", "The ministry banned exports of gallium in December.")
    aside = article("b", "Gallium, gallium, gallium: a metal that melts in the hand.")
    hits = retrieve(
        "When did the ministry ban exports of gallium?",
        snapshot=index(aside, about),
        encoder=BagOfWordsEncoder(),
        settings=Settings(),
        where=EVERYTHING,
        k=2,
    )
    assert [hit.passage.article_id for hit in hits] == ["a", "b"]
    assert hits[0].score > hits[1].score
