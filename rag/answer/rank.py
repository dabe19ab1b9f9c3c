"""Put the candidate sentences in order of how well they answer: boosted trees over features, then the reader.

The trees read every candidate; the reader, slower and sharper, reads only the passages of the best of them. Without a
reader the trees' order stands.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from rag.answer.evidence import candidates
from rag.answer.features import FEATURES, Late, feature_rows
from rag.answer.trees import Forest
from rag.errors import ModelError
from rag.index.passages import context_parts
from rag.retrieve.late import read_ahead, token_spans, word_similarities
from rag.retrieve.weights import idf as idf_of
from rag.types import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rag.answer.cross_encoder import SentenceJudge
    from rag.answer.evidence import Candidate
    from rag.answer.question import Asked
    from rag.answer.reader import Reader, Reading
    from rag.index.protocol import Snapshot
    from rag.types import Encoder, Hit

MODEL_FOLDER = "models"
SELECTION_FILE = "selection.json"
"""Trees and the reader's weight beside them, made by `training/selection.py`."""

SENTENCES_JUDGED = 20
"""Sentences that a CrossEncoder reads a question: among the trees' best 20 is the gold one for 272 of 273 dev questions
of SQuAD and 147 of 173 shipped dev questions."""

JUDGE_WEIGHT = 1.0
"""Weight of a CrossEncoder's log belief beside the trees; unmeasured, since no such model comes with the packages."""

MASS_FLOOR = 1e-4
"""Least share of the reader's belief that is told apart from none."""

UNREAD: tuple[None, float] = (None, 0.0)
"""Reading and weight of a passage that the reader has not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A candidate against one question: `score` orders candidates of one question, `features` say why.

    `tree` is what the trees alone make of it; `reading` is the reader's of its passage, `mass` the sentence's share of
    that passage, 'no answer' included, and `share` its share of every place in all passages read.
    """

    candidate: Candidate
    score: float
    features: Mapping[str, float]
    tree: float = 0.0
    reading: Reading | None = None
    mass: float = 0.0
    share: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionModel:
    """What `selection.json` holds: the trees, and how much a unit of the reader's log belief counts beside them.

    The reader reads at most `n_read` passages, those whose best sentence stands within `read_within` of the very best.
    """

    forest: Forest
    reader_weight: float
    answerable_weight: float
    n_read: int
    read_within: float


@lru_cache(maxsize=1)
def selection_model() -> SelectionModel:
    """Load the trees that come with the package.

    Raises:
        ModelError: they were grown on other features than this version computes.
    """
    stored = json.loads((resources.files("rag") / MODEL_FOLDER / SELECTION_FILE).read_text("utf-8"))
    if tuple(stored["features"]) != FEATURES:
        raise ModelError(f"{SELECTION_FILE} was trained on other features: run `python -m training.selection`.")
    return SelectionModel(
        forest=Forest.from_lists(FEATURES, stored["trees"]),
        reader_weight=stored["reader_weight"],
        answerable_weight=stored["answerable_weight"],
        n_read=stored["n_read"],
        read_within=stored["read_within"],
    )


def rank(
    asked: Asked,
    hits: Sequence[Hit],
    *,
    snapshot: Snapshot,
    encoder: Encoder,
    reader: Reader | None,
    judge: SentenceJudge | None = None,
) -> list[Judged]:
    """Return every sentence of the hits, the one that answers best first; ties fall to the earlier hit.

    Where there is a `judge`, its belief orders the sentences in the reader's place.
    """
    model = selection_model()
    pool = candidates(hits)
    if not pool:
        return []
    rows = describe(asked, pool, snapshot=snapshot, encoder=encoder)
    scores = model.forest.score(rows)
    judged = [
        Judged(
            candidate=candidate,
            score=float(score),
            features=dict(zip(FEATURES, row.tolist(), strict=True)),
            tree=float(score),
        )
        for candidate, score, row in zip(pool, scores, rows, strict=True)
    ]
    judged.sort(key=_best_first)
    read = judged if reader is None else _reread(asked, judged, reader, model, snapshot)
    return read if judge is None else _judged_by(judge, asked, read)


def describe(asked: Asked, pool: Sequence[Candidate], *, snapshot: Snapshot, encoder: Encoder) -> NDArray[np.float64]:
    """Return the feature rows of a pool of candidates."""
    articles = {one: snapshot.article(one) for one in {candidate.passage.article_id for candidate in pool}}
    idf, late = question_idf(asked, snapshot), late_interaction(asked, pool, encoder)
    return feature_rows(asked, pool, idf=idf, late=late, articles=articles)


