"""Every line of a page gets a role or a reason: what the labeller thinks, corrected by what the line says.

The order matters. First the labeller's word; then wordings that are never an article's; then lists of other articles
and tickers, which read like prose; then other voices; then the article's head, pictures, pull quotes and notes. Later
steps may take a line back, and none invents one.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from rag.articles import headlines
from rag.articles.bylines import names_in_byline
from rag.articles.captions import is_caption, may_be_caption, pictured
from rag.articles.comments import find_comments
from rag.articles.marks import Labels
from rag.articles.notes import label_notes
from rag.articles.outlets import find_mastheads, top_names
from rag.articles.patterns import removal_reasons
from rag.articles.removal import keep_prose, remove_lists, remove_trails, remove_worded
from rag.articles.runs import in_runs
from rag.articles.voices import find_voices, is_foot
from rag.types import RemovalReason, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rag.articles.labeller import LineChances
    from rag.articles.lines import Line, PageLines

LEAST_DATE = 0.05
"""Least P(dates the article) of a date among furniture; on dev, 98 pages in 100 give their own date more than .1."""

LEAST_LAST = 0.4
"""Least P(is the article's text) of a last paragraph; set for one of the five real scrapes, which has .49."""

_QUOTES = tuple('"“„«»‘')
_WORD = re.compile(r"[^\W\d_]{4,}")
_LETTERS = re.compile(r"[^\W\d_]+")


def label_lines(lines: PageLines, chances: LineChances) -> Labels:
    """Return a role or a reason for every line."""
    if not lines:
        return Labels([], [], [])
    marks: list[Role | RemovalReason] = [
        Role.BODY if kept else RemovalReason.FURNITURE for kept in in_runs(lines, chances.main)
    ]
    labels = Labels(marks, [None] * len(lines), removal_reasons(lines))
    if not labels.body():
        keep_prose(lines, labels)
    remove_worded(lines, labels)
    remove_trails(lines, labels)
    remove_lists(lines, labels, chances)
    _label_voices(lines, labels)
    _label_head(lines, labels, chances)
    _fill_gaps(lines, labels)
    _keep_last(lines, labels, chances)
    _label_captions(lines, labels)
    label_notes(lines, labels)
    _label_repeats(lines, labels)
    return labels


def _label_voices(lines: PageLines, labels: Labels) -> None:
    for voice in (*find_comments(lines, labels.body()), *find_voices(lines)):
        for i in range(voice.first, voice.last + 1):
            text = lines[i].plain
            wordless = not _LETTERS.search(text) or text.startswith("@") or is_foot(text)
            reason = labels.reasons[i] or (RemovalReason.FURNITURE if wordless else None)
            labels.marks[i] = reason or Role.OTHER_VOICE
            labels.speakers[i] = None if reason else voice.speaker


_NEVER_HEAD = (Role.OTHER_VOICE, RemovalReason.TICKER, RemovalReason.SPAM, RemovalReason.RELATED)


def _label_head(lines: PageLines, labels: Labels, chances: LineChances) -> None:
    """Label title, byline, dates and deck: what stands between the title and the first paragraph."""
    body = labels.body()
    if not body:
        return
    start = headlines.first_paragraph(lines, body)
    posters = {i for i, mark in enumerate(labels.marks) if mark is Role.OTHER_VOICE}
    barred = {i for i, mark in enumerate(labels.marks) if mark in _NEVER_HEAD}
    barred |= _mastheads(lines, labels, start)
    labels.title = headlines.find_title(lines, chances, body, barred, posters)
    if labels.title is not None:
        labels.marks[labels.title] = Role.TITLE
        labels.speakers[labels.title] = None
    first = start if labels.title is None else labels.title
    named = []
    for i in range(max(min(first, start) - 4, 0), min(start + 3, len(lines))):
        if i == labels.title or labels.marks[i] in _NEVER_HEAD or is_foot(lines[i].plain):
            continue
        text = lines[i].plain
        if headlines.is_byline(text) or headlines.names_author(lines, i, chances):
            named.append(i)
        elif not _dates(lines, labels, chances, i) and not headlines.is_source(text):
            continue
        if labels.reasons[i] is None and len(text) < 200:
            labels.marks[i] = Role.BYLINE
    for i in named:
        labels.authors += [name for name in names_in_byline(lines[i].plain) if name not in labels.authors]
    if labels.title is not None:
        _label_deck(lines, labels, labels.title, start)


def _dates(lines: Sequence[Line], labels: Labels, chances: LineChances, i: int) -> bool:
    """Say whether a line dates the article; one that the labeller keeps for nothing may date another's card."""
    return headlines.is_dated(lines[i].plain) and (labels.kept(i) or bool(chances.date[i] >= LEAST_DATE))


def _mastheads(lines: PageLines, labels: Labels, start: int) -> set[int]:
    """Return the lines that open with the outlet's name; such a short line above the first paragraph is furniture."""
    labels.names = top_names(lines)
    names = tuple(find_mastheads(labels.names))
    found = {i for i, text in enumerate(lines.plains) if text.startswith(names)} if names else set()
    for i in found:
        if i < start and labels.marks[i] is Role.BODY and lines[i].size < 8:
            labels.marks[i] = RemovalReason.FURNITURE
    return found


def _label_deck(lines: Sequence[Line], labels: Labels, title: int, start: int) -> None:
    """Label the sentence under the title as its deck if a byline or a date stands between it and the body."""
    # A long deck looks like the first paragraph: the byline below it says that it is none.
    signed = [i for i in range(start + 1, min(start + 4, len(lines))) if labels.marks[i] is Role.BYLINE]
    if signed and title < start:
        start = next((i for i in labels.body() if i > signed[-1]), signed[-1] + 1)
    for i in range(title + 1, start):
        n_words = lines[i].size
        free = labels.marks[i] in (Role.BODY, RemovalReason.FURNITURE) and labels.reasons[i] is None
        free = free and not is_foot(lines[i].plain) and not headlines.is_dated(lines[i].plain)
        between = any(not labels.kept(k) or labels.marks[k] is Role.BYLINE for k in range(i + 1, start))
        if free and between and 6 <= n_words <= 60 and not is_caption(lines[i].plain) and i - title <= 10:
            labels.marks[i] = Role.DECK
            return
    if _stands_before(lines, labels, start) and start - title <= 12:
        labels.marks[start] = Role.DECK


def _stands_before(lines: Sequence[Line], labels: Labels, i: int) -> bool:
    """Say whether a first paragraph is a deck: one sentence, apart from the body, that the body says again."""
    rest = [lines[k].plain for k in labels.body() if k != i]
    apart = i + 1 < len(lines) and not labels.kept(i + 1)
    if not apart or lines[i].size > 35 or len(rest) < 3:
        return False
    return _is_condensed(lines[i], _long_words(rest), least=0.9)


def _long_words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in _WORD.findall(text.lower())}


