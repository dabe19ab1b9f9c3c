"""Compare two runs of the same questions: which differences are real, and which questions flipped.

The bootstrap is paired: each resample draws questions, and both runs are measured on the ones drawn. So many measures
are looked at that some would differ by chance; Holm's correction (1979) keeps the chance of any false alarm at 5 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from eval.errors import SetError
from eval.intervals import SEED
from eval.measures import MEASURES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eval.measures import Measure
    from eval.types import Graded, Run

ALPHA = 0.05
N_RESAMPLES = 2000
"""A p-value of .001 can still be told from 0, which Holm's correction over some thirty measures needs."""


class Difference(NamedTuple):
    """B less A on one measure, with its paired 95 % interval, p-value and whether it survives the correction."""

    measure: Measure
    a: float
    b: float
    low: float
    high: float
    p: float
    n: int
    is_real: bool = False

    @property
    def is_gain(self) -> bool:
        """Say whether B is the better one, which for some measures is the lower."""
        return (self.b < self.a) if self.measure.lower_is_better else (self.b > self.a)


class Flip(NamedTuple):
    """A question that one run gets more right than the other."""

    question_id: str
    question: str
    a: float
    b: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two runs side by side on the questions that both hold unchanged; `n_changed` more were changed in between."""

    a: Run
    b: Run
    n: int
    n_changed: int
    differences: tuple[Difference, ...]
    flips: tuple[Flip, ...]


def compare_runs(a: Run, b: Run) -> Comparison:
    """Compare two runs on the questions they share; one whose wording or gold changed in between is no longer the same.

    Raises:
        SetError: they share no question.
    """
    in_b = {g.question.id: g for g in b.graded}
    by_id = [(g, in_b[g.question.id]) for g in a.graded if g.question.id in in_b]
    pairs = [(one, other) for one, other in by_id if one.question == other.question]
    if not pairs:
        raise SetError(f"{a.set_name} of {a.commit} and {b.set_name} of {b.commit} share no question.")
    drawn = np.random.default_rng(SEED).integers(len(pairs), size=(N_RESAMPLES, len(pairs)))
    found = [_difference(measure, pairs, drawn) for measure in MEASURES if not measure.is_time]
    differences = _holm([difference for difference in found if difference is not None])
    return Comparison(
        a=a,
        b=b,
        n=len(pairs),
        n_changed=len(by_id) - len(pairs),
        differences=tuple(differences),
        flips=tuple(_flips(pairs)),
    )


def _difference(
    measure: Measure, pairs: Sequence[tuple[Graded, Graded]], drawn: np.ndarray[tuple[int, int], np.dtype[np.int64]]
) -> Difference | None:
    if measure.pooled is None:
        return _mean_difference(measure, pairs)
    pooled = measure.pooled
    try:
        a, b = (pooled([pair[side] for pair in pairs]) for side in (0, 1))
    except ValueError:
        return None
    gaps = []
    for chosen in drawn:
        try:
            gaps.append(pooled([pairs[i][1] for i in chosen]) - pooled([pairs[i][0] for i in chosen]))
        except ValueError:
            continue
    if not gaps:
        return None
    low, high, p = _interval(np.asarray(gaps))
    return Difference(measure, a, b, low, high, p, len(pairs))


def _mean_difference(measure: Measure, pairs: Sequence[tuple[Graded, Graded]]) -> Difference | None:
    name = measure.name
    both = [(a.values[name], b.values[name]) for a, b in pairs if name in a.values and name in b.values]
    if not both:
        return None
    values = np.asarray(both, dtype=np.float64)
    gaps = values[:, 1] - values[:, 0]
    drawn = np.random.default_rng(SEED).integers(len(gaps), size=(N_RESAMPLES, len(gaps)))
    low, high, p = _interval(gaps[drawn].mean(axis=1))
    a, b = values.mean(axis=0)
    return Difference(measure, float(a), float(b), low, high, p, len(gaps))


def _interval(gaps: np.ndarray[tuple[int], np.dtype[np.float64]]) -> tuple[float, float, float]:
    """Return the percentile interval of resampled gaps, and twice the share of them on the rarer side of 0."""
    low, high = np.quantile(gaps, [ALPHA / 2, 1 - ALPHA / 2])
    rarer = min(np.count_nonzero(gaps <= 0), np.count_nonzero(gaps >= 0))
    return float(low), float(high), min(1.0, 2 * (rarer + 1) / (len(gaps) + 1))


def _holm(differences: Sequence[Difference]) -> list[Difference]:
    """Mark the differences that stay significant when the smallest p is held to alpha/m, the next to alpha/(m-1)..."""
    ordered = sorted(differences, key=lambda d: d.p)
    n_real = next(
        (at for at, d in enumerate(ordered) if d.p > ALPHA / (len(ordered) - at)),
        len(ordered),
    )
    real = {d.measure.name for d in ordered[:n_real]}
    return [d._replace(is_real=d.measure.name in real) for d in differences]


def _flips(pairs: Sequence[tuple[Graded, Graded]]) -> list[Flip]:
    flips = []
    for a, b in pairs:
        before, after = a.values.get("correct"), b.values.get("correct")
        if before is not None and after is not None and before != after:
            flips.append(Flip(a.question.id, a.question.question, before, after))
    return flips
