"""Abstention, risk-coverage, calibration, separation, consistency and latency: worked by hand, and their laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics.abstention import (
    Decision,
    abstention_f1,
    abstention_precision,
    abstention_recall,
    balanced_accuracy,
)
from eval.metrics.calibration import Bin, expected_calibration_error, reliability_bins
from eval.metrics.consistency import paraphrase_consistency
from eval.metrics.latency import percentile
from eval.metrics.paired import paired_difference
from eval.metrics.risk_coverage import CurvePoint, Forecast, area_under_risk_coverage, risk_coverage_curve
from eval.metrics.separation import auroc

HELD, FAILED = True, False
RIGHTLY_REFUSED = Decision(is_answerable=False, abstained=True)
WRONGLY_REFUSED = Decision(is_answerable=True, abstained=True)
RIGHTLY_ANSWERED = Decision(is_answerable=True, abstained=False)
WRONGLY_ANSWERED = Decision(is_answerable=False, abstained=False)
FORECASTS = st.lists(
    st.builds(Forecast, st.sampled_from([0.0, 0.2, 0.5, 0.8, 1.0]), st.booleans()), min_size=1, max_size=30
)


def test_abstention_worked_by_hand() -> None:
    """Three refusals, two of them right; four unanswerable; six answerable, five of them answered."""
    decisions = [RIGHTLY_REFUSED] * 2 + [WRONGLY_ANSWERED] * 2 + [WRONGLY_REFUSED] + [RIGHTLY_ANSWERED] * 5
    assert abstention_precision(decisions) == pytest.approx(2 / 3)
    assert abstention_recall(decisions) == 0.5
    assert abstention_f1(decisions) == pytest.approx(4 / 7)
    assert balanced_accuracy(decisions) == pytest.approx((0.5 + 5 / 6) / 2)


def test_what_abstention_does_not_apply_to_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one abstention"):
        abstention_precision([WRONGLY_ANSWERED])
    with pytest.raises(ValueError, match="unanswerable"):
        abstention_recall([RIGHTLY_ANSWERED])
    with pytest.raises(ValueError, match="answerable"):
        balanced_accuracy([RIGHTLY_REFUSED])


def test_the_risk_coverage_curve_worked_by_hand() -> None:
    curve = risk_coverage_curve([Forecast(0.1, FAILED), Forecast(0.9, HELD)])
    assert curve == [CurvePoint(0.5, 0.0), CurvePoint(1.0, 0.5)]
    assert area_under_risk_coverage([Forecast(0.1, FAILED), Forecast(0.9, HELD)]) == 0.25


@given(FORECASTS, st.randoms())
def test_the_area_does_not_depend_on_the_order_of_the_questions(forecasts: list[Forecast], random: object) -> None:
    shuffled = list(forecasts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis hands over a random.Random
    assert area_under_risk_coverage(shuffled) == pytest.approx(area_under_risk_coverage(forecasts))


@given(FORECASTS)
def test_at_full_coverage_the_risk_is_the_share_that_is_wrong(forecasts: list[Forecast]) -> None:
    wrong = sum(not forecast.came_true for forecast in forecasts) / len(forecasts)
    assert risk_coverage_curve(forecasts)[-1].risk == pytest.approx(wrong)


def test_calibration_worked_by_hand() -> None:
    """Two at .95 of which one holds, two at .05 of which none does: gaps .45 and .05, weighted equally."""
    forecasts = [Forecast(0.95, HELD), Forecast(0.95, FAILED), Forecast(0.05, FAILED), Forecast(0.05, FAILED)]
    assert reliability_bins(forecasts) == [Bin(2, 0.05, 0.0), Bin(2, 0.95, 0.5)]
    assert expected_calibration_error(forecasts) == pytest.approx(0.25)


def test_certainty_falls_into_the_last_bin() -> None:
    assert reliability_bins([Forecast(1.0, HELD), Forecast(0.99, HELD)]) == [Bin(2, (1.0 + 0.99) / 2, 1.0)]


@given(FORECASTS)
def test_the_calibration_error_is_a_share(forecasts: list[Forecast]) -> None:
    assert 0 <= expected_calibration_error(forecasts) <= 1


def test_a_confidence_that_is_no_probability_is_refused() -> None:
    with pytest.raises(ValueError, match="no probability"):
        reliability_bins([Forecast(1.2, HELD)])


def test_auroc_counts_pairs_and_halves_ties() -> None:
    """Pairs .9>.4, .9>.5, .5>.4, .5=.5: 3.5 of 4."""
    assert auroc([0.9, 0.5], [0.4, 0.5]) == pytest.approx(3.5 / 4)


def test_paraphrases_agree_as_far_as_they_rest_on_the_same_quotes() -> None:
    assert paraphrase_consistency({"a", "b"}, {"b"}) == 0.5
    assert paraphrase_consistency(set(), set()) == 1
    assert paraphrase_consistency({"a"}, set()) == 0


def test_a_difference_is_taken_pair_by_pair() -> None:
    """Lost, kept, won, lost: (-1 + 0 + 1 - 1) / 4; half an answer lost in one of two: -.5 / 2."""
    assert paired_difference([(0, 1), (1, 1), (1, 0), (0, 1)]) == -0.25
    assert paired_difference([(0.5, 1), (0, 0)]) == -0.25
    with pytest.raises(ValueError, match="at least one pair"):
        paired_difference([])


def test_a_percentile_is_a_time_that_was_measured() -> None:
    assert percentile((3, 1, 40, 2), q=50) == 2
    assert percentile((3, 1, 40, 2), q=95) == 40
    with pytest.raises(ValueError, match="at least one"):
        percentile((), q=50)
