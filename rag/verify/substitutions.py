"""Find where a claim repeats a sentence but for a few words put in the place of others.

"Indian exports rose 12 percent" beside "Chinese exports rose 12 percent" puts Indian for Chinese. A replacement counts
only between words that both texts share, or at an end beside one, and when both sides hold a content word.

Not done: word order. Where the two sentences go different ways there is no place to compare.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

from rag.text.words import STOPWORDS, stem, word_spans, words
from rag.verify.evidence import rarity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Longer runs than this are two ways of putting things, not one word for another.
LONGEST = 4
# At least this share of the claim's words must stand in the sentence, in order, for the rest to have a place.
LEAST_SHARED = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitution:
    """The claim's words, the sentence's words in their place (empty: put in), and how much they tell (0 to 1)."""

    claimed: str
    found: str
    weight: float


@lru_cache(maxsize=64)
def substitutions(claim: str, sentence: str) -> tuple[Substitution, ...]:
    """Return what the claim puts in the place of something else, or puts in, in order."""
    ours, theirs = [stem(word) for word in words(claim)], [stem(word) for word in words(sentence)]
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if sum(block.size for block in blocks) < LEAST_SHARED * len(ours):
        return ()
    return tuple(_between(claim, sentence, matcher))


def _between(claim: str, sentence: str, matcher: SequenceMatcher[str]) -> Iterator[Substitution]:
    claim_words, sentence_words = words(claim), words(sentence)
    held = {stem(word) for word in sentence_words}
    claimed_stems = {stem(word) for word in claim_words}
    for kind, own_start, own_end, start, end in matcher.get_opcodes():
        if kind not in {"replace", "insert", "delete"} or own_end - own_start > LONGEST:
            continue
        new = [word for word in claim_words[own_start:own_end] if word not in STOPWORDS and stem(word) not in held]
        if not new:
            continue
        rivals = [
            word for word in sentence_words[start:end] if word not in STOPWORDS and stem(word) not in claimed_stems
        ]
        is_place = kind == "replace" and end - start <= LONGEST and bool(rivals)
        yield Substitution(
            claimed=_text(claim, own_start, own_end),
            found=_text(sentence, start, end) if is_place else "",
            weight=max(rarity(stem(word)) for word in new),
        )


def _text(text: str, start: int, end: int) -> str:
    spans: Sequence[tuple[int, int]] = word_spans(text)
    return text[spans[start][0] : spans[end - 1][1]]
