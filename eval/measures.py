"""Every figure of the report, as a value: its name, its title, what it means, and how it comes out of a run.

A measure of one question is averaged over the questions it applies to; a pooled one is computed from all at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from eval.metrics.abstention import (
    Decision,
    abstention_f1,
    abstention_precision,
    abstention_recall,
    balanced_accuracy,
)
from eval.metrics.calibration import expected_calibration_error
from eval.metrics.latency import percentile
from eval.metrics.paired import paired_difference
from eval.metrics.risk_coverage import Forecast, area_under_risk_coverage
from eval.metrics.separation import auroc

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eval.types import Graded


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One figure. `pooled` is None for a mean over questions; `is_time` marks what differs between equal runs.

    `counted` says how many questions a pooled figure is about, where that is not all that were asked. `least` is the
    lowest that the figure can be: -1 for a difference of two shares.
    """

    name: str
    title: str
    group: str
    meaning: str
    lower_is_better: bool = False
    is_time: bool = False
    pooled: Callable[[Sequence[Graded]], float] | None = None
    counted: Callable[[Sequence[Graded]], int] = len
    least: float = 0.0


def decisions(graded: Sequence[Graded]) -> list[Decision]:
    """Return who should have refused and who did; a crash is no refusal, and what was not asked is no decision."""
    asked = [g for g in graded if g.status is not None or g.error is not None]
    return [Decision(g.question.is_answerable, g.status == "abstained") for g in asked]


def forecasts(graded: Sequence[Graded]) -> list[Forecast]:
    """Return each stated confidence with whether the quotes shown held the answer."""
    return [
        Forecast(g.confidence, g.holds_answer)
        for g in graded
        if g.confidence is not None and g.holds_answer is not None
    ]


def _both_wordings(graded: Sequence[Graded]) -> list[tuple[float, float]]:
    """Return how right each follow-up is as asked and in its stand-alone wording; others have no second wording."""
    both = [(g.values.get("correct"), g.values.get("standalone")) for g in graded]
    return [(asked, alone) for asked, alone in both if asked is not None and alone is not None]


def _separation(graded: Sequence[Graded]) -> float:
    stated = [(g.question.is_answerable, g.confidence) for g in graded if g.confidence is not None]
    return auroc([c for is_answerable, c in stated if is_answerable], [c for yes, c in stated if not yes])


def _seconds(graded: Sequence[Graded], *, q: float) -> float:
    return percentile([g.seconds for g in graded], q=q)


def _mean(name: str, title: str, group: str, meaning: str) -> Measure:
    return Measure(name=name, title=title, group=group, meaning=meaning)


