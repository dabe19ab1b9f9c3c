"""The door to every container: by the suffix of its name, a file's bytes go to the module that knows its format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.articles.formats.package import Allowance
from rag.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Callable

    from rag.types import RawArticle

MAX_BYTES = 200_000_000
"""A year of a daily's feed or a crawl of a site fits; all of it is held in memory while it is read."""


def is_container(name: str) -> bool:
    """Say whether a file of this name is read as a container."""
    return name.lower().endswith(CONTAINERS)


def read_container(
    data: bytes,
    *,
    path: str,
    suffix: str,
    read_plain: Callable[[bytes, str], list[RawArticle] | None] | None = None,
) -> list[RawArticle | ArticleError] | None:
    """Return the articles in a container's bytes, or None if its suffix is of none.

    A file of one article (PDF, Word, mail, saved page) keeps its path; the n-th entry of a feed or page of an archive
    is `name#n`, a ZIP's member `name.zip#inner/path`. Where one of many cannot be read, an `ArticleError` of its own
    path stands in its place.

    Args:
        data: The file's bytes.
        path: Its path, relative to the corpus.
        suffix: The end of its name; `.gz` alone is enough for `name.warc.gz`.
        read_plain: Reads a ZIP's member that is no container by its bytes and path, or returns None for a kind that
            is passed over; without it only containers are read from a ZIP.

    Raises:
        ArticleError: nothing of the file can be read.
    """
    return _read(data, path, suffix.lower(), read_plain, Allowance())


def _read(
    data: bytes,
    path: str,
    suffix: str,
    read_plain: Callable[[bytes, str], list[RawArticle] | None] | None,
    allowance: Allowance,
) -> list[RawArticle | ArticleError] | None:
    kind = ".warc.gz" if suffix == ".gz" and path.lower().endswith(".warc.gz") else suffix
    if kind not in CONTAINERS:
        return None
    if not data.strip():
        raise ArticleError(path, "the file is empty")
    if len(data) > MAX_BYTES:
        reason = f"{len(data) / 1e6:.0f} MB is more than the {MAX_BYTES // 1_000_000} MB read at once: split it"
        raise ArticleError(path, reason)
    if kind != ".zip":
        return _READERS[kind](data, path)

    def read(member: bytes, inner: str) -> list[RawArticle | ArticleError] | None:
        found = _read(member, inner, "." + inner.rpartition(".")[2].lower(), read_plain, allowance)
        if found is None and read_plain is not None:
            plain = read_plain(member, inner)
            return None if plain is None else [*plain]
        return found

    from rag.articles.formats.zips import read_zip

    return read_zip(data, path=path, allowance=allowance, read=read)


def _pdf(data: bytes, path: str) -> list[RawArticle | ArticleError]:
    from rag.articles.formats.pdf import read_pdf

    return [read_pdf(data, path=path)]


def _word(data: bytes, path: str) -> list[RawArticle | ArticleError]:
    from rag.articles.formats.word import read_word

    return [read_word(data, path=path)]


def _mail(data: bytes, path: str) -> list[RawArticle | ArticleError]:
    from rag.articles.formats.mail import read_mail

    return [read_mail(data, path=path)]


def _saved_page(data: bytes, path: str) -> list[RawArticle | ArticleError]:
    from rag.articles.formats.mail import read_saved_page

    return [read_saved_page(data, path=path)]


def _warc(data: bytes, path: str) -> list[RawArticle | ArticleError]:
    from rag.articles.formats.warc import read_warc

    return read_warc(data, path=path)


def _feed(data: bytes, path: str) -> list[RawArticle | ArticleError]:
    from rag.articles.formats.feed import read_feed

    return [*read_feed(data, path=path)]


_READERS: dict[str, Callable[[bytes, str], list[RawArticle | ArticleError]]] = {
    ".pdf": _pdf, ".docx": _word, ".eml": _mail, ".mhtml": _saved_page, ".mht": _saved_page, ".warc": _warc,
    ".warc.gz": _warc, ".rss": _feed, ".atom": _feed, ".xml": _feed,
}  # fmt: skip

CONTAINERS = (*_READERS, ".zip")
"""What the names of containers end with."""
