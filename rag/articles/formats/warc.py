"""A web archive (WARC, gzipped or not) to its pages: the door to warcio.

Read are responses and resources that are HTML, and conversions that are plain text (Common Crawl's WET). What failed,
redirected or is of another type is passed over. A record's date is the crawl's, so it is not read.
"""

from __future__ import annotations

import contextlib
import io
import zlib
from typing import TYPE_CHECKING

from rag.articles.formats.faults import PARSER_FAULTS, broken_as, need_library
from rag.articles.formats.payload import decode_payload
from rag.articles.formats.stated import web_address
from rag.errors import ArticleError
from rag.types import Metadata, RawArticle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warcio.recordloader import ArcWarcRecord

MAX_UNPACKED = 400_000_000
"""Bytes of an archive once unpacked, all of which are in memory at once: some 4,000 pages of 100 KB."""

MAX_PAGE = 20_000_000
"""As for an HTML file."""

_HTML = ("text/html", "application/xhtml+xml")


def read_warc(data: bytes, *, path: str) -> list[RawArticle | ArticleError]:
    """Return the pages of a web archive, in order; a record that cannot be read is an error of its own path.

    Raises:
        ArticleError: the archive is broken from the start, holds no page, or unpacks to too much.
    """
    need_library("warcio", path)
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    if data.startswith(b"\x1f\x8b"):
        data = _unpacked(data, path)
    if not data.startswith(b"WARC/"):
        raise ArticleError(path, "it is not a web archive: a WARC file begins with WARC/1.0 or WARC/1.1")
    found: list[RawArticle | ArticleError] = []
    # warcio tells of faults on the error stream; ours are told by the caller.
    with contextlib.redirect_stderr(io.StringIO()):
        try:
            for record in ArchiveIterator(io.BytesIO(data)):
                if _is_page(record):
                    found.append(_page(record, f"{path}#{len(found) + 1}"))
        except (*PARSER_FAULTS, ArchiveLoadFailed) as error:
            reason = f"the archive is broken from here on ({type(error).__name__}): download it again"
            found.append(ArticleError(f"{path}#{len(found) + 1}", reason))
    if not any(isinstance(page, RawArticle) for page in found):
        if found and isinstance(found[0], ArticleError):
            raise ArticleError(path, found[0].reason)
        raise ArticleError(path, "the archive holds no HTML page and no plain text")
    return found


def _unpacked(data: bytes, path: str) -> bytes:
    with broken_as(path, "a gzipped web archive"):
        parts = list(_members(data, path))
    return b"".join(parts)


def _members(data: bytes, path: str) -> Iterator[bytes]:
    """Yield the unpacked members of a gzip file, stopping at the cap and not after it."""
    room = MAX_UNPACKED
    while data.startswith(b"\x1f\x8b"):
        member = zlib.decompressobj(16 + zlib.MAX_WBITS)
        part = member.decompress(data, room + 1)
        room -= len(part)
        if room < 0:
            raise ArticleError(path, f"it unpacks to more than {MAX_UNPACKED // 1_000_000} MB: split the archive")
        yield part
        data = member.unused_data


def _is_page(record: ArcWarcRecord) -> bool:
    if record.rec_type == "conversion":
        return _media_type(record)[0] == "text/plain"
    if record.rec_type == "response" and (record.http_headers is None or record.http_headers.get_statuscode() != "200"):
        return False
    return record.rec_type in ("response", "resource") and _media_type(record)[0] in _HTML


def _media_type(record: ArcWarcRecord) -> tuple[str, str | None]:
    """Return a record's type and character set, from the server's headers where there are any."""
    from email.message import Message

    headers = record.http_headers if record.http_headers is not None else record.rec_headers
    message = Message()
    message["Content-Type"] = " ".join((headers.get_header("Content-Type") or "").split())
    return message.get_content_type(), message.get_content_charset()


def _page(record: ArcWarcRecord, path: str) -> RawArticle | ArticleError:
    packing = (record.http_headers.get_header("Content-Encoding") or "").lower() if record.http_headers else ""
    if packing not in ("", "identity", "gzip", "deflate"):
        return ArticleError(path, f"the page is packed as {packing[:20]!r}, which is not read: archive it unpacked")
    try:
        body = record.content_stream().read(MAX_PAGE + 1)
    except Exception as error:  # noqa: BLE001  # warcio raises bare Exception for damaged packing
        return ArticleError(path, f"the record is broken ({type(error).__name__}): archive the page again")
    if len(body) > MAX_PAGE:
        return ArticleError(path, f"the page is of more than {MAX_PAGE // 1_000_000} MB")
    media_type, charset = _media_type(record)
    html = media_type in _HTML
    text = decode_payload(body, charset, html=html)
    if not text.strip() or "\x00" in text[:1000]:
        return ArticleError(path, "the page is empty or binary")
    # Some crawlers write the address in angle brackets.
    url = web_address((record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> "))
    return RawArticle(path=path, text=text, media="html" if html else "text", given=Metadata(url=url))
