"""Find the sentence that contradicts what a question takes for granted, and say what differs.

"Why did members reject the elevator?" takes it for granted that they did; "it was approved by members" speaks against
it. Only a sentence that holds most of the rest of the question is heard, for one verb, amount or name in the place of
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
from rag.text.numbers import find_quantities
from rag.text.words import STOPWORDS, stem, word_spans, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rag.answer.question import Asked
    from rag.answer.rank import Judged
    from rag.text.numbers import Quantity

SENTENCES = 6
"""How many of the best sentences may contradict; twice as many may bear the question out."""

SAME_MATTER = 0.5
"""Least share of the rest of the question, by weight, that a contradicting sentence holds. With it 2 of the 14 false
premises of the dev questions are contradicted, both rightly, and none of the 173 answerable and of the 80 that are
unanswerable for another reason; one subject's name in the place of another was tried too, and was wrong in 2 of 2."""

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
        for said, claimed in (*_verbs(asked, one), *_amounts(asked, one)):
            rest = _rest(asked, claimed)
            others = [other for other in ranked[: 2 * SENTENCES] if other is not one]
            if _held(rest, one, idf) >= SAME_MATTER and not any(
                _bears_out(asked, claimed, other, rest, idf) for other in others
            ):
                return Contradiction(judged=one, said=said, asked=claimed)
    return None


def _rest(asked: Asked, claimed: str) -> list[str]:
    """Return the question's topic words but for those disputed."""
    disputed = {stem(word) for word in words(claimed)}
    return [term for term in asked.content if term not in disputed]


def _held(rest: Sequence[str], one: Judged, idf: Mapping[str, float]) -> float:
    """Return the share of some words, by weight, that a sentence holds; names may stand elsewhere in its passage."""
    total = sum(idf.get(term, 1.0) for term in rest)
    held = set(stems_of(one.candidate.text))
    return sum(idf.get(term, 1.0) for term in rest if term in held) / total if total else 0.0


def _verbs(asked: Asked, one: Judged) -> Iterator[tuple[str, str]]:
    """Yield a verb of the sentence against a verb of the question, none of whose side the sentence holds."""
    there = directions(one.candidate.text, DONE)
    for own in directions(asked.text, DONE):
        if any(own.agrees_with(other) for other in there):
            continue
        rival = next((other for other in there if own.is_against(other)), None)
        if rival is not None:
            yield rival.text, own.text


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


def _counted(text: str, amount: Quantity) -> str | None:
    """Return what an amount counts: its unit, or the stem of the word behind it."""
    if amount.unit is not None:
        return amount.unit
    following = next((span for span in word_spans(text) if span.start >= amount.end), None)
    if following is None or following.start > amount.end + 1:
        return None
    word = words(text[following.start : following.end])[0]
    return None if word in STOPWORDS else stem(word)


def _bears_out(asked: Asked, claimed: str, other: Judged, rest: Sequence[str], idf: Mapping[str, float]) -> bool:
    """Say whether another sentence on the matter holds what is disputed, or a verb that points the same way."""
    text = other.candidate.text
    if _held(rest, other, idf) < SAME_MATTER / 2:
        return False
    own = [one for one in directions(asked.text, DONE) if one.text == claimed]
    return set(words(claimed)) <= set(words(text)) or any(
        one.agrees_with(there) for one in own for there in directions(text, DONE)
    )
