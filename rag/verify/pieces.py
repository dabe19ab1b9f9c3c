"""Turn (claim, evidence) into the word pieces, sides and matches that the entailment network reads.

A match says whether a piece's word stands on the other side too, exactly or but for its ending: what stands in the
claim alone is what the evidence must be searched for.

Not done here: anything with weights. This module is the verifier's door to tokenizers, imported late.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.text.words import stem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tokenizers import Tokenizer

CLS_PIECE = 101
SEP_PIECE = 102
# Of the public claims 1 in 300 is longer; the evidence gets what the claim leaves.
CLAIM_PIECES = 72
PAIR_PIECES = 192
# Kinds of match: 0 none (special pieces, padding); 1 to 3 in the claim: alone, exact, ending aside; 4 to 6 likewise.
N_MATCHES = 7
ALONE, EXACT, BUT_ENDING = 1, 2, 3
EVIDENCE_SHIFT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What the network reads of one claim and its evidence; three lists of one length."""

    ids: list[int]
    sides: list[int]
    matches: list[int]


def open_tokenizer(path: Path) -> Tokenizer:
    """Open a `tokenizer.json` with its silent truncation and padding switched off."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def pair_of(tokenizer: Tokenizer, claim: str, evidence: str) -> Pair:
    """Lay out first piece, claim, separator, evidence, separator; whatever is beyond the limits is cut."""
    claim_ids, claim_words = _read(tokenizer, claim, CLAIM_PIECES)
    evidence_ids, evidence_words = _read(tokenizer, evidence, PAIR_PIECES - len(claim_ids) - 3)
    there = _matches(evidence_words, claim_words)
    return Pair(
        ids=[CLS_PIECE, *claim_ids, SEP_PIECE, *evidence_ids, SEP_PIECE],
        sides=[0] * (len(claim_ids) + 2) + [1] * (len(evidence_ids) + 1),
        matches=[0, *_matches(claim_words, evidence_words), 0, *(kind + EVIDENCE_SHIFT for kind in there), 0],
    )


def _read(tokenizer: Tokenizer, text: str, limit: int) -> tuple[list[int], list[str]]:
    """Return the ids and, for each, the lower-cased word that it is part of."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    whole: dict[int | None, tuple[int, int]] = {}
    for word, (start, end) in zip(encoding.word_ids, encoding.offsets, strict=True):
        first, _ = whole.get(word, (start, end))
        whole[word] = (first, end)
    pieces = zip(encoding.ids[:limit], encoding.word_ids[:limit], strict=True)
    read = [(piece, text[slice(*whole[word])].lower()) for piece, word in pieces]
    return [piece for piece, _ in read], [word for _, word in read]


def _matches(own: Sequence[str], other: Sequence[str]) -> list[int]:
    exact, stems = set(other), {stem(word) for word in other}
    return [EXACT if word in exact else BUT_ENDING if stem(word) in stems else ALONE for word in own]
