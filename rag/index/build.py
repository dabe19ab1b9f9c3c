"""Build an index from a corpus: read and clean what changed, encode what is new, publish one generation.

A file is known by its path and the hash of its bytes: unchanged, it is neither cleaned nor cut again, as long as the
code that does so is the same. A vector is known by the text that it stands for, and is used again wherever that text
comes back. What is gone from the corpus is gone from the new generation. A file that cannot be read is listed with the
reason and leaves nothing behind of what it held before.

Nothing is printed: `progress` may wrap the work of each stage.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from rag.articles.duplicates import cluster_duplicates
from rag.articles.folder import unseen
from rag.errors import CorpusError, IndexDamagedError, IndexNotFoundError
from rag.index.corpus import Corpus, hash_files, pipeline_hash, read_corpus
from rag.index.keywords import KeywordIndex
from rag.index.layout import build_lock, live_folder, read_manifest, retire
from rag.index.passages import Budget, encoded_text, make_passages
from rag.index.protocol import FORMAT_VERSION, Manifest
from rag.index.records import StoredArticle, StoredPassage
from rag.index.store import Generation, read_generation, write_generation
from rag.index.vectors import VectorIndex
from rag.text.tokens import prompt_counter
from rag.text.words import ANALYSER, terms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from rag.articles.folder import Progress
    from rag.settings import Settings
    from rag.types import Encoder

BATCH = 32
"""Texts encoded between two steps of the progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build did, counted in articles; `unreadable` holds (path, reason) pairs."""

    n_articles: int
    n_added: int
    n_changed: int
    n_removed: int
    n_unchanged: int
    n_passages: int
    unreadable: tuple[tuple[str, str], ...] = ()


def build_index(
    corpus_dir: Path,
    index_dir: Path,
    *,
    settings: Settings,
    encoder: Encoder,
    rebuild: bool = False,
    progress: Progress | None = None,
    workers: int = 1,
) -> BuildReport:
    """Bring an index up to date with a corpus, or build it from nothing.

    Args:
        corpus_dir: the folder with articles.
        index_dir: the folder of the index; made when it is missing, an index in it stays live until the new one is.
        settings: what shapes passages.
        encoder: what turns them into vectors.
        rebuild: use nothing of the index that is there.
        progress: wraps the items of each stage; None shows nothing.
        workers: how many processes may clean at once; more than one needs a main module that can be imported.

    Raises:
        CorpusError: the corpus is missing or holds no article that can be read; the index stays as it is.
        RagError: another build is writing to the same folder.
    """
    shown = progress or unseen
    with build_lock(index_dir):
        retire(index_dir)
        old = None if rebuild else _reusable(index_dir, encoder)
        may_keep = old is not None and old[0].pipeline == pipeline_hash()
        corpus = read_corpus(corpus_dir, old[1] if old is not None and may_keep else None, shown, workers=workers)
        if not corpus.articles:
            raise CorpusError(_nothing_to_index(corpus_dir, corpus))
        manifest = _manifest(corpus_dir, corpus, settings, encoder)
        if old is not None and old[0].generation == manifest.generation:
            return _report(corpus, old[1], len(old[1].passages))
        generation = _assemble(corpus, old[1] if old else None, settings, encoder, shown)
        write_generation(index_dir, generation, replace(manifest, n_passages=len(generation.passages)))
        return _report(corpus, old[1] if old else None, len(generation.passages))


def is_stale(corpus_dir: Path, index_dir: Path, settings: Settings) -> bool:
    """Say whether an index is missing, damaged at its head, or not what a build would now make of the corpus.

    Files are hashed and nothing is cleaned, loaded or encoded. An index whose corpus folder is gone is not stale: it
    is all that is left of it.

    Raises:
        CorpusError: the corpus folder cannot be listed.
    """
    try:
        manifest = read_manifest(index_dir, live_folder(index_dir))
    except (IndexNotFoundError, IndexDamagedError):
        return True
    if manifest.settings_hash != settings.index_hash:
        return True
    if not corpus_dir.is_dir():
        return False
    return manifest.pipeline != pipeline_hash() or manifest.corpus_fingerprint != hash_files(corpus_dir).fingerprint


def _reusable(index_dir: Path, encoder: Encoder) -> tuple[Manifest, Generation] | None:
    """Return the live generation if it can be trusted and its vectors are this encoder's."""
    try:
        manifest, generation = read_generation(index_dir)
    except (IndexNotFoundError, IndexDamagedError):
        return None
    return (manifest, generation) if manifest.encoder_hash == encoder.weights_hash else None


