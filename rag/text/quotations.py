"""Find what stands between quotation marks; whether it is somebody's speech is for `rag.text.speech`.

A quotation never crosses a line, unless it is left open: news leaves a quotation open at the end of a paragraph when
the same voice goes on in the next.

Not done: single quotation marks (they are apostrophes far more often), quotations inside quotations.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE = re.compile(r"[^\n]+")
_OPENING = "“«「『„"
_CLOSING = "”»」』"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Characters `start` to `end`, marks included; `closed` is False when the line ends before the marks do."""

    start: int
    end: int
    closed: bool


def find_quotations(text: str) -> list[Quotation]:
    """Return the quotations in order of place, none overlapping."""
    found: list[Quotation] = []
    for line in _LINE.finditer(text):
        opened: int | None = None
        for at in range(line.start(), line.end()):
            char = text[at]
            if opened is None and (char in _OPENING or (char == '"' and _may_open(text, at))):
                opened = at
            elif opened is not None and (char in _CLOSING or (char == '"' and _may_close(text, opened, at))):
                found.append(Quotation(start=opened, end=at + 1, closed=True))
                opened = None
            elif opened is not None and char in _OPENING and text[opened] == char:
                opened = at  # the earlier mark was never closed: what it opened is not known
        if opened is not None and text[opened] in _OPENING:
            found.append(Quotation(start=opened, end=line.end(), closed=False))
    return found


def _may_open(text: str, at: int) -> bool:
    """Say whether a straight mark here may open: inches and stray marks stand behind a letter or digit."""
    return at + 1 < len(text) and not text[at + 1].isspace() and not text[at - 1 : at].isdigit()


def _may_close(text: str, opened: int, at: int) -> bool:
    """Say whether a straight mark closes what is open; a curly opening may be closed by a straight mark too."""
    return at > opened + 1 and not text[at - 1].isspace()
