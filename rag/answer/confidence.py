"""One calibrated probability that the shown sentences answer the question.

A logistic model over signals of the whole search: how much of the question the best sentence and its passage hold,
which names, numbers and dates no passage holds, how far the best sentence stands before the rest, and what the reader
makes of it. Its weights are fitted and calibrated by `training/confidence.py`; nothing here is tuned by hand.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from rag.answer.features import FEATURES
from rag.answer.rank import MODEL_FOLDER
from rag.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rag.answer.absent import Absent
    from rag.answer.question import Asked
    from rag.answer.rank import Judged
    from rag.settings import Settings

CONFIDENCE_FILE = "confidence.json"
DIGITS = 3
"""Confidence is rounded to this many digits: the last bits of a float differ between machines."""

ANSWER_FROM = 0.4
"""Least probability at which an answer is shown, unless the settings hold a risk. Of .2 to .55 by .05 its balanced
accuracies on the public dev sets sum highest, each question judged by a model fitted without its article: on SQuAD's
topic absent .934, evidence removed .849, near miss .705, on our own questions .866, .761 and .671 (at .35 .943, .840,
.691 and .888, .759, .658; at .45 .920, .846, .722 and .835, .754, .664). Of the 267 dev questions of the shipped set
.644 are answered or rightly refused, beside .640 at .35 and .659 at .45."""

SIDE_FROM = 0.15
"""Least probability at which a side of a comparison or a timeline is shown: a side's question is a fragment and no one
sentence answers a timeline's, so their probability runs low, and what is shown stands side by side for the reader to
judge. Of the 18 sides of the shipped dev comparisons, all of them answerable, one is below, at .13, the next at .27."""

READ_SIGNALS = ("answerable_best", "answerable_top", "mass_top", "share_top", "span_margin", "mass_second")
OWN_SIGNALS = (
    "lead",
    "lead_third",
    "top_score",
    "names_absent",
    "numbers_absent",
    "dates_absent",
    "words_absent",
    "words_apart",
    "names_apart",
    "words_unknown",
)
SIGNALS = (*(f"top_{name}" for name in FEATURES), *OWN_SIGNALS, *READ_SIGNALS)
"""What the model sees, in order; `top_` signals are the best sentence's features."""

NEVER_READ = 0.0
"""Value of the reader's signals without a reader; a second set of weights is fitted for that case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Logistic:
    """A logistic model over some of the signals, each brought to zero mean and unit deviation first."""

    names: tuple[str, ...]
    means: tuple[float, ...]
    deviations: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float

    def probability(self, signals: Mapping[str, float]) -> float:
        """Return the probability for one question."""
        total = self.bias
        for name, mean, deviation, weight in zip(self.names, self.means, self.deviations, self.weights, strict=True):
            total += weight * (signals[name] - mean) / deviation
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@lru_cache(maxsize=2)
def confidence_model(*, with_reader: bool) -> Logistic:
    """Load the weights that come with the package, for answers with the reader or without.

    Raises:
        ModelError: they were fitted on signals that this version does not compute.
    """
    stored = json.loads((resources.files("rag") / MODEL_FOLDER / CONFIDENCE_FILE).read_text("utf-8"))
    part = stored["with_reader" if with_reader else "without_reader"]
    if not set(part["names"]) <= set(SIGNALS):
        raise ModelError(f"{CONFIDENCE_FILE} was fitted on other signals: run `python -m training.confidence`.")
    return Logistic(
        names=tuple(part["names"]),
        means=tuple(part["means"]),
        deviations=tuple(part["deviations"]),
        weights=tuple(part["weights"]),
        bias=part["bias"],
    )


@lru_cache(maxsize=1)
def risk_curve() -> tuple[tuple[float, float], ...]:
    """Return (least probability shown, share of the shown answers that were wrong), by rising probability.

    Measured by `training/confidence.py` on dev questions, each judged by a model that was fitted without its article.
    """
    stored = json.loads((resources.files("rag") / MODEL_FOLDER / CONFIDENCE_FILE).read_text("utf-8"))
    return tuple((float(least), float(wrong)) for least, wrong in stored["risk_curve"])


def shown_from(settings: Settings) -> float:
    """Return the least probability at which an answer is shown; the settings' risk, if they hold one, sets it.

    Where no probability is safe enough, only answers above the curve's end are shown.
    """
    if settings.wrong_at_most is None:
        return ANSWER_FROM
    least_safe = 1.0
    for least, wrong in reversed(risk_curve()):
        if wrong > settings.wrong_at_most:
            break
        least_safe = least
    return least_safe


def side_shown_from(settings: Settings) -> float:
    """Return the least probability at which a side of a comparison, or a timeline, is shown."""
    return SIDE_FROM if settings.wrong_at_most is None else shown_from(settings)


def confidence(
    asked: Asked, ranked: Sequence[Judged], absent: Absent, idf: Mapping[str, float], *, with_reader: bool
) -> float:
    """Return P(the best sentences answer the question), 0..1, rounded; 0 when there is no sentence at all."""
    if not ranked:
        return 0.0
    return round(confidence_model(with_reader=with_reader).probability(signals(asked, ranked, absent, idf)), DIGITS)


def signals(asked: Asked, ranked: Sequence[Judged], absent: Absent, idf: Mapping[str, float]) -> dict[str, float]:
    """Return every signal of `SIGNALS` for one question; `ranked` must not be empty."""
    top = ranked[0]
    total = sum(idf[term] for term in asked.content) or 1.0

    def behind(place: int) -> float:
        return top.score - ranked[place].score if len(ranked) > place else top.score

    readings = [one.reading for one in ranked if one.reading is not None]
    own = {
        "lead": behind(1),
        "lead_third": behind(3),
        "top_score": top.score,
        "names_absent": len(absent.names) / len(asked.names) if asked.names else 0.0,
        "numbers_absent": len(absent.numbers) / len(asked.numbers) if asked.numbers else 0.0,
        "dates_absent": len(absent.dates) / len(asked.dates) if asked.dates else 0.0,
        "words_absent": sum(idf[term] for term in absent.terms) / total,
        "words_apart": sum(idf[term] for term in absent.terms_apart) / total,
        "names_apart": len(absent.names_apart) / len(asked.names) if asked.names else 0.0,
        "words_unknown": len(absent.terms) / max(1, len(asked.content)),
    }
    read = {
        "answerable_best": max((reading.answerable for reading in readings), default=NEVER_READ),
        "answerable_top": top.reading.answerable if top.reading else NEVER_READ,
        "mass_top": top.mass,
        "share_top": top.share,
        "span_margin": top.reading.span_score - top.reading.null_score if top.reading else NEVER_READ,
        "mass_second": max((one.mass for one in ranked[1:]), default=NEVER_READ),
    }
    return {f"top_{name}": value for name, value in top.features.items()} | own | read
