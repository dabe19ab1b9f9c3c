"""Ranking metrics: worked by hand, bounded, and equal to ir_measures."""

from __future__ import annotations

import math

import ir_measures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ir_measures import AP, RR, R, nDCG

from eval.metrics.ranking import average_precision, ndcg_at_k, recall_at_k, reciprocal_rank

NAMES = st.sampled_from([f"d{number}" for number in range(12)])
RANKINGS = st.lists(NAMES, unique=True, min_size=1, max_size=12)
GRADES = st.dictionaries(NAMES, st.integers(1, 3), min_size=1, max_size=8)


def test_recall_counts_what_is_relevant_among_the_first_k() -> None:
    assert recall_at_k(("b", "a", "c"), frozenset({"a", "c"}), k=2) == 0.5


def test_reciprocal_rank_is_that_of_the_first_relevant() -> None:
    assert reciprocal_rank(("x", "y", "a", "b"), frozenset({"a", "b"})) == pytest.approx(1 / 3)
    assert reciprocal_rank(("x",), frozenset({"a"})) == 0


def test_ndcg_of_a_ranking_worked_by_hand() -> None:
    """Grades 3 and 1 at ranks 2 and 1: (1 + 3/log2(3)) over the ideal (3 + 1/log2(3))."""
    expected = (1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3))
    assert ndcg_at_k(("low", "high"), {"high": 3, "low": 1}, k=10) == pytest.approx(expected)


def test_average_precision_of_the_textbook_ranking() -> None:
    """Relevant at ranks 1, 3 and never: (1/1 + 2/3 + 0) / 3."""
    assert average_precision(("a", "x", "b"), frozenset({"a", "b", "c"})) == pytest.approx((1 + 2 / 3) / 3)


def test_an_id_that_comes_again_counts_only_once() -> None:
    assert recall_at_k(("a", "a", "b"), frozenset({"a", "b"}), k=2) == 1
    assert ndcg_at_k(("a", "a"), {"a": 1, "b": 1}, k=2) < 1


@settings(deadline=None)  # the first call imports pandas and trec_eval
@given(RANKINGS, GRADES)
def test_ranking_metrics_agree_with_ir_measures(ranking: list[str], grades: dict[str, int]) -> None:
    qrels = [ir_measures.Qrel("q", name, grade) for name, grade in grades.items()]
    run = [ir_measures.ScoredDoc("q", name, float(-rank)) for rank, name in enumerate(ranking)]
    theirs = ir_measures.calc_aggregate([R @ 5, RR, nDCG @ 10, AP], qrels, run)
    relevant = frozenset(grades)
    assert recall_at_k(ranking, relevant, k=5) == pytest.approx(theirs[R @ 5])
    assert reciprocal_rank(ranking, relevant) == pytest.approx(theirs[RR])
    assert ndcg_at_k(ranking, grades, k=10) == pytest.approx(theirs[nDCG @ 10])
    assert average_precision(ranking, relevant) == pytest.approx(theirs[AP])


@given(GRADES)
def test_the_ideal_ranking_scores_one(grades: dict[str, int]) -> None:
    ideal = sorted(grades, key=lambda name: -grades[name])
    assert ndcg_at_k(ideal, grades, k=10) == pytest.approx(1)
    assert average_precision(ideal, frozenset(grades)) == pytest.approx(1)


@given(RANKINGS, GRADES)
def test_something_irrelevant_at_the_end_never_raises_ndcg(ranking: list[str], grades: dict[str, int]) -> None:
    assert ndcg_at_k([*ranking, "irrelevant"], grades, k=10) <= ndcg_at_k(ranking, grades, k=10)


def test_nothing_relevant_is_refused_and_not_scored() -> None:
    with pytest.raises(ValueError, match="at least one relevant"):
        recall_at_k(("a",), frozenset(), k=1)
    with pytest.raises(ValueError, match="grade above 0"):
        ndcg_at_k(("a",), {}, k=1)
