"""Fuse the keyword ranking and the dense one into one score a passage, 0 to 1.

BM25 is brought to 0..1 by its greatest value, the cosine by its least and its greatest among the candidates, and the
two are mixed in a fixed proportion (the convex combination of Bruch, Gai and Ingber, arXiv 2210.11934). Unlike ranks,
scores show by how far a passage leads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.types import Hit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rag.types import Passage

KEYWORD_SHARE = 0.6
"""Swept .3 to .8 beside reciprocal ranks (`benchmarks/retrieval.py` prints both). Recall@5 and nDCG@10: .844 and .777
on the 173 answerable dev questions of the shipped set (by ranks .812 and .737), .984 and .931 on 182 of SQuAD's four
dev articles (by ranks .967 and .898). Between .5 and .7 nothing moves by more than a point."""

SCORE_DIGITS = 6
"""Scores are rounded before they are compared, so that a last bit never swaps two passages."""


def fuse(keyword: Sequence[Hit], dense: Sequence[Hit]) -> list[Hit]:
    """Return the passages of both rankings by their mixed score, ranks from 1; ties fall to the lesser passage id."""
    by_words = to_share({hit.passage.passage_id: hit.score for hit in keyword}, least=0.0)
    by_meaning = to_share({hit.passage.passage_id: hit.score for hit in dense})
    passages = {hit.passage.passage_id: hit.passage for hit in (*keyword, *dense)}
    return by_score(
        {
            key: KEYWORD_SHARE * by_words.get(key, 0.0) + (1 - KEYWORD_SHARE) * by_meaning.get(key, 0.0)
            for key in passages
        },
        passages,
    )


def to_share(scores: Mapping[str, float], *, least: float | None = None) -> dict[str, float]:
    """Bring scores to 0..1 between `least`, by default the least of them, and the greatest; equal ones all get 1."""
    if not scores:
        return {}
    low, high = min(scores.values()) if least is None else least, max(scores.values())
    return {key: (score - low) / (high - low) if high > low else 1.0 for key, score in scores.items()}


def by_score(scores: Mapping[str, float], passages: Mapping[str, Passage]) -> list[Hit]:
    """Return the scored passages as hits, best first."""
    rounded = {key: round(score, SCORE_DIGITS) for key, score in scores.items()}
    order = sorted(rounded, key=lambda key: (-rounded[key], key))
    return [Hit(passage=passages[key], score=rounded[key], rank=at) for at, key in enumerate(order, 1)]
