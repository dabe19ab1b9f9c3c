"""Say whose words stand at a place of an article: a poster's, an interviewee's, a quoted person's, or its own.

The text room finds speech in plain text; what belongs to articles is added here. Captions, notes and pull quotes part
no paragraph from the one before it, a pull quote is said by whoever says it in the body, and answers in an interview
are those of whoever was asked. None means the article's own voice: its outlet's or its author's.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rag.text.interviews import Turn, find_turns
from rag.text.sentences import sentence_spans
from rag.text.speech import speaker_of
from rag.text.words import words
from rag.types import Kind, Role, Span

if TYPE_CHECKING:
    from rag.types import Article

PULLED = 0.7
"""Share of a pull quote's words that the body's sentence must hold, as where cleaning labels condensed ones."""

_VOICED = frozenset({Role.BODY, Role.DECK})


def speaker_at(article: Article, span: Span) -> str | None:
    """Return who says the words at a span of an article, None for the article's own voice.

    Another voice's block is its poster's, which its passage knows; that is not asked here.
    """
    read = _read(article)
    if any(pulled.start <= span.start < pulled.end for pulled in read.pulled):
        source = _pulled_from(article.text[span.start : span.end], read)
        return None if source is None else _said(read, source)
    return _said(read, span)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """An article's own text, other blocks blotted out by blanks so that offsets hold, and its turns as an interview.

    `pulled` are its pull quotes, which a passage holds along with the paragraphs around them.
    """

    text: str
    pulled: tuple[Span, ...]
    turns: tuple[Turn, ...]


@lru_cache(maxsize=64)
def _read(article: Article) -> _Read:
    chars = list(article.text)
    paragraphs: list[Span] = []
    for block in article.blocks:
        if block.role not in _VOICED:
            chars[block.start : block.end] = " " * (block.end - block.start)
        if block.role is Role.BODY:
            paragraphs += _lines(article.text, block.start, block.end)
    about = article.metadata
    turns = find_turns(article.text, paragraphs, about.authors, is_interview=about.kind is Kind.INTERVIEW)
    pulled = tuple(Span(block.start, block.end) for block in article.blocks if block.role is Role.PULL_QUOTE)
    return _Read(text="".join(chars), pulled=pulled, turns=turns)


def _lines(text: str, start: int, end: int) -> list[Span]:
    """Return the lines of a block that hold anything."""
    found = []
    for line in text[start:end].splitlines(keepends=True):
        if line.strip():
            found.append(Span(start, start + len(line.rstrip())))
        start += len(line)
    return found


def _said(read: _Read, span: Span) -> str | None:
    for turn in read.turns:
        if turn.start <= span.start < turn.end:
            return turn.speaker
    return speaker_of(read.text, span.start, span.end)


def _pulled_from(pulled: str, read: _Read) -> Span | None:
    """Return the body's sentence that a pull quote repeats; of two the first."""
    wanted = set(words(pulled))
    best: tuple[float, Span] | None = None
    for sentence in sentence_spans(read.text) if wanted else ():
        share = len(wanted.intersection(words(read.text[sentence.start : sentence.end]))) / len(wanted)
        if share >= PULLED and (best is None or share > best[0]):
            best = share, sentence
    return best[1] if best else None
