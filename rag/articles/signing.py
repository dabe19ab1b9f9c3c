"""Who signed an article where no byline says so: a name below 'By', a name above its trade, a note at the foot.

The head's bylines are read by `rag.articles.roles`; these are the other ways in which pages name their authors. A name
alone proves nothing: something next to it must say that it is the author's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rag.articles.bylines import is_worded, names_in_byline
from rag.articles.dates import find_date
from rag.articles.notes import is_note
from rag.text.lexicon import PLACE_PREFIXES
from rag.types import RemovalReason, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rag.articles.lines import Line, PageLines
    from rag.articles.marks import Labels

HEAD_REACH = 30
"""How many lines below the title an author may be introduced; menus and sharing buttons stand between."""

FOOT_REACH = 20
"""How many lines below the last paragraph an author's box may stand."""

_INTRODUCED = re.compile(
    r"^\W*(?:(?:article|text|story|post|guide)?\s*(?:written\s+)?by|authors?|about (?:the|our) authors?"
    r"|words(?: by)?|posted by|reported by)\W*$",
    re.IGNORECASE,
)
_TRADE = re.compile(
    r"^\W*(?:[\w&,/'’-]+ ){0,4}(?:writer|editor|reporter|correspondent|journalist|columnist|contributor|author|analyst"
    r"|strategist|specialist|blogger)\b(?:[\s,&]+[\w&'’-]+){0,4}\W*$",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"^\W*(?:this (?:post|article|story) was )?(?:written|posted|story|words|text|reporting) by:? (?=[A-Z])",
    re.IGNORECASE,
)
_NOTED = re.compile(r"^\W*(?:Editor'?s'? note:\s*)([A-Z][\w'’.-]+(?: [A-Z][\w'’.-]*){1,3}),? is an? ")
_GLUED = re.compile(r"^By(?=[A-Z][a-z]+ [A-Z])")
"""A byline whose 'By' and name were two elements of a page: `ByAnn Lee`."""

_BAR = re.compile(r"\s*[|·•∙—–]\s*")


class Signature(NamedTuple):
    """The people whom a line names as the authors, and its index."""

    names: tuple[str, ...]
    at: int


def find_signature(lines: PageLines, labels: Labels) -> Signature | None:
    """Return who signed the article outside its bylines, by the surest wording there is."""
    return _introduced(lines, labels) or _signed(lines, labels) or _noted(lines, labels)


def _introduced(lines: PageLines, labels: Labels) -> Signature | None:
    """Return the name below a line that only says 'By', above a line that only says a trade, or beside a date."""
    for i in _places(lines, labels):
        text = lines[i].plain
        if len(text) > 80 or labels.marks[i] is RemovalReason.RELATED:
            continue
        if _GLUED.match(text):
            names = names_in_byline(text)
        elif i and _INTRODUCED.match(lines[i - 1].plain):
            names = names_in_byline(f"By {text}")
        else:
            above_trade = i + 1 < len(lines) and len(lines[i + 1].plain) < 60 and _TRADE.match(lines[i + 1].plain)
            names = names_in_byline(text) if above_trade else _beside_date(text)
            names = [name for name in names if not is_worded(name, lines.whole)]
        if names:
            return Signature(tuple(names), i)
    return None


def _places(lines: Sequence[Line], labels: Labels) -> Iterator[int]:
    body = labels.body()
    top = labels.title if labels.title is not None else body[0] if body else 0
    head = range(max(top - 5, 0), min(top + HEAD_REACH, len(lines)))
    foot = range(body[-1] + 1, min(body[-1] + FOOT_REACH, len(lines))) if body else range(0)
    for places in (head, foot):
        yield from (i for i in places if labels.marks[i] not in (Role.BODY, Role.TITLE, Role.OTHER_VOICE))


def _beside_date(text: str) -> list[str]:
    """Return the name that a bar sets off from a date: `Dec. 19, 2025 · Ann Lee`."""
    parts = [part for part in _BAR.split(text) if part]
    if not 2 <= len(parts) <= 4 or sum(find_date(part) is not None for part in parts) != 1:
        return []
    dated = next(n for n, part in enumerate(parts) if find_date(part))
    beside = [parts[n] for n in (dated - 1, dated + 1) if 0 <= n < len(parts)]
    beside = [part for part in beside if part.split()[0].lower() not in PLACE_PREFIXES]
    found = [names_in_byline(part) for part in beside if 2 <= len(part.split()) <= 4]
    named = [names for names in found if names]
    return named[0] if len(named) == 1 else []


def _signed(lines: Sequence[Line], labels: Labels) -> Signature | None:
    """Return the authors that a line just below the article names: `Written by Ann Lee`."""
    body = labels.body()
    for i in range(body[-1] + 1, min(body[-1] + 13, len(lines))) if body else ():
        if len(lines[i].plain) < 200 and (found := _SIGNED.match(lines[i].plain)):
            names = names_in_byline("By " + lines[i].plain[found.end() :])
            return Signature(tuple(names), i) if names else None
    return None


def _noted(lines: Sequence[Line], labels: Labels) -> Signature | None:
    """Return the author whom an editor's note presents."""
    for i, (line, mark) in enumerate(zip(lines, labels.marks, strict=True)):
        if mark is Role.BIO and (found := _NOTED.match(line.plain)) and is_note(line.plain):
            return Signature((found[1],), i)
    return None
