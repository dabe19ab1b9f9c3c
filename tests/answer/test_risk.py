"""The settings' risk decides from which confidence an answer is shown."""

from __future__ import annotations

import pytest

from rag.answer import confidence
from rag.answer.confidence import ANSWER_FROM, SIDE_FROM, shown_from, side_shown_from
from rag.errors import UsageError
from rag.settings import Settings

CURVE = ((0.1, 0.5), (0.3, 0.3), (0.5, 0.12), (0.7, 0.15), (0.8, 0.05), (0.9, 0.02))


@pytest.fixture
def curve(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confidence, "risk_curve", lambda: CURVE)


@pytest.mark.usefixtures("curve")
@pytest.mark.parametrize(("risk", "least"), [(0.6, 0.1), (0.3, 0.3), (0.13, 0.8), (0.05, 0.8), (0.01, 1.0)])
def test_answers_are_shown_from_where_the_curve_stays_under_the_risk(risk: float, least: float) -> None:
    settings = Settings(wrong_at_most=risk)
    assert shown_from(settings) == least
    assert side_shown_from(settings) == least


def test_without_a_risk_the_thresholds_are_the_tuned_ones() -> None:
    assert (shown_from(Settings()), side_shown_from(Settings())) == (ANSWER_FROM, SIDE_FROM)


def test_the_shipped_curve_falls_as_confidence_rises() -> None:
    shares = [wrong for _, wrong in confidence.risk_curve()]
    assert shares[0] > 0.3
    assert shares[-1] < 0.15


def test_the_risk_is_read_from_the_environment() -> None:
    assert Settings.from_env({"FOOTNOTE_WRONG_AT_MOST": "0.1"}).wrong_at_most == 0.1


@pytest.mark.parametrize("value", ["0", "1", "10%", "-0.1", "", "nan"])
def test_a_risk_that_is_no_share_is_refused_with_an_example(value: str) -> None:
    with pytest.raises(UsageError, match=r"such as 0\.1"):
        Settings.from_env({"FOOTNOTE_WRONG_AT_MOST": value})
