"""The gate: pinned floors that a change may not fall through, on pinned questions and articles.

Pure logic on plain values; reading files is at the bottom. A baseline is lowered only by saying so.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from eval.errors import SetError
from eval.measures import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from eval.types import Run

EPSILON = 0.01
"""How far a figure may fall below its floor: answers are deterministic on one machine, and another processor's rounding
may flip one question, which moves a mean over 120 questions by .008."""

GATED = (
    *("correct", "evidence_first", "recall@5", "mrr", "ndcg@10"),
    *("quote_validity", "citation_recall", "citation_precision", "grounded"),
    *("speaker", "outlet", "abstention_f1", "balanced_accuracy", "auroc", "aurc", "ece"),
)
"""The measures that have a floor; small groups and times have none, because they move by chance."""

EXACT = {"quote_validity": 1.0}
"""Laws, not figures: these are held without an epsilon, whatever a baseline says."""

UPDATE_COMMAND = "rag eval --update"


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """Floors by part (dev, test) and measure, and the data that they were measured on.

    For a measure of which less is better the number is a ceiling.
    """

    questions_sha: str
    corpus_sha: str
    floors: Mapping[str, Mapping[str, float]]


class Breach(NamedTuple):
    """A figure on the wrong side of its floor."""

    part: str
    measure: str
    value: float | None
    floor: float

    @property
    def line(self) -> str:
        """Say it in one line."""
        bound = "ceiling" if BY_NAME[self.measure].lower_is_better else "floor"
        value = "missing" if self.value is None else f"{self.value:.4f}"
        return f"{self.part} {BY_NAME[self.measure].title} is {value}, {bound} {self.floor:.4f}"


def stale_reason(baseline: Baseline, run: Run) -> str | None:
    """Say why a baseline does not fit a run's data, None when it does."""
    changed = [
        name
        for name, pinned, used in (
            ("questions", baseline.questions_sha, run.questions_sha),
            ("articles", baseline.corpus_sha, run.corpus_sha),
        )
        if pinned != used
    ]
    if not changed:
        return None
    return f"the {' and the '.join(changed)} changed since the baseline was pinned: look, then run {UPDATE_COMMAND}"


def breaches(
    floors: Mapping[str, Mapping[str, float]], figures: Mapping[str, Mapping[str, float]], *, epsilon: float = EPSILON
) -> list[Breach]:
    """List the figures beyond their floors by more than epsilon; only parts that were measured are held.

    A figure that is gone counts as a breach: a metric that stopped applying is no pass.
    """
    found = []
    for part, values in figures.items():
        pinned = {**floors.get(part, {}), **{name: law for name, law in EXACT.items() if name in values}}
        for measure, floor in pinned.items():
            slack = 0.0 if measure in EXACT else epsilon
            if is_worse(measure, values.get(measure), floor, slack=slack):
                found.append(Breach(part, measure, values.get(measure), floor))
    return found


def is_worse(measure: str, value: float | None, floor: float, *, slack: float) -> bool:
    """Say whether a value is on the wrong side of a floor by more than the slack."""
    if value is None:
        return True
    # Rounding keeps a value that was pinned and read back from failing by the last binary digit.
    gain = floor - value if BY_NAME[measure].lower_is_better else value - floor
    return round(gain, 9) < -slack


def updated(baseline: Baseline | None, new: Baseline, *, is_lowering_allowed: bool) -> Baseline:
    """Return the baseline to pin: parts that were not measured keep their floors.

    Raises:
        SetError: a floor would be lowered and nobody said that it may be.
    """
    old = baseline.floors if baseline else {}
    lowered = breaches({part: old[part] for part in new.floors if part in old}, new.floors, epsilon=0.0)
    if lowered and not is_lowering_allowed:
        listed = "; ".join(breach.line for breach in lowered)
        raise SetError(f"--update would lower {len(lowered)} floor(s): {listed}. Add --allow-regression if it must be.")
    is_same_data = baseline is not None and (baseline.questions_sha, baseline.corpus_sha) == (
        new.questions_sha,
        new.corpus_sha,
    )
    kept = old if is_same_data else {}
    return Baseline(questions_sha=new.questions_sha, corpus_sha=new.corpus_sha, floors={**kept, **new.floors})


def load_baseline(path: Path) -> Baseline:
    """Read a baseline.

    Raises:
        SetError: there is none, or it is no baseline.
    """
    try:
        row = json.loads(path.read_text("utf-8"))
        floors = {part: {name: float(value) for name, value in pins.items()} for part, pins in row["floors"].items()}
        unknown = sorted({name for pins in floors.values() for name in pins} - set(BY_NAME))
        if unknown:
            raise SetError(f"{path} pins {unknown[0]!r}, which is no measure.")
        return Baseline(questions_sha=row["questions_sha"], corpus_sha=row["corpus_sha"], floors=floors)
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise SetError(f"{path} is no baseline ({error}); {UPDATE_COMMAND} writes one.") from error


def save_baseline(path: Path, baseline: Baseline) -> None:
    """Write a baseline in one step, four decimals a floor."""
    row = {
        "questions_sha": baseline.questions_sha,
        "corpus_sha": baseline.corpus_sha,
        "floors": {
            part: {name: round(value, 4) for name, value in pins.items()} for part, pins in baseline.floors.items()
        },
    }
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(row, indent=2) + "\n", "utf-8")
    partial.replace(path)
