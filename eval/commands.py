"""What `rag eval` does: run a set, hold the gate, write the report; compare two runs."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eval.adapters.collection import spread
from eval.answerer import answering_threads, entails, open_answerer
from eval.compare import compare_runs
from eval.corpus import corpus_sha, ensure_index
from eval.errors import SetError
from eval.exchange import export_beir, export_ragas
from eval.gate import GATED, Baseline, breaches, load_baseline, save_baseline, stale_reason, updated
from eval.gold import check_gold
from eval.public import evaluate_public
from eval.report.page import report_page
from eval.run import iter_graded, with_consistency
from eval.sets import QuestionSet, public_source, read_set
from eval.store import commit_name, load_run, save_run
from eval.summary import parts_of
from eval.table import comparison_lines, comparison_record, run_lines, run_record
from eval.types import Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eval.answerer import Answerer
    from eval.summary import Part

EXIT_OK, EXIT_GATE = 0, 1
UNKNOWN = "unknown"
CORPUS, BASELINE, WORK = Path("corpus"), Path("eval/baseline.json"), Path("build/eval")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The options of a run; None leaves a default to the set."""

    set_name: str
    index_dir: Path | None = None
    corpus: Path | None = None
    model: str | None = None
    limit: int | None = None
    as_json: bool = False
    html: Path | None = None
    baseline: Path | None = None
    updates: bool = False
    is_lowering_allowed: bool = False
    export: str | None = None


def evaluate(request: Request) -> int:
    """Run a set and print its figures; return 1 when the gate fails."""
    public = public_source(request.set_name)
    if public is not None:
        return evaluate_public(
            *public, model=request.model, limit=request.limit, as_json=request.as_json, html=request.html, work=WORK
        )
    chosen = read_set(request.set_name)
    if chosen.n_drafts:
        sys.stderr.write(f"{chosen.n_drafts} drafts left out\n")
    run, answerer = _run(chosen, request)
    parts = parts_of(run)
    saved = save_run(run)
    found = _hold_gate(run, parts, chosen, request)
    if request.export:
        _export(request.export, run, answerer)
    if request.html:
        request.html.write_text(report_page(run, parts, gate=found), "utf-8")
    if request.as_json:
        print(json.dumps({**run_record(run, parts), "gate": found, "saved": str(saved)}, ensure_ascii=False, indent=2))
    else:
        print("\n".join(run_lines(run, parts)))
        print("\n".join(["", *_gate_lines(found), f"saved in {saved}"]))
    return EXIT_GATE if found else EXIT_OK


def compare(a: str, b: str, *, as_json: bool) -> int:
    """Compare two saved runs and print what differs."""
    comparison = compare_runs(load_run(a), load_run(b))
    if as_json:
        print(json.dumps(comparison_record(comparison), ensure_ascii=False, indent=2))
    else:
        print("\n".join(comparison_lines(comparison)))
    return EXIT_OK


def _run(chosen: QuestionSet, request: Request) -> tuple[Run, Answerer]:
    from tqdm import tqdm

    corpus = request.corpus or CORPUS
    index_dir = request.index_dir or WORK / corpus.resolve().name
    if request.index_dir is None:
        ensure_index(corpus, index_dir)
    threads = answering_threads(request.model)
    answerer = open_answerer(index_dir, request.model)
    questions = spread(chosen.questions, request.limit)
    check_gold(questions, {article.path: article for article in answerer.articles()})
    asked = iter_graded(questions, answerer, entails=entails, workers=threads)
    bar = tqdm(asked, total=len(questions), desc=chosen.name, unit="question", file=sys.stderr, disable=None)
    graded = with_consistency(list(bar))
    trace = next((g.trace for g in graded if g.trace is not None), None)
    run = Run(
        set_name=chosen.name if request.limit is None else f"{chosen.name} limit {request.limit}",
        commit=commit_name(Path()),
        model=request.model or (trace.model if trace else UNKNOWN),
        encoder=trace.encoder if trace else UNKNOWN,
        settings_hash=trace.settings_hash if trace else UNKNOWN,
        index_fingerprint=trace.index_fingerprint if trace else UNKNOWN,
        questions_sha=chosen.sha,
        corpus_sha=corpus_sha(corpus) if corpus.is_dir() else UNKNOWN,
        graded=graded,
    )
    return run, answerer


def _hold_gate(run: Run, parts: Sequence[Part], chosen: QuestionSet, request: Request) -> tuple[str, ...] | None:
    """Hold the run against its baseline, or pin it: what is wrong, empty when nothing is, None when no gate applies."""
    if request.limit is not None and (request.baseline or request.updates):
        raise SetError("--limit measures a part of the set, and the gate holds for all of it: leave one of them out.")
    is_default = chosen.is_shipped and request.model is None and request.limit is None
    path = request.baseline or (BASELINE if is_default and (request.updates or BASELINE.is_file()) else None)
    if path is None:
        return None
    figures = {part.name: {name: e.value for name, e in part.estimates.items() if name in GATED} for part in parts}
    if request.updates:
        n_crashed = sum(graded.error is not None for graded in run.graded)
        if n_crashed:
            raise SetError(f"--update: {n_crashed} of {len(run.graded)} questions crashed; no floor stands on that.")
        old = load_baseline(path) if path.is_file() else None
        new = Baseline(questions_sha=run.questions_sha, corpus_sha=run.corpus_sha, floors=figures)
        save_baseline(path, updated(old, new, is_lowering_allowed=request.is_lowering_allowed))
        return ()
    baseline = load_baseline(path)
    reason = stale_reason(baseline, run)
    if reason is not None:
        return (reason,)
    return tuple(breach.line for breach in breaches(baseline.floors, figures))


def _gate_lines(found: Sequence[str] | None) -> list[str]:
    if found is None:
        return ["no gate holds for this set"]
    if not found:
        return ["gate passed"]
    return ["GATE FAILED", *(f"  {line}" for line in found)]


def _export(where: str, run: Run, answerer: Answerer) -> None:
    format_name, _, place = where.partition(":")
    if format_name == "ragas" and place:
        n = export_ragas(Path(place), run.graded)
    elif format_name == "beir" and place:
        n = export_beir(Path(place), [graded.question for graded in run.graded], answerer.articles())
    else:
        raise SetError(f"--export {where}: write ragas:FILE or beir:DIR.")
    sys.stderr.write(f"{n} questions written to {place}\n")
