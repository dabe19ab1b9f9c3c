"""Turn a candidate sentence into a quote: exact offsets, speaker, the answer marked.

A sentence that opens with a pronoun nobody in it explains, or that follows a bare date, is quoted together with the
sentence before it, as one exact span of the article.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.answer.evidence import MIN_WORDS, facts
from rag.answer.highlight import answer_span
from rag.answer.saying import speaker_at
from rag.text.lexicon import word_set
from rag.text.words import words
from rag.types import Quote, Role, Span

if TYPE_CHECKING:
    from rag.answer.evidence import Candidate
    from rag.answer.question import Asked
    from rag.answer.rank import Judged
    from rag.types import Article

LEANING = word_set("he she it they this these those his her its their such both")
"""Openings that lean on the sentence before; 'that' and 'there' mostly do not in news."""

LONGEST_QUOTE_WORDS = 90
"""A quote is never extended beyond this: the five public scrapes' sentences have 24 words on average, 67 at most."""


def quote_of(asked: Asked, judged: Judged, article: Article) -> Quote:
    """Return the quote of one candidate, the answer marked where it can be told."""
    candidate = judged.candidate
    shown = quoted_span(candidate)
    marked = answer_span(asked, candidate.text, _read_span(judged))
    highlight = Span(candidate.span.start + marked.start, candidate.span.start + marked.end) if marked else None
    return Quote(
        article_id=article.article_id,
        start=shown.start,
        end=shown.end,
        text=article.text[shown.start : shown.end],
        speaker=speaker(candidate, article),
        highlight=highlight,
    )


def quoted_span(candidate: Candidate) -> Span:
    """Return the article's span to quote: the sentence, with the one before it where it leans on that."""
    own, before = candidate.span, candidate.before
    if before is None:
        return own
    passage = candidate.passage
    between = passage.text[before.end : candidate.local.start]
    previous = passage.text[before.start : before.end]
    n_words = len(words(previous)) + facts(candidate.text).n_words
    if "\n" in between or n_words > LONGEST_QUOTE_WORDS:
        return own
    leans = facts(candidate.text).first_word in LEANING
    return Span(passage.start + before.start, own.end) if leans or len(words(previous)) < MIN_WORDS else own


def speaker(candidate: Candidate, article: Article) -> str | None:
    """Say whose words a candidate is: the poster's of another voice's block, else whoever speaks in the sentence."""
    if candidate.passage.role is Role.OTHER_VOICE:
        return candidate.passage.speaker
    return speaker_at(article, candidate.span)


def _read_span(judged: Judged) -> Span | None:
    """Return the reader's span relative to the candidate's sentence, when it lies inside."""
    reading, local = judged.reading, judged.candidate.local
    if reading is None or reading.end <= reading.start:
        return None
    if reading.start < local.start or reading.end > local.end:
        return None
    return Span(reading.start - local.start, reading.end - local.start)
