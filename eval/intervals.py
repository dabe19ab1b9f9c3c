"""95 % intervals by the bootstrap: how far a figure would move with other questions of the same kind.

Questions are resampled with replacement, seeded, so equal runs give equal intervals. Not done: clustering by article,
so questions on one article count as independent and the intervals are, if anything, a little narrow.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from eval.types import Estimate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from numpy.typing import NDArray

LEVEL = 0.95
N_RESAMPLES = 1000
"""Doubling it moved no bound on the shipped questions by more than .004, and costs twice the time."""
SEED = 20170706


def mean_estimate(values: Sequence[float], *, n_ungraded: int = 0) -> Estimate:
    """Return a mean with its percentile bootstrap interval.

    Values that are all the same leave the bootstrap nothing to vary; then the interval is an exact one (`_unvaried`),
    so that three right answers of three do not look like certainty.
    """
    if not values:
        raise ValueError("an estimate needs at least one value")
    sample = np.asarray(values, dtype=np.float64)
    mean = float(sample.mean())
    if bool((sample == sample[0]).all()):
        low, high = _unvaried(mean, len(sample))
    else:
        low, high = _percentiles(_resampled((sample,), np.mean, is_vectorised=True))
    return Estimate(mean, low, high, len(sample), n_ungraded)


def pooled_estimate(
    n: int,
    statistic: Callable[[NDArray[np.int64]], float],
    *,
    n_about: int | None = None,
    n_ungraded: int = 0,
    is_share: bool = True,
    least: float = 0.0,
) -> Estimate:
    """Return a statistic of a whole set with its interval; `statistic` takes the numbers of the questions drawn.

    `n_about` says how many of the n the figure is about (all, when None), such as the refusals for their precision.
    A resample to which the statistic does not apply (ValueError) is left out; when none applies the interval is
    everything that the figure can be, from `least` to 1.
    """
    value = statistic(np.arange(n))
    drawn = _resampled((np.arange(n),), _or_nan(statistic), is_vectorised=False)
    defined = drawn[~np.isnan(drawn)]
    about = n if n_about is None else n_about
    if len(defined) == 0:
        return Estimate(value, least, 1.0, about, n_ungraded)
    low, high = _percentiles(defined)
    if low == high and is_share:
        low, high = _unvaried(value, about, least=least)
    return Estimate(value, low, high, about, n_ungraded)


def _resampled(data: tuple[NDArray[Any], ...], statistic: Any, *, is_vectorised: bool) -> NDArray[np.float64]:  # noqa: ANN401  # scipy takes either signature
    if len(data[0]) < 2:
        return np.array([np.nan])
    with warnings.catch_warnings():
        # Its own interval is not used, only what was drawn; undefined resamples are dropped by the caller.
        warnings.simplefilter("ignore", stats.DegenerateDataWarning)
        result = stats.bootstrap(
            data,
            statistic,
            n_resamples=N_RESAMPLES,
            vectorized=is_vectorised,
            method="percentile",
            confidence_level=LEVEL,
            rng=np.random.default_rng(SEED),
        )
    drawn: NDArray[np.float64] = np.asarray(result.bootstrap_distribution, dtype=np.float64)
    return drawn


def _percentiles(drawn: NDArray[np.float64]) -> tuple[float, float]:
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail])
    return float(low), float(high)


def _unvaried(value: float, n: int, *, least: float = 0.0) -> tuple[float, float]:
    """Return the interval of a figure after n questions that all came out the same.

    With 97.5 % confidence no more than 1 - .025 ** (1/n) of all questions would come out otherwise; at worst those are
    all the least that there is, or all 1. For shares all 0 or all 1 it is Clopper and Pearson's exact interval (1934).
    """
    alike = ((1 - LEVEL) / 2) ** (1 / n)
    return least + (value - least) * alike, 1 - (1 - value) * alike


def _or_nan(statistic: Callable[[NDArray[np.int64]], float]) -> Callable[[NDArray[np.int64]], float]:
    def guarded(chosen: NDArray[np.int64]) -> float:
        try:
            return statistic(chosen)
        except ValueError:
            return float("nan")

    return guarded