def question_idf(asked: Asked, snapshot: Snapshot) -> dict[str, float]:
    """Return the idf of each topic word of the question over the whole index."""
    statistics = snapshot.term_statistics(list(asked.content))
    return {term: idf_of(term, statistics) for term in asked.content}


def late_interaction(asked: Asked, pool: Sequence[Candidate], encoder: Encoder) -> Late:
    """Compare the question's words with every candidate's, each passage encoded once."""
    tokens = token_spans(asked.text, encoder)
    similar = np.zeros((len(pool), len(tokens)), np.float32)
    context = np.zeros_like(similar)
    by_passage: dict[str, list[int]] = {}
    for at, candidate in enumerate(pool):
        by_passage.setdefault(candidate.passage.passage_id, []).append(at)
    read_ahead([pool[members[0]].passage.text for members in by_passage.values()], encoder)
    for members in by_passage.values():
        spans = [pool[at].local for at in members]
        before = [pool[at].before or Span(0, 0) for at in members]
        found = word_similarities(asked.text, pool[members[0]].passage.text, [*spans, *before], encoder)
        similar[members] = found[: len(members)]
        context[members] = np.maximum(found[: len(members)], found[len(members) :])
    return Late(similarities=similar, context=context, tokens=tokens)


def _reread(
    asked: Asked, judged: Sequence[Judged], reader: Reader, model: SelectionModel, snapshot: Snapshot
) -> list[Judged]:
    """Let the reader read the passages of the best sentences, each under its article's title, and order by both."""
    near = [one for one in judged if one.tree >= judged[0].tree - model.read_within]
    passages = list({one.candidate.passage.passage_id: one.candidate.passage for one in near}.values())
    read = passages[: model.n_read]
    headers = [" | ".join(context_parts(snapshot.article(passage.article_id), passage)) for passage in read]
    found = reader.read(asked.text, [passage.text for passage in read], headers)
    weights = weights_among(found)
    readings: dict[str, tuple[Reading | None, float]] = {
        passage.passage_id: (reading, weight) for passage, reading, weight in zip(read, found, weights, strict=True)
    }
    reread = []
    for one in judged:
        reading, weight = readings.get(one.candidate.passage.passage_id, UNREAD)
        reread.append(_with_reading(one, reading, weight, model))
    return sorted(reread, key=_best_first)


def weights_among(found: Sequence[Reading]) -> list[float]:
    """Return what a passage's shares are to be multiplied by so that the places of all passages sum to one."""
    highest = max(one.total for one in found)
    raised = [math.exp(one.total - highest) for one in found]
    whole = sum(weight * one.placed for weight, one in zip(raised, found, strict=True))
    return [weight / max(whole, MASS_FLOOR) for weight in raised]


def _judged_by(judge: SentenceJudge, asked: Asked, ranked: Sequence[Judged]) -> list[Judged]:
    """Order by the trees and the judge's log belief in the best sentences, each with the one before it."""
    shown = sorted(ranked, key=lambda one: -one.tree)[:SENTENCES_JUDGED]
    beliefs = judge.beliefs(asked.text, [one.candidate.context for one in shown])
    known = {id(one): belief for one, belief in zip(shown, beliefs, strict=True)}
    scored = [
        replace(one, score=one.tree + JUDGE_WEIGHT * math.log(max(known.get(id(one), 0.0), MASS_FLOOR)))
        for one in ranked
    ]
    return sorted(scored, key=_best_first)


def _with_reading(one: Judged, reading: Reading | None, weight: float, model: SelectionModel) -> Judged:
    """Add the reader's log belief in the sentence and in its passage; what was not read is believed in least."""
    mass = reading.sentence_mass([one.candidate.local])[0] if reading else 0.0
    answerable, share = reading.answerable if reading else 0.0, weight * mass
    belief = model.reader_weight * math.log(max(share, MASS_FLOOR))
    belief += model.answerable_weight * math.log(max(answerable, MASS_FLOOR))
    return replace(one, score=one.tree + belief, reading=reading, mass=mass, share=share)


def _best_first(one: Judged) -> tuple[float, int, int]:
    # Rounded, so that a last bit that depends on the machine cannot swap two sentences.
    return (-round(one.score, 5), one.candidate.hit_rank, one.candidate.position)
