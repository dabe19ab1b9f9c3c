"""Files to raw articles: which files of a folder are read, in which form, and what their container says of them.

A file that cannot be read as an article raises `ArticleError` with one line; reading a folder lists such files and
goes on. Nothing is fetched, and no date is ever taken from the file system.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from rag.articles.dates import find_date
from rag.articles.decode import decode
from rag.articles.formats import MAX_BYTES as MAX_CONTAINER_BYTES
from rag.articles.formats import is_container, read_container
from rag.errors import ArticleError, CorpusError
from rag.types import Kind, Metadata, RawArticle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MEDIA = {".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html",
         ".htm": "html", ".xhtml": "html", ".jsonl": "jsonl"}  # fmt: skip
"""What each suffix is read as; files with other suffixes are passed over."""

MAX_BYTES = 20_000_000
"""An article is thousands of bytes, an HTML page at most a few million (the largest of 1,497 WCXB pages has 4.6 MB)."""

_BINARY = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\x7fELF", b"\xd0\xcf\x11\xe0")
_LOOKS_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)


def iter_files(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and its subfolders that are read as articles, in order of their paths.

    Hidden files and folders and a README are passed over.

    Raises:
        CorpusError: the folder is missing or cannot be listed.
    """
    if not folder.is_dir():
        raise CorpusError(f"{folder} is not a folder: name a folder that holds articles (.txt, .html, .pdf, .zip ...)")
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        raise CorpusError(f"{folder} cannot be read ({error.strerror}): check its permissions") from error
    for entry in entries:
        if entry.name.startswith(".") or (entry.is_symlink() and not entry.exists()):
            continue
        if entry.is_dir():
            yield from iter_files(entry)
        elif (_suffix(entry.name) in MEDIA or is_container(entry.name)) and entry.stem.upper() != "README":
            yield entry


def _suffix(name: str) -> str:
    return "." + name.rpartition(".")[2].lower() if "." in name else ""


def size_limit(name: str) -> int:
    """Return how many bytes a file of this name may have."""
    return MAX_CONTAINER_BYTES if is_container(name) else MAX_BYTES


def read_file(path: Path, *, root: Path) -> list[RawArticle | ArticleError]:
    """Return the articles in a file: one, one a line of a `.jsonl`, or those that a container holds.

    What cannot be read of a container stands among its articles as an error of its own path.

    Args:
        path: The file.
        root: The corpus folder; an article's path is relative to it, with forward slashes.

    Raises:
        ArticleError: the file is empty, binary, too large or not what its suffix says.
    """
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    try:
        size = path.stat().st_size
        if size > (limit := size_limit(name)):
            raise ArticleError(name, f"{size / 1e6:.0f} MB is more than the {limit / 1e6:.0f} MB read as an article")
        data = path.read_bytes()
    except OSError as error:
        raise ArticleError(name, f"cannot be read ({error.strerror})") from error
    found = read_container(data, path=name, suffix=_suffix(name), read_plain=_read_member)
    return [*read_bytes(data, path=name)] if found is None else found


def _read_member(data: bytes, path: str) -> list[RawArticle] | None:
    return read_bytes(data, path=path) if _suffix(path) in MEDIA else None


def read_bytes(data: bytes, *, path: str) -> list[RawArticle]:
    """Return the articles in the bytes of a text, a page or a `.jsonl`; `path` names them, its suffix says which.

    Raises:
        ArticleError: as `read_file`.
    """
    if len(data) > MAX_BYTES:
        raise ArticleError(
            path, f"{len(data) / 1e6:.0f} MB is more than the {MAX_BYTES / 1e6:.0f} MB read as an article"
        )
    media = MEDIA.get(_suffix(path), "text")
    text = decode(data, html=media == "html")
    _check_readable(data, text, path)
    if media == "jsonl":
        return _read_records(text, path)
    if media == "text" and _LOOKS_HTML.match(text[:2000]):
        media = "html"
    return [RawArticle(path=path, text=text, media=media)]


def _check_readable(data: bytes, text: str, path: str) -> None:
    if not text.strip("\ufeff \t\r\n\x00"):
        raise ArticleError(path, "the file is empty")
    # UTF-16 and UTF-32 are full of zero bytes and were decoded by their mark, so the text is what is tested.
    odd = sum(text.count(char) for char in "\x00\x01\x02\x03\x04\x05\x06\x07\x0e\x0f\x10\x14\x15\x16\x17\x18")
    if data.startswith(_BINARY) or odd > max(2, len(text) // 1000) or text.count("\ufffd") > len(text) // 10:
        raise ArticleError(path, "the file is binary, not text: convert it to .txt, .html or .md first")


def _read_records(text: str, path: str) -> list[RawArticle]:
    articles = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise ArticleError(path, f"line {number} is not JSON ({error})") from error
        if not isinstance(record, dict):
            raise ArticleError(path, f"line {number} is not a JSON object")
        articles.append(_record_article(record, f"{path}#{number}"))
    return articles


def _record_article(record: dict[str, Any], path: str) -> RawArticle:
    for field, media in (("text", "text"), ("content", "text"), ("body", "text"), ("markdown", "markdown"),
                         ("html", "html")):  # fmt: skip
        value = record.get(field)
        if isinstance(value, str) and value.strip():
            looks = media == "text" and _LOOKS_HTML.match(value[:2000])
            text = value.replace("\r\n", "\n").replace("\r", "\n")
            return RawArticle(path=path, text=text, media="html" if looks else media, given=_record_metadata(record))
    raise ArticleError(path, 'the record has no text: give it a field "text"')


def _record_metadata(record: dict[str, Any]) -> Metadata:
    def first(*fields: str) -> str | None:
        values = (record.get(field) for field in fields)
        return next((value.strip() for value in values if isinstance(value, str) and value.strip()), None)

    authors = record.get("authors", record.get("author", record.get("byline")))
    if isinstance(authors, str):
        authors = re.split(r"\s*(?:;|,|\band\b)\s*", authors)
    names = tuple(name.strip() for name in authors or () if isinstance(name, str) and name.strip())
    stated = first("date", "published", "date_published", "publish_date", "pubDate")
    kind = (first("kind") or "").casefold().replace(" ", "_")
    return Metadata(
        title=first("title", "headline"),
        authors=names,
        outlet=first("outlet", "source", "publisher", "site_name", "sitename"),
        date=find_date(stated) if stated else None,
        url=first("url", "link", "source_url"),
        kind=Kind(kind) if kind in set(Kind) else None,
        language=first("language", "lang"),
    )
