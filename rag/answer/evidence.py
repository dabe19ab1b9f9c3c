"""Cut the retrieved passages into the sentences that may be quoted, and read each sentence once.

Every candidate keeps its exact place in its article. Not done: judging them (`features`, `rank`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rag.answer.sorts import amount_spans, time_spans
from rag.text.lexicon import word_set
from rag.text.names import find_names, name_key
from rag.text.numbers import find_quantities
from rag.text.sentences import sentence_spans
from rag.text.words import STOPWORDS, stem, words
from rag.types import Role, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.types import Hit, Passage

KEPT_PASSAGES = 4096
"""Passages whose sentences are kept between questions: a pile of some five hundred articles."""

MIN_WORDS = 3
"""A sentence of fewer words ("Yes.", "December 2024.") is quoted only together with its neighbour."""

_FIRST_PERSON = word_set("i i'm i've i'd i'll me my mine we we're we've we'd we'll us our ours")

QUIET_ROLES = frozenset({Role.TITLE, Role.BYLINE})
"""Roles that are not sentences: a headline or a byline is shown as attribution, never as the answer itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that may be quoted: `passage.text[local.start:local.end] == text`, `before` is the one before it."""

    passage: Passage
    local: Span
    text: str
    before: Span | None
    position: int
    hit_rank: int

    @property
    def span(self) -> Span:
        """Return the sentence's offsets into the article."""
        return Span(self.passage.start + self.local.start, self.passage.start + self.local.end)

    @property
    def context(self) -> str:
        """Return the sentence with the one before it, as a reader would understand it."""
        start = self.before.start if self.before else self.local.start
        return self.passage.text[start : self.local.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What can be read off one sentence without a question."""

    stems: tuple[str, ...]
    n_words: int
    names: frozenset[str]
    numbers: tuple[tuple[float, str | None], ...]
    n_times: int
    n_amounts: int
    first_word: str
    is_first_person: bool


def candidates(hits: Sequence[Hit]) -> list[Candidate]:
    """Return the sentences of the hits, best passage first and in reading order, each place of an article once."""
    found: list[Candidate] = []
    seen: set[tuple[str, int]] = set()
    for hit in hits:
        passage = hit.passage
        if passage.role in QUIET_ROLES:
            continue
        before: Span | None = None
        for position, local in enumerate(_sentences(passage.text)):
            text = passage.text[local.start : local.end]
            key = (passage.article_id, passage.start + local.start)
            if key not in seen and facts(text).n_words >= MIN_WORDS:
                seen.add(key)
                found.append(
                    Candidate(
                        passage=passage, local=local, text=text, before=before, position=position, hit_rank=hit.rank
                    )
                )
            before = local
    return found


@lru_cache(maxsize=KEPT_PASSAGES)
def _sentences(text: str) -> tuple[Span, ...]:
    """Cut one passage; kept, as `facts` are."""
    return tuple(sentence_spans(text))


@lru_cache(maxsize=100_000)
def facts(text: str) -> Facts:
    """Read one sentence; kept, because the same sentences are asked about again and again."""
    spoken, quantities = words(text), find_quantities(text)
    return Facts(
        stems=stems_of(text),
        n_words=len(spoken),
        names=names_of(text),
        numbers=tuple((quantity.value, quantity.unit) for quantity in quantities),
        n_times=len(time_spans(text)),
        n_amounts=len(amount_spans(text, quantities)),
        first_word=spoken[0] if spoken else "",
        is_first_person=not _FIRST_PERSON.isdisjoint(spoken),
    )


@lru_cache(maxsize=100_000)
def names_of(text: str) -> frozenset[str]:
    """Return the keys of a text's names."""
    return frozenset(name_key(text[span.start : span.end]) for span in find_names(text))


@lru_cache(maxsize=100_000)
def stems_of(text: str) -> tuple[str, ...]:
    """Return the stems of a text's topic words, in order."""
    return tuple(stem(word) for word in words(text) if word not in STOPWORDS)
