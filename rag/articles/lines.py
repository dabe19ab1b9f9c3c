r"""A page's text as lines: what each says once its markup is set aside, and how it stands on the page.

Lines are split on `\n` only and numbered from 1, as everything downstream counts them. White space is collapsed and
Unicode brought to NFC; nothing else of a line's text is changed, ever: what is measured on `plain` is not what is
kept.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from rag.articles.line_words import PageWords, beyond_ascii, lowered, lowered_page, page_words, sole_lines

_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]\[]*)\]\([^)]*\)")
_MARK = re.compile(r"^(?:(#{1,6})\s+|(>+)\s?|((?:[*+•·▪◦‣○●■–-]\s+)+)|(\d{1,3}[.)]\s+)|(\|))")
_MARKS = frozenset("#>*+•·▪◦‣○●■–-|0123456789")
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`|\\(?=[-_*.#\[\]()!+])")
_FIRST = re.compile(r"\W*([^\W\d_]*)")
_FIRSTS = re.compile(r"^[^\w\n]*([^\W\d_]*).*$", re.MULTILINE)


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


class PageLines(tuple[Line, ...]):  # noqa: SLOT001  # what is worked out is kept beside the lines
    """The lines of one page in order, and what many rules ask of them, worked out once for all when first asked."""

    @cached_property
    def plains(self) -> list[str]:
        """What every line says without its markup."""
        return [line.plain for line in self]

    @cached_property
    def whole(self) -> str:
        """All that the page says, a line a line."""
        return "\n".join(self.plains)

    @cached_property
    def words(self) -> PageWords:
        """The words of every line as arrays."""
        return page_words(self._lowered)

    @cached_property
    def told(self) -> list[int]:
        """What every line may be for the words that it holds (`telling`)."""
        told: list[int] = self.words.told.tolist()
        return told

    @cached_property
    def firsts(self) -> list[str]:
        """Every line's first word (`first_word`)."""
        return _FIRSTS.findall(self._lowered.decode("utf-8", "surrogatepass"))

    @cached_property
    def keys(self) -> list[str]:
        """Every line's words (`plain_words`) with a space between."""
        return _single_spaced(_bare(self._lowered)).decode("utf-8", "surrogatepass").split("\n")

    def holding(self, *texts: str) -> list[int]:
        """Return the indices of the lines that hold one of some texts: a search of the page costs less than of each."""
        found = set()
        for text in texts:
            place = self.whole.find(text)
            while place >= 0:
                i = bisect_right(self._starts, place) - 1
                found.add(i)
                place = self.whole.find(text, self._starts[i + 1])
        return sorted(found)

    @cached_property
    def folded(self) -> str:
        """All that the page says, without regard to case."""
        return self.whole.casefold()

    @cached_property
    def sole(self) -> list[bool]:
        """Say of every line whether it holds a word that the page says nowhere else."""
        sole: list[bool] = sole_lines(self.words).tolist()
        return sole

    @cached_property
    def _lowered(self) -> bytes:
        return lowered_page(self.whole)

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(text) + 1 for text in self.plains), initial=0))


def tidy(text: str) -> str:
    """Bring to NFC and collapse white space: the only changes that a kept line may show."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


_ASCII = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~0123456789"
_TO_SPACE = bytes.maketrans(_ASCII.encode(), b" " * len(_ASCII))
_ASCII_BLANKS = b"\t\v\f\r\x1c\x1d\x1e\x1f"
_TO_BLANK = bytes.maketrans(_ASCII_BLANKS, b" " * len(_ASCII_BLANKS))
_BREAK, _SPACE = np.frombuffer(b"\n ", np.uint8)


@lru_cache(maxsize=4096)
def plain_words(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case, without digits and punctuation: fast, for looking things up."""
    data = lowered(text).encode("utf-8", "surrogatepass")
    return tuple(_bare(data).decode("utf-8", "surrogatepass").split())


def _bare(data: bytes) -> bytes:
    """Return a lowered text with spaces for digits and ASCII's marks; bytes are translated three times as fast."""
    return data.translate(_TO_SPACE)


def _single_spaced(data: bytes) -> bytes:
    """Return text without spaces at either end of its lines, and with one where several stood."""
    chars = np.frombuffer(data + b"\n", np.uint8)
    space = chars == _SPACE
    spare = space[:-1] & (space[1:] | (chars[1:] == _BREAK))
    if spare.any():
        chars = np.append(chars[:-1][~spare], _BREAK)
        space = chars == _SPACE
    # No more than one space leads a line now.
    leads = space & np.concatenate([[True], chars[:-1] == _BREAK])
    if leads.any():
        chars = chars[~leads]
    return chars[:-1].tobytes()


@lru_cache(maxsize=4096)
def first_word(text: str) -> str:
    """Return the first word of a text in lower case, or nothing where a digit comes first."""
    found = _FIRST.match(text)
    return found[1].lower() if found else ""


def split_lines(text: str) -> PageLines:
    """Return the non-blank lines of a page in order."""
    lines: list[Line] = []
    blanks = 0
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    marked = _may_be_marked(text)
    make = tuple.__new__
    rows = text.split("\n")
    for number, (raw, tidied) in enumerate(zip(rows, _tidy_rows(text) or rows, strict=True), start=1):
        if not tidied:
            blanks += 1
            continue
        indent = _indent(raw) if raw[0] != tidied[0] else 0
        if tidied[0] in _MARKS or (marked and _may_be_marked(tidied)):
            lines.append(_unmarked(number, tidied, indent, blanks))
        else:
            # A named tuple's own way to be made takes three times as long.
            lines.append(make(Line, (number, tidied, tidied, indent, blanks, tidied.count(" ") + 1, "", 0, 0, 0)))
        blanks = 0
    return PageLines(lines)


def _tidy_rows(text: str) -> list[str] | None:
    """Return every row of a text with single spaces for its white space (`tidy`), or None where all rows are so."""
    data = text.encode("utf-8", "surrogatepass")
    spaced = data.translate(_TO_BLANK)
    for char in filter(str.isspace, beyond_ascii(data)):
        spaced = spaced.replace(char.encode(), b" ")
    spaced = _single_spaced(spaced)
    return spaced.decode("utf-8", "surrogatepass").split("\n") if spaced != data else None


def _may_be_marked(text: str) -> bool:
    return "*" in text or "_" in text or "](" in text or "`" in text or "\\" in text


def _indent(raw: str) -> int:
    expanded = raw.expandtabs(4) if "\t" in raw else raw
    return len(expanded) - len(expanded.lstrip())


def _unmarked(number: int, text: str, indent: int, blanks: int) -> Line:
    """Return a line that may hold Markdown, measured without it."""
    plain, mark, link_chars, n_links, n_images = text, "", 0, 0, 0
    if "](" in plain:
        if "![" in plain:
            parts = _IMAGE.split(plain)
            plain, n_images = "".join(parts), len(parts) // 2
        # What is split off alternates with the links' texts: one search where finding and replacing takes two.
        parts = _LINK.split(plain)
        plain, n_links = "".join(parts), len(parts) // 2
        link_chars = sum(map(len, parts[1::2]))
    while plain[:1] in _MARKS and (found := _MARK.match(plain)):
        plain = plain[found.end() :]
        mark = mark or "#>*1|"[(found.lastindex or 1) - 1]
    if "*" in plain or "_" in plain or "`" in plain or "\\" in plain:
        plain = _EMPHASIS.sub("", plain)
    plain = plain.strip()
    return Line(number, text, plain, indent, blanks, len(plain.split()), mark, link_chars, n_links, n_images)
