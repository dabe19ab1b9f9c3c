"""Compare the hard facts of a claim with those of its evidence: amounts, dates, names, negation, direction, roles.

A fact that the evidence does not hold is *missing*; where the closest sentence has another fact of the same kind in
its place, the two are in *conflict*. Each finding says itself in plain words.

Not done: arithmetic ("doubled" for 5 to 10), relative dates, who "he" is, and amounts in different units.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from rag.text.dates import find_dates
from rag.text.names import find_names, name_key, same_name
from rag.text.numbers import find_quantities
from rag.text.words import STOPWORDS, stem, words
from rag.verify.opposites import are_allies, are_opposites
from rag.verify.polarity import negated_stems
from rag.verify.substitutions import substitutions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag.text.dates import DateMention
    from rag.text.numbers import Quantity

# "Nearly 15 billion" for 14.8: amounts said to be about something agree within this share.
ROUGHLY = 0.05
EXACTLY = 1e-9
_AT_LEAST = re.compile(r"\b(?:over|above|more than|at least|upwards of|exceed(?:s|ed|ing)?)\s?$", re.IGNORECASE)
_AT_MOST = re.compile(r"\b(?:under|below|less than|fewer than|at most|up to|nearly|almost)\s?$", re.IGNORECASE)
# How far "over" may be below the truth: "over 4.5 million" for 4.7 is fair, for 47 it is not.
BOUND_REACH = 1.5
SYMMETRIC = frozenset(("and", "or", "with", "met", "meet", "meets", "married", "versus", "vs"))
"""Words between two names that say the same of both."""


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

    @property
    def unsaid(self) -> str:
        """Return the finding as what the evidence does not say, whatever else it says."""
        return f"no sentence {'names' if self.kind is FactKind.NAME else 'says'} {self.claimed}"

    def __str__(self) -> str:
        """Return the finding in plain words."""
        if self.kind is FactKind.NEGATION:
            return f"{self.claimed!r} is negated in {self.found}"
        if self.kind is FactKind.ROLES:
            return f"the evidence has {self.claimed} the other way round: {self.found}"
        if self.found is not None:
            return f"the evidence says {self.found}, the claim says {self.claimed}"
        return self.unsaid


def compare(claim: str, closest: str, gathered: str) -> list[Finding]:
    """Return what of the claim's facts the evidence does not bear out.

    `closest` is the sentence nearest to the claim: only it can be in conflict; `gathered` is all the evidence that a
    fact may be found in, `closest` included.
    """
    turned = [*_negation(claim, closest)]
    opposed = [*_direction(claim, closest, gathered)]
    return [
        *_amounts(claim, closest, gathered),
        *_dates(claim, closest, gathered),
        *_names(claim, closest, gathered),
        # "Rejected" beside "did not approve": the two cancel.
        *([] if turned and opposed else [*turned, *opposed]),
        *_roles(claim, closest),
    ]


def _amounts(claim: str, closest: str, gathered: str) -> Iterator[Finding]:
    known = find_quantities(gathered)
    claimed = find_quantities(claim)
    free = [there for there in find_quantities(closest) if not any(_agree(own, there) for own in claimed)]
    said = f" {' '.join(words(gathered))} "
    for own in claimed:
        text = claim[own.start : own.end]
        bounded = _bounds(claim[: own.start], own.value)
        if f" {' '.join(words(text))} " in said or any(
            _agree(own, there) or (own.unit == there.unit and bounded[0] <= there.value <= bounded[1])
            for there in known
        ):
            continue
        rival = next((there for there in free if there.unit == own.unit), None)
        found = closest[rival.start : rival.end] if rival else None
        yield Finding(kind=FactKind.NUMBER, claimed=text, found=found)


def _bounds(before: str, value: float) -> tuple[float, float]:
    """Return what amounts bear out one that is claimed as "over" or "under" so much; none beyond it otherwise."""
    if _AT_LEAST.search(before):
        return value, value * BOUND_REACH
    if _AT_MOST.search(before):
        return value / BOUND_REACH, value
    return value, value


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
    swaps = [swap for swap in substitutions(claim, closest) if swap.found]
    for start, end in find_names(claim):
        own = claim[start:end]
        held = set(name_key(own).split()) <= said or set(words(own)) <= said
        if held or any(same_name(own, name) for name in known):
            continue
        # In conflict only with a name that stands in its very place: that others are named means nothing.
        inside = (swap.found for swap in swaps if _holds(swap.claimed, own))
        rival = next((name for found in inside for name in known if _holds(found, name)), None)
        yield Finding(kind=FactKind.NAME, claimed=own, found=rival)


def _holds(text: str, name: str) -> bool:
    """Say whether one of two texts is a run of whole words of the other."""
    one, two = f" {' '.join(words(text))} ", f" {' '.join(words(name))} "
    return one in two or two in one


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
        if stem(word) in held or any(are_allies(stem(word), stem(other)) for other in rivals if other not in STOPWORDS):
            continue
        rival = next((other for other in rivals if are_opposites(stem(word), stem(other))), None)
        if rival is not None:
            yield Finding(kind=FactKind.DIRECTION, claimed=repr(word), found=repr(rival))


def _roles(claim: str, closest: str) -> Iterator[Finding]:
    """Find two names that stand in the other order around the same words."""
    spans = find_names(claim)
    for one, two in pairwise(spans):
        between = claim[one.end : two.start]
        first, second = claim[one.start : one.end], claim[two.start : two.end]
        there = _apart(closest, second, first)
        if there is None or _apart(closest, first, second) is not None:
            continue
        # The same words between, or "X starred in Y" would be at odds with "Y, starring X".
        if words(between) == words(there) and not SYMMETRIC & set(words(between)):
            yield Finding(kind=FactKind.ROLES, claimed=f"{first} and {second}", found=f"{second}{there}{first}")


def _apart(text: str, first: str, second: str) -> str | None:
    """Return what stands between two names in this order; None when they do not stand in it."""
    match = re.search(rf"\b{re.escape(first)}\b(.{{2,80}}?)\b{re.escape(second)}\b", text)
    return match.group(1) if match else None
