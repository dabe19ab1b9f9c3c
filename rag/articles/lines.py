r"""A page's text as lines: what each says once its markup is set aside, and how it stands on the page.

Lines are split on `\n` only and numbered from 1, as everything downstream counts them. White space is collapsed and
Unicode brought to NFC; nothing else of a line's text is changed, ever: what is measured on `plain` is not what is
kept.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]\[]*)\]\([^)]*\)")
_MARK = re.compile(r"^(?:(#{1,6})\s+|(>+)\s?|((?:[*+•·▪◦‣○●■–-]\s+)+)|(\d{1,3}[.)]\s+)|(\|))")
_MARKS = frozenset("#>*+•·▪◦‣○●■–-|0123456789")
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`|\\(?=[-_*.#\[\]()!+])")
_FIRST = re.compile(r"\W*([^\W\d_]*)")


class Line(NamedTuple):
    """One non-blank line: `text` is what may be kept, `plain` the same without Markdown, for measuring only.

    `mark` is the line's leading mark: "#" a heading, ">" a quotation, "*" a bullet, "1" a number, "|" a table row,
    "" none. `link_chars` counts characters of `plain` that are the text of a link. `size` counts the words of
    `plain` that white space parts. A tuple, since a page has hundreds and a dataclass takes four times as long to make.
    """

    number: int
    text: str
    plain: str
    indent: int
    blanks_before: int
    size: int
    mark: str = ""
    link_chars: int = 0
    n_links: int = 0
    n_images: int = 0


def tidy(text: str) -> str:
    """Bring to NFC and collapse white space: the only changes that a kept line may show."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


_ASCII = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~0123456789"
_TO_SPACE = bytes.maketrans(_ASCII.encode(), b" " * len(_ASCII))
_BEYOND = tuple(mark.encode() for mark in "“”‘’«»‹›„–—…·•©®™→¿¡")


@lru_cache(maxsize=4096)
def plain_words(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case, without digits and punctuation: fast, for looking things up.

    Bytes are translated and not characters: it takes a third of the time.
    """
    data = text.lower().encode("utf-8", "surrogatepass").translate(_TO_SPACE)
    if not data.isascii():
        for mark in _BEYOND:
            data = data.replace(mark, b" ")
    return tuple(data.decode("utf-8", "surrogatepass").split())


@lru_cache(maxsize=4096)
def first_word(text: str) -> str:
    """Return the first word of a text in lower case, or nothing where a digit comes first."""
    found = _FIRST.match(text)
    return found[1].lower() if found else ""


def split_lines(text: str) -> list[Line]:
    """Return the non-blank lines of a page in order."""
    lines: list[Line] = []
    blanks = 0
    for number, raw in enumerate(text.split("\n"), start=1):
        tidied = tidy(raw)
        if not tidied:
            blanks += 1
            continue
        lines.append(_measure(number, raw, tidied, blanks))
        blanks = 0
    return lines


def _measure(number: int, raw: str, text: str, blanks: int) -> Line:
    indent = 0
    if raw[0].isspace():
        expanded = raw.expandtabs(4) if "\t" in raw else raw
        indent = len(expanded) - len(expanded.lstrip())
    plain, mark, link_chars, n_links, n_images = text, "", 0, 0, 0
    if "](" in plain:
        plain, n_images = _IMAGE.subn(r"\1", plain)
        links = _LINK.findall(plain)
        n_links = len(links)
        link_chars = sum(map(len, links))
        plain = _LINK.sub(r"\1", plain)
    while plain[:1] in _MARKS and (found := _MARK.match(plain)):
        plain = plain[found.end() :]
        mark = mark or "#>*1|"[(found.lastindex or 1) - 1]
    if "*" in plain or "_" in plain or "`" in plain or "\\" in plain:
        plain = _EMPHASIS.sub("", plain)
    size = text.count(" ") + 1
    if plain is not text:
        plain = plain.strip()
        size = len(plain.split())
    return Line(number, text, plain, indent, blanks, size, mark, link_chars, n_links, n_images)
