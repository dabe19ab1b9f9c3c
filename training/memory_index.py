"""An index in memory over a few hundred passages, for training and benchmarks: exact BM25 and exact cosines.

It answers the same protocol as the index on disk, so that what is tuned here is the code that ships. Not done: files,
cleaning, finding near-duplicates (clusters are given or every article speaks for itself).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from rag.index.protocol import Manifest, TermStatistics
from rag.text.words import terms
from rag.types import Article, Block, Hit, Passage, Role

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from rag.types import Filter

K1, B = 1.2, 0.75


class MemoryIndex:
    """Passages of some articles with their vectors, one row a passage.

    `known` are the articles themselves, where more than their passages matters; `clusters` maps an article to the one
    that speaks for it; `read` is what keyword search reads of a passage where that is more than its own words.
    """

    def __init__(
        self,
        articles: Mapping[str, Sequence[Passage]],
        vectors: NDArray[np.float32],
        *,
        known: Mapping[str, Article] | None = None,
        clusters: Mapping[str, str] | None = None,
        read: Mapping[str, str] | None = None,
    ) -> None:
        self._articles = articles
        self._known = dict(known or {})
        self._clusters = clusters or {}
        self._passages = [passage for passages in articles.values() for passage in passages]
        self._vectors = vectors
        texts = read or {}
        counts = [Counter(terms(texts.get(passage.passage_id, passage.text))) for passage in self._passages]
        lengths = np.array([max(1, sum(count.values())) for count in counts], float)
        norms = K1 * (1 - B + B * lengths / lengths.mean())
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, count in enumerate(counts):
            for term, n in count.items():
                postings[term].append((at, n * (K1 + 1) / (n + norms[at])))
        self._postings = postings

    @property
    def manifest(self) -> Manifest:
        """Describe the index; nothing of it is on disk."""
        return Manifest(
            generation="memory",
            encoder="",
            encoder_hash="",
            dimension=self._vectors.shape[1],
            token_counter="",
            settings_hash="",
            corpus_fingerprint="",
            corpus_dir="",
            n_articles=len(self._articles),
            n_passages=len(self._passages),
        )

    def articles(self) -> Sequence[Article]:
        """Return every article."""
        return [self.article(article_id) for article_id in self._articles]

    def article(self, article_id: str) -> Article:
        """Return an article; one that is not known has its passages in their places as its text."""
        if article_id not in self._known:
            text = ""
            for passage in self._articles[article_id]:
                text = text.ljust(passage.start) + passage.text
            blocks = (Block(role=Role.BODY, start=0, end=len(text), line=1),)
            made = Article(article_id=article_id, path=article_id, content_hash="", text=text, blocks=blocks)
            self._known[article_id] = made
        return self._known[article_id]

    def cluster(self, article_id: str) -> str:
        """Return the article that speaks for this one."""
        return self._clusters.get(article_id, article_id)

    def passages(self, article_id: str) -> Sequence[Passage]:
        """Return the passages of one article."""
        return self._articles[article_id]

    def dense_hits(self, vector: NDArray[np.float32], *, k: int, where: Filter) -> list[Hit]:
        """Return the passages of greatest cosine."""
        return self._best(self._vectors @ vector, k, where)

    def keyword_hits(self, weights: Mapping[str, float], *, k: int, where: Filter) -> list[Hit]:
        """Return the passages of greatest BM25 that share a term."""
        scores = np.zeros(len(self._passages))
        for term, weight in weights.items():
            for at, gain in self._postings.get(term, ()):
                scores[at] += weight * gain
        return [hit for hit in self._best(scores, k, where) if hit.score > 0]

    def term_statistics(self, terms: Sequence[str]) -> TermStatistics:
        """Return document frequencies."""
        counts = {term: len(self._postings.get(term, ())) for term in terms}
        return TermStatistics(n_passages=len(self._passages), document_frequency=counts)

    def _best(self, scores: NDArray[np.floating[Any]], k: int, where: Filter) -> list[Hit]:
        admitted = {one for one in self._articles if where.admits(self.article(one).metadata)}
        allowed = (at for at, passage in enumerate(self._passages) if passage.article_id in admitted)
        order = sorted(allowed, key=lambda at: (-round(float(scores[at]), 6), at))[:k]
        return [Hit(passage=self._passages[at], score=float(scores[at]), rank=n) for n, at in enumerate(order, 1)]
