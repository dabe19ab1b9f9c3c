"""Find the times and amounts that a sentence of news gives, looser than `rag.text` compares them.

News leaves the year out ("on April 10", "in October") and counts chances ("one in twenty"): good enough to answer
when or how many, too loose to hold two texts against each other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.text.dates import date_spans
from rag.text.numbers import find_quantities
from rag.types import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.text.numbers import Quantity

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|Jan\\.|Feb\\.|Aug\\.|Sept\\.|"
    "Oct\\.|Nov\\.|Dec\\."
)
_LOOSE_TIME = re.compile(
    rf"\b(?:in|since|by|until|from|of|last|this past|this|next|during|late|early|mid-)\s?(?P<month>{_MONTHS})"
    r"|\b(?:on|last|next|this)\s(?P<day>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
    r"|\b(?P<ago>(?:\w+\s){1,2}(?:years|months|weeks|days)\s(?:ago|earlier|later))\b"
)
_CHANCE = re.compile(
    r"\b(?P<chance>(?:one|two|three|four|five|six|seven|eight|nine)\s(?:in|out of)\s(?:every\s)?"
    r"(?:two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|fifty|a hundred))\b",
    re.IGNORECASE,
)


def time_spans(text: str) -> list[Span]:
    """Return where a text says when: full dates, days without a year, months and weekdays alone, "two years ago"."""
    found = list(date_spans(text))
    for match in _LOOSE_TIME.finditer(text):
        group = next(name for name in ("month", "day", "ago") if match[name])
        found.append(Span(match.start(group), match.end(group)))
    return _apart(found)


def amount_spans(text: str, quantities: Sequence[Quantity] | None = None) -> list[Span]:
    """Return where a text says how many or how much, chances included; `quantities` are its own, where known."""
    chances = [Span(match.start("chance"), match.end("chance")) for match in _CHANCE.finditer(text)]
    known = find_quantities(text) if quantities is None else quantities
    return _apart([*chances, *(Span(quantity.start, quantity.end) for quantity in known)])


def _apart(spans: list[Span]) -> list[Span]:
    """Return the spans in order of place, of overlapping ones the first given."""
    kept: list[Span] = []
    for span in spans:
        if not any(span.start < other.end and other.start < span.end for other in kept):
            kept.append(span)
    return sorted(kept)
