"""Whether an answer stands on its quotes: quote validity, and groundedness by exact match.

The definitions are ours and need no judge; ALCE's, which need one, are in `citations.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eval.metrics.wording import folded, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eval.metrics.citations import CitedSentence

FRAME_WORDS = 24
"""Room for "Speaker, office, in Outlet (4 March 2025):"; the longest such frame over the shipped corpus has 17."""


def is_quote_valid(article_text: str, *, quote: str, start: int, end: int) -> bool:
    """Say whether `article_text[start:end] == quote`, the law that no answer may break."""
    return 0 <= start < end <= len(article_text) and article_text[start:end] == quote


def is_verbatim(evidence: str, sentence: str) -> bool:
    """Say whether a sentence stands in the evidence word for word (`folded`): entailment without a judge."""
    return bool(folded(sentence)) and folded(sentence) in folded(evidence)


def exact_groundedness(sentences: Sequence[CitedSentence]) -> float:
    """Return the share of sentences that are their quotes, word for word.

    Such a sentence stands in a quote that it cites, or repeats one within its own quotation marks and adds only who
    says it: at most `FRAME_WORDS` words that stand in no quote.
    """
    if not sentences:
        raise ValueError("groundedness needs at least one sentence")
    return sum(_is_quotation(sentence) for sentence in sentences) / len(sentences)


def _is_quotation(sentence: CitedSentence) -> bool:
    left, repeated = folded(sentence.text), False
    for quote in sorted(map(folded, sentence.quotes), key=len, reverse=True):
        if left and left in quote:
            return True
        if f'"{quote}"' in left:
            left, repeated = left.replace(f'"{quote}"', " "), True
    return repeated and len(words(left)) <= FRAME_WORDS
