"""Run a public set: build an index of each of its collections, ask, and print one table over all of them."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from eval.adapters.collection import spread, write_collection
from eval.adapters.ragtruth import detection, is_flagged, read_ragtruth
from eval.answerer import answering_threads, entails, open_answerer
from eval.corpus import corpus_sha, ensure_index
from eval.fingerprint import questions_sha
from eval.gold import settled_gold
from eval.report.page import report_page
from eval.run import iter_graded
from eval.sets import read_collections
from eval.store import commit_name, save_run
from eval.summary import summarise
from eval.table import run_lines, run_record
from eval.types import Estimate, Run

if TYPE_CHECKING:
    from eval.adapters.collection import Collection
    from eval.types import Graded


def evaluate_public(
    format_name: str,
    place: Path,
    *,
    model: str | None,
    limit: int | None,
    as_json: bool,
    html: Path | None,
    work: Path,
) -> int:
    """Measure on a public set and print the figures; there is no gate, so the status is 0.

    Raises:
        SetError: the folder does not hold that format.
    """
    if format_name == "ragtruth":
        return _ragtruth(place, limit=limit, as_json=as_json)
    collections = read_collections(format_name, place)
    graded: list[Graded] = []
    for collection in collections:
        shown = replace(collection, questions=spread(collection.questions, limit))
        graded += _graded(shown, work / f"{format_name}-{collection.name}", model)
    trace = next((g.trace for g in graded if g.trace is not None), None)
    run = Run(
        set_name=f"{format_name} {place.resolve().name}{'' if limit is None else f' limit {limit}'}",
        commit=commit_name(Path()),
        model=model or (trace.model if trace else "search only"),
        encoder=trace.encoder if trace else "of the settings",
        settings_hash=trace.settings_hash if trace else "",
        index_fingerprint="",
        questions_sha=questions_sha(g.question for g in graded),
        corpus_sha=corpus_sha(work / f"{format_name}-{collections[0].name}" / "corpus"),
        graded=tuple(graded),
    )
    part = summarise(run.set_name, run.graded)
    saved = save_run(run)
    if html:
        html.write_text(report_page(run, (part,)), "utf-8")
    notes = sorted({collection.not_comparable for collection in collections})
    if as_json:
        print(json.dumps({**run_record(run, (part,)), "not_comparable": notes, "saved": str(saved)}, indent=2))
    else:
        print(
            "\n".join(
                [*run_lines(run, (part,)), "", *(f"not comparable: {note}" for note in notes), f"saved in {saved}"]
            )
        )
    return 0


def _graded(collection: Collection, folder: Path, model: str | None) -> list[Graded]:
    from tqdm import tqdm

    placed = write_collection(collection, folder / "corpus")
    ensure_index(folder / "corpus", folder / "index")
    workers = answering_threads(model)
    answerer = open_answerer(folder / "index", model)
    articles = {article.path: article for article in answerer.articles()}
    questions = [settled_gold(question, articles) for question in placed.questions]
    asked = iter_graded(
        questions, answerer, entails=entails, asks=collection.asks, depth=collection.depth, workers=workers
    )
    total = len(questions)
    return list(tqdm(asked, total=total, desc=collection.name, unit="question", file=sys.stderr, disable=None))


def _ragtruth(place: Path, *, limit: int | None, as_json: bool) -> int:
    from tqdm import tqdm

    responses = spread(read_ragtruth(place), limit)
    bar = tqdm(responses, desc="ragtruth", unit="response", file=sys.stderr, disable=None)
    found = detection((is_flagged(response, entails), response.is_hallucinated) for response in bar)
    estimates = {name: value for name, value in found._asdict().items() if isinstance(value, Estimate)}
    if as_json:
        record = {name: value._asdict() for name, value in estimates.items()}
        print(json.dumps({"n": found.n, "n_hallucinated": found.n_hallucinated, **record}, indent=2))
        return 0
    print(f"ragtruth {place.resolve().name}: {found.n} responses, {found.n_hallucinated} of them hallucinated")
    for name, value in estimates.items():
        cell = f"{100 * value.value:5.1f} [{100 * value.low:.1f}–{100 * value.high:.1f}] n {value.n}"
        print(f"  {name.replace('_', ' ').capitalize():<20}{cell}")
    return 0
