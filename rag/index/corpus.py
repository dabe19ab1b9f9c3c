"""Read a corpus folder for a build: hash every file, clean those that changed, list those that cannot be read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.articles.folder import clean_files, hash_file, is_same
from rag.articles.memory import code_hash
from rag.articles.read import iter_files
from rag.index.records import Source

if TYPE_CHECKING:
    from pathlib import Path

    from rag.articles.folder import CleanedFile, Progress
    from rag.index.store import Generation
    from rag.types import Article

_SHAPING = ("articles/**/*.py", "text/*.py", "index/*.py", "models/line_labeller/*", "types/*.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class HashedFiles:
    """The files of a corpus by relative path, each with its SHA-256, and one hash over all of that."""

    paths: dict[str, Path]
    hashes: dict[str, str]

    @property
    def fingerprint(self) -> str:
        """Return a hash that changes when any file is added, removed, renamed or edited."""
        listed = "".join(f"{path}\0{self.hashes[path]}\n" for path in sorted(self.hashes))
        return hashlib.sha256(listed.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """The cleaned articles of a corpus in order of path, and the files they came from."""

    articles: tuple[Article, ...]
    sources: tuple[Source, ...]
    fingerprint: str

    @property
    def unreadable(self) -> tuple[tuple[str, str], ...]:
        """Return (path, reason) of whatever is not among the articles."""
        return tuple(one for source in self.sources for one in source.unreadable)


def pipeline_hash() -> str:
    """Return a hash of the code and weights that make articles and passages of files.

    When any of it changes, what an index holds may no longer be what a build would make.
    """
    return code_hash(_SHAPING)


def hash_files(corpus_dir: Path) -> HashedFiles:
    """Hash the files of a corpus without reading them as articles.

    A file that cannot be opened, or is too large to be an article, is known by its size alone.

    Raises:
        CorpusError: the folder is missing or cannot be listed.
    """
    paths = {path.relative_to(corpus_dir).as_posix(): path for path in iter_files(corpus_dir)}
    return HashedFiles(paths=paths, hashes={name: hash_file(path) for name, path in paths.items()})


def read_corpus(corpus_dir: Path, old: Generation | None, progress: Progress, *, workers: int = 1) -> Corpus:
    """Read every article of a corpus, taking those of unchanged files from an old generation.

    Args:
        corpus_dir: The folder with articles.
        old: The generation to take unchanged files from.
        progress: Wraps the files that are cleaned.
        workers: How many processes may clean at once.

    Raises:
        CorpusError: the folder is missing or cannot be listed, or a worker died.
    """
    hashed = hash_files(corpus_dir)
    known = {source.path: source for source in old.sources} if old else {}
    kept = {one.article.article_id: one.article for one in old.articles} if old else {}
    same = {name for name in hashed.paths if name in known and is_same(known[name].sha256, hashed.hashes[name])}
    changed = [(name, hashed.hashes[name]) for name in sorted(hashed.paths) if name not in same]
    done = list(clean_files(changed, corpus_dir, with_lines=False, workers=workers, progress=progress))
    articles = [page.article for file in done for page in file.pages]
    articles += [kept[article_id] for name in same for article_id in known[name].article_ids]
    sources = {file.path: _source(file) for file in done} | {name: known[name] for name in same}
    return Corpus(
        articles=tuple(sorted(articles, key=lambda article: article.path)),
        sources=tuple(sources[name] for name in sorted(sources)),
        fingerprint=hashed.fingerprint,
    )


def _source(file: CleanedFile) -> Source:
    ids = tuple(page.article.article_id for page in file.pages)
    return Source(path=file.path, sha256=file.sha256, article_ids=ids, unreadable=file.unreadable)
