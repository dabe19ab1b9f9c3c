"""Judge the dev half of the shipped questions, so that the confidence knows news as well as encyclopedias.

A question's shown sentences are right when one of them overlaps a gold quote. The test half is never read.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from rag.answer.choose import choose
from rag.answer.compose import Tools, find
from rag.answer.confidence import SIGNALS, signals
from rag.index.build import build_index
from rag.index.store import open_snapshot
from rag.retrieve.hybrid import retrieve
from rag.retrieve.rewrite import standalone_question
from rag.settings import Settings
from rag.types import Filter, Turn
from training.judgements import Judgement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rag.answer.rank import Judged
    from rag.answer.reader import Reader
    from rag.index.protocol import Snapshot
    from rag.types import Encoder

ABSENT_REASONS = frozenset({"topic_absent", "injection"})


def shipped_judgements(questions: Path, corpus: Path, encoder: Encoder, reader: Reader | None) -> Iterator[Judgement]:
    """Ask every dev question of an index of the corpus, as the assistant does."""
    settings = Settings()
    rows = [json.loads(line) for line in questions.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        build_index(corpus, Path(folder), settings=settings, encoder=encoder)
        snapshot = open_snapshot(Path(folder), expect=settings)
        tools = Tools(snapshot=snapshot, encoder=encoder, settings=settings, reader=reader)
        for row in rows:
            if row["split"] == "dev":
                yield _judge(row, tools)


def _judge(row: Mapping[str, object], tools: Tools) -> Judgement:
    history = [Turn(*turn) for turn in row.get("history") or ()]  # type: ignore[attr-defined]
    asked = standalone_question(str(row["question"]), history)
    k = tools.settings.passages_read
    hits = retrieve(asked, snapshot=tools.snapshot, encoder=tools.encoder, settings=tools.settings, where=Filter(), k=k)
    found = find(asked, hits, tools)
    values = signals(found.asked, found.ranked, found.absent, found.idf)
    answerable = bool(row.get("answerable", True))
    gold = _gold_spans(row, tools.snapshot)
    shown = choose(found.ranked, most=tools.settings.max_sentences)
    absent = "topic_absent" if row.get("unanswerable_reason") in ABSENT_REASONS else "near_miss"
    return Judgement(
        kind="answerable" if answerable else absent,
        title=gold[0][0] if gold else str(row["id"]),
        right=answerable and any(_overlaps(one, gold) for one in shown),
        signals=tuple(float(values[name]) for name in SIGNALS),
    )


def _gold_spans(row: Mapping[str, object], snapshot: Snapshot) -> list[tuple[str, int, int]]:
    spans = []
    for gold in row.get("gold") or ():  # type: ignore[attr-defined]
        for article in snapshot.articles():
            at = article.text.find(gold["quote"]) if article.path.split("#")[0] == gold["path"].split("#")[0] else -1
            if at >= 0:
                spans.append((article.article_id, at, at + len(gold["quote"])))
    return spans


def _overlaps(one: Judged, gold: list[tuple[str, int, int]]) -> bool:
    span, article = one.candidate.span, one.candidate.passage.article_id
    return any(name == article and span.start < end and start < span.end for name, start, end in gold)
