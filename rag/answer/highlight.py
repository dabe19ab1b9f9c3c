"""Mark the part of a quote that is the answer itself: the minerals, the date, the name.

The reader's span is taken when it falls inside the quote, is not most of the quote, and holds an amount or a time where
one is asked for and the quote has one; otherwise a date, an amount, a
name or an enumeration of the sort asked for that the question does not say itself. Where none is found, nothing is
marked: a wrong mark is worse than none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.answer.question import Wanted, content_terms
from rag.answer.sorts import amount_spans, time_spans
from rag.text.names import find_names, name_key
from rag.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rag.answer.question import Asked

LONGEST_SHARE = 0.6
"""A span longer than this share of its sentence marks nothing for the eye."""

_LINK = r"(?:to|of|for|in|on|at|by|from|with|as|and|or|the|a|an|that|which|who|is|are|was|were|has|have|had|will|would)"
_ITEM = rf"(?!{_LINK}\b)[\w'’-]+(?: (?!{_LINK}\b)[\w'’-]+){{0,2}}"
_ENUMERATION = re.compile(rf"(?<![\w'’-]){_ITEM}(?:, {_ITEM})+,? (?:and|or) {_ITEM}")
_OPENING = re.compile(
    r"^(?:(?:all|exports?|imports?|of|the|its|their|some|on|such|as|including|like|both)\s+)+", re.IGNORECASE
)


def answer_span(asked: Asked, text: str, read: Span | None) -> Span | None:
    """Return the answer's offsets inside a sentence; `read` is the reader's span there, if it has one."""
    is_inside = read is not None and 0 <= read.start < read.end <= len(text)
    if read is not None and is_inside and _is_short(read, text) and _is_of_sort(asked, text, read):
        return read
    found = _of_sort(asked, text)
    return found if found is not None and _is_short(found, text) else None


def _is_short(span: Span, text: str) -> bool:
    return span.end - span.start <= max(40, LONGEST_SHARE * len(text))


def _is_of_sort(asked: Asked, text: str, span: Span) -> bool:
    """Say whether a span holds an amount or a time where one is asked for; other sorts have no sure sign."""
    if asked.wanted is Wanted.NUMBER:
        wanted = amount_spans(text)
    elif asked.wanted is Wanted.TIME:
        wanted = time_spans(text)
    else:
        return True
    return not wanted or any(one.start < span.end and span.start < one.end for one in wanted)


def _of_sort(asked: Asked, text: str) -> Span | None:
    """Return the first thing of the sort asked for that the question does not say itself."""
    if asked.wanted is Wanted.TIME:
        said = [asked.text[date.start : date.end].casefold() for date in asked.dates]
        return _first(span for span in time_spans(text) if text[span.start : span.end].casefold() not in said)
    if asked.wanted is Wanted.NUMBER:
        numbers = [asked.text[quantity.start : quantity.end].casefold() for quantity in asked.numbers]
        return _first(span for span in amount_spans(text) if text[span.start : span.end].casefold() not in numbers)
    if asked.wanted in {Wanted.PERSON, Wanted.PLACE}:
        keys = {name_key(name) for name in asked.names}
        return _first(span for span in find_names(text) if name_key(text[span.start : span.end]) not in keys)
    if asked.wanted is Wanted.THING and asked.head:
        match = _ENUMERATION.search(text)
        if match:
            opening = _OPENING.match(match.group())
            start = match.start() + (opening.end() if opening else 0)
            if set(content_terms(text[start : match.end()])).isdisjoint(asked.content):
                return Span(start, match.end())
    return None


def _first(spans: Iterable[Span]) -> Span | None:
    return next(iter(spans), None)
