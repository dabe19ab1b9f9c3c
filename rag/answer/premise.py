"""Find the sentence that contradicts what a question takes for granted, and say what differs.

"Why did members reject the elevator?" takes it for granted that they did; "it was approved by members" speaks against
it. Only a sentence that holds most of the rest of the question is heard, for one verb, amount or date in the place of
another, and never where another of the best sentences bears the question out. A question to be answered by yes or no
takes nothing for granted.

Not done: what contradicts in other words ("was for" and "campaign against"), or over several sentences.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.answer.directions import DONE, directions
from rag.answer.evidence import stems_of
from rag.answer.question import Wanted
from rag.text.dates import find_dates
from rag.text.names import find_names
from rag.text.numbers import find_quantities
from rag.text.words import STOPWORDS, stem, word_spans, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rag.answer.directions import Direction
    from rag.answer.question import Asked
    from rag.answer.rank import Judged
    from rag.text.dates import DateMention
    from rag.text.numbers import Quantity

SENTENCES = 6
"""How many of the best sentences may contradict; twice as many may bear the question out."""

SAME_MATTER = 0.5
"""Least share of the rest of the question, by weight, that a contradicting sentence holds. With it and the next, 2 of
the 14 false premises of the dev questions are contradicted, both rightly, and none of the 173 answerable ones. In SQuAD
2.0's dev set, their sentences ordered by shared words, 137 of 4,601 near misses are and 4 of 4,560 answerable
questions; of 25 such near misses read, the sentence named the true difference in 20. One name in the place of another
was tried too: on the dev questions it was wrong in 2 of 2."""

SAME_EVENT = 0.65
"""The same for a date: what happens again and again has many. At .5 the near misses were 145, the answerable ones 5."""

REFUTED = 0.125
"""Greatest confidence where a sentence contradicts the question, or it asks what was after the newest article: none of
the 6 such dev questions is answerable, which by Laplace's rule makes one in eight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A sentence that says `said`, in its own spelling, where the question takes `asked` for granted."""

    judged: Judged
    said: str
    asked: str


def find_contradiction(asked: Asked, ranked: Sequence[Judged], idf: Mapping[str, float]) -> Contradiction | None:
    """Return the best sentence that contradicts what the question takes for granted; None when none surely does."""
    if asked.wanted is Wanted.YES_NO:
        return None
    for one in ranked[:SENTENCES]:
        others = [other for other in ranked[: 2 * SENTENCES] if other is not one]
        found = [(SAME_MATTER, pair) for pair in (*_verbs(asked, one), *_amounts(asked, one))]
        found += [(SAME_EVENT, pair) for pair in _dates(asked, one)]
        for least, (said, claimed) in found:
            rest = _rest(asked, claimed)
            if _held(rest, one, idf) >= least and not any(
                _bears_out(asked, claimed, other, rest, idf) for other in others
            ):
                return Contradiction(judged=one, said=said, asked=claimed)
    return None


def _rest(asked: Asked, claimed: str) -> list[str]:
    """Return the question's topic words but for those disputed."""
    disputed = {stem(word) for word in words(claimed)}
    return [term for term in asked.content if term not in disputed]


def _held(rest: Sequence[str], one: Judged, idf: Mapping[str, float]) -> float:
    """Return the share of some words, by weight, that a sentence holds."""
    total = sum(idf.get(term, 1.0) for term in rest)
    held = set(stems_of(one.candidate.text))
    return sum(idf.get(term, 1.0) for term in rest if term in held) / total if total else 0.0


def _verbs(asked: Asked, one: Judged) -> Iterator[tuple[str, str]]:
    """Yield a verb of the sentence against a verb of the question, none of whose side the sentence holds."""
    there = _acts(one.candidate.text)
    for own in _acts(asked.text):
        if any(own.agrees_with(other) for other in there):
            continue
        rival = next((other for other in there if own.is_against(other)), None)
        if rival is not None:
            yield rival.text, own.text


def _acts(text: str) -> list[Direction]:
    """Return the verbs of a text that point somewhere; "Rose" in a name is none."""
    named = {word for span in find_names(text) for word in words(text[span.start : span.end])}
    return [one for one in directions(text, DONE) if named.isdisjoint(words(one.text))]


def _amounts(asked: Asked, one: Judged) -> Iterator[tuple[str, str]]:
    """Yield the sentence's only amount of the same thing where the question gives another and asks for none."""
    text = one.candidate.text
    there = find_quantities(text)
    known = {own.value for own in asked.numbers}
    for own in asked.numbers if asked.wanted is not Wanted.NUMBER else ():
        counted = _counted(asked.text, own)
        rivals = [other for other in there if counted and _counted(text, other) == counted]
        if len(rivals) == 1 and rivals[0].value not in known:
            yield text[rivals[0].start : rivals[0].end], asked.text[own.start : own.end]


def _dates(asked: Asked, one: Judged) -> Iterator[tuple[str, str]]:
    """Yield the sentence's only date where the question gives another and asks for none."""
    text = one.candidate.text
    there = find_dates(text)
    if asked.wanted is Wanted.TIME or len(there) != 1:
        return
    for own in asked.dates:
        if not _overlap(own, there[0]):
            yield text[there[0].start : there[0].end], asked.text[own.start : own.end]


def _overlap(one: DateMention, other: DateMention) -> bool:
    return one.earliest <= other.latest and other.earliest <= one.latest


def _counted(text: str, amount: Quantity) -> str | None:
    """Return what an amount counts: its unit, or the stem of the word behind it."""
    if amount.unit is not None:
        return amount.unit
    following = next((span for span in word_spans(text) if span.start >= amount.end), None)
    if following is None or text[amount.end : following.start] != " ":
        return None
    word = words(text[following.start : following.end])[0]
    return None if word in STOPWORDS else stem(word)


def _bears_out(asked: Asked, claimed: str, other: Judged, rest: Sequence[str], idf: Mapping[str, float]) -> bool:
    """Say whether another sentence on the matter holds what is disputed: its words, its date, or a verb of its side."""
    text = other.candidate.text
    if _held(rest, other, idf) < SAME_MATTER / 2:
        return False
    if set(words(claimed)) <= set(words(text)):
        return True
    acts = [act for act in _acts(asked.text) if act.text == claimed]
    dates = [date for date in asked.dates if asked.text[date.start : date.end] == claimed]
    return any(act.agrees_with(there) for act in acts for there in _acts(text)) or any(
        _overlap(date, there) for date in dates for there in find_dates(text)
    )
