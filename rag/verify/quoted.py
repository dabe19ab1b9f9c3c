"""Check what stands in quotation marks: it must stand, word for word, in one of the quotes it rests on.

White space is made one kind, and so are the shapes of quotation marks; nothing else is forgiven. A quote may itself
hold quotation marks, so whole quotes are taken out first, and what is left is read mark by mark.

Not done: marks of titles and irony ("so-called 'experts'"): single quotes are apostrophes as often, and are not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.text.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

_BLANK = re.compile(r"\s+")
_SHAPES = {ord(mark): '"' for mark in "“”„‟«»＂"} | {ord(mark): "'" for mark in "‘’‚‛＇"}
_MARKED = re.compile(r'"([^"]*)"')
# "(...)" and "[...]" inside a quotation mark what was left out: each part between must be exact.
_ELLIPSIS = re.compile(r"\s*(?:\[\.\.\.\]|\[…\]|\(\.\.\.\)|…|\.\.\.)\s*")
# "Reuters (Jane Doe, 3 May 2025):" before a quotation is its frame, not a claim; names of authors do not count.
FRAME_WORDS = 12
_FRAME_END = re.compile(r"[:,]\s*$")
_BRACKETS = re.compile(r"\([^()]*\)")
# An article without an outlet is called by its title, in marks: “Title” (3 May 2025): "..."
_TITLED = re.compile(r'^(?P<who>[^":]{0,80}, in )?".*"(?P<about>(?: \([^()]*\))?\s*:)$')


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A sentence read for its quotations: those found in the quotes, those in none of them, and the words around."""

    exact: tuple[str, ...]
    altered: tuple[str, ...]
    around: str

    @property
    def only_framed(self) -> bool:
        """Say whether the sentence is a quotation and the words that say whose it is."""
        named = words(_BRACKETS.sub(" ", self.around))
        return bool(self.exact) and bool(_FRAME_END.search(self.around)) and len(named) <= FRAME_WORDS


def normal(text: str) -> str:
    """Return a text with white space and quotation marks made one kind."""
    return _BLANK.sub(" ", text.translate(_SHAPES)).strip()


def read_quoted(sentence: str, quotes: Sequence[str]) -> Quoted:
    """Return what the sentence quotes, checked against the quotes."""
    left = normal(sentence)
    sources = [normal(quote) for quote in quotes]
    exact: list[str] = []
    for source in sorted((source for source in sources if source), key=len, reverse=True):
        if f'"{source}"' in left:
            exact.append(source)
            left = left.replace(f'"{source}"', " ")
    if exact:
        left = _TITLED.sub(r"\g<who>an article\g<about>", left.strip())
    altered: list[str] = []
    for match in _MARKED.finditer(left):
        inside = match.group(1).strip()
        parts = [part.strip() for part in _ELLIPSIS.split(inside)]
        if words(inside):
            (exact if _stands(parts, sources) else altered).append(inside)
    return Quoted(exact=tuple(exact), altered=tuple(altered), around=normal(_MARKED.sub(" ", left)))


def _stands(parts: Sequence[str], sources: Sequence[str]) -> bool:
    """Say whether the parts stand in one source, in order; a stop or comma before the closing mark is forgiven."""
    return any(_in_order([part.rstrip(",.") for part in parts], source) for source in sources)


def _in_order(parts: Sequence[str], source: str) -> bool:
    at = 0
    for part in parts:
        found = source.find(part, at)
        if found < 0 or _cuts_word(source, found, found + len(part)):
            return False
        at = found + len(part)
    return True


def _cuts_word(source: str, start: int, end: int) -> bool:
    """Say whether a piece begins or ends inside a word or a number ("12" is no quotation of "120")."""
    before = start > 0 and start < end and source[start - 1].isalnum() and source[start].isalnum()
    after = end < len(source) and end > start and source[end].isalnum() and source[end - 1].isalnum()
    return before or after
