"""Whether a stated probability can be believed: reliability bins and the expected calibration error.

Naeini et al. 2015, Guo et al. 2017: ten bins of equal width. Lower is better.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eval.metrics.risk_coverage import Forecast

N_BINS = 10
"""Guo et al. use 15 on thousands of examples; with some hundred questions ten keep a bin from holding two or three."""


class Bin(NamedTuple):
    """The forecasts of one range of confidence: how many, how confident on average, how often true."""

    n: int
    confidence: float
    accuracy: float


def reliability_bins(forecasts: Sequence[Forecast], *, n_bins: int = N_BINS) -> list[Bin]:
    """Group forecasts into bins of equal width, empty ones left out; 1.0 falls into the last."""
    groups: dict[int, list[Forecast]] = {}
    for forecast in forecasts:
        if not 0 <= forecast.confidence <= 1:
            raise ValueError(f"a confidence of {forecast.confidence} is no probability")
        groups.setdefault(min(int(forecast.confidence * n_bins), n_bins - 1), []).append(forecast)
    return [_bin(groups[at]) for at in sorted(groups)]


def expected_calibration_error(forecasts: Sequence[Forecast], *, n_bins: int = N_BINS) -> float:
    """Return the mean gap between confidence and accuracy over the bins, weighted by their size."""
    if not forecasts:
        raise ValueError("a calibration error needs at least one question")
    bins = reliability_bins(forecasts, n_bins=n_bins)
    return sum(b.n * abs(b.confidence - b.accuracy) for b in bins) / len(forecasts)


def _bin(group: list[Forecast]) -> Bin:
    n = len(group)
    return Bin(n, sum(f.confidence for f in group) / n, sum(f.came_true for f in group) / n)
