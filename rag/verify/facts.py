"""Compare the hard facts of a claim with those of its evidence: amounts, dates, names, negation, direction, roles.

A fact that the evidence does not hold is *missing*; where the closest sentence has another fact of the same kind in
its place, the two are in *conflict*. Each finding says itself in plain words.

Not done: arithmetic ("doubled" for 5 to 10), relative dates, who "he" is, and amounts in different units.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rag.text.dates import find_dates
from rag.text.names import find_names, name_key, same_name
from rag.text.numbers import find_quantities
from rag.text.words import STOPWORDS, stem, words
from rag.verify.opposites import are_opposites
from rag.verify.polarity import negated_stems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag.text.dates import DateMention
    from rag.text.numbers import Quantity

# "Nearly 15 billion" for 14.8: amounts said to be about something agree within this share.
ROUGHLY = 0.05
EXACTLY = 1e-9


class FactKind(StrEnum):
    """What a finding is about."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"
    DIRECTION = "direction"
    ROLES = "roles"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One disagreement: what the claim says, and what the closest sentence says in its place (None: nothing)."""

    kind: FactKind
    claimed: str
    found: str | None

    @property
    def conflict(self) -> bool:
        """Say whether the evidence has something else in its place, rather than nothing."""
        return self.found is not None

    def __str__(self) -> str:
        """Return the finding in plain words."""
        if self.kind is FactKind.NEGATION:
            return f"{self.claimed!r} is negated in {self.found}"
        if self.kind is FactKind.ROLES:
            return f"the evidence has {self.claimed} the other way round: {self.found}"
        if self.found is not None:
            return f"the evidence says {self.found}, the claim says {self.claimed}"
        return f"no sentence names {self.claimed}" if self.kind is FactKind.NAME else f"no sentence says {self.claimed}"


def compare(claim: str, closest: str, gathered: str) -> list[Finding]:
    """Return what of the claim's facts the evidence does not bear out.

    `closest` is the sentence nearest to the claim: only it can be in conflict; `gathered` is all the evidence that a
    fact may be found in, `closest` included.
    """
    return [
        *_amounts(claim, closest, gathered),
        *_dates(claim, closest, gathered),
        *_names(claim, closest, gathered),
        *_negation(claim, closest),
        *_direction(claim, closest, gathered),
        *_roles(claim, closest),
    ]


def _amounts(claim: str, closest: str, gathered: str) -> Iterator[Finding]:
    known = find_quantities(gathered)
    claimed = find_quantities(claim)
    free = [there for there in find_quantities(closest) if not any(_agree(own, there) for own in claimed)]
    bare = set(words(gathered))
    for own in claimed:
        text = claim[own.start : own.end]
        if any(_agree(own, there) for there in known) or set(words(text)) <= bare:
            continue
        rival = next((there for there in free if there.unit == own.unit), None)
        found = closest[rival.start : rival.end] if rival else None
        yield Finding(kind=FactKind.NUMBER, claimed=text, found=found)


def _agree(one: Quantity, two: Quantity) -> bool:
    if one.unit != two.unit and one.unit is not None and two.unit is not None:
        return False
    room = ROUGHLY if one.approximate or two.approximate else EXACTLY
    return abs(one.value - two.value) <= room * max(abs(one.value), abs(two.value))


def _dates(claim: str, closest: str, gathered: str) -> Iterator[Finding]:
    known = find_dates(gathered)
    claimed = find_dates(claim)
    free = [there for there in find_dates(closest) if not any(_overlap(own, there) for own in claimed)]
    for own in claimed:
        if any(_overlap(own, there) for there in known):
            continue
        rival = free[0] if free else None
        found = closest[rival.start : rival.end] if rival else None
        yield Finding(kind=FactKind.DATE, claimed=claim[own.start : own.end], found=found)


def _overlap(one: DateMention, two: DateMention) -> bool:
    return one.earliest <= two.latest and two.earliest <= one.latest


def _names(claim: str, closest: str, gathered: str) -> Iterator[Finding]:
    known = [gathered[start:end] for start, end in find_names(gathered)]
    said = set(words(gathered))
    claimed = [claim[start:end] for start, end in find_names(claim)]
    free = [
        name
        for name in (closest[start:end] for start, end in find_names(closest))
        if not any(same_name(own, name) for own in claimed) and not set(words(name)) <= set(words(claim))
    ]
    for own in claimed:
        held = set(name_key(own).split()) <= said or set(words(own)) <= said
        if held or any(same_name(own, name) for name in known):
            continue
        yield Finding(kind=FactKind.NAME, claimed=own, found=free[0] if free else None)


def _negation(claim: str, closest: str) -> Iterator[Finding]:
    ours, theirs = negated_stems(claim), negated_stems(closest)
    shared = {stem(word) for word in words(claim)} & {stem(word) for word in words(closest)}
    for word in words(claim):
        stemmed = stem(word)
        if word in STOPWORDS or stemmed not in shared or (stemmed in ours) == (stemmed in theirs):
            continue
        yield Finding(kind=FactKind.NEGATION, claimed=word, found="the claim" if stemmed in ours else "the evidence")
        return


def _direction(claim: str, closest: str, gathered: str) -> Iterator[Finding]:
    """Find a word of the claim whose opposite stands in the closest sentence in its stead."""
    held = {stem(word) for word in words(gathered)}
    own = {stem(word) for word in words(claim)}
    rivals = [word for word in words(closest) if stem(word) not in own]
    for word in words(claim):
        if stem(word) in held:
            continue
        rival = next((other for other in rivals if are_opposites(stem(word), stem(other))), None)
        if rival is not None:
            yield Finding(kind=FactKind.DIRECTION, claimed=repr(word), found=repr(rival))


def _roles(claim: str, closest: str) -> Iterator[Finding]:
    """Find two names that stand in the other order around a verb that both texts share, neither of them passive."""
    spans = find_names(claim)
    for one, two in zip(spans, spans[1:], strict=False):
        between = claim[one.end : two.start]
        first, second = claim[one.start : one.end], claim[two.start : two.end]
        there = _apart(closest, second, first)
        if there is None or _apart(closest, first, second) is not None:
            continue
        verbs = {stem(word) for word in words(between) if word not in STOPWORDS}
        shared = verbs & {stem(word) for word in words(there)}
        is_passive = [re.search(r"\bby\b", text) is not None for text in (between, there)]
        if shared and is_passive[0] == is_passive[1]:
            yield Finding(kind=FactKind.ROLES, claimed=f"{first} and {second}", found=f"{second}{there}{first}")


def _apart(text: str, first: str, second: str) -> str | None:
    """Return what stands between two names in this order; None when they do not stand in it."""
    match = re.search(rf"\b{re.escape(first)}\b(.{{2,80}}?)\b{re.escape(second)}\b", text)
    return match.group(1) if match else None
