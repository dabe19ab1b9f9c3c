"""Split text into sentence spans that can be quoted as they stand.

A line end always ends a sentence, so headings and list items need no stop. Within a line a run of stops ends a
sentence unless something speaks against it: an abbreviation, an initial, a decimal, a lower-case continuation, a
question whose asker follows. Quotation marks and brackets that close after the stop belong to the sentence before.
Sentences glued by a scraper ("reality.That") are parted. Sentences inside a quotation are split like any others:
each is quoted alone, and `rag.text.speech` knows whose words they are.

Not done: no model, no language other than English in the abbreviations (Chinese, Japanese, Arabic and Hindi stops are
known), and no mending of lines that were wrapped for a page's layout: that is cleaning.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.text.lexicon import EITHER_ABBREVIATIONS, LEADING_ABBREVIATIONS, SENTENCE_STARTERS
from rag.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLOSERS = "\"'”’»)]}*_」』）】"
_OPENERS = "\"'“‘«([{*_„「『（【¿¡"
_WIDE_STOPS = "。！？｡؟।"
_STOP = re.compile(rf"[.!?…{_WIDE_STOPS}]+")
_TAIL = re.compile(rf"(?:\[\d{{1,3}}\]|[{re.escape(_CLOSERS)}])*")
_LOOK_BACK = 80  # characters: longer than any word or abbreviation, so that a page in one line is read in one go
_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")
_RUN_BEFORE = re.compile(r"\S+$")
_TOKEN_BEFORE = re.compile(r"[^\s(\[“\"‘—–/]+$")
_NEXT_WORD = re.compile(r"[^\W\d_][\w'’-]*")

_SPEECH_FOLLOWS = re.compile(
    r"(?:(?:[A-Z][\w.'’-]*|the|a|an)\s+){1,4}"
    r"(?:said|says|asked|asks|replied|added|wrote|told|tweeted|shouted|cried|wondered|demanded|exclaimed)\b"
)


def sentence_spans(text: str) -> list[Span]:
    """Return the sentences in order: no span begins or ends with white space, none overlap, no other text is left."""
    return [
        trimmed
        for line in _LINE.finditer(text)
        for span in _line_spans(text, line.start(), line.end())
        if (trimmed := _trim(text, span)) is not None
    ]


def _line_spans(text: str, start: int, end: int) -> Iterator[Span]:
    """Cut one line at its sentence ends."""
    begin = start
    for stop in _STOP.finditer(text, start, end):
        if stop.start() < begin:
            continue
        after = _after_closers(text, start, stop.end(), end)
        if after < end and _ends_sentence(text, Span(begin, end), Span(stop.start(), stop.end()), after):
            yield Span(begin, after)
            begin = after
    yield Span(begin, end)


def _after_closers(text: str, line_start: int, stop_end: int, end: int) -> int:
    """Return where the sentence ends once closing marks are taken in; an opening straight quote is not one."""
    tail = _TAIL.match(text, stop_end, end)
    after = tail.end() if tail else stop_end
    for at in range(stop_end, after):
        # A straight quote after an even number of them opens: 'He left."We stay," she said' glued by a scraper.
        glued = at + 1 < end and not text[at + 1].isspace()
        if text[at] == '"' and glued and text.count('"', line_start, at) % 2 == 0:
            return at
    return after


def _ends_sentence(text: str, line: Span, stop: Span, after: int) -> bool:
    """Say whether the stops at `stop`, whose sentence would end at `after`, end a sentence."""
    marks = text[stop.start : stop.end]
    if any(mark in _WIDE_STOPS for mark in marks):
        return True
    if not text[after].isspace():
        return _is_glued(text, line, stop, after)
    at = _skip(text, after, line.end)
    follower = text[at : at + 1]
    if follower.islower() or follower in {".", "…"}:  # a clause, or a spaced ellipsis, goes on
        return text.startswith("http", at)
    if any(mark in "!?" for mark in marks):
        return not (after > stop.end and _SPEECH_FOLLOWS.match(text, at, line.end))
    return marks != "." or _full_stop_ends(text, line, stop.start, at)


def _full_stop_ends(text: str, line: Span, stop: int, at: int) -> bool:
    """Judge a single full stop followed by space; `at` is the next character after space and opening marks."""
    before = _TOKEN_BEFORE.search(text, max(line.start, stop - _LOOK_BACK), stop)
    token = before.group().casefold().strip("*_'’") if before else ""
    if token.isdigit() and (before is not None and not text[line.start : before.start()].strip(" \t\xa0-•*")):
        return False  # "1. First item" at the head of a line
    if token in LEADING_ABBREVIATIONS:
        return False
    is_initial = len(token) == 1 and token.isalpha() and text[stop - 1].isupper()
    is_dotted = "." in token and all(len(part) <= 2 for part in token.split("."))
    if is_initial or is_dotted or token in EITHER_ABBREVIATIONS:
        word = _NEXT_WORD.match(text, at, line.end)
        return word is not None and word.group().casefold().split("'")[0].split("’")[0] in SENTENCE_STARTERS
    return True


def _skip(text: str, at: int, end: int) -> int:
    """Return the first place from `at` on that is neither white space nor an opening mark."""
    while at < end and (text[at] in _OPENERS or text[at].isspace()):
        at += 1
    return at


def _is_glued(text: str, line: Span, stop: Span, after: int) -> bool:
    """Say whether two sentences meet here without the space between them."""
    follower = _NEXT_WORD.match(text, after + (text[after] in _OPENERS), line.end)
    if follower is None or not follower.group()[0].isupper():
        return False
    before = _RUN_BEFORE.search(text, max(line.start, stop.start - _LOOK_BACK), stop.start)
    run = before.group() if before else ""
    if "://" in run or run == "www" or "@" in run or "." in run:
        return False
    is_word = follower.group()[1:2].islower() or follower.group() in {"A", "I"} or "'" in follower.group()
    tail = run.rstrip(_CLOSERS)
    # Two lower-case letters, or a closing mark: "reality.That", '"threat".Citing', never "U.S" or "Node.JS".
    return is_word and (tail[-2:].islower() or tail[-1:].isdigit() or tail != run) and bool(tail)


def _trim(text: str, span: Span) -> Span | None:
    """Shrink a span to its visible characters; None when it has none."""
    piece = text[span.start : span.end]
    lead = len(piece) - len(piece.lstrip())
    visible = piece.strip()
    return Span(span.start + lead, span.start + lead + len(visible)) if visible else None
