"""Turn (question, paragraph) into the reader's word pieces, sides and matches.

Not done here: anything with weights. This module is the answering side's door to tokenizers, imported late.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tokenizers import Tokenizer

CLS_PIECE = 101
SEP_PIECE = 102
WINDOW_PIECES = 256
# Longer questions are cut: of the public questions 1 in 2,000 is longer.
QUESTION_PIECES = 64
# As much as the encoder reads of a passage's context.
HEADER_PIECES = 50
NOTHING, UNMATCHED, EXACT, BUT_ENDING = 0, 1, 2, 3
PARAGRAPH_MATCH_SHIFT = 3
ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "ers", "ed", "er", "es", "ly", "s", "e")
SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """Word pieces of one text: ids, the character span of each, and the text of the word each belongs to."""

    ids: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What the network reads: pieces, sides and matches, with `first` the place of the paragraph's piece at `offset`.

    A header stands between the question and the paragraph; nothing is ever found in it.
    """

    ids: list[int]
    sides: list[int]
    matches: list[int]
    offset: int
    first: int
    n_pieces: int


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Cut one common English ending: 'invaded' and 'invades' both give 'invad'."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def open_tokenizer(path: Path) -> Tokenizer:
    """Open a `tokenizer.json` with its silent truncation and padding switched off."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def pieces_of(tokenizer: Tokenizer, text: str) -> Pieces:
    """Cut a text into word pieces; pieces of one unspaced word share its text, lower-cased."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    whole: dict[int | None, tuple[int, int]] = {}
    for word, (start, end) in zip(encoding.word_ids, encoding.offsets, strict=True):
        first, _ = whole.get(word, (start, end))
        whole[word] = (first, end)
    return Pieces(
        ids=tuple(encoding.ids),
        spans=tuple((start, end) for start, end in encoding.offsets),
        words=tuple(text[slice(*whole[word])].lower() for word in encoding.word_ids),
    )


def _matches(words: tuple[str, ...], other: tuple[str, ...]) -> list[int]:
    exact, stems = set(other), {stem(word) for word in other}

    def kind(word: str) -> int:
        if not re.match(r"\w", word):
            return UNMATCHED
        return EXACT if word in exact else BUT_ENDING if stem(word) in stems else UNMATCHED

    known: dict[str, int] = {}
    for word in words:
        if word not in known:
            known[word] = kind(word)
    return [known[word] for word in words]


NO_HEADER = Pieces(ids=(), spans=(), words=())


def window(
    question: Pieces,
    paragraph: Pieces,
    *,
    header: Pieces = NO_HEADER,
    offset: int = 0,
    size: int = WINDOW_PIECES,
) -> Window:
    """Lay out first piece, question, separator, header, the paragraph's pieces from `offset`, separator."""
    asked, above = min(len(question.ids), QUESTION_PIECES), min(len(header.ids), HEADER_PIECES)
    end = min(len(paragraph.ids), offset + size - asked - above - 3)
    read = header.words[:above] + paragraph.words[offset:end]
    own = [*header.ids[:above], *paragraph.ids[offset:end]]
    ids = [CLS_PIECE, *question.ids[:asked], SEP_PIECE, *own, SEP_PIECE]
    asked_words = question.words[:asked]
    shifted = [match + PARAGRAPH_MATCH_SHIFT for match in _matches(read, asked_words)]
    return Window(
        ids=ids,
        sides=[0] * (asked + 2) + [1] * len(own) + [0],
        matches=[NOTHING, *_matches(asked_words, read), NOTHING, *shifted, NOTHING],
        offset=offset,
        first=asked + 2 + above,
        n_pieces=end - offset,
    )


def room_for(question: Pieces, header: Pieces, *, size: int = WINDOW_PIECES) -> int:
    """Return how many of a paragraph's pieces a window has room for."""
    return size - min(len(question.ids), QUESTION_PIECES) - min(len(header.ids), HEADER_PIECES) - 3


def windows(question: Pieces, paragraph: Pieces, *, header: Pieces = NO_HEADER) -> list[Window]:
    """Cover the paragraph with windows that overlap by half, each under the header; one that fits gets one."""
    room = room_for(question, header)
    last = max(0, len(paragraph.ids) - room)
    offsets = [*range(0, last, room // 2), last]
    return [window(question, paragraph, header=header, offset=offset) for offset in offsets]
