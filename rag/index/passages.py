"""Cut articles into passages: whole sentences of one voice that the encoder reads to the end.

Paragraphs are packed whole while they fit, a question with its answer; a paragraph too long for one passage is cut
between sentences, its pieces sharing one sentence; a sentence too long for one passage is cut at a clause, a word, or
where it must, and shares nothing. Title, deck, captions, notes on authors and other voices never mix with the body.
Headings become the section of what follows, bylines are metadata, and a pull quote that says nothing new is left to the
article: none of the three is a passage.

Passages are character spans; token counts only measure them. Nothing is ever cut off unseen: everything else that is
kept of an article lies in some passage.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from rag.text.sentences import sentence_spans
from rag.text.words import terms
from rag.types import Block, Passage, Role, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rag.settings import Settings
    from rag.types import Article, Encoder

MOST_HEADING_WORDS = 14
"""The longest heading of the five sample scrapes has eleven words; a body line without a stop has more."""

REPEATED_SHARE = 0.8
"""Share of a pull quote's terms in neighbouring body sentences from which it adds nothing: condensed pull quotes of
the samples have .82 to 1 there."""

_PACKED = frozenset({Role.BODY, Role.OTHER_VOICE, Role.BIO})
_MARKUP = re.compile(r"^[#>\s]+|[*_#]+")
_ENDS_OPEN = re.compile(r"[^.!?…,;:。！？]$")
_LIST_ITEM = re.compile(r"\s*(?:[•·*–—-]|\d+[.)])\s")
_CLAUSE = re.compile(r"[,;:—–]\s+|\s+(?=\()")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How much the encoder reads: `count` measures, `passage` and `context` are the room for each, in tokens."""

    count: Callable[[str], int]
    passage: int
    context: int

    @classmethod
    def of(cls, settings: Settings, encoder: Encoder) -> Budget:
        """Fit the settings to an encoder: context takes at most half of what it reads, the passage the rest."""
        context = min(settings.context_tokens, encoder.max_tokens // 2)
        passage = min(settings.passage_tokens, encoder.max_tokens - context)
        return cls(count=encoder.count_tokens, passage=passage, context=context)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Blocks of one voice under one heading, to be packed together."""

    blocks: tuple[Block, ...]
    section: str | None


def make_passages(article: Article, budget: Budget) -> list[Passage]:
    """Return the passages in reading order; the same article and budget give the same ids."""
    return [
        Passage(
            passage_id=f"{article.article_id}-{span.start}-{span.end}",
            article_id=article.article_id,
            start=span.start,
            end=span.end,
            text=article.text[span.start : span.end],
            role=run.blocks[0].role,
            speaker=run.blocks[0].speaker,
            section=run.section,
        )
        for run in _runs(article)
        for span in _packed(article.text, run.blocks, budget)
    ]


def context_parts(article: Article, passage: Passage) -> list[str]:
    """Return what is known of title, outlet, date, section and speaker."""
    about = article.metadata
    title = None if passage.role is Role.TITLE else about.title
    outlet = None if passage.role is Role.OTHER_VOICE else about.outlet
    return [part for part in (title, outlet, about.date, passage.section, passage.speaker) if part]


def passage_context(article: Article, passage: Passage, budget: Budget) -> str:
    """Return title, outlet, date, section and speaker, shortened word by word to the room there is.

    It goes to the encoder and the keyword index before the passage's text, and never into a quote.
    """
    parts = context_parts(article, passage)
    while parts and budget.count(" | ".join(parts)) > budget.context:
        longest = max(range(len(parts)), key=lambda at: len(parts[at]))
        shorter = " ".join(parts[longest].split()[:-1])
        parts[longest : longest + 1] = [shorter] if shorter else []
    return " | ".join(parts)


def encoded_text(article: Article, passage: Passage, budget: Budget) -> str:
    """Return what the encoder and the keyword index read of a passage: its context, then its own words."""
    context = passage_context(article, passage, budget)
    return f"{context}\n{passage.text}" if context else passage.text


def _runs(article: Article) -> Iterator[_Run]:
    """Part an article by voice and heading, and leave out what is no passage."""
    section: str | None = None
    kept: list[tuple[str | None, Block]] = []
    for at, block in enumerate(article.blocks):
        if _is_heading(article, at):
            section = _MARKUP.sub("", article.text[block.start : block.end]).strip() or section
        elif block.role is Role.BYLINE or (block.role is Role.PULL_QUOTE and _adds_nothing(article, block)):
            continue
        else:
            kept.append((section if block.role in {Role.BODY, Role.CAPTION, Role.PULL_QUOTE} else None, block))
    alone = iter(range(len(kept)))
    for (under, _, _, _), group in groupby(
        kept,
        key=lambda one: (one[0], one[1].role, one[1].speaker, None if one[1].role in _PACKED else next(alone)),
    ):
        yield _Run(blocks=tuple(block for _, block in group), section=under)


def _is_heading(article: Article, at: int) -> bool:
    """Say whether a body block is a heading: a short line without a stop, before a body block that has one."""
    block = article.blocks[at]
    if block.role is not Role.BODY or at + 1 == len(article.blocks) or article.blocks[at + 1].role is not Role.BODY:
        return False
    line = article.text[block.start : block.end].strip()
    following = article.text[article.blocks[at + 1].start : article.blocks[at + 1].end].strip()
    if line.startswith("#"):
        return True
    bare = _MARKUP.sub("", line).strip()
    return (
        "\n" not in bare
        and len(bare.split()) <= MOST_HEADING_WORDS
        and bool(_ENDS_OPEN.search(bare.rstrip("\"'”’)")))
        and bare[:1].isupper()
        and not _LIST_ITEM.match(line)
        and _reads_like_prose(following, at_least=len(bare.split()))
    )


def _reads_like_prose(line: str, *, at_least: int) -> bool:
    """Say whether a line is a paragraph: it ends in a stop, or is longer than any heading by far."""
    n_words = len(line.split())
    stopped = not _ENDS_OPEN.search(line.rstrip("\"'”’)*_"))
    return (stopped and n_words > at_least) or n_words > 2 * MOST_HEADING_WORDS


def _adds_nothing(article: Article, quote: Block) -> bool:
    """Say whether some three neighbouring sentences of the body hold nearly all the terms of a pull quote."""
    wanted = set(terms(article.text[quote.start : quote.end]))
    sentences = [
        set(terms(article.text[start:end]))
        for block in article.blocks
        if block.role is Role.BODY
        for start, end in sentence_spans(article.text[block.start : block.end].rjust(block.end))
    ]
    best = max(
        (len(wanted & set().union(*sentences[at : at + 3])) for at in range(len(sentences))),
        default=0,
    )
    return not wanted or best >= REPEATED_SHARE * len(wanted)


def _packed(text: str, blocks: tuple[Block, ...], budget: Budget) -> Iterator[Span]:
    """Pack whole paragraphs; cut only the paragraph that does not fit by itself."""
    held: list[Span] = []
    for block in blocks:
        paragraph = _visible(text, Span(block.start, block.end))
        if paragraph is None:
            continue
        if _fits(text, _around([*held, paragraph]), budget):
            held.append(paragraph)
            continue
        held, closed = _opening(text, held, paragraph, budget)
        if closed:
            yield _around(closed)
        if _fits(text, _around([*held, paragraph]), budget):
            held.append(paragraph)
            continue
        yield from _cut_paragraph(text, paragraph, budget)
    if held:
        yield _around(held)


def _opening(text: str, held: list[Span], paragraph: Span, budget: Budget) -> tuple[list[Span], list[Span]]:
    """Part what is held into (what goes before the next paragraph, what is closed): a question goes with its answer."""
    if len(held) > 1 and _is_question(text, held[-1]) and _fits(text, _around([held[-1], paragraph]), budget):
        return held[-1:], held[:-1]
    return [], held


def _is_question(text: str, paragraph: Span) -> bool:
    return text[paragraph.start : paragraph.end].rstrip("*_\"'”’» ").endswith(("?", "？"))


def _around(paragraphs: list[Span]) -> Span:
    """Return the span from the first paragraph to the last."""
    return Span(paragraphs[0].start, paragraphs[-1].end)


def _cut_paragraph(text: str, paragraph: Span, budget: Budget) -> Iterator[Span]:
    """Cut between sentences; each piece begins with the last sentence of the one before, where there is room."""
    pieces = [
        piece
        for start, end in sentence_spans(text[paragraph.start : paragraph.end])
        for piece in _cut_sentence(text, Span(paragraph.start + start, paragraph.start + end), budget)
    ]
    first = 0
    while first < len(pieces):
        last = first
        while last + 1 < len(pieces) and _fits(text, Span(pieces[first].start, pieces[last + 1].end), budget):
            last += 1
        yield Span(pieces[first].start, pieces[last].end)
        if last + 1 == len(pieces):
            return
        overlaps = last > first and _fits(text, Span(pieces[last].start, pieces[last + 1].end), budget)
        first = last if overlaps else last + 1


def _cut_sentence(text: str, sentence: Span, budget: Budget) -> Iterator[Span]:
    """Yield a sentence whole, or where it is too long, the longest pieces that fit, ended at a clause if they can."""
    rest: Span | None = sentence
    while rest is not None and not _fits(text, rest, budget):
        end = _last_fitting(text, rest, budget)
        yield _visible(text, Span(rest.start, end)) or Span(rest.start, end)
        rest = _visible(text, Span(end, rest.end))
    if rest is not None:
        yield rest


def _last_fitting(text: str, span: Span, budget: Budget) -> int:
    """Return where the first piece of a span that is too long ends: behind a clause, a word, or any character."""
    low, high = span.start + 1, span.end
    while low < high:  # the longest prefix that fits, by halving: counts never fall as text grows
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _fits(text, Span(span.start, middle), budget) else (low, middle - 1)
    for boundary in (_CLAUSE, _SPACE):
        ends = [match.end() for match in boundary.finditer(text, span.start, low)]
        # A clause end is worth a shorter piece, but not one of a few words.
        if ends and ends[-1] - span.start > (low - span.start) // 3:
            return ends[-1]
    return low


def _fits(text: str, span: Span, budget: Budget) -> bool:
    return budget.count(text[span.start : span.end]) <= budget.passage


def _visible(text: str, span: Span) -> Span | None:
    """Shrink a span to its visible characters; None when it has none."""
    piece = text[span.start : span.end]
    visible = piece.strip()
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, start + len(visible)) if visible else None
