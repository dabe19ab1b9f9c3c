"""Summary of a Haystack (Laban et al. 2024): `topic_*.json`, each 100 documents and some queries. Search only.

The retrievers' input is the authors': `query + " " + subtopic`. A document is relevant when it holds any insight of
the subtopic; with that, the authors' stored rerank3 scores give the published nDCG@10 98.5 and MAP 95.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eval.adapters.collection import Collection, Document, read_json
from eval.errors import SetError
from eval.types import Gold, Question, QuestionKind

if TYPE_CHECKING:
    from pathlib import Path

DEPTH = 2000
"""More than the passages of a topic's 100 documents (some 600 words each), so that every document is ranked."""


def read_summhay(folder: Path) -> list[Collection]:
    """Read every topic of a folder; each is searched by itself, as the authors do.

    Raises:
        SetError: there is no topic file, or one is malformed.
    """
    paths = sorted(folder.glob("topic_*.json"))
    if not paths:
        raise SetError(f"{folder} holds no topic_*.json; name the data folder of the SummHay repository.")
    return [_topic(read_json(path), path) for path in paths]


def _topic(row: Any, path: Path) -> Collection:  # noqa: ANN401  # one topic's JSON, checked here
    try:
        documents = tuple(Document(id=doc["document_id"], text=doc["document_text"]) for doc in row["documents"])
        holders = {doc["document_id"]: set(doc["insights_included"]) for doc in row["documents"]}
        questions = tuple(_question(subtopic, holders) for subtopic in row["subtopics"])
    except (KeyError, TypeError) as error:
        raise SetError(f"{path} is no SummHay topic: {error!r} is missing.") from error
    return Collection(
        name=path.stem,
        documents=documents,
        questions=questions,
        asks=False,
        depth=DEPTH,
        not_comparable="the published figures rank whole documents; ours rank a document by its best passage",
    )


def _question(subtopic: Any, holders: dict[str, set[str]]) -> Question:  # noqa: ANN401  # part of a topic's JSON
    insights = {insight["insight_id"] for insight in subtopic["insights"]}
    return Question(
        id=subtopic["subtopic_id"],
        kind=QuestionKind.FACT,
        question=f"{subtopic['query']} {subtopic['subtopic']}",
        is_answerable=True,
        gold=tuple(Gold(path=name) for name, held in holders.items() if held & insights),
    )
