r"""A page's text as lines: what each says once its markup is set aside, and how it stands on the page.

Lines are split on `\n` only and numbered from 1, as everything downstream counts them. White space is collapsed and
Unicode brought to NFC; nothing else of a line's text is changed, ever: what is measured on `plain` is not what is
kept.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]\[]*)\]\([^)]*\)")
_MARK = re.compile(r"^(?:(#{1,6})\s+|(>+)\s?|((?:[*+•·▪◦‣○●■–-]\s+)+)|(\d{1,3}[.)]\s+)|(\|))")
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`|\\(?=[-_*.#\[\]()!+])")


@dataclass(frozen=True, slots=True)
class Line:
    """One non-blank line: `text` is what may be kept, `plain` the same without Markdown, for measuring only.

    `mark` is the line's leading mark: "#" a heading, ">" a quotation, "*" a bullet, "1" a number, "|" a table row,
    "" none. `link_chars` counts characters of `plain` that are the text of a link.
    """

    number: int
    text: str
    plain: str
    indent: int
    blanks_before: int
    mark: str = ""
    link_chars: int = 0
    n_links: int = 0
    n_images: int = 0


def tidy(text: str) -> str:
    """Bring to NFC and collapse white space: the only changes that a kept line may show."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~0123456789“”‘’«»‹›„–—…·•©®™→|¿¡"
_TO_SPACE = str.maketrans(dict.fromkeys(_PUNCTUATION, " "))


def plain_words(text: str) -> list[str]:
    """Return the words of a text in lower case, without digits and punctuation: fast, for looking things up."""
    return text.lower().translate(_TO_SPACE).split()


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
    expanded = raw.expandtabs(4) if "\t" in raw else raw
    indent = len(expanded) - len(expanded.lstrip())
    plain, mark, link_chars, n_links, n_images = text, "", 0, 0, 0
    if "](" in plain:
        plain, n_images = _IMAGE.subn(r"\1", plain)
        links = _LINK.findall(plain)
        n_links = len(links)
        link_chars = sum(map(len, links))
        plain = _LINK.sub(r"\1", plain)
    while found := _MARK.match(plain):
        plain = plain[found.end() :]
        mark = mark or "#>*1|"[(found.lastindex or 1) - 1]
    if "*" in plain or "_" in plain or "`" in plain or "\\" in plain:
        plain = _EMPHASIS.sub("", plain)
    return Line(number, text, plain.strip(), indent, blanks, mark, link_chars, n_links, n_images)
