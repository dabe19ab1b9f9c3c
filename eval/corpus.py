"""The articles that questions are about: read them, name them by their bytes, keep an index of them at hand."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from rag.articles.clean import clean_all
from rag.articles.read import iter_files, read_file
from rag.errors import ArticleError

if TYPE_CHECKING:
    from pathlib import Path

    from rag.types import Article

N_DIGITS = 12


def read_articles(folder: Path) -> list[Article]:
    """Read and clean every article of a folder, in order of path; files that hold none are passed over.

    Raises:
        CorpusError: the folder is missing or cannot be listed.
    """
    found = []
    for path in iter_files(folder):
        try:
            found += [article for _, article in clean_all(read_file(path, root=folder))[0]]
        except ArticleError:
            continue
    return sorted(found, key=lambda article: article.path)


def corpus_sha(folder: Path) -> str:
    """Return a name for a folder's articles that changes with any path or byte of them.

    Raises:
        CorpusError: the folder is missing or cannot be listed.
    """
    digest = hashlib.sha256()
    for path in iter_files(folder):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:N_DIGITS]


def ensure_index(corpus: Path, index_dir: Path) -> None:
    """Build an index of a corpus when there is none or it is stale, with a progress bar on standard error.

    Raises:
        RagError: as building an index does.
    """
    from rag.index.build import build_index, is_stale
    from rag.index.encoder import load_encoder
    from rag.settings import Settings
    from rag.terminal import progress_bar

    settings = Settings.from_env(os.environ)
    if is_stale(corpus, index_dir, settings):
        build_index(
            corpus,
            index_dir,
            settings=settings,
            encoder=load_encoder(settings.encoder),
            progress=progress_bar,
        )
