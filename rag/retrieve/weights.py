"""Weigh the words of a question by how rare they are in the whole index, so that every store ranks alike."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rag.text.words import terms

if TYPE_CHECKING:
    from rag.index.protocol import Snapshot, TermStatistics


def query_weights(query: str, snapshot: Snapshot) -> dict[str, float]:
    """Weigh each term of the query by its idf, once for every time that it is asked."""
    asked = terms(query)
    statistics = snapshot.term_statistics(sorted(set(asked)))
    return {term: asked.count(term) * idf(term, statistics) for term in sorted(set(asked))}


def idf(term: str, statistics: TermStatistics) -> float:
    """Return Robertson and Sparck Jones's weight as Lucene floors it: ln(1 + (N - n + .5) / (n + .5))."""
    n_with = statistics.document_frequency.get(term, 0)
    return math.log1p((statistics.n_passages - n_with + 0.5) / (n_with + 0.5))
