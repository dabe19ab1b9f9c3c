"""From graded questions to figures: one estimate a measure, and a line a kind of question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eval.intervals import mean_estimate, pooled_estimate
from eval.measures import MEASURES, Measure
from eval.types import QuestionKind, Split, UnanswerableReason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from eval.types import Estimate, Graded, Run

KIND_MEASURES = ("correct", "evidence_first", "recall@5", "ndcg@10", "citation_recall")
"""The columns of the table by kind: what was answered, shown, found and cited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindLine:
    """One line of the table by kind: its title, how many questions, how many crashed, and its estimates."""

    title: str
    n: int
    n_crashed: int
    estimates: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A run, or one half of it: every measure that applies, and the table by kind."""

    name: str
    graded: tuple[Graded, ...]
    estimates: Mapping[str, Estimate]
    kinds: tuple[KindLine, ...]

    @property
    def crashed(self) -> tuple[Graded, ...]:
        """Return the questions that crashed."""
        return tuple(g for g in self.graded if g.error is not None)


def estimate(measure: Measure, graded: Sequence[Graded]) -> Estimate | None:
    """Return a measure's value, interval and counts; None when it applies to no question."""
    n_ungraded = sum(measure.name in g.ungraded for g in graded)
    pooled = measure.pooled
    if pooled is None:
        values = [g.values[measure.name] for g in graded if measure.name in g.values]
        return mean_estimate(values, n_ungraded=n_ungraded) if values else None

    def of_drawn(chosen: NDArray[np.int64]) -> float:
        return pooled([graded[at] for at in chosen])

    try:
        return pooled_estimate(
            len(graded),
            of_drawn,
            n_about=measure.counted(graded),
            n_ungraded=n_ungraded,
            is_share=not measure.is_time,
            least=measure.least,
        )
    except ValueError:
        return None


def summarise(name: str, graded: Sequence[Graded]) -> Part:
    """Return the figures of some graded questions."""
    found = {measure.name: estimate(measure, graded) for measure in MEASURES}
    return Part(
        name=name,
        graded=tuple(graded),
        estimates={name: value for name, value in found.items() if value is not None},
        kinds=tuple(_kind_lines(graded)),
    )


def parts_of(run: Run) -> tuple[Part, ...]:
    """Summarise dev and test apart where the questions are split; otherwise the run as one."""
    by_split = [(split, [g for g in run.graded if g.question.split is split]) for split in Split]
    if any(g.question.split is None for g in run.graded):
        return (summarise(run.set_name, run.graded),)
    return tuple(summarise(split, graded) for split, graded in by_split if graded)


def _kind_lines(graded: Sequence[Graded]) -> list[KindLine]:
    groups = [(_title(kind), [g for g in graded if g.question.kind is kind]) for kind in QuestionKind]
    groups += [
        (f"· {_title(reason)}", [g for g in graded if g.question.unanswerable_reason is reason])
        for reason in UnanswerableReason
    ]
    return [_kind_line(title, group) for title, group in groups if group]


def _kind_line(title: str, graded: Sequence[Graded]) -> KindLine:
    found = {name: estimate(measure, graded) for name, measure in _kind_measures().items()}
    return KindLine(
        title=title,
        n=len(graded),
        n_crashed=sum(g.error is not None for g in graded),
        estimates={name: value for name, value in found.items() if value is not None},
    )


def _kind_measures() -> dict[str, Measure]:
    return {measure.name: measure for measure in MEASURES if measure.name in KIND_MEASURES}


def _title(name: str) -> str:
    return name.replace("_", " ")
