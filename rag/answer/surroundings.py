"""Describe what stands around a candidate sentence: its article, its headline, and the sentences before it.

News says a name once and then "he"; it puts the company into the headline and the figure into the ninth paragraph. So a
sentence is also measured by how much of the question its surroundings hold. Nothing here is learned.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from rag.answer.evidence import facts, stems_of
from rag.text.words import content_spans

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from rag.answer.evidence import Candidate
    from rag.answer.question import Asked
    from rag.types import Article

SURROUNDINGS = (
    "cover_near",
    "cover_headline",
    "cover_article",
    "names_article",
    "wants_view",
    "first_person",
    "quoted",
)
"""The columns of `surroundings`, in order."""

NEAR = 600
"""Characters before a sentence that count as near: some four sentences of news."""

_QUOTES = '"“”«»'


def surroundings(
    asked: Asked, pool: Sequence[Candidate], *, idf: Mapping[str, float], articles: Mapping[str, Article]
) -> dict[str, NDArray[np.float64]]:
    """Return the columns of `SURROUNDINGS`, a value a candidate; `articles` holds every candidate's."""
    total = sum(idf[term] for term in asked.content) or 1.0
    names = [stems_of(name) for name in asked.names]

    def cover(*parts: Collection[str]) -> float:
        return sum(idf[term] for term in asked.content if any(term in stems for stems in parts)) / total

    def of_article(article: Article) -> tuple[float, float, float]:
        headline, text = _headline_stems(article), _text_stems(article.text)
        held = [all(term in headline or term in text for term in name) for name in names]
        return cover(headline), cover(headline, text), sum(held) / len(names) if names else -1.0

    known = {article_id: of_article(article) for article_id, article in articles.items()}
    placed = {article_id: _places(asked, article.text) for article_id, article in articles.items()}
    rows = []
    for candidate in pool:
        article_id, span = candidate.passage.article_id, candidate.span
        starts, stems = placed[article_id]
        near = stems[bisect_left(starts, span.start - NEAR) : bisect_left(starts, span.end)]
        spoken = facts(candidate.text).is_first_person
        quoted = any(mark in candidate.text for mark in _QUOTES)
        rows.append((cover(near), *known[article_id], float(asked.asks_view), float(spoken), float(quoted)))
    return dict(zip(SURROUNDINGS, np.array(rows, float).reshape(len(pool), len(SURROUNDINGS)).T, strict=True))


def _places(asked: Asked, text: str) -> tuple[list[int], list[str]]:
    """Return where in an article the question's topic words start, and the stem of each."""
    wanted = set(asked.content).intersection(_text_stems(text))
    found = [(start, stem) for start, stem in zip(*_stems_by_place(text), strict=True) if stem in wanted]
    return [start for start, _ in found], [stem for _, stem in found]


def _headline_stems(article: Article) -> frozenset[str]:
    about = article.metadata
    return frozenset(stems_of(" ".join(part for part in (about.title, about.outlet, *about.authors) if part)))


@lru_cache(maxsize=4096)
def _text_stems(text: str) -> frozenset[str]:
    """Return the stems of a whole article; kept, as those of its sentences are."""
    return frozenset(_stems_by_place(text)[1])


@lru_cache(maxsize=512)
def _stems_by_place(text: str) -> tuple[list[int], list[str]]:
    """Return where each topic word of an article starts, and its stem, both in reading order."""
    placed = content_spans(text)
    return [span.start for span, _ in placed], [stem for _, stem in placed]
