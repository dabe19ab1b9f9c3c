"""Readers' comments below an article: under whose name each stands.

A comment section has a heading (`Comments (3)`, `2 thoughts on …`) below the article, and below it lines that somebody
signs: `Name: text`, `Name says:` or a name with a date above the text, a user's name alone above it. What nobody signs
there is the page's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.articles.dates import find_date
from rag.articles.patterns import opens_related, removal_reason
from rag.articles.voices import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rag.articles.lines import Line, PageLines

ABOVE = 0.85
"""Least share of the body's words above a heading of comments; a link to them stands above the article too."""

IDLE_LINES = 4
"""How many lines of buttons, rules and dates may stand between the heading and a comment, or between two."""

LONGEST_COMMENT = 8
"""Lines of a comment that is not closed by a button."""

_WORDS = r"comments?|replies|responses|kommentare?|commentaires?|coment[aá]rios|contributions|reacties|commenti"
_HEADING = re.compile(
    rf"^\W*(?:(?:view|see|show|read|recent|reader|leser|all|more|\d[\d.,]*)\W+){{0,3}}(?:{_WORDS})\b.{{0,70}}$"
    rf"|^\W*\d+\s+(?:thoughts?|responses?) (?:on|to)\b|.{{0,60}}\b\d+ (?:{_WORDS})\W*$"
    r"|^\W*(?:join|start) the (?:conversation|discussion|debate)\b|^\W*réagir\b",
    re.IGNORECASE,
)
_HEADING_WORDS = (
    "omment", "repl", "esponse", "ommentaire", "omentari", "omentári", "ontributions", "eacties", "thought", "oin the ",
    "tart the ", "éagir", "OMMENT",
)  # fmt: skip

_NAME = r"[^\W\d_][\w.'’-]*(?: [\w.'’-]+){0,3}?"
_SAYS = r"(?:says|said|wrote|schrieb|dit|dice|dijo|escribió)"
_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_STAMP = (
    rf"(?:(?:an?|\d+) \w+ ago|{_MONTHS}\.? \d{{1,2}}\b[^:]{{0,25}}"
    r"|\d{1,2}\.? (?:de )?[^\W\d]{3,10}\.?(?: de)? ?[^:]{0,25})"
)
"""When a comment was written: `2 years ago`, `March 3, 2024`, `7 de mayo de 2012`; the hour may follow."""
_SAID = re.compile(
    rf"^(?:({_NAME})(?: {_SAYS})?(?:,? +{_STAMP})? ?: (?=\S+ \S)|({_NAME}) — (?:{_STAMP}) — (?=\S))", re.IGNORECASE
)
_SAYS_BELOW = re.compile(rf"^({_NAME}) {_SAYS}\W*$")
_STAMPED = re.compile(rf"^({_NAME})[ •·|,—–-]+({_STAMP})(?::\d\d.{{0,6}})?$", re.IGNORECASE)
_BARE_STAMP = re.compile(rf"^{_STAMP}(?::\d\d.{{0,6}})?$", re.IGNORECASE)
_USER = re.compile(r"^@?(?=[\w.-]{3,25}$)(?:[a-z][\w.-]*|\w*[\d_]\w*|[A-Z]\w*[a-z]\w*[A-Z]\w*)$")
_BUTTON = re.compile(
    r"(?:^|[^\w ])\W*(?:reply|like|report|recommend|share|responder|antworten|répondre|flag|upvote)\b"
    r"\W*(?:\(?\d*\)?\W*)$",
    re.IGNORECASE,
)
_PAGES_OWN = """
newer older next previous tags tagged posted filed categories category source topics photo image video watch listen
opinion comment analysis review quiz podcast sponsored advertisement editor note correction show load view see sort
recommend recommended related you most trending subscribe follow get join read log sign about contact"""
_NO_NAMES = frozenset(_PAGES_OWN.split())
"""Words that open a line of the page's own where a name might stand."""
_LONGEST_NAME = 30
_ENDS = tuple('.?!…)"”’»')


def find_comments(lines: PageLines, body: Sequence[int]) -> list[Voice]:
    """Return the signed comments below the article, in order."""
    for start in _sections(lines, body):
        if comments := list(_signed(lines, start)):
            return comments
    return []


def _sections(lines: PageLines, body: Sequence[int]) -> Iterator[int]:
    """Yield the line below each heading of comments that has nearly all of the body above it."""
    whole = sum(lines[i].size for i in body)
    for i in lines.holding(*_HEADING_WORDS):
        text = lines[i].plain
        if len(text) > 90 or text[-1:] == "." or not _HEADING.match(text):
            continue
        if body and sum(lines[k].size for k in body if k < i) >= ABOVE * whole:
            yield i + 1


def _signed(lines: PageLines, start: int) -> Iterator[Voice]:
    """Yield the comments from a section's first line on, until too many lines in a row are nobody's."""
    i, idle = start, 0
    while i < len(lines) and idle <= IDLE_LINES:
        text = lines[i].plain
        if opens_related(text):
            return
        name = _speaker(text)
        if name:
            yield Voice(name, i, i)
            i, idle = i + 1, 0
            continue
        name = _name_above(lines, i)
        last = _last_of(lines, i + 1) if name else i
        if name and last > i:
            yield Voice(name, i, last)
            i, idle = last + 1, 0
            continue
        i, idle = i + 1, idle + 1


def _speaker(text: str) -> str | None:
    """Return whose comment a line is that names its speaker before a colon or a date."""
    found = _SAID.match(text)
    return _name(found[1] or found[2], text) if found else None


def _name(name: str, text: str) -> str | None:
    """Return a name if it may be one, and the line that holds it is not the page's own."""
    words = name.split()
    wrong = len(name) > _LONGEST_NAME or words[0].casefold() in _NO_NAMES or removal_reason(text)
    # A long one in small letters is a phrase.
    return None if wrong or (len(words) > 3 and not name.istitle()) else name


def _name_above(lines: Sequence[Line], i: int) -> str | None:
    """Return the name that a line above a comment signs it with: `Name says:`, a name and a date, a user's name."""
    text = lines[i].plain
    if len(text) > 60:
        return None
    if found := _SAYS_BELOW.match(text):
        return _name(found[1], text)
    found = _STAMPED.match(text)
    if found and ("ago" in found[2] or find_date(text)):
        return _name(found[1], text)
    dated = i + 1 < len(lines) and _BARE_STAMP.match(lines[i + 1].plain)
    named = _USER.match(text) or (dated and text.istitle() and lines[i].size <= 3 and text.replace(" ", "").isalpha())
    return _name(text, text) if named else None


def _last_of(lines: Sequence[Line], first: int) -> int:
    """Return the last line of a comment whose name stands above line `first`, or that name's line where there is none.

    A date may stand above the text. Of the lines below its first only sentences are the comment's.
    """
    last = first - 1
    for i in range(first, min(first + LONGEST_COMMENT, len(lines))):
        text = lines[i].plain
        if last < first and _BARE_STAMP.match(text):
            continue
        button = _BUTTON.search(text) or removal_reason(text) or opens_related(text)
        if button or (last >= first and (not text.endswith(_ENDS) or _speaker(text) or _name_above(lines, i))):
            break
        last = i
    return last
