"""SQuAD 2.0's shape (Rajpurkar et al. 2018): articles, paragraphs, questions, some of them unanswerable.

A paragraph is one document, and the questions are asked over all of them at once. Two other shapes are read too: the
flat `*.jsonl` or `*.jsonl.gz` with question, context, answer_text and answerable.
"""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

from eval.adapters.collection import Collection, Document, iter_rows, read_json
from eval.errors import SetError
from eval.types import Gold, Question, QuestionKind, UnanswerableReason

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


def _collection(path: Path) -> Collection:
    try:
        rows = list(_flat_rows(path) if ".jsonl" in path.name else _nested_rows(read_json(path)))
    except (KeyError, TypeError, ValueError) as error:
        raise SetError(f"{path} is not of SQuAD's shape: {error!r}.") from error
    contexts = dict.fromkeys((title, context) for _, _, title, context, _ in rows)
    ids = {pair: f"p{number}" for number, pair in enumerate(contexts, start=1)}
    return Collection(
        name=path.name.split(".")[0],
        documents=tuple(Document(id=ids[pair], title=pair[0] or None, text=pair[1]) for pair in contexts),
        questions=tuple(
            _question(name, text, ids[title, context], answers) for name, text, title, context, answers in rows
        ),
        asks=True,
        depth=DEPTH,
        not_comparable=NOT_COMPARABLE,
    )


def _question(name: str, text: str, document: str, answers: list[str]) -> Question:
    if not answers:
        return Question(
            id=name,
            kind=QuestionKind.UNANSWERABLE,
            question=text,
            is_answerable=False,
            unanswerable_reason=UnanswerableReason.NEAR_MISS,
        )
    return Question(
        id=name,
        kind=QuestionKind.FACT,
        question=text,
        is_answerable=True,
        answers=(tuple(dict.fromkeys(answers)),),
        gold=(Gold(path=document),),
    )


_Row = tuple[str, str, str, str, list[str]]
"""Id, question, title, context and the wordings of the answer, none when there is none."""


def _nested_rows(row: Any) -> Iterator[_Row]:  # noqa: ANN401  # SQuAD's JSON
    for article in row["data"]:
        for paragraph in article["paragraphs"]:
            for qa in paragraph["qas"]:
                answers = [] if qa.get("is_impossible") else [answer["text"] for answer in qa["answers"]]
                yield qa["id"], qa["question"], article.get("title") or "", paragraph["context"], answers


def _flat_rows(path: Path) -> Iterator[_Row]:
    for number, row in enumerate(_objects(path), start=1):
        answers = [row["answer_text"]] if row["answerable"] and row.get("answer_text") else []
        if row["answerable"] and not answers:
            continue
        yield f"{row.get('id') or 'row'}-{number}", row["question"], row.get("title") or "", row["context"], answers


def _objects(path: Path) -> Iterator[dict[str, Any]]:
    if path.suffix != ".gz":
        yield from iter_rows(path)
        return
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
