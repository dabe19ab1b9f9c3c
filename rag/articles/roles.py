"""Every line of a page gets a role or a reason: what the labeller thinks, corrected by what the line says.

The order matters. First the labeller's word; then wordings that are never an article's; then lists of other articles
and tickers, which read like prose; then other voices; then the article's head, pictures, pull quotes and notes. Later
steps may take a line back, and none invents one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rag.articles import headlines
from rag.articles.bylines import names_in_byline
from rag.articles.outlets import find_mastheads
from rag.articles.patterns import (
    bare_url,
    is_spam,
    is_ticker,
    opens_related,
    opens_ticker,
    removal_reason,
    share_of_other_script,
)
from rag.articles.voices import find_voices, is_foot
from rag.types import RemovalReason, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.articles.labeller import LineChances
    from rag.articles.lines import Line

KEEP = 0.5
"""Least P(article) of a kept line; swept .3 to .7 on the dev sites by `benchmarks/cleaning.py --sweep`: flat."""

NOTE_REACH = 12
"""How many lines past the body an author's note may stand."""

_WORD = re.compile(r"[^\W\d_]{4,}")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(slots=True)
class Labels:
    """What each line is, as it becomes known: a role, or the reason why it is not part of the article."""

    marks: list[Role | RemovalReason]
    speakers: list[str | None]
    title: int | None = None
    authors: list[str] = field(default_factory=list)

    def body(self) -> list[int]:
        """Return the indices of the lines that are the article's own text."""
        return [i for i, mark in enumerate(self.marks) if mark is Role.BODY]

    def kept(self, i: int) -> bool:
        """Say whether line i is kept under some role."""
        return isinstance(self.marks[i], Role)


def label_lines(lines: Sequence[Line], chances: LineChances) -> Labels:
    """Return a role or a reason for every line."""
    labels = Labels([RemovalReason.FURNITURE] * len(lines), [None] * len(lines))
    for i, chance in enumerate(chances.main):
        if chance >= KEEP:
            labels.marks[i] = Role.BODY
    if not labels.body():
        _keep_longest(lines, labels)
    _remove_worded(lines, labels)
    _remove_lists(lines, labels, chances)
    _label_voices(lines, labels)
    _label_head(lines, labels, chances)
    _fill_gaps(lines, labels)
    _label_captions(lines, labels)
    _label_notes(lines, labels)
    _label_repeats(lines, labels)
    return labels


def _keep_longest(lines: Sequence[Line], labels: Labels) -> None:
    """Keep every line of prose where the labeller saw no article at all: better searched than lost."""
    for i, line in enumerate(lines):
        if removal_reason(line.plain) is None and (len(line.plain.split()) >= 8 or len(lines) <= 3):
            labels.marks[i] = Role.BODY


def _remove_worded(lines: Sequence[Line], labels: Labels) -> None:
    """Take out what its wording gives away, and lines in another script than the article's."""
    body = " ".join(lines[i].plain for i in labels.body())
    foreign = share_of_other_script(body) < 0.1
    for i, line in enumerate(lines):
        reason = removal_reason(line.plain)
        if reason is None and foreign and share_of_other_script(line.plain) > 0.5 and len(line.plain) > 5:
            reason = RemovalReason.SPAM if line.plain.count("|") > 2 else RemovalReason.FURNITURE
        if reason is None or (labels.kept(i) and _is_prose(line) and not is_spam(line.plain) and _inside(labels, i)):
            continue
        labels.marks[i] = reason


def _is_prose(line: Line) -> bool:
    return len(line.plain.split()) >= 25 and line.plain.rstrip("\"'”’)")[-1:] in ".!?"


def _inside(labels: Labels, i: int) -> bool:
    """Say whether body lines stand close on both sides of line i."""
    near = labels.marks[max(i - 3, 0) : i], labels.marks[i + 1 : i + 4]
    return all(Role.BODY in side for side in near)


