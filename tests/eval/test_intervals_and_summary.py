"""Estimates: their intervals hold what they should, and tables count what they say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from eval.intervals import mean_estimate, pooled_estimate
from eval.measures import BY_NAME, MEASURES
from eval.metrics.grounding import is_verbatim
from eval.run import iter_graded
from eval.summary import estimate, summarise
from eval.testing import OverlapAnswerer
from tests.eval.cases import ARTICLES, QUESTIONS, answerer

GRADED = tuple(iter_graded(QUESTIONS, answerer(), entails=is_verbatim))


def test_the_interval_of_a_mean_is_near_the_normal_one() -> None:
    """Sixty right of a hundred: .6 plus and minus 1.96 times sqrt(.6 * .4 / 100), .504 to .696."""
    found = mean_estimate([1.0] * 60 + [0.0] * 40)
    assert found.value == pytest.approx(0.6)
    assert found.low == pytest.approx(0.504, abs=0.02)
    assert found.high == pytest.approx(0.696, abs=0.02)
    assert found.n == 100


def test_three_right_of_three_is_not_certainty() -> None:
    found = mean_estimate([1.0, 1.0, 1.0])
    exact = stats.binomtest(3, 3).proportion_ci(0.95, method="exact")
    assert (found.value, found.high) == (1, 1)
    assert found.low == pytest.approx(exact.low)
    none = mean_estimate([0.0, 0.0, 0.0])
    assert none.high == pytest.approx(stats.binomtest(0, 3).proportion_ci(0.95, method="exact").high)


def test_a_half_seen_once_says_next_to_nothing() -> None:
    """One question: up to .975 of the others may be unlike it, at worst all 0 or all 1."""
    found = mean_estimate([0.5])
    assert found.low == pytest.approx(0.0125)
    assert found.high == pytest.approx(0.9875)


@settings(deadline=None)
@given(st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=1, max_size=20))
def test_an_interval_holds_its_value_and_comes_out_the_same_again(values: list[float]) -> None:
    found = mean_estimate(values)
    assert found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high
    assert mean_estimate(values) == found


def test_resamples_to_which_a_statistic_does_not_apply_are_left_out() -> None:
    def share_of_first(chosen: np.ndarray[tuple[int], np.dtype[np.int64]]) -> float:
        if 0 not in chosen:
            raise ValueError("the first was not drawn")
        return float(np.mean(chosen == 0))

    found = pooled_estimate(4, share_of_first)
    assert found.value == 0.25
    assert 0.25 <= found.low <= found.high <= 1


def test_no_values_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one value"):
        mean_estimate([])


def test_ungraded_questions_are_counted_beside_the_mean() -> None:
    without_judge = tuple(iter_graded(QUESTIONS, answerer()))
    part = summarise("x", without_judge)
    assert "citation_recall" not in part.estimates, "nothing could be graded"
    mixed = estimate(BY_NAME["citation_recall"], [*GRADED, *without_judge])
    assert mixed is not None
    assert (mixed.n, mixed.n_ungraded) == (2, 2)


def test_the_figures_of_three_questions() -> None:
    part = summarise("x", GRADED)
    assert part.estimates["correct"].value == 1
    assert part.estimates["abstention_f1"].value == 1
    assert part.estimates["auroc"].value == 1
    assert part.estimates["quote_validity"].n == 3
    assert "speaker" not in part.estimates, "no question owes one"


def test_a_refusal_figure_is_about_the_questions_it_is_about() -> None:
    """One of three was refused, rightly: a precision of 1 out of 1 is no certainty."""
    precision = summarise("x", GRADED).estimates["abstention_precision"]
    assert (precision.value, precision.n) == (1.0, 1)
    assert precision.low == pytest.approx(0.025)
    assert summarise("x", GRADED).estimates["abstention_recall"].n == 1
    assert summarise("x", GRADED).estimates["abstention_f1"].n == 3


def test_the_loss_of_follow_ups_is_about_those_asked_both_ways() -> None:
    """One lost of two, among three questions that have no second wording; none lost of two is no certainty."""
    kept = replace(GRADED[0], values={"correct": 1.0, "standalone": 1.0})
    lost = replace(GRADED[0], values={"correct": 0.0, "standalone": 1.0})
    found = estimate(BY_NAME["standalone_difference"], [*GRADED, kept, lost])
    assert found is not None
    assert (found.value, found.n) == (-0.5, 2)
    assert found.low == -1
    alike = estimate(BY_NAME["standalone_difference"], [kept, kept])
    assert alike is not None
    assert (alike.low, alike.high) == pytest.approx((-1 + 0.025**0.5, 1 - 0.025**0.5))
    assert estimate(BY_NAME["standalone_difference"], GRADED) is None


def test_the_table_by_kind_counts_questions_and_crashes() -> None:
    part = summarise("x", GRADED)
    assert [(line.title, line.n) for line in part.kinds] == [
        ("number", 2),
        ("unanswerable", 1),
        ("· topic absent", 1),
    ]
    crashed = tuple(iter_graded(QUESTIONS, OverlapAnswerer(ARTICLES, at_least=object())))  # type: ignore[arg-type]  # it shall crash
    assert [line.n_crashed for line in summarise("x", crashed).kinds] == [2, 1, 1]


def test_names_of_measures_are_unique() -> None:
    assert len(BY_NAME) == len(MEASURES)
