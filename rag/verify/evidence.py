"""Cut an evidence into sentences and gather the few that bear on one claim.

A claim is judged against what was gathered: the sentences that together hold most of its rare words, in the order of
the evidence, within a budget of characters. Word rarity comes from counts made once over public text
(`rag/models/verifier/rarity.json`), so a short evidence needs no statistics of its own.

Not done: no vectors here, so a sentence that says the same in other words throughout is found only as a neighbour.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from rag.text.sentences import sentence_spans
from rag.text.words import STOPWORDS, stem, words
from rag.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MODEL_FOLDER = Path(__file__).parent.parent / "models" / "verifier"
# Four or five sentences of news: room for a claim that draws on two places, and little for what covers it by chance.
BUDGET = 700
# Of 46,267 sentences of public evidence 16 are longer; what is compared word by word must end somewhere.
LONGEST_SENTENCE = 1000
# A second sentence must add this share of the claim's weight that no gathered sentence has.
LEAST_GAIN = 0.04
# What a sentence repeats counts this much beside what it adds, so that of two equal gains the closer one is taken.
REPEAT_WEIGHT = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A text with its sentences; `terms[i]` are the stems of `sentences[i]`, function words left out."""

    text: str
    sentences: tuple[Span, ...]
    terms: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The sentences chosen for a claim: `best` is the closest, `chosen` are all, in the order of the evidence."""

    best: int
    chosen: tuple[int, ...]
    text: str


@lru_cache(maxsize=8)
def read_evidence(text: str) -> Evidence:
    """Return the evidence with its sentences found."""
    spans = tuple(piece for span in sentence_spans(text) for piece in _cut(text, span))
    return Evidence(text=text, sentences=spans, terms=tuple(content(text[start:end]) for start, end in spans))


def _cut(text: str, span: Span) -> Iterator[Span]:
    """Cut what is too long for a sentence (a transcript without stops, a table) at a blank, or where it must be."""
    start, end = span
    while end - start > LONGEST_SENTENCE:
        blank = text.rfind(" ", start, start + LONGEST_SENTENCE)
        stop = blank if blank > start else start + LONGEST_SENTENCE
        yield Span(start, stop)
        start = stop + 1 if blank > start else stop
    if start < end:
        yield Span(start, end)


def content(text: str) -> frozenset[str]:
    """Return the stems of a text's words, function words left out."""
    return frozenset(stem(word) for word in words(text) if word not in STOPWORDS)


def gather(claim: str, evidence: Evidence, *, budget: int = BUDGET) -> Gathered | None:
    """Choose the sentences to judge a claim by; None when the evidence has no sentence.

    Greedy: first the sentence with most of the claim's weight, then whatever adds most of what is still missing, then
    the sentence before the best (it often says who "he" is), as long as the budget lasts.
    """
    if not evidence.sentences:
        return None
    weights = {term: rarity(term) for term in content(claim)}
    total = sum(weights.values()) or 1.0
    shared = {
        at: {term for term in terms if term in weights}
        for at, terms in enumerate(evidence.terms)
        if not terms.isdisjoint(weights)
    }
    best = max(shared, key=lambda at: (_weight(shared[at], weights), -at), default=0)
    chosen, covered = [best], set(shared.get(best, ()))
    room = budget - _length(evidence, best)
    while True:
        gains = {
            at: _weight(terms - covered, weights) + REPEAT_WEIGHT * _weight(terms, weights)
            for at, terms in shared.items()
            if at not in chosen
            and _length(evidence, at) <= room
            and _weight(terms - covered, weights) >= LEAST_GAIN * total
        }
        if not gains:
            break
        at = max(gains, key=lambda one: (gains[one], -one))
        chosen.append(at)
        covered |= shared[at]
        room -= _length(evidence, at)
    for neighbour in (best - 1, best + 1):
        is_new = 0 <= neighbour < len(evidence.sentences) and neighbour not in chosen
        if is_new and _length(evidence, neighbour) <= room:
            chosen.append(neighbour)
            room -= _length(evidence, neighbour)
    ordered = tuple(sorted(chosen))
    return Gathered(best=best, chosen=ordered, text=" ".join(_text(evidence, at) for at in ordered))


@lru_cache(maxsize=50_000)
def rarity(term: str) -> float:
    """Return how much a stem tells: its inverse sentence frequency in public text, from 0 to 1."""
    table = _rarities()
    return table.get(term, 1.0)


@lru_cache(maxsize=1)
def _rarities() -> Mapping[str, float]:
    found: dict[str, float] = json.loads((MODEL_FOLDER / "rarity.json").read_text(encoding="utf-8"))
    return found


def _weight(terms: set[str], weights: Mapping[str, float]) -> float:
    return sum(weights[term] for term in terms)


def _length(evidence: Evidence, at: int) -> int:
    start, end = evidence.sentences[at]
    return end - start + 1


def _text(evidence: Evidence, at: int) -> str:
    start, end = evidence.sentences[at]
    return evidence.text[start:end]