def _nothing_to_index(corpus_dir: Path, corpus: Corpus) -> str:
    advice = "Put .txt, .md, .html or .jsonl files with articles there, then build again."
    if corpus.unreadable:
        path, reason = corpus.unreadable[0]
        return f"{corpus_dir} holds no article that can be read (the first file, {path}: {reason}). {advice}"
    return f"{corpus_dir} holds no articles. {advice}"


def _manifest(corpus_dir: Path, corpus: Corpus, settings: Settings, encoder: Encoder) -> Manifest:
    """Describe the generation to be; its name follows from what shapes it, so that equal builds have equal names."""
    shaping = (
        str(FORMAT_VERSION),
        corpus.fingerprint,
        encoder.name,
        encoder.weights_hash,
        settings.index_hash,
        pipeline_hash(),
        ANALYSER,
    )
    return Manifest(
        generation=hashlib.sha256("\n".join(shaping).encode()).hexdigest()[:16],
        encoder=encoder.name,
        encoder_hash=encoder.weights_hash,
        dimension=encoder.dimension,
        token_counter=f"passages: {encoder.name}; prompts: {prompt_counter().name}",
        settings_hash=settings.index_hash,
        pipeline=pipeline_hash(),
        corpus_fingerprint=corpus.fingerprint,
        corpus_dir=str(corpus_dir.resolve()),
        n_articles=len(corpus.articles),
        n_passages=0,
        unreadable=corpus.unreadable,
    )


def _assemble(
    corpus: Corpus, old: Generation | None, settings: Settings, encoder: Encoder, progress: Progress
) -> Generation:
    """Cut, encode and index all articles; vectors are taken from the old generation where the text is the same."""
    budget = Budget.of(settings, encoder)
    clusters = cluster_duplicates(corpus.articles)
    stored: list[StoredPassage] = []
    texts: list[str] = []
    for article in progress(corpus.articles, stage="cutting passages"):
        for passage in make_passages(article, budget):
            texts.append(encoded_text(article, passage, budget))
            stored.append(StoredPassage(passage=passage, key=_key(texts[-1])))
    vectors = _vectors(texts, [one.key for one in stored], old, encoder, progress)
    return Generation(
        articles=tuple(StoredArticle(article=one, cluster=clusters[one.article_id]) for one in corpus.articles),
        passages=tuple(stored),
        sources=corpus.sources,
        vectors=VectorIndex.build(vectors),
        keywords=KeywordIndex.build([terms(text) for text in texts]),
    )


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _vectors(
    texts: Sequence[str], keys: Sequence[str], old: Generation | None, encoder: Encoder, progress: Progress
) -> NDArray[np.float32]:
    """Return one vector a text; texts already encoded are not encoded again, and of equal texts one is."""
    known: dict[str, NDArray[np.float32]] = {}
    if old is not None and old.vectors.dimension == encoder.dimension:
        known = dict(zip((one.key for one in old.passages), old.vectors.vectors(), strict=True))
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    # Texts of like length pad least; the key breaks ties, so that the order is one.
    order = sorted(new, key=lambda key: (len(new[key]), key))
    for batch in progress([order[at : at + BATCH] for at in range(0, len(order), BATCH)], stage="encoding"):
        known.update(zip(batch, encoder.encode_passages([new[key] for key in batch]), strict=True))
    return np.stack([known[key] for key in keys]) if keys else np.zeros((0, encoder.dimension), dtype=np.float32)


def _report(corpus: Corpus, old: Generation | None, n_passages: int) -> BuildReport:
    before = {one.article.article_id: one.article.content_hash for one in old.articles} if old else {}
    now = {article.article_id: article.content_hash for article in corpus.articles}
    counted = Counter(_change(before.get(article_id), digest) for article_id, digest in now.items())
    return BuildReport(
        n_articles=len(now),
        n_added=counted["added"],
        n_changed=counted["changed"],
        n_removed=len(before.keys() - now.keys()),
        n_unchanged=counted["unchanged"],
        n_passages=n_passages,
        unreadable=corpus.unreadable,
    )


def _change(before: str | None, now: str) -> str:
    if before is None:
        return "added"
    return "unchanged" if before == now else "changed"