def _fill_gaps(lines: Sequence[Line], labels: Labels) -> None:
    """Keep a heading or a short sentence that was let go between paragraphs, or between byline and first one."""
    for i in range(1, len(lines) - 1):
        if labels.marks[i] is not RemovalReason.FURNITURE or labels.marks[i + 1] is not Role.BODY:
            continue
        above = labels.marks[i - 1]
        if above not in (Role.BODY, Role.BYLINE) or labels.reasons[i]:
            continue
        sentence = lines[i].plain[-1:] in ".?!" and lines[i].size >= 4
        if sentence or (lines[i].mark == "#" and above is Role.BODY):
            labels.marks[i] = Role.BODY


def _keep_last(lines: Sequence[Line], labels: Labels, chances: LineChances) -> None:
    """Keep a long last paragraph that the labeller half believes: what ends an article speaks more generally."""
    last = max(labels.body(), default=-2) + 1
    if 0 < last < len(lines) and labels.marks[last] is RemovalReason.FURNITURE and labels.reasons[last] is None:
        prose = lines[last].size >= 25 and lines[last].plain[-1:] in '.!?”"'
        if prose and chances.main[last] >= LEAST_LAST:
            labels.marks[last] = Role.BODY


def _label_captions(lines: PageLines, labels: Labels) -> None:
    body = labels.body()
    if not body:
        return
    low, high = body[0] - 6, body[-1] + 3
    for i in range(max(low, 0), min(high, len(lines))):
        free = labels.marks[i] in (Role.BODY, RemovalReason.FURNITURE) and labels.reasons[i] is None
        if (free and may_be_caption(lines, i) and is_caption(lines[i].plain)) or (
            labels.marks[i] is Role.BODY and pictured(lines, i)
        ):
            labels.marks[i] = Role.CAPTION