def _remove_lists(lines: Sequence[Line], labels: Labels, chances: LineChances) -> None:
    """Take out the headlines below a 'Related' or 'Breaking' heading, up to the next paragraph or gap."""
    body = labels.body()
    start = headlines.first_paragraph(lines, body) if body else 0
    i = 0
    while i < len(lines):
        if opens_ticker(lines[i].plain) and not _inside(labels, i):
            i = _close_ticker(lines, labels, chances, i)
        elif i < start and is_ticker(lines[i].plain):
            labels.marks[i] = RemovalReason.TICKER
        elif opens_related(lines[i].plain):
            i = _close_related(lines, labels, i)
        i += 1


def _close_ticker(lines: Sequence[Line], labels: Labels, chances: LineChances, start: int) -> int:
    """Label a ticker: the lines that follow its heading up to a gap, or to the title above a byline."""
    end = start
    for i in range(start + 1, min(start + 40, len(lines))):
        text = lines[i].plain
        if lines[i].blanks_before or len(text) >= 300 or opens_ticker(text):
            break
        if headlines.is_byline(text) or headlines.is_dated(text) or _names_author(lines, i, chances):
            end = _title_above(lines, chances, start, i) - 1
            break
        end = i
    # A menu may hold "Live" too; a ticker's lines are headlines.
    n_words = sum(len(lines[i].plain.split()) for i in range(start + 1, end + 1))
    if end > start and n_words >= 4 * (end - start):
        labels.marks[start : end + 1] = [RemovalReason.TICKER] * (end + 1 - start)
    return max(end, start)


def _title_above(lines: Sequence[Line], chances: LineChances, start: int, byline: int) -> int:
    """Return the line of the title that stands one to three lines above a byline, with no gap to the ticker."""
    above = range(max(start + 1, byline - 3), byline)
    likeliest = max(above, key=lambda i: float(chances.title[i]), default=byline)
    if likeliest == byline or chances.title[likeliest] > 0.15:
        return likeliest
    deck = len(lines[byline - 1].plain.split()) > 16 and byline - 2 > start
    return byline - 2 if deck else byline - 1


def _close_related(lines: Sequence[Line], labels: Labels, start: int) -> int:
    """Label the short lines below a related heading; a paragraph ends them, and so does the eighth kept line.

    Where little of what is kept stands below the heading, the article is over and all of it is taken.
    """
    sizes = [len(line.plain) * labels.kept(i) for i, line in enumerate(lines)]
    over = sum(sizes[start:]) < 0.25 * sum(sizes[:start])
    n_taken = 0
    for i in range(start + 1, len(lines)):
        words = len(lines[i].plain.split())
        if (
            not over
            and labels.kept(i)
            and (words >= 28 or (words >= 14 and lines[i].plain.endswith((".", ".”", '."'))))
        ):
            return i - 1
        if labels.kept(i):
            n_taken += 1
            if not over and (n_taken > 8 or (lines[i].mark == "#" and n_taken > 1)):
                return i - 1
        if labels.kept(i) or labels.marks[i] is RemovalReason.FURNITURE:
            labels.marks[i] = RemovalReason.RELATED
    return len(lines)


def _label_voices(lines: Sequence[Line], labels: Labels) -> None:
    for voice in find_voices(lines):
        for i in range(voice.first, voice.last + 1):
            text = lines[i].plain
            wordless = not _LETTERS.search(text) or text.startswith("@") or is_foot(text)
            reason = removal_reason(text) or (RemovalReason.FURNITURE if wordless else None)
            labels.marks[i] = reason or Role.OTHER_VOICE
            labels.speakers[i] = None if reason else voice.speaker


_NEVER_HEAD = (Role.OTHER_VOICE, RemovalReason.TICKER, RemovalReason.SPAM, RemovalReason.RELATED)


