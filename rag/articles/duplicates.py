"""Articles that say the same: one text under two names, a wire copy under another headline, a corrected version.

Two articles are one story when most of the shorter one's runs of five words stand in the longer one. Sharing a quoted
paragraph is not enough. Candidate pairs come from an inverted index over a sample of each article's runs (those whose
hash is divisible, the same in every article), and every candidate is compared in full. MinHash was measured beside it
(`benchmarks.duplicates`): it estimates likeness of the whole, and so loses a brief cut from a long story.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from rag.types import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rag.types import Article

    Runs = NDArray[np.uint64]
    """The hashed runs of an article, each once, in order of size."""

SHINGLE = 5
"""Words a run; containment of 5-word runs recalled every synthetic variant where MinHash at J >= .5 lost half."""

CONTAINED = 0.5
"""Least share of the shorter article's runs in the longer one; see the pairs in the tests."""

LEAST_RUNS = 30
"""An article with fewer runs must be wholly contained: short notices share their wording."""

_SAMPLE = 4
"""One run in four is indexed to find candidates; every candidate is then compared in full."""

_SHARED = 0.2
"""Least share of the shorter one's indexed runs for a pair to be compared: far below what `CONTAINED` makes likely."""

_COMMON = 200
"""A run in more articles than this is boilerplate, or a story copied very often: its holders meet neighbours only."""

_NEIGHBOURS = 3

_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xFF51AFD7ED558CCD],
                dtype=np.uint64)  # fmt: skip
"""An odd factor for each place of a run, so that the order of its words counts."""

_WORD = re.compile(r"\w+")
_VOICES = (Role.BODY, Role.DECK)


def cluster_duplicates(articles: Sequence[Article]) -> dict[str, str]:
    """Return for each article's id the id of the article that stands for its cluster.

    The newest version stands for the others (by date of publication; unknown dates are oldest), ties broken by path.
    An article without a duplicate stands for itself.
    """
    articles = sorted(articles, key=lambda article: article.path)
    hashes: dict[str, int] = {}
    runs = [hashed_runs(article, hashes) for article in articles]
    parent = {article.article_id: article.article_id for article in articles}

    def find(one: str) -> str:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for i, k in candidate_pairs(runs):
        one, other = articles[i].article_id, articles[k].article_id
        if find(one) != find(other) and same_story(runs[i], runs[k]):
            parent[find(one)] = find(other)
    members: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        members[find(article.article_id)].append(article)
    return {article.article_id: _representative(group).article_id for group in members.values() for article in group}


def same_story(one: Runs, other: Runs) -> bool:
    """Say whether two articles' runs are those of one story."""
    n_least = min(len(one), len(other))
    if not n_least:
        return False
    contained = len(np.intersect1d(one, other, assume_unique=True)) / n_least
    return bool(contained >= (CONTAINED if n_least >= LEAST_RUNS else 0.9))


def _representative(group: Sequence[Article]) -> Article:
    newest = max(version_of(article) for article in group)
    return min((a for a in group if version_of(a) == newest), key=lambda article: article.path)


def version_of(article: Article) -> str:
    """Return the day by which versions of a story are ordered: of its last change, or else of its publication."""
    return max(article.metadata.date or "", article.metadata.updated or "")


def hashed_runs(article: Article, hashes: dict[str, int]) -> Runs:
    """Return the hashed runs of five words of what the article itself says, voices and notes left out.

    Args:
        article: The article; a shorter text is one run.
        hashes: The hash of each word met so far; new words are added.
    """
    blocks = [block for block in article.blocks if block.role in _VOICES] or list(article.blocks)
    words = [word for b in blocks for word in _WORD.findall(article.text[b.start : b.end].lower())]
    for word in set(words).difference(hashes):
        hashes[word] = zlib.crc32(word.encode("utf-8", "surrogatepass")) + 1
    if not words:
        return np.zeros(0, np.uint64)
    hashed = np.array([hashes[word] for word in words], np.uint64)
    size = min(SHINGLE, len(words))
    n = len(words) - size + 1
    total = np.zeros(n, np.uint64)
    for place in range(size):
        total += hashed[place : place + n] * _MIX[place]
    # The low bits choose the sample: the high ones, where every word has had its say, are folded into them.
    return np.unique(total ^ (total >> np.uint64(29)))


def candidate_pairs(runs: Sequence[Runs]) -> list[tuple[int, int]]:
    """Return the pairs of articles, by their indices, that share enough sampled runs; most shared first."""
    indexed = [own if len(own) < 2 * LEAST_RUNS else own[own % np.uint64(_SAMPLE) == 0] for own in runs]
    if not indexed:
        return []
    run = np.concatenate(indexed)
    holder = np.repeat(np.arange(len(indexed)), [len(own) for own in indexed])
    order = np.lexsort((holder, run))
    run, holder = run[order], holder[order]
    _, group, sizes = np.unique(run, return_inverse=True, return_counts=True)
    met = sizes[group] > 1
    group, holder, often = group[met], holder[met], sizes[group][met] > _COMMON
    codes = []
    for step in range(1, _COMMON):
        if step >= len(group):
            break
        pair = (group[step:] == group[:-step]) & (~often[step:] if step > _NEIGHBOURS else True)
        codes.append(holder[:-step][pair] * len(runs) + holder[step:][pair])
    found, shared = np.unique(np.concatenate([np.zeros(0, np.int64), *codes]), return_counts=True)
    one, other = found // len(runs), found % len(runs)
    # Of a short article all runs are indexed; against a long one only the sampled ones can be met.
    n_sampled = np.array([int((own % np.uint64(_SAMPLE) == 0).sum()) for own in indexed])
    enough = shared >= _SHARED * np.minimum(n_sampled[one], n_sampled[other])
    ranked = np.argsort(-shared[enough], kind="stable")
    return [(int(i), int(k)) for i, k in zip(one[enough][ranked], other[enough][ranked], strict=True)]
