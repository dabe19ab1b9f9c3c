"""Describe what stands around a candidate sentence: its article, its headline, and the sentences before it.

News says a name once and then "he"; it puts the company into the headline and the figure into the ninth paragraph. So a
sentence is also measured by how much of the question its surroundings hold. Nothing here is learned.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from rag.answer.evidence import stems_of
from rag.text.lexicon import word_set
from rag.text.words import content_spans, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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

_FIRST_PERSON = word_set("i i'm i've i'd i'll me my mine we we're we've we'd we'll us our ours")
_QUOTES = '"“”«»'


def surroundings(
    asked: Asked, pool: Sequence[Candidate], *, idf: Mapping[str, float], articles: Mapping[str, Article]
) -> dict[str, NDArray[np.float64]]:
    """Return the columns of `SURROUNDINGS`, a value a candidate; `articles` holds every candidate's."""
    total = sum(idf[term] for term in asked.content) or 1.0
    names = [frozenset(stems_of(name)) for name in asked.names]

    def cover(stems: frozenset[str]) -> float:
        return sum(idf[term] for term in asked.content if term in stems) / total

    def of_article(article: Article) -> tuple[float, float, float]:
        headline = _headline_stems(article)
        every = headline | _text_stems(article.text)
        held = sum(name <= every for name in names) / len(names) if names else -1.0
        return cover(headline), cover(every), held

    known = {article_id: of_article(article) for article_id, article in articles.items()}
    rows = []
    for candidate in pool:
        article_id, span = candidate.passage.article_id, candidate.span
        starts, stems = _stems_by_place(articles[article_id].text)
        near = frozenset(stems[bisect_left(starts, span.start - NEAR) : bisect_left(starts, span.end)])
        spoken = not _FIRST_PERSON.isdisjoint(word.replace("’", "'") for word in words(candidate.text))
        quoted = any(mark in candidate.text for mark in _QUOTES)
        rows.append((cover(near), *known[article_id], float(asked.asks_view), float(spoken), float(quoted)))
    return dict(zip(SURROUNDINGS, np.array(rows, float).reshape(len(pool), len(SURROUNDINGS)).T, strict=True))


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
