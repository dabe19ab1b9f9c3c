"""RAGTruth (Niu et al. 2024): `response.jsonl` and `source_info.jsonl`, responses of models with marked hallucinations.

It measures the verifier, not the answerer: a response is flagged when any of its sentences is not supported by the
source, and that is held against whether people marked any span in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from eval.adapters.collection import iter_rows
from eval.errors import SetError
from eval.intervals import pooled_estimate
from rag.text.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    from eval.metrics.citations import Entails
    from eval.types import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledResponse:
    """A model's response to a source text, and whether people marked any part of it as hallucinated."""

    id: str
    task: str
    source: str
    response: str
    is_hallucinated: bool


class Detection(NamedTuple):
    """How well flagged responses agree with marked ones; hallucinated is the positive case.

    `balanced_accuracy` is the mean of two shares: hallucinated responses flagged, faithful ones not.
    """

    n: int
    n_hallucinated: int
    precision: Estimate
    recall: Estimate
    f1: Estimate
    balanced_accuracy: Estimate


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
    """Return the figures of (flagged, hallucinated) pairs with their intervals.

    Raises:
        SetError: one of the two kinds is missing, or nothing was flagged, so that there is nothing to measure.
    """
    seen = np.asarray(list(pairs), dtype=bool).reshape(-1, 2)
    if seen[:, 1].all() or not seen[:, 1].any() or not seen[:, 0].any():
        raise SetError("a detection needs responses with and without hallucinations, and one that was flagged.")

    def estimate(share: Callable[[NDArray[np.bool_], NDArray[np.bool_]], float], n_about: int) -> Estimate:
        return pooled_estimate(len(seen), lambda at: share(seen[at, 0], seen[at, 1]), n_about=n_about)

    n_flagged, n_marked = (int(n) for n in seen.sum(axis=0))
    return Detection(
        n=len(seen),
        n_hallucinated=n_marked,
        precision=estimate(lambda flagged, marked: _share(marked, flagged), n_flagged),
        recall=estimate(_share, n_marked),
        f1=estimate(_f1, len(seen)),
        balanced_accuracy=estimate(
            lambda flagged, marked: (_share(flagged, marked) + _share(~flagged, ~marked)) / 2, len(seen)
        ),
    )


def _share(what: NDArray[np.bool_], among: NDArray[np.bool_]) -> float:
    if not among.any():
        raise ValueError("a share needs at least one case")
    return float(what[among].mean())


def _f1(flagged: NDArray[np.bool_], marked: NDArray[np.bool_]) -> float:
    either = flagged.sum() + marked.sum()
    if either == 0:
        raise ValueError("F1 needs a response that is flagged or hallucinated")
    return float(2 * (flagged & marked).sum() / either)


def _source_text(source: object) -> str:
    """Return the text that a response was written from: a news text, passages of a question, or a record's values."""
    if isinstance(source, dict):
        return "\n".join(_source_text(value) for value in source.values())
    if isinstance(source, list):
        return "\n".join(_source_text(value) for value in source)
    return str(source)
