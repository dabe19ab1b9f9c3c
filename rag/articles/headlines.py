"""The head and the foot of an article: title, deck, byline.

Decided from what the labeller thinks, from how such lines are worded, and from where the body stands; a line that only
looks like one of these far from the body is left where it was.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from rag.articles.bylines import names_in_byline
from rag.articles.captions import is_caption
from rag.articles.dates import find_date
from rag.articles.notes import is_note
from rag.articles.patterns import removal_reason

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from rag.articles.labeller import LineChances
    from rag.articles.lines import Line

_BYLINE = re.compile(
    r"^\W*(?:by|written by|reviewed by|propos recueillis par|(?:words|text|texte|texto|autor(?:in|a)?)(?=\s*:)"
    r"|words by|interview by|interviewed by|story by|text by|author|authors"
    r"|reporting by|par|por|von|di|door|af|av)(?:\s*:\s*|\s+)"
    r"(?=[A-ZÀ-Þ*\[])",
    re.IGNORECASE,
)
_DATED_BYLINE = re.compile(r"^.{0,50}\b(?:19|20)\d\d\b.{0,25}\b(?:[Bb]y|BY)\s+[A-ZÀ-Þ]")
_DATED = re.compile(
    r"^\W*(?:(?:first )?published|updated|last (?:updated|modified)|posted|date|publicado|atualizado"
    r"|actualizado|publié"
    r"|mis à jour|veröffentlicht|stand|source|pubdate|created|modified)\b",
    re.IGNORECASE,
)


TITLE_REACH = 80
"""How many lines above the first paragraph a title may stand, menus between them included."""

LEAST_TITLE = 0.3
"""Least score of a title; below it the title is unknown. Tuned on the dev sites of WCXB (see the labeller's card)."""

BEST_SETTING = 0.7
"""No less than the most that a line's surroundings can add to its score (`_setting`)."""

_MENU = re.compile(
    r"^\W*(?:filed under|tags?|topics?|categor(?:y|ies)|sections?)\b"
    r"|(?:^|[^|·•])(?:[|·•][^|·•]{2,40}){2,}$|\bnext >|\bpage \d+ of \d+",
    re.IGNORECASE,
)
"""Sections in a row between bars."""

_TRAIL = re.compile(r"^[\w &-]{2,20}(?: ?[/>»›] ?[\w &-]{2,30})+$")
"""A trail of sections: Home / Opinion / Global Views."""


@lru_cache(maxsize=4096)
def is_byline(text: str) -> bool:
    """Say whether a line names its author as bylines do: at its start, or after a date."""
    if len(text) >= 200 or text.rstrip().endswith((".", "?")):
        return False
    return _BYLINE.match(text) is not None or _DATED_BYLINE.match(text) is not None


@lru_cache(maxsize=4096)
def is_dated(text: str) -> bool:
    """Say whether a short line stands there to date the article."""
    if len(text) > 140 or (find_date(text) is None and not _DATED.match(text)):
        return False
    return _DATED.match(text) is not None or len(text) < 50


def with_known_title(lines: Sequence[Line], chances: LineChances, title: str | None) -> LineChances:
    """Return the chances with certainty where a line is the title that the article's container states."""
    key = _letters(title or "")
    if not key:
        return chances
    sure = np.array([_letters(line.plain) == key for line in lines], bool)
    return chances._replace(title=np.where(sure, np.float32(1.0), chances.title))


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def find_title(
    lines: Sequence[Line],
    chances: LineChances,
    body: Sequence[int],
    barred: Container[int],
    posters: Container[int],
) -> int | None:
    """Return the index of the title's line: the likeliest line at or above the start of the body.

    Args:
        lines: The page.
        chances: What the labeller thinks.
        body: Indices of the body's lines.
        barred: Indices of lines that cannot be the title: a ticker's, another voice's.
        posters: Indices of the lines that name a forum's posters: a thread's title stands above the first.
    """
    start = first_paragraph(lines, body) if body else -1
    first = max(start - TITLE_REACH, 0)
    scores = {
        i: chance + 0.5 * lines[i].text.startswith("# ")
        for i, chance in enumerate(chances.title[first : start + 1].tolist(), start=first)
        if 1 < lines[i].size < 40 and i not in barred and (chance >= 0.02 or lines[i].mark != "*")
    }
    best, best_score = None, LEAST_TITLE
    # The likeliest first: what cannot come up to it is spared a look around.
    for i in sorted(scores, key=scores.__getitem__, reverse=True):
        if scores[i] + BEST_SETTING < best_score:
            break
        score = scores[i] + _setting(lines, i, posters)
        # Of equal lines the last above the body is the headline; the first is the window's title or a menu's.
        if (score, i) >= (best_score, best or 0) and _may_be_title(lines[i].plain):
            best, best_score = i, score
    return _above_its_deck(lines, best) if best else best


def _may_be_title(text: str) -> bool:
    if not 1 < len(text.split()) < 40 or len(text) > 250 or sum(map(str.isdigit, text)) > 8 or _MENU.search(text):
        return False
    if any(map(str.isdigit, text)) and _DATED.match(text):
        return False
    return not (removal_reason(text) or is_byline(text) or is_caption(text) or _TRAIL.match(text) or is_note(text))


def _setting(lines: Sequence[Line], i: int, posters: Container[int]) -> float:
    """Return what a line's surroundings say for its being the title: a byline, a date or a poster's name below."""
    text = lines[i].plain
    score = 0.1 if lines[i].blanks_before or i == 0 else 0.0
    # A headline stands alone; a button or a section between blank lines has fewer words.
    score += 0.1 * (score > 0 and lines[i].size >= 6 and i + 1 < len(lines) and lines[i + 1].blanks_before > 0)
    if lines[i].size >= 3:
        below = range(i + 1, min(i + 5, len(lines)))
        score += 0.25 * (i + 1 in posters or i + 2 in posters)
        n_signs = sum(is_byline(lines[k].plain) or is_dated(lines[k].plain) for k in below)
        score += min(0.2 * n_signs, 0.3)
    ends = text[-1:] in ".,:;"
    return score - (0.6 if lines[i].mark == "*" else 0.3 if ends else 0.0)


def _above_its_deck(lines: Sequence[Line], i: int) -> int:
    """Return the line above where the likeliest title is a deck: one that stands alone below a trail of sections."""
    above = lines[i - 1].plain if i > 1 else ""
    alone = lines[i].blanks_before and lines[i - 1].blanks_before
    signed = i + 1 < len(lines) and is_byline(lines[i + 1].plain)
    headed = _TRAIL.match(lines[i - 2].plain) and _may_be_title(above) and len(above.split()) <= 7
    return i - 1 if alone and signed and headed and lines[i].size >= 10 else i


def first_paragraph(lines: Sequence[Line], body: Sequence[int]) -> int:
    """Return the index of the first body line that reads as a paragraph, or of the first body line."""
    return next((i for i in body if lines[i].size >= 20), body[0])


def names_author(lines: Sequence[Line], i: int, chances: LineChances) -> bool:
    """Say whether a short line holds a name and the labeller, or a date or source beside it, speaks for its author."""
    text = lines[i].plain
    if lines[i].size > 12:
        return False
    near = range(max(i - 2, 0), min(i + 3, len(lines)))
    sure = bool(chances.author[i] > 0.5)
    beside = not sure and any(is_dated(lines[k].plain) or is_source(lines[k].plain) for k in near if k != i)
    names = names_in_byline(text) if sure or beside else []
    # A name said twice is a portrait's text and a link's: nothing but an author is set so.
    doubled = len(names) == 1 and text.strip("•* ") not in names and "," not in text
    return bool(names) and (sure or doubled or bool(chances.author[i] > 0.05))


_SOURCE = re.compile(
    r"^\W*source\s*:\s*\S|^[A-Z][A-Za-z ]{1,24} ?\(?[A-Z]*\)?\s+[—–]$|^[A-Z]{2,9} ?[—–]$", re.IGNORECASE
)


def is_source(text: str) -> bool:
    """Say whether a short line names the article's source: a 'Source:' line, or a dateline that stands alone."""
    return len(text) < 80 and (":" in text or text[-1:] in "—–") and _SOURCE.match(text) is not None