def _label_head(lines: Sequence[Line], labels: Labels, chances: LineChances) -> None:
    """Label title, byline, dates and deck: what stands between the title and the first paragraph."""
    body = labels.body()
    if not body:
        return
    start = headlines.first_paragraph(lines, body)
    posters = {i for i, mark in enumerate(labels.marks) if mark is Role.OTHER_VOICE}
    barred = {i for i, mark in enumerate(labels.marks) if mark in _NEVER_HEAD}
    mastheads = find_mastheads([line.plain for line in lines])
    barred |= {i for i, line in enumerate(lines) if any(line.plain.startswith(name) for name in mastheads)}
    labels.title = headlines.find_title(lines, chances, body, barred, posters)
    if labels.title is not None:
        labels.marks[labels.title] = Role.TITLE
        labels.speakers[labels.title] = None
    first = start if labels.title is None else labels.title
    named = []
    for i in range(max(min(first, start) - 4, 0), min(start + 3, len(lines))):
        if i == labels.title or labels.marks[i] in _NEVER_HEAD:
            continue
        text = lines[i].plain
        if headlines.is_byline(text) or _names_author(lines, i, chances):
            named.append(i)
        elif not headlines.is_dated(text) and not _is_source(text):
            continue
        if removal_reason(text) is None and len(text) < 200:
            labels.marks[i] = Role.BYLINE
    for i in named:
        labels.authors += [name for name in names_in_byline(lines[i].plain) if name not in labels.authors]
    if labels.title is not None:
        _label_deck(lines, labels, labels.title, start)


def _names_author(lines: Sequence[Line], i: int, chances: LineChances) -> bool:
    """Say whether a short line holds a name and the labeller, or a date or source beside it, speaks for its author."""
    text = lines[i].plain
    if len(text.split()) > 12 or not names_in_byline(text):
        return False
    near = range(max(i - 2, 0), min(i + 3, len(lines)))
    beside = any(headlines.is_dated(lines[k].plain) or _is_source(lines[k].plain) for k in near if k != i)
    # A name said twice is a portrait's text and a link's: nothing but an author is set so.
    doubled = text.strip("•* ") not in names_in_byline(text) and len(names_in_byline(text)) == 1 and "," not in text
    return bool(chances.author[i] > 0.5) or (beside and (doubled or bool(chances.author[i] > 0.1)))


_SOURCE = re.compile(
    r"^\W*source\s*:\s*\S|^[A-Z][A-Za-z ]{1,24} ?\(?[A-Z]*\)?\s+[—–]$|^[A-Z]{2,9} ?[—–]$", re.IGNORECASE
)


def _is_source(text: str) -> bool:
    return len(text) < 80 and _SOURCE.match(text) is not None


def _label_deck(lines: Sequence[Line], labels: Labels, title: int, start: int) -> None:
    """Label the sentence under the title as its deck if a byline or a date stands between it and the body."""
    for i in range(title + 1, start):
        n_words = len(lines[i].plain.split())
        free = labels.marks[i] in (Role.BODY, RemovalReason.FURNITURE) and removal_reason(lines[i].plain) is None
        between = any(not labels.kept(k) or labels.marks[k] is Role.BYLINE for k in range(i + 1, start))
        if free and between and 6 <= n_words <= 60 and not headlines.is_caption(lines[i].plain) and i - title <= 10:
            labels.marks[i] = Role.DECK
            return


def _fill_gaps(lines: Sequence[Line], labels: Labels) -> None:
    """Keep a heading or a short sentence that was let go between two paragraphs, or between the byline and the first."""
    for i in range(1, len(lines) - 1):
        around = labels.marks[i - 1], labels.marks[i + 1]
        if labels.marks[i] is not RemovalReason.FURNITURE or around[1] is not Role.BODY:
            continue
        if around[0] not in (Role.BODY, Role.BYLINE) or removal_reason(lines[i].plain):
            continue
        sentence = lines[i].plain[-1:] in ".?!" and len(lines[i].plain.split()) >= 4
        if sentence or (lines[i].mark == "#" and around[0] is Role.BODY):
            labels.marks[i] = Role.BODY


