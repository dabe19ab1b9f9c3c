"""Find the passages that may answer: keywords and meaning fused, the best compared word by word, near-duplicates once.

BM25 weights come from the question's side (idf over the whole index), so that every store ranks alike; the filter is
applied inside each retriever, before ranking. Not done here: reading the passages sentence by sentence, which is the
answerer's work.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from rag.retrieve.duplicates import one_voice
from rag.retrieve.fusion import by_score, fuse, to_share
from rag.retrieve.late import passage_scores
from rag.retrieve.weights import query_weights

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from rag.index.protocol import Snapshot
    from rag.settings import Settings
    from rag.types import Encoder, Filter, Hit

COMPARED = 24
"""Fused passages that are compared with the question word by word. With 16 nDCG@10 is .819 on the shipped dev questions
and .937 on SQuAD's dev articles, with 24 .821 and .941; each costs one encoding the first time that it is met."""

KEPT_QUERIES = 64
"""Queries whose vectors are kept: the parts of a question are searched for, and often the whole again."""

LATE_SHARE = 0.6
"""What late interaction counts beside the fused score. Swept from 0 to 1: recall@5 and nDCG@10 on the 173 answerable
shipped dev questions are .844 and .777 with 0, .864 and .821 with .6, .858 and .816 with 1; on 182 questions of SQuAD's
dev articles .984 and .931, .989 and .941, .989 and .921. Flat from .5 to .8 (`benchmarks/retrieval.py`)."""


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
    weights = query_weights(query, snapshot)
    keyword = snapshot.keyword_hits(weights, k=count, where=where)
    dense = snapshot.dense_hits(_query_vector(cast("Hashable", encoder), query), k=count, where=where)
    compared = compare(query, fuse(keyword, dense), encoder=encoder, weights=weights)
    kept = _with_leaders(one_voice(compared, snapshot), (keyword, dense), k=k)
    return [replace(hit, rank=at) for at, hit in enumerate(kept, 1)]


def compare(query: str, fused: Sequence[Hit], *, encoder: Encoder, weights: Mapping[str, float]) -> list[Hit]:
    """Order the first of the fused passages by how well their words match the query's; the others follow as they were.

    `weights` are `query_weights` of the query.
    """
    near = fused[:COMPARED]
    found = passage_scores(query, [hit.passage.text for hit in near], encoder, idf=weights)
    late = to_share({hit.passage.passage_id: score for hit, score in zip(near, found, strict=True)})
    return by_score(
        {
            hit.passage.passage_id: (1 - LATE_SHARE) * hit.score + LATE_SHARE * late.get(hit.passage.passage_id, 0.0)
            for hit in fused
        },
        {hit.passage.passage_id: hit.passage for hit in fused},
    )


@lru_cache(maxsize=KEPT_QUERIES)
def _query_vector(encoder: Hashable, query: str) -> NDArray[np.float32]:
    return cast("Encoder", encoder).encode_query(query)


def _with_leaders(fused: Sequence[Hit], rankings: Sequence[Sequence[Hit]], *, k: int) -> list[Hit]:
    """Keep the first k, and in the last places the best hit of a retriever that would have been cut."""
    leaders = {ranking[0].passage.passage_id for ranking in rankings if ranking}
    late = [hit for hit in fused[k:] if hit.passage.passage_id in leaders]
    return [*fused[: max(k - len(late), 1)], *late][:k]
