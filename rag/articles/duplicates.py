"""Articles that say the same: one text under two names, a wire copy under another headline, a corrected version.

Two articles are one story when most of the shorter one's runs of five words stand in the longer one. Sharing a quoted
paragraph is not enough. Candidate pairs come from an inverted index over a sample of each article's runs (those whose
hash is divisible, the same in every article), so that a folder of thousands is compared in time.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from rag.types import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.types import Article

SHINGLE = 5
"""Words a run; containment of 5-word runs recalled every synthetic variant where MinHash at J >= .5 lost half."""

CONTAINED = 0.5
"""Least share of the shorter article's runs in the longer one; see the pairs in the tests."""

LEAST_RUNS = 30
"""An article with fewer runs must be wholly contained: short notices share their wording."""

_SAMPLE = 4
"""One run in four is indexed to find candidates; every candidate is then compared in full."""

_COMMON = 60
"""A run in more articles than this is boilerplate and finds no candidates."""

_WORD = re.compile(r"\w+")
_VOICES = (Role.BODY, Role.DECK)


def cluster_duplicates(articles: Sequence[Article]) -> dict[str, str]:
    """Return for each article's id the id of the article that stands for its cluster.

    The newest version stands for the others (by date of publication; unknown dates are oldest), ties broken by path.
    An article without a duplicate stands for itself.
    """
    runs = {article.article_id: _runs(article) for article in articles}
    parent = {article.article_id: article.article_id for article in articles}

    def find(one: str) -> str:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for one, other in _candidates(runs):
        if find(one) != find(other) and same_story(runs[one], runs[other]):
            parent[find(one)] = find(other)
    members: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        members[find(article.article_id)].append(article)
    return {article.article_id: _representative(group).article_id for group in members.values() for article in group}


def same_story(one: frozenset[int], other: frozenset[int]) -> bool:
    """Say whether two articles' runs are those of one story."""
    n_least = min(len(one), len(other))
    if not n_least:
        return False
    contained = len(one & other) / n_least
    return contained >= (CONTAINED if n_least >= LEAST_RUNS else 0.9)


def _representative(group: Sequence[Article]) -> Article:
    newest = max(article.metadata.date or "" for article in group)
    return min((a for a in group if (a.metadata.date or "") == newest), key=lambda article: article.path)


def _runs(article: Article) -> frozenset[int]:
    """Return the hashed runs of five words of what the article itself says, voices and notes left out."""
    blocks = [block for block in article.blocks if block.role in _VOICES] or list(article.blocks)
    words = [word for b in blocks for word in _WORD.findall(article.text[b.start : b.end].lower())]
    size = min(SHINGLE, max(len(words), 1))
    grams = (" ".join(words[i : i + size]) for i in range(len(words) - size + 1))
    return frozenset(zlib.crc32(gram.encode("utf-8", "surrogatepass")) for gram in grams)


def _candidates(runs: dict[str, frozenset[int]]) -> list[tuple[str, str]]:
    """Return the pairs of articles that share sampled runs, most shared first."""
    holders: dict[int, list[str]] = defaultdict(list)
    for article_id, own in runs.items():
        for run in own:
            if run % _SAMPLE == 0 or len(own) < 2 * LEAST_RUNS:
                holders[run].append(article_id)
    shared: Counter[tuple[str, str]] = Counter()
    for ids in holders.values():
        if 1 < len(ids) <= _COMMON:
            shared.update((one, other) for i, one in enumerate(ids) for other in ids[i + 1 :])
    return [pair for pair, _ in shared.most_common()]
