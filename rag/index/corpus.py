"""Read a corpus folder for a build: hash every file, clean those that changed, list those that cannot be read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from rag.articles.clean import clean_all
from rag.articles.read import iter_files, read_file, size_limit
from rag.errors import ArticleError
from rag.index.records import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rag.index.store import Generation
    from rag.types import Article

_PACKAGE = Path(__file__).resolve().parent.parent
_SHAPING = ("articles/**/*.py", "text/*.py", "index/*.py", "models/line_labeller/*", "types/*.py")
_UNREAD = "unread"


Item = TypeVar("Item")


class Progress(Protocol):
    """Yield the items of a stage as they are worked on, and show somebody how far it is."""

    def __call__(self, items: Sequence[Item], /, *, stage: str) -> Iterable[Item]:
        """Wrap a stage; `stage` says in a word or two what is done to the items."""


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


@lru_cache(maxsize=1)
def pipeline_hash() -> str:
    """Return a hash of the code and weights that make articles and passages of files.

    When any of it changes, what an index holds may no longer be what a build would make.
    """
    digest = hashlib.sha256()
    for pattern in _SHAPING:
        for path in sorted(_PACKAGE.glob(pattern)):
            if path.is_file():
                digest.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def hash_files(corpus_dir: Path) -> HashedFiles:
    """Hash the files of a corpus without reading them as articles.

    A file that cannot be opened, or is too large to be an article, is known by its size alone.

    Raises:
        CorpusError: the folder is missing or cannot be listed.
    """
    paths = {path.relative_to(corpus_dir).as_posix(): path for path in iter_files(corpus_dir)}
    return HashedFiles(paths=paths, hashes={name: _hash(path) for name, path in paths.items()})


def read_corpus(corpus_dir: Path, old: Generation | None, progress: Progress) -> Corpus:
    """Read every article of a corpus, taking those of unchanged files from an old generation.

    Raises:
        CorpusError: the folder is missing or cannot be listed.
    """
    hashed = hash_files(corpus_dir)
    known = {source.path: source for source in old.sources} if old else {}
    kept = {one.article.article_id: one.article for one in old.articles} if old else {}
    articles: list[Article] = []
    sources: list[Source] = []
    for name in progress(sorted(hashed.paths), stage="reading articles"):
        before = known.get(name)
        if before is not None and before.sha256 == hashed.hashes[name] and not before.sha256.startswith(_UNREAD):
            sources.append(before)
            articles += [kept[article_id] for article_id in before.article_ids]
            continue
        found, unreadable = _read(hashed.paths[name], corpus_dir)
        articles += found
        ids = tuple(article.article_id for article in found)
        sources.append(Source(path=name, sha256=hashed.hashes[name], article_ids=ids, unreadable=tuple(unreadable)))
    articles.sort(key=lambda article: article.path)
    return Corpus(articles=tuple(articles), sources=tuple(sources), fingerprint=hashed.fingerprint)


def _read(path: Path, corpus_dir: Path) -> tuple[list[Article], list[tuple[str, str]]]:
    """Clean the articles of one file; what cannot be read is listed with its reason."""
    try:
        found = read_file(path, root=corpus_dir)
    except ArticleError as error:
        return [], [(error.path, error.reason)]
    pairs, errors = clean_all(found)
    return [article for _, article in pairs], [(error.path, error.reason) for error in errors]


def _hash(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > size_limit(path.name):
            return f"{_UNREAD}-{size}"
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return f"{_UNREAD}-closed"