MEASURES: tuple[Measure, ...] = (
    _mean("correct", "Correct", "Answer", "facts owed that were said; 1 for refusing what is unanswerable"),
    _mean("answer_recall", "Answer strings", "Answer", "share of the facts owed that stand in the answer"),
    _mean("token_f1", "Token F1", "Answer", "words shared with the gold sentences"),
    _mean("span_f1", "Marked span F1", "Answer", "words of the marked span shared with the short answer"),
    _mean("evidence_first", "Gold sentence first", "Answer", "the first quote shown is gold"),
    _mean("evidence_recall", "Gold sentences shown", "Answer", "share of the gold sentences that were quoted"),
    _mean("evidence_precision", "Quotes that are gold", "Answer", "share of the quotes shown that are gold"),
    _mean("status", "Status as expected", "Answer", "answered, partial, conflict or abstained as the gold says"),
    _mean("standalone", "Follow-ups, stand-alone", "Answer", "correct when a follow-up is asked in full instead"),
    Measure(
        name="standalone_difference",
        title="Follow-ups minus alone",
        group="Answer",
        meaning="correct as asked minus correct stand-alone, pair by pair: what rewriting loses",
        pooled=lambda graded: paired_difference(_both_wordings(graded)),
        counted=lambda graded: len(_both_wordings(graded)),
        least=-1.0,
    ),
    _mean("recall@1", "Recall@1", "Search", "gold passages among the first"),
    _mean("recall@5", "Recall@5", "Search", "gold passages among the first 5"),
    _mean("recall@10", "Recall@10", "Search", "gold passages among the first 10"),
    _mean("mrr", "MRR", "Search", "1 / rank of the first gold passage"),
    _mean("ndcg@10", "nDCG@10", "Search", "discounted gain over the ideal ranking's"),
    _mean("map", "MAP", "Search", "mean average precision"),
    _mean("quote_validity", "Quotes valid", "Citation", "quotes that stand in their article character for character"),
    _mean("citation_recall", "Citation recall", "Citation", "sentences that their quotes together entail (ALCE)"),
    _mean("citation_precision", "Citation precision", "Citation", "citations that are needed (ALCE)"),
    _mean("grounded", "Grounded", "Citation", "sentences that the verifier finds supported"),
    _mean("grounded_exact", "Grounded verbatim", "Citation", "sentences that stand word for word in a quote"),
    _mean("speaker", "Speaker right", "Attribution", "answers that give the words to who said them"),
    _mean("outlet", "Outlet right", "Attribution", "answers that quote the outlet owed"),
    _mean("one_voice", "One voice once", "Attribution", "near-duplicates not shown as two sources"),
    _mean("consistency", "Paraphrases agree", "Attribution", "quotes shared by two wordings of one question"),
    Measure(
        name="abstention_precision",
        title="Refusal precision",
        group="Refusal",
        meaning="refusals that were right",
        pooled=lambda graded: abstention_precision(decisions(graded)),
        counted=lambda graded: sum(decision.abstained for decision in decisions(graded)),
    ),
    Measure(
        name="abstention_recall",
        title="Refusal recall",
        group="Refusal",
        meaning="unanswerable questions that were refused",
        pooled=lambda graded: abstention_recall(decisions(graded)),
        counted=lambda graded: sum(not decision.is_answerable for decision in decisions(graded)),
    ),
    Measure(
        name="abstention_f1",
        title="Refusal F1",
        group="Refusal",
        meaning="harmonic mean of the two",
        pooled=lambda graded: abstention_f1(decisions(graded)),
    ),
    Measure(
        name="balanced_accuracy",
        title="Balanced accuracy",
        group="Refusal",
        meaning="mean of unanswerable refused and answerable answered",
        pooled=lambda graded: balanced_accuracy(decisions(graded)),
    ),
    Measure(
        name="auroc",
        title="Answerable AUROC",
        group="Refusal",
        meaning="chance that an answerable question has the higher confidence",
        pooled=_separation,
        counted=lambda graded: sum(g.confidence is not None for g in graded),
    ),
    Measure(
        name="aurc",
        title="Risk-coverage area",
        group="Confidence",
        meaning="mean risk over all coverages",
        lower_is_better=True,
        pooled=lambda graded: area_under_risk_coverage(forecasts(graded)),
        counted=lambda graded: len(forecasts(graded)),
    ),
    Measure(
        name="ece",
        title="Calibration error",
        group="Confidence",
        meaning="gap between stated and true probability, ten bins",
        lower_is_better=True,
        pooled=lambda graded: expected_calibration_error(forecasts(graded)),
        counted=lambda graded: len(forecasts(graded)),
    ),
    Measure(
        name="latency_p50",
        title="Seconds, median",
        group="Speed",
        meaning="half the questions are faster",
        lower_is_better=True,
        is_time=True,
        pooled=partial(_seconds, q=50),
    ),
    Measure(
        name="latency_p95",
        title="Seconds, 95th percentile",
        group="Speed",
        meaning="one question in twenty is slower",
        lower_is_better=True,
        is_time=True,
        pooled=partial(_seconds, q=95),
    ),
)

BY_NAME = {measure.name: measure for measure in MEASURES}
