"""Our figures beside those of well-kept libraries, on whatever Hypothesis thinks of (ranking: test_ranking.py)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn import metrics as sklearn

from eval.intervals import LEVEL, N_RESAMPLES, SEED, mean_estimate
from eval.metrics.abstention import (
    Decision,
    abstention_f1,
    abstention_precision,
    abstention_recall,
    balanced_accuracy,
)
from eval.metrics.latency import percentile
from eval.metrics.separation import auroc

SCORES = st.lists(st.integers(0, 20).map(lambda tenth: tenth / 20), min_size=1, max_size=25)
DECISIONS = st.lists(st.builds(Decision, st.booleans(), st.booleans()), max_size=40)
ONE_OF_EACH = [Decision(is_answerable=yes, abstained=did) for yes in (True, False) for did in (True, False)]


@settings(deadline=None)  # the first call imports scikit-learn
@given(SCORES, SCORES)
def test_auroc_agrees_with_scikit_learn_and_with_mann_and_whitney(above: list[float], below: list[float]) -> None:
    labels = [1] * len(above) + [0] * len(below)
    ours = auroc(above, below)
    assert ours == pytest.approx(sklearn.roc_auc_score(labels, above + below))
    assert ours * len(above) * len(below) == pytest.approx(stats.mannwhitneyu(above, below).statistic)


@settings(deadline=None)
@given(DECISIONS)
def test_refusal_figures_agree_with_scikit_learn(drawn: list[Decision]) -> None:
    decisions = [*drawn, *ONE_OF_EACH]
    owed = [not decision.is_answerable for decision in decisions]
    done = [decision.abstained for decision in decisions]
    assert abstention_precision(decisions) == pytest.approx(sklearn.precision_score(owed, done))
    assert abstention_recall(decisions) == pytest.approx(sklearn.recall_score(owed, done))
    assert abstention_f1(decisions) == pytest.approx(sklearn.f1_score(owed, done))
    assert balanced_accuracy(decisions) == pytest.approx(sklearn.balanced_accuracy_score(owed, done))


@given(SCORES, st.integers(1, 100))
def test_a_percentile_is_numpys_by_nearest_rank(values: list[float], q: int) -> None:
    assert percentile(values, q=q) == np.percentile(values, q, method="inverted_cdf")


@pytest.mark.parametrize(("value", "n"), [(1.0, 3), (0.0, 3), (1.0, 248)])
def test_the_interval_of_figures_all_alike_is_clopper_and_pearsons(value: float, n: int) -> None:
    exact = stats.binomtest(int(value * n), n).proportion_ci(LEVEL, method="exact")
    found = mean_estimate([value] * n)
    assert (found.low, found.high) == pytest.approx((exact.low, exact.high))


def test_the_interval_of_a_mean_is_scipys_percentile_bootstrap() -> None:
    values = [0.0, 0.0, 0.5, 1.0, 1.0, 1.0, 0.25, 1.0]
    theirs = stats.bootstrap(
        (values,), np.mean, n_resamples=N_RESAMPLES, method="percentile", rng=np.random.default_rng(SEED)
    ).confidence_interval
    found = mean_estimate(values)
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high))


def test_the_interval_of_a_mean_covers_the_truth_about_as_often_as_it_says() -> None:
    """Of 200 samples of 120 coins of bias .6, some 190 intervals hold .6; fewer than 180 would be a broken one."""
    rng = np.random.default_rng(1)
    found = [mean_estimate((rng.random(120) < 0.6).astype(float).tolist()) for _ in range(200)]
    assert sum(estimate.low <= 0.6 <= estimate.high for estimate in found) >= 180
