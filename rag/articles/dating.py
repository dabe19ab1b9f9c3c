"""The days of an article that its lines state: when it was published, and when it was last changed.

Only lines of the head count, and lines that say what their date is: a caption, a comment, a list of other articles and
the page's foot are dated too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rag.articles.dates import find_date
from rag.articles.voices import is_foot
from rag.types import RemovalReason, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.articles.labeller import LineChances
    from rag.articles.lines import Line
    from rag.articles.marks import Labels

_UPDATED = re.compile(r"\b(?:updated|modified|edited)\b", re.IGNORECASE)
_PUBLISHED = re.compile(r"\b(?:published|posted|first)\b", re.IGNORECASE)
_UPDATED_AT = re.compile(
    r"(?:^|[\s|•·(,])(?:(?:last|page)? ?(?:updated|modified|revised|reviewed)(?: on| at)?|update)\b\s*:?\s*(?=[\w,(])"
    r"|\b(?:atualizado|actualizado|mis à jour|aktualisiert|aggiornato)\b",
    re.IGNORECASE,
)


_DATE_NEXT = re.compile(
    r"\W*(?:(?:on|at|the|by)\W+)*(?:\d\d?[:.]\d\d\W*(?:[ap]\.?m\.?\W*)?(?:[A-Z]{2,5}\W+)?(?:on\W+)?)?"
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\W+)?(?:\d|[^\W\d_]{3,9}\.?\s+\d)"
)
_DATELINE = re.compile(
    r"^\W*[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3}"
    r"(?:, (?!(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))[A-Z][\w.]{1,12})?[,\s(—–-]+"
)
_DATELINE_END = re.compile(r"\d{4}\)?\s*(?:\([\w ]+\)\s*)?[:—–-]")
_PUBLISHED_ON = re.compile(r"^\W*(?:(?:first|originally) )?(?:published|posted)(?: on)?\b", re.IGNORECASE)


class Day(NamedTuple):
    """A day as YYYY-MM-DD and the index of the line that states it."""

    date: str
    at: int


def published_day(lines: Sequence[Line], labels: Labels, chances: LineChances) -> Day | None:
    """Return the date of a byline or dateline, a 'published' one before an 'updated' one."""
    candidates: list[tuple[float, Day]] = []
    head = _head(labels)
    for i in _dating(labels, head):
        mark, text = labels.marks[i], lines[i].plain
        if not (mark is Role.BYLINE or (i in head and _may_date(text, mark, float(chances.date[i])))) or is_foot(text):
            continue
        if date := find_date(text):
            bonus = bool(_PUBLISHED.search(text)) - 0.5 * bool(_UPDATED.search(text))
            candidates.append((float(chances.date[i]) + bonus, Day(date, i)))
    best = max(candidates, key=lambda item: item[0])[1] if candidates else None
    return best or _in_dateline(lines, labels) or _signed_off(lines, labels)


def _may_date(text: str, mark: Role | RemovalReason, chance: float) -> bool:
    if mark is Role.DECK or mark is RemovalReason.RELATED:
        # A deck is prose and a list of other articles is dated too: the labeller must be sure of the line.
        return chance > (0.7 if len(text) < 120 else 1)
    return not isinstance(mark, Role) and chance > (BARE_CHANCE if len(text) < 22 else 0.4)


BARE_CHANCE = 0.3
"""Least P(date) of a line that is hardly more than a date."""


def _in_dateline(lines: Sequence[Line], labels: Labels) -> Day | None:
    """Return the day in the dateline with which the article begins: `BALTIMORE, Nov. 14, 2025 -`."""
    body = labels.body()
    for i in body[:2]:
        found = _DATELINE.match(lines[i].plain)
        rest = lines[i].plain[found.end() : found.end() + 45] if found else ""
        if _DATE_NEXT.match(rest) and _DATELINE_END.search(rest) and (date := find_date(rest)):
            return Day(date, i)
    return None


def _signed_off(lines: Sequence[Line], labels: Labels) -> Day | None:
    """Return the day that a line just below the article says it was published on."""
    body = labels.body()
    for i in range(body[-1] + 1, min(body[-1] + 12, len(lines))) if body else ():
        text = lines[i].plain
        if labels.marks[i] is not Role.OTHER_VOICE and len(text) < 80 and _PUBLISHED_ON.match(text):
            date = find_date(text)
            return Day(date, i) if date else None
    return None


def _head(labels: Labels) -> range:
    """Return the indices of the lines that may date the article: from a few above its title to some below."""
    body = labels.body()
    top = labels.title if labels.title is not None else body[0] if body else 0
    return range(max(top - 6, 0), min(top + 31, len(labels.marks)))


def _dating(labels: Labels, *places: range) -> list[int]:
    """Return the lines of some places, and the bylines wherever they stand."""
    byline = Role.BYLINE
    return sorted({i for i, mark in enumerate(labels.marks) if mark is byline}.union(*places))


def updated_day(lines: Sequence[Line], labels: Labels) -> Day | None:
    """Return the date that follows an 'Updated:' near the article's head, or in a line just below it."""
    body = labels.body()
    below = range(body[-1] + 1, min(body[-1] + 6, len(lines))) if body else range(0)
    head = _head(labels)
    for i in _dating(labels, head, below):
        mark = labels.marks[i]
        own = mark is Role.BYLINE or ((i in head or i in below) and mark is not Role.OTHER_VOICE)
        if not own or mark in (Role.BODY, RemovalReason.RELATED) or len(lines[i].plain) > 200:
            continue
        found = _UPDATED_AT.search(lines[i].plain)
        rest = lines[i].plain[found.end() : found.end() + 60] if found else ""
        # The date must follow at once: "Updated photographs, 3 May 2021" says nothing of the article.
        if _DATE_NEXT.match(rest) and (date := find_date(rest)):
            return Day(date, i)
    return None
