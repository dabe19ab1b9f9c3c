"""A PDF to its text, one paragraph a line: the door to pypdf.

But: pages that are pictures are not recognised, and text is read in the order in which the file draws it, which for
nearly all programs that write articles is the order of reading.
"""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING

from rag.articles.formats.faults import broken_as, need_library
from rag.articles.formats.rows import Row, flow, running_rows, without
from rag.articles.formats.stated import plausible_authors, plausible_title, web_address
from rag.errors import ArticleError
from rag.types import Metadata, RawArticle

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader
    from pypdf.generic import DictionaryObject

MAX_FILE = 100_000_000
"""Bytes; a magazine with its pictures fits."""

MAX_PAGES = 500
"""An article has a few pages and a long report some hundreds; what is longer is a book."""

MAX_DRAWING = 10_000_000
"""Bytes of one page's instructions; a page of text has thousands, a map a million."""

_SILENT = logging.NullHandler()


def read_pdf(data: bytes, *, path: str) -> RawArticle:
    """Return the article in a PDF; its properties count only where its text says the same.

    A web page that was printed carries its address at the foot of every page, and this is read.

    Raises:
        ArticleError: the file is broken, locked by a password, too large, or holds no text.
    """
    need_library("pypdf", path)
    if len(data) > MAX_FILE:
        raise ArticleError(path, f"{len(data) / 1e6:.0f} MB is more than the {MAX_FILE // 1_000_000} MB read as a PDF")
    from pypdf.errors import DependencyError, PyPdfError

    # Without a handler its warnings would go to the error stream; whoever sets one up still gets them.
    logging.getLogger("pypdf").addHandler(_SILENT)
    with broken_as(path, "a PDF", PyPdfError, DependencyError):
        reader = _open(data, path)
        pages = [_rows(page, number, path) for number, page in enumerate(reader.pages)]
        stated = reader.metadata
        title, author = (stated.title, stated.author) if stated else (None, None)
    running = running_rows(pages)
    text = flow(without(pages, running))
    if not text.strip():
        raise ArticleError(path, "its pages are pictures without text: run text recognition (OCR) on it first")
    url = next((found for row in running for word in row.text.split() if (found := _whole_address(word))), None)
    given = Metadata(title=plausible_title(title, text), authors=plausible_authors(author, text), url=url)
    return RawArticle(path=path, text=text, given=given)


def _open(data: bytes, path: str) -> PdfReader:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        # Many are locked against changes only and open without a password.
        try:
            opened = bool(reader.decrypt(""))
        except DependencyError:
            opened = False
        if not opened:
            raise ArticleError(path, "it is locked by a password: save it again without one")
    if len(reader.pages) > MAX_PAGES:
        raise ArticleError(path, f"it has {len(reader.pages):,} pages, more than {MAX_PAGES}: split it into articles")
    return reader


def _rows(page: PageObject, number: int, path: str) -> list[Row]:
    """Return a page's lines of print with their places."""
    drawing = page.get_contents()
    if drawing is not None and len(drawing.get_data()) > MAX_DRAWING:
        raise ArticleError(path, f"page {number + 1} holds too much to be an article's: print it again as plain text")
    rows: list[Row] = []
    text, place = "", (0.0, 0.0, 0.0)

    def visit(piece: str, outer: list[float], matrix: list[float], _font: DictionaryObject | None, size: float) -> None:
        nonlocal text, place
        for n, part in enumerate(piece.split("\n")):
            if n:
                if text.strip():
                    rows.append(Row(text.strip(), number, *place))
                text = ""
            if part.strip() and not text.strip():
                x = matrix[4] * outer[0] + matrix[5] * outer[2] + outer[4]
                y = matrix[4] * outer[1] + matrix[5] * outer[3] + outer[5]
                place = (x, y, size * abs(outer[3] * matrix[3]) or size)
            text += part

    page.extract_text(visitor_text=visit)
    if text.strip():
        rows.append(Row(text.strip(), number, *place))
    return rows


def _whole_address(word: str) -> str | None:
    return None if "…" in word or "..." in word else web_address(word)
