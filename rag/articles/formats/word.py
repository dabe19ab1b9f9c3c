"""A Word file (.docx) to its paragraphs, one a line: the door to python-docx.

Read is what a reader of the finished text sees: insertions under review are in, deletions are out; tables, text boxes
and content controls stand where they are. Headers, footers, notes and comments are passed over.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rag.articles.formats.faults import broken_as, need_library
from rag.articles.formats.package import check_package
from rag.articles.formats.stated import plausible_authors, plausible_title
from rag.articles.lines import tidy
from rag.errors import ArticleError
from rag.types import Metadata, RawArticle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"

# What is not the finished text: deletions, the old place of what was moved, instructions of fields, and the second
# copy of a text box that is kept for old programs.
_SKIPPED = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", _FALLBACK}
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def read_word(data: bytes, *, path: str) -> RawArticle:
    """Return the article in a Word file; its properties count only where its text says the same.

    Raises:
        ArticleError: the file is broken, locked by a password, unpacks to too much, or has no text.
    """
    need_library("docx", path)
    if data.startswith(_OLD_OFFICE):
        raise ArticleError(path, "it is locked by a password or in the old .doc form: save it as .docx without one")
    from docx import Document
    from docx.exceptions import PythonDocxError
    from docx.opc.exceptions import OpcError

    with broken_as(path, "a Word file", PythonDocxError, OpcError):
        check_package(data, path)
        document = Document(io.BytesIO(data))
        text = "\n".join(_paragraphs(document.element.body))
        title, author = document.core_properties.title, document.core_properties.author
    if not text.strip():
        raise ArticleError(path, "the file has no text")
    given = Metadata(title=plausible_title(title, text), authors=plausible_authors(author, text))
    return RawArticle(path=path, text=text, given=given)


def _paragraphs(body: Element) -> Iterator[str]:
    """Yield the paragraphs in order; one that holds a text box comes before the box's own."""
    paragraphs: list[list[str]] = []
    around: list[list[str]] = []
    for element, leaving in _walk(body):
        if element.tag == f"{_W}p" and leaving:
            around.pop()
        elif element.tag == f"{_W}p":
            paragraphs.append([])
            around.append(paragraphs[-1])
        elif leaving or not around:
            continue
        elif element.tag == f"{_W}t":
            around[-1].append(element.text or "")
        elif element.tag in _BREAKS and element.getparent().tag == f"{_W}r":
            around[-1].append(_BREAKS[element.tag])
    for parts in paragraphs:
        for line in "".join(parts).split("\n"):
            yield tidy(line)


def _walk(body: Element) -> Iterator[tuple[Element, bool]]:
    """Yield each element of the finished text when it is entered and again when it is left."""
    from lxml import etree

    walk = etree.iterwalk(body, events=("start", "end"))
    skipped = None
    for event, element in walk:
        if event == "start" and element.tag in _SKIPPED:
            skipped = element
            walk.skip_subtree()
        elif skipped is element:
            skipped = None
        else:
            yield element, event == "end"
