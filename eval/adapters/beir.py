"""BEIR's shape: `corpus.jsonl`, `queries.jsonl` and `qrels/test.tsv` (Thakur et al. 2021). Search only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eval.adapters.collection import Collection, Document, iter_rows
from eval.errors import SetError
from eval.types import Gold, Question, QuestionKind

if TYPE_CHECKING:
    from pathlib import Path

DEPTH = 300
"""Passages fetched so that some hundred distinct documents are ranked, as BEIR's metrics expect."""


def read_beir(folder: Path) -> list[Collection]:
    """Read a folder in BEIR's shape; queries without a judged document are left out, as BEIR does.

    Raises:
        SetError: a file is missing or malformed.
    """
    documents = tuple(
        Document(id=str(row["_id"]), text=str(row.get("text") or ""), title=row.get("title") or None)
        for row in iter_rows(folder / "corpus.jsonl")
        if str(row.get("text") or "").strip()
    )
    known = {document.id for document in documents}
    grades = _qrels(folder / "qrels" / "test.tsv")
    questions = tuple(
        Question(
            id=str(row["_id"]),
            kind=QuestionKind.FACT,
            question=str(row["text"]),
            is_answerable=True,
            gold=tuple(Gold(path=doc, grade=grade) for doc, grade in grades[str(row["_id"])].items() if doc in known),
        )
        for row in iter_rows(folder / "queries.jsonl")
        if set(grades.get(str(row["_id"]), ())) & known
    )
    return [
        Collection(
            name=folder.resolve().name,
            documents=documents,
            questions=questions,
            asks=False,
            depth=DEPTH,
            not_comparable="a document ranks by its best passage; published dense figures encode it whole",
        )
    ]


def _qrels(path: Path) -> dict[str, dict[str, int]]:
    """Read tab-separated judgments; those of grade 0 are dropped, since an absent document scores the same."""
    try:
        lines = path.read_text("utf-8").removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SetError(f"{path} cannot be read: {error}") from error
    found: dict[str, dict[str, int]] = {}
    for number, line in enumerate(lines, start=1):
        parts = line.split("\t")
        if number == 1 and parts[-1:] == ["score"]:
            continue
        if len(parts) != 3 or not parts[2].lstrip("-").isdigit():
            raise SetError(f"{path}:{number}: expected query id, document id and grade, separated by tabs.")
        if int(parts[2]) > 0:
            found.setdefault(parts[0], {})[parts[1]] = int(parts[2])
    return found
