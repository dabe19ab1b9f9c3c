"""The narrow protocol of the index: a store writes generations, a snapshot reads one.

Everything above depends on this page alone, so that a cluster's store can take the embedded one's place. Text
analysis, idf and rank fusion are shared code outside the stores, so that all stores rank alike.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from rag.types import Article, Filter, Hit, Passage

FORMAT_VERSION = 1
"""The layout on disk; an index of another version is refused with the command that rebuilds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What one generation is: enough to refuse it when the encoder, settings or files are not the expected ones.

    `checksums` maps each file of the generation to its SHA-256; `token_counter` names the counters that size passages
    and prompts; `pipeline` is a hash of the code that made passages of files; `unreadable` lists the files left out,
    each with its reason.
    """

    format_version: int = FORMAT_VERSION
    generation: str
    encoder: str
    encoder_hash: str
    dimension: int
    token_counter: str
    settings_hash: str
    pipeline: str = ""
    corpus_fingerprint: str
    corpus_dir: str
    n_articles: int
    n_passages: int
    checksums: Mapping[str, str] = field(default_factory=dict)
    unreadable: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TermStatistics:
    """Counts for query-side idf: how many passages there are, and how many hold each term."""

    n_passages: int
    document_frequency: Mapping[str, int]


class Snapshot(Protocol):
    """One generation, pinned: what it answers never changes while it is held, and any thread may ask it."""

    @property
    def manifest(self) -> Manifest:
        """Describe the generation."""

    def articles(self) -> Sequence[Article]:
        """Return every article, in order of path."""

    def article(self, article_id: str) -> Article:
        """Return one article; KeyError when it is not in this generation."""

    def cluster(self, article_id: str) -> str:
        """Return the id of the article that speaks for this one's near-duplicates (its own when it has none)."""

    def passages(self, article_id: str) -> Sequence[Passage]:
        """Return the passages of one article in reading order."""

    def dense_hits(self, vector: NDArray[np.float32], *, k: int, where: Filter) -> list[Hit]:
        """Return the k passages of greatest inner product, best first, the filter applied before ranking."""

    def keyword_hits(self, weights: Mapping[str, float], *, k: int, where: Filter) -> list[Hit]:
        """Return the k passages of greatest BM25 from query-side term weights, the filter applied before ranking."""

    def term_statistics(self, terms: Sequence[str]) -> TermStatistics:
        """Return the document frequencies of analysed terms."""
