"""Let near-duplicate articles speak once: of passages that say the same, keep the one that should be quoted.

Two passages are the same when their articles stand in one cluster and most of their words agree. The later version
wins where it was corrected, or else the article that speaks for its cluster. Passages of one cluster that do not agree
(a paragraph that only the longer version has) are both kept.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from rag.articles.duplicates import version_of
from rag.text.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.index.protocol import Snapshot
    from rag.types import Article, Hit, Passage

SAME_SHARE = 0.6
"""Share of the shorter passage's distinct words found in the longer: wire copies trimmed and edited reach .8 and more,
two passages of different articles on one subject stay below .4 (the thirty articles of the shipped corpus)."""

KEPT_PASSAGES = 4096
"""Passages whose words are kept between questions: a pile of some five hundred articles."""

KEPT_ARTICLES = 4096
"""Articles of which it is kept whether they tell of a correction: a bit each, and their text is in memory anyway."""

_CORRECTION = re.compile(
    r"\b(?:correction\s*:|correction\s*\(|corrected\s+(?:on|version)|"
    r"this (?:article|story|report|version) (?:has been|was|"
    r"corrects)\b.{0,40}?correct|an earlier version of this)",
    re.IGNORECASE,
)


def one_voice(hits: Sequence[Hit], snapshot: Snapshot) -> list[Hit]:
    """Return the hits without those that repeat a better one, each in the place of the best of its likes."""
    kept: list[Hit] = []
    by_cluster: dict[str, list[int]] = {}
    for hit in hits:
        alike = by_cluster.setdefault(snapshot.cluster(hit.passage.article_id), [])
        at = next((i for i in alike if _says_the_same(hit.passage, kept[i].passage)), None)
        if at is None:
            alike.append(len(kept))
            kept.append(hit)
        elif _speaks_before(hit, kept[at], snapshot):
            kept[at] = replace(hit, score=kept[at].score)
    return kept


def is_corrected(article: Article) -> bool:
    """Say whether the article itself tells that it corrects an earlier version."""
    return _tells_of_correction(article.text)


@lru_cache(maxsize=KEPT_ARTICLES)
def _tells_of_correction(text: str) -> bool:
    return _CORRECTION.search(text) is not None


def _says_the_same(one: Passage, other: Passage) -> bool:
    """Say whether two passages of one cluster are the same words in two articles."""
    if one.article_id == other.article_id:
        return False
    mine, others = _distinct_words(one.text), _distinct_words(other.text)
    return len(mine & others) >= SAME_SHARE * min(len(mine), len(others))


@lru_cache(maxsize=KEPT_PASSAGES)
def _distinct_words(text: str) -> frozenset[str]:
    return frozenset(words(text))


def _speaks_before(challenger: Hit, holder: Hit, snapshot: Snapshot) -> bool:
    return _precedence(challenger, snapshot) > _precedence(holder, snapshot)


def _precedence(hit: Hit, snapshot: Snapshot) -> tuple[bool, str, bool]:
    """Rank a version: a corrected one first, of two corrected the later, else the cluster's own speaker."""
    article = snapshot.article(hit.passage.article_id)
    corrected = is_corrected(article)
    version = version_of(article) if corrected else ""
    return (corrected, version, snapshot.cluster(article.article_id) == article.article_id)
