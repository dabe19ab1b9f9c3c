"""SQuAD 2.0's shape (Rajpurkar et al. 2018): articles, paragraphs, questions, some of them unanswerable.

A paragraph is one document, and the questions are asked over all of them at once. The gold is the sentence that holds
the first annotator's answer. Another shape is read too: the flat `*.jsonl` or `*.jsonl.gz` with question, context,
answer_text and answerable, and where they are given sentences with evidence_sentence_index, or evidence, a list of
sentences of which any one answers.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eval.adapters.collection import Collection, Document, iter_rows, read_json
from eval.errors import SetError
from eval.types import Gold, Question, QuestionKind, UnanswerableReason
from rag.text.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DEPTH = 10
NOT_COMPARABLE = (
    "published figures read the one right paragraph; here it must be found among all of them, and a near miss of one "
    "paragraph may be answered by another"
)


def read_squad(folder: Path) -> list[Collection]:
    """Read every set in a folder, each file a collection of its own.

    Raises:
        SetError: there is nothing to read, or a file is malformed.
    """
    paths = sorted(path for path in folder.iterdir() if path.name.endswith((".json", ".jsonl", ".jsonl.gz")))
    if not paths:
        raise SetError(f"{folder} holds no .json, .jsonl or .jsonl.gz of SQuAD's shape.")
    return [_collection(path) for path in paths]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """One question over one paragraph: the wordings of its answer and the sentences of which any one holds it."""

    id: str
    question: str
    title: str
    context: str
    answers: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


def _collection(path: Path) -> Collection:
    try:
        asked = list(_flat(path) if ".jsonl" in path.name else _nested(read_json(path)))
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise SetError(f"{path} is not of SQuAD's shape: {error!r}.") from error
    paragraphs = dict.fromkeys((row.title, row.context) for row in asked)
    ids = {paragraph: f"p{number}" for number, paragraph in enumerate(paragraphs, start=1)}
    return Collection(
        name=path.name.split(".")[0],
        documents=tuple(Document(id=name, title=title or None, text=text) for (title, text), name in ids.items()),
        questions=tuple(_question(row, ids[row.title, row.context]) for row in asked),
        asks=True,
        depth=DEPTH,
        not_comparable=NOT_COMPARABLE,
    )


def _question(row: _Asked, document: str) -> Question:
    if not row.answers:
        return Question(
            id=row.id,
            kind=QuestionKind.UNANSWERABLE,
            question=row.question,
            is_answerable=False,
            unanswerable_reason=UnanswerableReason.NEAR_MISS,
        )
    either = "evidence" if len(row.evidence) > 1 else ""
    return Question(
        id=row.id,
        kind=QuestionKind.FACT,
        question=row.question,
        is_answerable=True,
        answers=(tuple(dict.fromkeys(row.answers)),),
        gold=tuple(Gold(path=document, quote=quote, either=either) for quote in row.evidence or ("",)),
    )


def _nested(row: Any) -> Iterator[_Asked]:  # noqa: ANN401  # SQuAD's JSON
    for article in row["data"]:
        for paragraph in article["paragraphs"]:
            for qa in paragraph["qas"]:
                answers = [] if qa.get("is_impossible") else qa["answers"]
                yield _Asked(
                    id=qa["id"],
                    question=qa["question"],
                    title=article.get("title") or "",
                    context=paragraph["context"],
                    answers=tuple(answer["text"] for answer in answers),
                    evidence=_sentence_at(paragraph["context"], answers[0].get("answer_start")) if answers else (),
                )


def _sentence_at(context: str, offset: int | None) -> tuple[str, ...]:
    """Return the sentence around an offset; nothing when there is none, so that the whole paragraph is gold."""
    if offset is None:
        return ()
    return tuple(context[start:end] for start, end in sentence_spans(context) if start <= offset < end)


def _flat(path: Path) -> Iterator[_Asked]:
    for number, row in enumerate(_objects(path), start=1):
        answers = [row["answer_text"], *row.get("evidence", ())] if row["answerable"] and row.get("answer_text") else []
        if row["answerable"] and not answers:
            continue
        yield _Asked(
            id=f"{row.get('id') or 'row'}-{number}",
            question=row["question"],
            title=row.get("title") or "",
            context=row["context"],
            answers=tuple(answers),
            evidence=_evidence(row) if answers else (),
        )


def _evidence(row: dict[str, Any]) -> tuple[str, ...]:
    if row.get("evidence"):
        return tuple(dict.fromkeys(row["evidence"]))
    at = row.get("evidence_sentence_index")
    return (row["sentences"][at],) if at is not None and row.get("sentences") else ()


def _objects(path: Path) -> Iterator[dict[str, Any]]:
    if path.suffix != ".gz":
        yield from iter_rows(path)
        return
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
