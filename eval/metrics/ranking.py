"""How well a ranking puts what is relevant first: recall@k, reciprocal rank, nDCG@k, average precision.

A ranking is a sequence of ids, best first; an id that comes again counts only at its first place. The values agree
with ir_measures (a test holds that); ours work on rankings in memory, without trec_eval's files and C extension.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def recall_at_k(ranking: Sequence[str], relevant: frozenset[str], *, k: int) -> float:
    """Return the share of the relevant ids among the first k: ("b", "a"), {"a", "c"}, k=2 -> 0.5."""
    _refuse_nothing_relevant(relevant)
    return len(relevant & set(_distinct(ranking)[:k])) / len(relevant)


def reciprocal_rank(ranking: Sequence[str], relevant: frozenset[str]) -> float:
    """Return 1/rank of the first relevant id, 0 when none comes; its mean over questions is the MRR."""
    _refuse_nothing_relevant(relevant)
    return next((1 / rank for rank, name in enumerate(_distinct(ranking), start=1) if name in relevant), 0.0)


def ndcg_at_k(ranking: Sequence[str], grades: Mapping[str, int], *, k: int) -> float:
    """Return the discounted cumulative gain of the first k over that of the best ranking possible.

    The gain is the grade itself and the discount log2(rank + 1), as trec_eval's `ndcg_cut` (Järvelin and Kekäläinen
    2002, with the linear gain).
    """
    ideal = _discounted(sorted(grades.values(), reverse=True)[:k])
    if ideal == 0:
        raise ValueError("nDCG needs at least one id of a grade above 0")
    return _discounted([grades.get(name, 0) for name in _distinct(ranking)[:k]]) / ideal


def average_precision(ranking: Sequence[str], relevant: frozenset[str]) -> float:
    """Return the precision at each relevant id's rank, summed and divided by how many are relevant."""
    _refuse_nothing_relevant(relevant)
    found, total = 0, 0.0
    for rank, name in enumerate(_distinct(ranking), start=1):
        if name in relevant:
            found += 1
            total += found / rank
    return total / len(relevant)


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def _distinct(ranking: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(ranking))


def _refuse_nothing_relevant(relevant: frozenset[str]) -> None:
    if not relevant:
        raise ValueError("a ranking metric needs at least one relevant id")
