"""Find the passages that may answer: keywords and meaning, fused, near-duplicates once.

BM25 weights come from the question's side (idf over the whole index), so that every store ranks alike; the filter is
applied inside each retriever, before ranking. Not done here: reading the passages sentence by sentence, which is the
answerer's work, and any second network: a passage's place rests on two rankings that can be recomputed by hand.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.retrieve.duplicates import one_voice
from rag.text.words import terms
from rag.types import Hit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.index.protocol import Snapshot, TermStatistics
    from rag.settings import Settings
    from rag.types import Encoder, Filter, Passage


def retrieve(
    query: str,
    *,
    snapshot: Snapshot,
    encoder: Encoder,
    settings: Settings,
    where: Filter,
    k: int,
) -> list[Hit]:
    """Return the k passages most likely to answer, best first, ranks from 1; ties fall to the lesser passage id."""
    count = max(settings.candidate_count, k)
    keyword = snapshot.keyword_hits(query_weights(query, snapshot), k=count, where=where)
    dense = snapshot.dense_hits(encoder.encode_query(query), k=count, where=where)
    fused = fuse((keyword, dense), rrf_k=settings.rrf_k)
    kept = _with_leaders(one_voice(fused, snapshot), (keyword, dense), k=k)
    return [replace(hit, rank=at) for at, hit in enumerate(kept, 1)]


def _with_leaders(fused: Sequence[Hit], rankings: Sequence[Sequence[Hit]], *, k: int) -> list[Hit]:
    """Keep the first k, and in the last places the best hit of a retriever that would have been cut.

    A name that one passage alone holds leads the keyword ranking by far; ranks do not show how far, and it would drown
    in passages that both retrievers half find.
    """
    leaders = {ranking[0].passage.passage_id for ranking in rankings if ranking}
    late = [hit for hit in fused[k:] if hit.passage.passage_id in leaders]
    return [*fused[: max(k - len(late), 1)], *late][:k]


def query_weights(query: str, snapshot: Snapshot) -> dict[str, float]:
    """Weigh each term of the query by its idf, once for every time that it is asked."""
    asked = terms(query)
    statistics = snapshot.term_statistics(sorted(set(asked)))
    return {term: asked.count(term) * idf(term, statistics) for term in sorted(set(asked))}


def idf(term: str, statistics: TermStatistics) -> float:
    """Return Robertson and Sparck Jones's weight as Lucene floors it: ln(1 + (N - n + .5) / (n + .5))."""
    n_with = statistics.document_frequency.get(term, 0)
    return math.log1p((statistics.n_passages - n_with + 0.5) / (n_with + 0.5))


def fuse(rankings: Sequence[Sequence[Hit]], *, rrf_k: int) -> list[Hit]:
    """Fuse by reciprocal ranks: a passage's score is the sum of 1 / (rrf_k + rank) over the rankings that hold it."""
    scores: dict[str, float] = {}
    passages: dict[str, Passage] = {}
    for ranking in rankings:
        for at, hit in enumerate(ranking, 1):
            key = hit.passage.passage_id
            scores[key] = scores.get(key, 0.0) + 1 / (rrf_k + at)
            passages[key] = hit.passage
    order = sorted(scores, key=lambda key: (-scores[key], key))
    return [Hit(passage=passages[key], score=scores[key], rank=at) for at, key in enumerate(order, 1)]
