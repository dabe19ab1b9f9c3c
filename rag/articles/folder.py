"""A folder of files to articles: on all cores, each file a pure function of its bytes, what cannot be read listed.

Workers are fresh processes that know nothing of this one, so a file that kills its worker ends the run with one line
and harms nothing else. Results come in the order of the files, whoever was first.
"""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING, Protocol, TypeVar

from rag.articles.clean import clean_all
from rag.articles.read import iter_files, read_file, size_limit
from rag.articles.report import CleanedPage, page_lines
from rag.errors import ArticleError, CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from rag.types import RawArticle

LEAST_FILES = 40
"""Fewer files are cleaned here: workers take a second or two to start, in which one core cleans as many pages."""

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

UNREAD = "unread"
"""What the hash of a file begins with that could not be opened, or is too large to be an article."""

Item = TypeVar("Item")


class Progress(Protocol):
    """Yield the items of a stage as they are worked on, and show somebody how far it is."""

    def __call__(self, items: Sequence[Item], /, *, stage: str) -> Iterable[Item]:
        """Wrap a stage; `stage` says in a word or two what is done to the items."""


def unseen(items: Sequence[Item], /, *, stage: str) -> Iterable[Item]:  # noqa: ARG001  # the name is the protocol's
    """Show nothing."""
    return items


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanedFile:
    """A file by its relative path and its bytes' hash, the pages in it, and (path, reason) of what was not read."""

    path: str
    sha256: str
    pages: tuple[CleanedPage, ...] = ()
    unreadable: tuple[tuple[str, str], ...] = ()


def clean_folder(
    folder: Path,
    *,
    known: Mapping[str, CleanedFile],
    workers: int = 1,
    progress: Progress = unseen,
) -> list[CleanedFile]:
    """Clean the files of a folder whose bytes are not those of a known result, and return all in order of path.

    Args:
        folder: The folder; hidden files and a README are passed over.
        known: Earlier results by path, made by the same code.
        workers: How many processes may work at once.
        progress: Wraps the files that are cleaned.

    Raises:
        CorpusError: the folder is missing or cannot be listed, or a worker died.
    """
    paths = {path.relative_to(folder).as_posix(): path for path in iter_files(folder)}
    hashes = {name: hash_file(path) for name, path in paths.items()}
    old = {name: known[name] for name in paths if name in known and is_same(known[name].sha256, hashes[name])}
    todo = [(name, hashes[name]) for name in sorted(paths) if name not in old]
    done = clean_files(todo, folder, with_lines=True, workers=workers, progress=progress)
    found = old | {one.path: one for one in done}
    return [found[name] for name in sorted(found)]


def clean_files(
    files: Sequence[tuple[str, str]], folder: Path, *, with_lines: bool, workers: int, progress: Progress
) -> Iterator[CleanedFile]:
    """Yield the result of each (relative path, hash), in order.

    Raises:
        CorpusError: a worker died.
    """
    work = partial(clean_file, folder=folder, with_lines=with_lines)
    shown = progress(files, stage="reading articles")
    if workers < 2 or len(files) < LEAST_FILES:
        yield from map(work, shown)
        return
    # Fresh processes: a fork would copy the threads and locks of whatever library is loaded here.
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    try:
        with _one_thread_each():
            results = pool.map(work, files, chunksize=4)
        for _, result in zip(shown, results, strict=False):
            yield result
    except BrokenProcessPool:
        raise CorpusError(
            f"A process that cleaned files of {folder} was killed: look for very large files, or free some memory."
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Let the processes that start now calculate on one thread each: more would fight for the same cores.

    On two cores 60 HTML pages took 10.9 s of processor time so, and 18.7 s with the library's own choice.
    """
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def clean_file(named: tuple[str, str], *, folder: Path, with_lines: bool) -> CleanedFile:
    """Clean the articles of one file, named by its relative path and hash; what cannot be read is listed."""
    name, digest = named
    try:
        found = read_file(folder / name, root=folder)
    except ArticleError as error:
        return CleanedFile(path=name, sha256=digest, unreadable=((error.path, error.reason),))
    return clean_pages(found, path=name, sha256=digest, with_lines=with_lines)


def clean_pages(found: Iterable[RawArticle | ArticleError], *, path: str, sha256: str, with_lines: bool) -> CleanedFile:
    """Clean what was found in one file; what cannot be cleaned is listed with its reason."""
    pairs, errors = clean_all(found)
    pages = tuple(
        CleanedPage(article=article, lines=tuple(page_lines(raw, article)) if with_lines else ())
        for raw, article in pairs
    )
    unreadable = tuple((error.path, error.reason) for error in errors)
    return CleanedFile(path=path, sha256=sha256, pages=pages, unreadable=unreadable)


def is_same(before: str, now: str) -> bool:
    """Say whether two hashes are those of the same bytes; what could not be opened is never known to be the same."""
    return before == now and not now.startswith(UNREAD)


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, or a mark for one that cannot be opened or is too large."""
    try:
        size = path.stat().st_size
        if size > size_limit(path.name):
            return f"{UNREAD}-{size}"
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return f"{UNREAD}-closed"
