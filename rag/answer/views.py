"""Put who says what side by side: one position a voice, near-duplicate articles counted once, conflicts told apart.

Two quotes conflict on a question when both give the amount or the date that it asks for and these cannot both be
true, or when one says of the same thing the opposite of the other (rose, fell; a negation). Everything here is rules
over the two quotes' words. Not done: opinions that differ without contradicting one another are positions, not
conflicts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.answer.directions import OPPOSED, directions
from rag.answer.question import Wanted, content_terms
from rag.answer.sorts import time_spans
from rag.text.dates import find_dates
from rag.text.numbers import find_quantities
from rag.types import Position, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rag.answer.question import Asked
    from rag.index.protocol import Snapshot
    from rag.text.dates import DateMention
    from rag.text.numbers import Quantity
    from rag.types import Article, Quote

UNKNOWN_YEAR = "2024"
"""Stands in for the year of an undated article: two such articles are then held to speak of one year."""

SAME_MATTER = 0.35
"""Least share of the question's topic words that both quotes must hold to be about one matter."""

AS_CLOSELY = 0.7
"""The lesser of the two must hold this share of what the other holds: "22 slots" and "nine of 88" are two matters."""

ROUNDED = 0.02
"""Amounts within two percent of each other are one amount rounded; approximate ones within ten."""
ROUNDED_APPROXIMATE = 0.10


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A quote with the article that holds it."""

    quote: Quote
    article: Article


def group_positions(held: Sequence[Held], *, snapshot: Snapshot) -> tuple[Position, ...]:
    """Return one position a voice, in the order given: a wire story's copies are one voice, its speakers several."""
    seen: set[tuple[str, str | None]] = set()
    positions = []
    for one in held:
        voice = (snapshot.cluster(one.article.article_id), one.quote.speaker)
        if voice not in seen:
            seen.add(voice)
            positions.append(Position(quote=one.quote, outlet=one.article.metadata.outlet, speaker=one.quote.speaker))
    return tuple(positions)


def conflicts(asked: Asked, one: Held, other: Held, idf: Mapping[str, float]) -> bool:
    """Say whether two quotes contradict each other on the fact that was asked."""
    held = sorted((_share_held(asked, one.quote, idf), _share_held(asked, other.quote, idf)))
    if held[0] < SAME_MATTER or held[0] < AS_CLOSELY * held[1]:
        return False
    if asked.wanted is Wanted.NUMBER:
        return _amounts_conflict(asked, one.quote, other.quote)
    if asked.wanted is Wanted.TIME:
        return _dates_conflict(asked, one, other)
    if asked.wanted in {Wanted.PERSON, Wanted.PLACE}:
        return False
    return points_apart(one.quote.text, other.quote.text)


def points_apart(one: str, other: str) -> bool:
    """Say whether two sentences point in opposite directions: rose against fell, or one of them negated."""
    mine, others = directions(one, OPPOSED), directions(other, OPPOSED)
    return any(a.is_against(b) for a in mine for b in others if not any(a.agrees_with(c) for c in others))


def _share_held(asked: Asked, quote: Quote, idf: Mapping[str, float]) -> float:
    """Return the share of the question's topic words, by weight, that a quote holds."""
    total = sum(idf.get(term, 1.0) for term in asked.content)
    held = set(content_terms(quote.text))
    return sum(idf.get(term, 1.0) for term in asked.content if term in held) / total if total else 0.0


def _answering(quote: Quote, spans: Sequence[Span]) -> list[Span]:
    """Keep the spans within the part of the quote that is marked as the answer; all of them when none lies there."""
    if quote.highlight is None:
        return list(spans)
    low, high = quote.highlight.start - quote.start, quote.highlight.end - quote.start
    return [span for span in spans if span.start < high and low < span.end] or list(spans)


def _amounts(asked: Asked, quote: Quote) -> list[Quantity]:
    known = {quantity.value for quantity in asked.numbers}
    said = [quantity for quantity in find_quantities(quote.text) if quantity.value not in known]
    kept = _answering(quote, [Span(quantity.start, quantity.end) for quantity in said])
    return [quantity for quantity in said if Span(quantity.start, quantity.end) in kept]


def _amounts_conflict(asked: Asked, one: Quote, other: Quote) -> bool:
    pairs = [(a, b) for a in _amounts(asked, one) for b in _amounts(asked, other) if a.unit == b.unit]
    for a, b in pairs:
        room = ROUNDED_APPROXIMATE if a.approximate or b.approximate else ROUNDED
        if abs(a.value - b.value) <= room * max(abs(a.value), abs(b.value)):
            return False
    return bool(pairs)


def _dates_conflict(asked: Asked, one: Held, other: Held) -> bool:
    mine, others = _days(asked, one), _days(asked, other)
    if not mine or not others:
        return False
    return not any(a.earliest <= b.latest and b.earliest <= a.latest for a in mine for b in others)


def _days(asked: Asked, held: Held) -> list[DateMention]:
    """Return the dates that a quote gives; one without a year is of the year in which its article appeared."""
    published = held.article.metadata.date
    year = published[:4] if published else UNKNOWN_YEAR
    said = {(date.earliest, date.latest) for date in asked.dates}
    text = held.quote.text
    found = []
    for span in _answering(held.quote, time_spans(text)):
        spelled = text[span.start : span.end]
        dated = find_dates(spelled) or find_dates(f"{spelled} {year}") or find_dates(f"{spelled}, {year}")
        found += [date for date in dated[:1] if (date.earliest, date.latest) not in said]
    return found
