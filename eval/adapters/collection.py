"""A public set in our nouns: documents, and questions whose gold names them.

Gold paths are document ids here; `write_collection` puts the documents where an index can be built from them and
renames the gold to the paths that the index will use.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from eval.errors import SetError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from eval.types import Question

_Item = TypeVar("_Item")
ARTICLES_FILE = "documents.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document of a public set."""

    id: str
    text: str
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Documents that are searched together, with the questions about them.

    `asks` says whether answers are graded too, `depth` how many passages a ranking must hold for the set's own
    metrics, `not_comparable` what a reader must know before setting our figures beside published ones.
    """

    name: str
    documents: tuple[Document, ...]
    questions: tuple[Question, ...]
    asks: bool
    depth: int
    not_comparable: str


def write_collection(collection: Collection, folder: Path) -> Collection:
    """Write the documents as articles into a folder; return the collection with its gold under their paths there.

    Raises:
        SetError: a question's gold names a document that the set does not hold.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = [
        json.dumps({"title": d.title, "text": d.text, "url": None}, ensure_ascii=False) for d in collection.documents
    ]
    (folder / ARTICLES_FILE).write_text("\n".join(rows) + "\n", "utf-8")
    paths = {document.id: f"{ARTICLES_FILE}#{number}" for number, document in enumerate(collection.documents, start=1)}
    for question in collection.questions:
        missing = [gold.path for gold in question.gold if gold.path not in paths]
        if missing:
            raise SetError(f"{collection.name}: question {question.id} names document {missing[0]!r}, which it lacks.")
    renamed = tuple(
        replace(q, gold=tuple(replace(gold, path=paths[gold.path]) for gold in q.gold)) for q in collection.questions
    )
    return replace(collection, questions=renamed)


def spread(questions: tuple[_Item, ...], limit: int | None) -> tuple[_Item, ...]:
    """Return at most `limit` items, evenly spaced over the set, so that every part of it is heard."""
    if limit is None or limit >= len(questions):
        return questions
    return tuple(questions[at * len(questions) // limit] for at in range(limit))


def iter_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON-lines file.

    Raises:
        SetError: the file is missing, or a line is no JSON object.
    """
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SetError(f"{path} cannot be read: {error}") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            row = _parsed(line, f"{path}:{number}")
            if not isinstance(row, dict):
                raise SetError(f"{path}:{number}: expected a JSON object.")
            yield row


def read_json(path: Path) -> Any:  # noqa: ANN401  # whatever the file holds; each adapter checks what it takes
    """Return what a JSON file holds.

    Raises:
        SetError: the file is missing or no JSON.
    """
    try:
        return _parsed(path.read_text("utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise SetError(f"{path} cannot be read: {error}") from error


def _parsed(text: str, where: str) -> Any:  # noqa: ANN401  # as read_json
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise SetError(f"{where}: no JSON ({error.msg}).") from error
