"""RAGTruth (Niu et al. 2024): `response.jsonl` and `source_info.jsonl`, responses of models with marked hallucinations.

It measures the verifier, not the answerer: a response is flagged when any of its sentences is not supported by the
source, and that is held against whether people marked any span in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from eval.adapters.collection import iter_rows
from eval.errors import SetError
from rag.text.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from eval.metrics.citations import Entails


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledResponse:
    """A model's response to a source text, and whether people marked any part of it as hallucinated."""

    id: str
    task: str
    source: str
    response: str
    is_hallucinated: bool


class Detection(NamedTuple):
    """How well flagged responses agree with marked ones; hallucinated is the positive case."""

    n: int
    n_hallucinated: int
    precision: float
    recall: float
    f1: float


def read_ragtruth(folder: Path) -> tuple[LabelledResponse, ...]:
    """Read the test split, or everything when no response names a split.

    Raises:
        SetError: a file is missing or malformed, or a response names no source.
    """
    sources = {str(row["source_id"]): row for row in iter_rows(folder / "source_info.jsonl")}
    rows = list(iter_rows(folder / "response.jsonl"))
    kept = [row for row in rows if row.get("split", "test") == "test"]
    found = []
    for row in kept:
        source = sources.get(str(row.get("source_id")))
        if source is None:
            raise SetError(f"{folder}: response {row.get('id')} names a source that source_info.jsonl does not hold.")
        found.append(
            LabelledResponse(
                id=str(row["id"]),
                task=str(source.get("task_type") or ""),
                source=_source_text(source["source_info"]),
                response=str(row["response"]),
                is_hallucinated=bool(row.get("labels")),
            )
        )
    return tuple(found)


def is_flagged(response: LabelledResponse, entails: Entails) -> bool:
    """Say whether any sentence of a response is not supported by its source."""
    text = response.response
    return any(not entails(response.source, text[span.start : span.end]) for span in sentence_spans(text))


def detection(pairs: Iterable[tuple[bool, bool]]) -> Detection:
    """Return precision, recall and F1 of (flagged, hallucinated) pairs; what is undefined for want of cases is 0."""
    seen = list(pairs)
    n_flagged = sum(flagged for flagged, _ in seen)
    n_marked = sum(marked for _, marked in seen)
    n_right = sum(flagged and marked for flagged, marked in seen)
    precision = n_right / n_flagged if n_flagged else 0.0
    recall = n_right / n_marked if n_marked else 0.0
    f1 = 2 * n_right / (n_flagged + n_marked) if n_right else 0.0
    return Detection(len(seen), n_marked, precision, recall, f1)


def _source_text(source: object) -> str:
    """Return the text that a response was written from: a news text, passages of a question, or a record's values."""
    if isinstance(source, dict):
        return "\n".join(_source_text(value) for value in source.values())
    if isinstance(source, list):
        return "\n".join(_source_text(value) for value in source)
    return str(source)
