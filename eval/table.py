"""What the evaluation prints: lines for people and records for programs, from the same figures."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from eval.measures import BY_NAME, MEASURES
from eval.report.markup import figure, interval, percent, plural
from eval.summary import KIND_MEASURES
from rag.terminal import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from eval.compare import Comparison
    from eval.summary import Part
    from eval.types import Estimate, Run

_TITLE, _CELL = 26, 31


def run_lines(run: Run, parts: Sequence[Part]) -> Iterator[str]:
    """Yield the table of measures, the table by kind, and every crash once."""
    yield f"{run.set_name} at {run.commit}: {plural(len(run.graded), 'question')}, model {run.model}"
    yield ""
    yield " " * _TITLE + "".join(f"{part.name} (n {len(part.graded)})".ljust(_CELL) for part in parts)
    for group, measures in groupby(MEASURES, key=lambda measure: measure.group):
        shown = [m for m in measures if any(m.name in part.estimates for part in parts)]
        if shown:
            yield group
        for measure in shown:
            cells = [_cell(measure.name, part.estimates.get(measure.name)).ljust(_CELL) for part in parts]
            yield f"  {measure.title:<{_TITLE - 2}}{''.join(cells)}".rstrip()
    for part in parts:
        yield ""
        yield from _kind_lines(part)
    for graded in (graded for part in parts for graded in part.crashed):
        yield f"crashed: {graded.question.id}: {safe(graded.error or '')}"


def run_record(run: Run, parts: Sequence[Part]) -> dict[str, object]:
    """Return the figures of a run for `--json`."""
    return {
        "set": run.set_name,
        "commit": run.commit,
        "model": run.model,
        "encoder": run.encoder,
        "settings_hash": run.settings_hash,
        "index_fingerprint": run.index_fingerprint,
        "questions_sha": run.questions_sha,
        "corpus_sha": run.corpus_sha,
        "parts": [_part_record(part) for part in parts],
    }


def comparison_lines(comparison: Comparison) -> Iterator[str]:
    """Yield every difference with its interval, the real ones marked, then the questions that flipped."""
    a, b = comparison.a, comparison.b
    yield f"A {a.set_name} at {a.commit}, {a.model}"
    yield f"B {b.set_name} at {b.commit}, {b.model}"
    yield f"{plural(comparison.n, 'question')} in both; * real at 5 % after Holm's correction"
    if comparison.n_changed:
        yield f"left out because they changed in between: {comparison.n_changed}"
    yield ""
    yield f"{'':<{_TITLE}}{'A':>7}{'B':>8}{'B - A':>9}   95 % interval      n"
    for d in comparison.differences:
        mark = "*" if d.is_real else " "
        verdict = f"  B {'better' if d.is_gain else 'worse'}" if d.is_real else ""
        span = f"{100 * d.low:+.1f} to {100 * d.high:+.1f}"
        yield (
            f"{mark} {d.measure.title:<{_TITLE - 2}}{percent(d.a):>7}{percent(d.b):>8}{100 * (d.b - d.a):>+9.1f}   "
            f"{span:<17}{d.n:>3}{verdict}"
        )
    yield ""
    better = [flip for flip in comparison.flips if flip.b > flip.a]
    worse = [flip for flip in comparison.flips if flip.b < flip.a]
    for title, flips in (("B gets right what A got wrong", better), ("B gets wrong what A got right", worse)):
        yield f"{title}: {len(flips)}"
        for flip in flips:
            change = f"{percent(flip.a, digits=0)} to {percent(flip.b, digits=0)}"
            yield f"  {flip.question_id} {change}: {safe(flip.question)}"


def comparison_record(comparison: Comparison) -> dict[str, object]:
    """Return a comparison for `--json`."""
    return {
        "a": {"set": comparison.a.set_name, "commit": comparison.a.commit, "model": comparison.a.model},
        "b": {"set": comparison.b.set_name, "commit": comparison.b.commit, "model": comparison.b.model},
        "n": comparison.n,
        "n_changed": comparison.n_changed,
        "differences": [
            {
                "measure": d.measure.name,
                "a": d.a,
                "b": d.b,
                "low": d.low,
                "high": d.high,
                "p": d.p,
                "n": d.n,
                "is_real": d.is_real,
            }
            for d in comparison.differences
        ],
        "flips": [flip._asdict() for flip in comparison.flips],
    }


def _cell(name: str, estimate: Estimate | None) -> str:
    if estimate is None:
        return "-"
    measure = BY_NAME[name]
    ungraded = f", {estimate.n_ungraded} ungraded" if estimate.n_ungraded else ""
    return f"{figure(measure, estimate.value):>6} [{interval(measure, estimate)}] n {estimate.n}{ungraded}"


def _kind_lines(part: Part) -> Iterator[str]:
    titles = "".join(f"{BY_NAME[name].title:>21}" for name in KIND_MEASURES)
    yield f"{part.name + ' by kind':<{_TITLE - 4}}{'n':>5}{titles}"
    for line in part.kinds:
        cells = []
        for name in KIND_MEASURES:
            estimate = line.estimates.get(name)
            cell = (
                "-"
                if estimate is None
                else f"{percent(estimate.value, digits=0)} [{interval(BY_NAME[name], estimate)}]"
            )
            cells.append(f"{cell:>21}")
        crashed = f"  {line.n_crashed} crashed" if line.n_crashed else ""
        yield f"{line.title:<{_TITLE - 4}}{line.n:>5}{''.join(cells)}{crashed}"


def _part_record(part: Part) -> dict[str, object]:
    return {
        "name": part.name,
        "n": len(part.graded),
        "crashed": [graded.question.id for graded in part.crashed],
        "measures": {name: estimate._asdict() for name, estimate in part.estimates.items()},
        "kinds": [
            {
                "kind": line.title,
                "n": line.n,
                "crashed": line.n_crashed,
                "measures": {name: estimate._asdict() for name, estimate in line.estimates.items()},
            }
            for line in part.kinds
        ],
    }
