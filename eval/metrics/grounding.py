"""Whether an answer stands on its quotes: quote validity, and groundedness by exact match."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eval.metrics.wording import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eval.metrics.citations import CitedSentence


def is_quote_valid(article_text: str, *, quote: str, start: int, end: int) -> bool:
    """Say whether `article_text[start:end] == quote`, the law that no answer may break."""
    return 0 <= start < end <= len(article_text) and article_text[start:end] == quote


def is_verbatim(evidence: str, sentence: str) -> bool:
    """Say whether a sentence stands in the evidence word for word (`folded`): entailment without a judge."""
    return bool(folded(sentence)) and folded(sentence) in folded(evidence)


def exact_groundedness(sentences: Sequence[CitedSentence]) -> float:
    """Return the share of sentences that stand word for word in one of the quotes they cite."""
    if not sentences:
        raise ValueError("groundedness needs at least one sentence")
    return sum(any(is_verbatim(q, s.text) for q in s.quotes) for s in sentences) / len(sentences)
