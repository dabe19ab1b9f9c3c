"""Cut a text into the claims to be checked one by one: its sentences, and the halves of a sentence at a semicolon.

Not done: splitting at "and". Half a sentence has lost its subject as often as not, and would be judged on its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.text.sentences import sentence_spans
from rag.text.words import word_spans
from rag.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

# A piece with fewer words ("Yes.", "1.") is no claim of its own and stays with the one before it.
LEAST_WORDS = 3
_HALVES = re.compile(r";\s+")


def split_claims(text: str) -> list[Span]:
    """Return where the claims of a text stand, in order; a text with any word has at least one."""
    pieces: list[Span] = []
    for piece in _pieces(text):
        if pieces and (_is_scrap(text, piece) or _is_scrap(text, pieces[-1])):
            pieces[-1] = Span(pieces[-1].start, piece.end)
        else:
            pieces.append(piece)
    return pieces


def _is_scrap(text: str, piece: Span) -> bool:
    return len(word_spans(text[piece.start : piece.end])) < LEAST_WORDS


def _pieces(text: str) -> Iterator[Span]:
    for sentence in sentence_spans(text):
        start = sentence.start
        for gap in _HALVES.finditer(text, sentence.start, sentence.end):
            yield Span(start, gap.start())
            start = gap.end()
        yield Span(start, sentence.end)
