"""What an answerer risks at each share of questions it dares to answer: the risk-coverage curve and its area.

El-Yaniv and Wiener 2010, 'On the Foundations of Noise-free Selective Classification'; the area is AURC as in Geifman
et al. 2019. Lower is better, 0 only when nothing is wrong at any coverage.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Forecast(NamedTuple):
    """A probability that was stated and what came of it."""

    confidence: float
    came_true: bool


class CurvePoint(NamedTuple):
    """The share of questions answered, and the share of those that are wrong."""

    coverage: float
    risk: float


def risk_coverage_curve(forecasts: Sequence[Forecast]) -> list[CurvePoint]:
    """Return the points reached by answering from the most confident question down.

    Questions of equal confidence cannot be told apart, so each of them carries the wrongness of its whole group: the
    curve does not depend on the order that they came in.
    """
    points: list[CurvePoint] = []
    n_covered, n_wrong = 0, 0.0
    ordered = sorted(forecasts, key=lambda f: -f.confidence)
    for _, tied in groupby(ordered, key=lambda f: f.confidence):
        group = list(tied)
        share_wrong = sum(not f.came_true for f in group) / len(group)
        for _ in group:
            n_covered += 1
            n_wrong += share_wrong
            points.append(CurvePoint(n_covered / len(forecasts), n_wrong / n_covered))
    return points


def area_under_risk_coverage(forecasts: Sequence[Forecast]) -> float:
    """Return the mean risk over all coverages: [(.9, True), (.1, False)] -> (0 + 1/2) / 2 = .25."""
    if not forecasts:
        raise ValueError("a risk-coverage curve needs at least one question")
    points = risk_coverage_curve(forecasts)
    return sum(point.risk for point in points) / len(points)