def _label_captions(lines: Sequence[Line], labels: Labels) -> None:
    body = labels.body()
    if not body:
        return
    low, high = body[0] - 6, body[-1] + 3
    for i in range(max(low, 0), min(high, len(lines))):
        free = labels.marks[i] in (Role.BODY, RemovalReason.FURNITURE)
        if free and headlines.is_caption(lines[i].plain) and removal_reason(lines[i].plain) is None:
            labels.marks[i] = Role.CAPTION


def _label_notes(lines: Sequence[Line], labels: Labels) -> None:
    """Label notes on the author and the article, at its head and for a few lines past its end."""
    body = labels.body()
    if not body:
        return
    for i in range(max(body[0] - 4, 0), min(body[-1] + NOTE_REACH, len(lines))):
        text = lines[i].plain
        if labels.marks[i] not in (Role.BODY, RemovalReason.FURNITURE) or removal_reason(text):
            continue
        edge = i <= body[0] + 1 or i >= body[-1] - 1
        if (headlines.is_note(text) and edge) or (i >= body[-1] and headlines.is_bio(text, labels.authors)):
            labels.marks[i] = Role.BIO
        elif i > body[-1] and labels.marks[i - 1] is not Role.BIO and _bare_name(text, labels):
            _label_named_bio(lines, labels, i)


def _bare_name(text: str, labels: Labels) -> bool:
    return text.casefold() in {author.casefold() for author in labels.authors}


def _label_named_bio(lines: Sequence[Line], labels: Labels, i: int) -> None:
    """Label an author's name that stands alone below the article, and the line that says who that is."""
    labels.marks[i] = Role.BIO
    for k in range(i + 1, min(i + 3, len(lines))):
        if headlines.is_bio(lines[k].plain, ()) or re.search(
            r"\b(?:writer|author|journalist|editor|analyst|columnist|professor|researcher|reporter"
            r"|correspondent)\b",
            lines[k].plain[:80],
            re.IGNORECASE,
        ):
            labels.marks[k] = Role.BIO
            return


def _label_repeats(lines: Sequence[Line], labels: Labels) -> None:
    """Remove lines that stand twice, and label short lines that the body says again as pull quotes."""
    seen: dict[str, int] = {}
    body = [(i, _key(lines[i].plain)) for i in labels.body()]
    words = {word for i in labels.body() if lines[i].mark != ">" for word in _WORD.findall(lines[i].plain.lower())}
    for i, line in enumerate(lines):
        key = _key(line.plain)
        if not labels.kept(i) and labels.marks[i] is not RemovalReason.FURNITURE:
            continue
        n_words = len(key.split())
        inside = 5 <= n_words <= 70 and any(k != i and len(text) > len(key) and key in text for k, text in body)
        # A heading stands in the table of contents and again above its section: only a near or a long repeat goes.
        if n_words > 2 and key in seen and (i - seen[key] <= 3 or n_words >= 14):
            labels.marks[i] = RemovalReason.REPEATED
        elif (inside and labels.marks[i] in (Role.BODY, Role.CAPTION, RemovalReason.FURNITURE)) or (
            labels.marks[i] is Role.BODY and line.mark == ">" and n_words <= 60 and _is_condensed(line, words)
        ):
            labels.marks[i] = Role.PULL_QUOTE
        if labels.kept(i):
            seen.setdefault(key, i)


def _key(text: str) -> str:
    return " ".join(_LETTERS.findall(text.lower()))


def _is_condensed(line: Line, words: set[str]) -> bool:
    """Say whether nearly all longer words of a quotation mark stand in the body too."""
    own = set(_WORD.findall(line.plain.lower()))
    return bool(own) and len(own & words) >= 0.7 * len(own)


def article_address(lines: Sequence[Line]) -> str | None:
    """Return the address that a page gives for its article, on a line of its own."""
    return next((url for line in lines if (url := bare_url(line.plain))), None)