def _label_repeats(lines: PageLines, labels: Labels) -> None:
    """Remove lines that stand twice and tables of contents; label lines that the body says again as pull quotes."""
    keys = lines.keys
    for i in _contents({i: keys[i] for i in labels.body()}):
        labels.marks[i] = RemovalReason.REPEATED
    _label_composed(lines, labels)
    body = labels.body()
    joined = "\n".join(keys[i] for i in body)
    quoted = any(lines[i].mark == ">" for i in body)
    words = _long_words(lines[i].plain for i in body if lines[i].mark != ">") if quoted else set()
    seen: dict[str, int] = {}
    for i, key in enumerate(keys):
        line, mark = lines[i], labels.marks[i]
        if not _may_repeat(line, key) or not (isinstance(mark, Role) or mark is RemovalReason.FURNITURE):
            continue
        n_words = key.count(" ") + 1 if key else 0
        # A heading or a table's cell may stand twice; only a near or a long repeat goes.
        if key in seen and n_words >= (8 if i - seen[key] <= 3 else 14):
            labels.marks[i] = RemovalReason.REPEATED
        elif not lines.sole[i] and _may_be_pulled(line, n_words) and _is_said_again(key, joined, own=mark is Role.BODY):
            if mark in (Role.BODY, Role.CAPTION):
                labels.marks[i] = Role.PULL_QUOTE
            elif mark is RemovalReason.FURNITURE:
                labels.marks[i] = RemovalReason.REPEATED
        elif mark is Role.BODY and line.mark == ">" and n_words <= 60 and _is_condensed(line, words):
            labels.marks[i] = Role.PULL_QUOTE
        if labels.kept(i):
            seen.setdefault(key, i)


def _label_composed(lines: PageLines, labels: Labels) -> None:
    """Label as pull quotes the lines in quotation marks that several lines of the body say again in a row."""
    body, keys = labels.body(), lines.keys
    quotes = [i for i in body if lines[i].plain.startswith(_QUOTES) and 8 <= lines[i].size <= 70 and not lines.sole[i]]
    for i in quotes:
        parts = [" ".join(keys[k] for k in body if k < i), " ".join(keys[k] for k in body if k > i)]
        if any(keys[i] in part for part in parts) and not any(keys[i] in keys[k] for k in body if k != i):
            labels.marks[i] = Role.PULL_QUOTE


def _may_repeat(line: Line, key: str) -> bool:
    """Say whether a line has the words of a repeat or a pull quote: five, which have fifteen characters, or a mark."""
    return (len(key) >= 15 and key.count(" ") >= 4) or line.mark == ">"


def _may_be_pulled(line: Line, n_words: int) -> bool:
    """Say whether a line can be a pull quote: a sentence, or marked as a quotation; a heading is neither."""
    sentence = n_words >= 5 and line.plain[-1:] in '.!?…"”’»'
    return n_words <= 70 and (sentence or (line.mark == ">" and n_words >= 4))


def _is_said_again(key: str, joined: str, *, own: bool) -> bool:
    """Say whether a line's words stand within a longer line of the body, besides the line itself if it is one."""
    return joined.count(key) > own and _is_part(key, joined)


def _is_part(key: str, joined: str) -> bool:
    place = joined.find(key)
    while place >= 0:
        end = place + len(key)
        if (place and joined[place - 1] == " ") or (end < len(joined) and joined[end] == " "):
            return True
        place = joined.find(key, end)
    return False


def _contents(keys: Mapping[int, str]) -> list[int]:
    """Return the lines of a table of contents: three or more short lines in a row, each kept again further down."""
    last = {key: i for i, key in keys.items()}
    counted = Counter(keys.values())
    found: list[int] = []
    run: list[int] = []
    for i in [*list(keys)[: len(keys) // 2], -1]:
        key = keys.get(i)
        if key is not None and counted[key] == 2 and last[key] > i + 1 and len(key.split()) < 20:
            run.append(i)
            continue
        apart = len(run) >= 3 and any(last[keys[k]] + 1 < last[keys[n]] for k, n in pairwise(run))
        found += run if apart else []
        run = []
    return found


def _is_condensed(line: Line, words: set[str], *, least: float = 0.7) -> bool:
    """Say whether nearly all longer words of a line stand in the body too."""
    own = set(_WORD.findall(line.plain.lower()))
    return bool(own) and len(own & words) >= least * len(own)
