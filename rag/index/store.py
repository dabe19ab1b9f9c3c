"""The embedded store: write a generation into a folder, open the live one as a snapshot.

A snapshot holds everything in memory, so a build that retires its generation takes nothing from it. Opening checks
every file against its checksum before it trusts any.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from rag.errors import IndexDamagedError
from rag.index.keywords import KeywordIndex
from rag.index.layout import begin, check_files, live_folder, publish, read_manifest, rebuild_hint
from rag.index.protocol import Manifest, TermStatistics
from rag.index.records import (
    Source,
    StoredArticle,
    StoredPassage,
    read_articles,
    read_passages,
    read_sources,
    write_articles,
    write_passages,
    write_sources,
)
from rag.index.vectors import VectorIndex
from rag.types import Filter, Hit, attribution

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from rag.index.protocol import Snapshot
    from rag.settings import Settings
    from rag.types import Article, Passage

ARTICLES, PASSAGES, SOURCES, VECTORS = "articles.jsonl", "passages.jsonl", "sources.jsonl", "vectors.faiss"
KEYWORDS = "keywords-"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Generation:
    """All that one generation holds; `vectors` and `keywords` are numbered as `passages` are."""

    articles: tuple[StoredArticle, ...]
    passages: tuple[StoredPassage, ...]
    sources: tuple[Source, ...]
    vectors: VectorIndex
    keywords: KeywordIndex


def open_snapshot(index_dir: Path, *, expect: Settings | None = None) -> Snapshot:
    """Open the live generation of an index.

    Args:
        index_dir: the folder that `build_index` wrote.
        expect: refuse an index that was built with other settings than these; None takes any.

    Raises:
        IndexNotFoundError: no index lies there; the message names the command that builds one.
        IndexDamagedError: a file is missing or altered, or the index was built with other settings.
    """
    manifest, generation = read_generation(index_dir)
    if expect is not None and manifest.settings_hash != expect.index_hash:
        differing = (
            f"for {manifest.encoder}, not {expect.encoder}" if manifest.encoder != expect.encoder else "otherwise"
        )
        raise IndexDamagedError(f"The index in {index_dir} was built {differing}. {rebuild_hint(index_dir)}")
    return EmbeddedSnapshot(manifest, generation)


def read_generation(index_dir: Path) -> tuple[Manifest, Generation]:
    """Read and check the live generation; one that is retired meanwhile is let go for its successor.

    Raises:
        IndexNotFoundError: no index lies there.
        IndexDamagedError: naming the file that is missing or altered.
    """
    folder = live_folder(index_dir)
    try:
        return _read_folder(index_dir, folder)
    except (IndexDamagedError, OSError):
        successor = live_folder(index_dir)
        if successor == folder:
            raise
        return _read_folder(index_dir, successor)


def write_generation(index_dir: Path, generation: Generation, manifest: Manifest) -> None:
    """Write a generation beside the live one and make it live; the caller holds the lock."""
    folder = begin(index_dir)
    write_articles(folder / ARTICLES, generation.articles)
    write_passages(folder / PASSAGES, generation.passages)
    write_sources(folder / SOURCES, generation.sources)
    generation.vectors.save(folder / VECTORS)
    generation.keywords.save(folder, KEYWORDS)
    publish(index_dir, folder, manifest)


def _read_folder(index_dir: Path, folder: Path) -> tuple[Manifest, Generation]:
    manifest = read_manifest(index_dir, folder)
    check_files(index_dir, folder, manifest)
    articles = tuple(read_articles(folder / ARTICLES))
    return manifest, Generation(
        articles=articles,
        passages=tuple(read_passages(folder / PASSAGES, (one.article for one in articles))),
        sources=tuple(read_sources(folder / SOURCES)),
        vectors=VectorIndex.load(folder / VECTORS),
        keywords=KeywordIndex.load(folder, KEYWORDS),
    )


class EmbeddedSnapshot:
    """One generation in memory; nothing in it ever changes, so any number of threads may ask it."""

    def __init__(self, manifest: Manifest, generation: Generation) -> None:
        self._manifest = manifest
        self._articles = {one.article.article_id: one.article for one in generation.articles}
        self._clusters = {one.article.article_id: one.cluster for one in generation.articles}
        self._passages = [one.passage for one in generation.passages]
        self._vectors = generation.vectors
        self._keywords = generation.keywords
        self._by_article: dict[str, list[Passage]] = {article_id: [] for article_id in self._articles}
        for passage in self._passages:
            self._by_article[passage.article_id].append(passage)
        self._admitted = lru_cache(maxsize=32)(self._compute_admitted)

    @property
    def manifest(self) -> Manifest:
        """Describe the generation."""
        return self._manifest

    def articles(self) -> Sequence[Article]:
        """Return every article, in order of path."""
        return tuple(self._articles.values())

    def article(self, article_id: str) -> Article:
        """Return one article; KeyError when it is not in this generation."""
        return self._articles[article_id]

    def cluster(self, article_id: str) -> str:
        """Return the id of the article that speaks for this one's near-duplicates (its own when it has none)."""
        return self._clusters[article_id]

    def passages(self, article_id: str) -> Sequence[Passage]:
        """Return the passages of one article in reading order; KeyError when it is not in this generation."""
        return tuple(self._by_article[article_id])

    def dense_hits(self, vector: NDArray[np.float32], *, k: int, where: Filter) -> list[Hit]:
        """Return the k passages of greatest inner product, best first, the filter applied before ranking."""
        return self._hits(self._vectors.search(vector, k=k, admitted=self._admitted(where)))

    def keyword_hits(self, weights: Mapping[str, float], *, k: int, where: Filter) -> list[Hit]:
        """Return the k passages of greatest BM25 from query-side term weights, the filter applied before ranking."""
        return self._hits(self._keywords.search(weights, k=k, admitted=self._admitted(where)))

    def term_statistics(self, terms: Sequence[str]) -> TermStatistics:
        """Return the document frequencies of analysed terms."""
        return TermStatistics(
            n_passages=len(self._passages),
            document_frequency={term: self._keywords.document_frequency(term) for term in terms},
        )

    def _hits(self, found: list[tuple[int, float]]) -> list[Hit]:
        return [
            Hit(passage=self._passages[number], score=score, rank=rank) for rank, (number, score) in enumerate(found, 1)
        ]

    def _compute_admitted(self, where: Filter) -> NDArray[np.bool_] | None:
        """Say for each passage whether it passes the filter; None when all do."""
        if where == Filter():
            return None
        # Passage by passage: a forum poster's words on a page are not the outlet's.
        admitted = (where.admits(attribution(self._articles[p.article_id], p.start)) for p in self._passages)
        return np.fromiter(admitted, dtype=np.bool_, count=len(self._passages))
