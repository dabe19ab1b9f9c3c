"""BM25 over analysed terms, with the idf left to the question's side.

Postings hold how often a passage has a term; how much that weighs is worked out when it is asked for:

    score(passage) = sum over terms of weight(term) * tf / (tf + K1 * (1 - B + B * length / mean length))

which with the idf as weight is BM25 as Lucene ranks by it. Weights come from outside, so that idf is counted over a
whole corpus however its passages are spread. A filter is applied before ranking. On disk it is plain arrays and a list
of terms; `docs/adr/0003-keyword-store.md` says why no library.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

K1 = 1.2
"""Lucene's and Robertson's default; how soon a repeated term stops to count."""

B = 0.75
"""Lucene's default; how far a long passage is held against it."""

_ARRAYS = ("starts", "passages", "counts", "lengths")
_TERMS = "terms.txt"
FILES = (_TERMS, *(f"{name}.npy" for name in _ARRAYS))
"""The files of a keyword index, under whatever prefix it is saved."""


@dataclass(frozen=True, slots=True, eq=False)
class KeywordIndex:
    """Postings sorted by term: those of term number t are `passages[starts[t]:starts[t + 1]]`, and `counts` likewise.

    `lengths` holds the terms in each passage. Never changed once built; safe to share between threads.
    """

    terms: Mapping[str, int]
    starts: NDArray[np.int64]
    passages: NDArray[np.int32]
    counts: NDArray[np.int32]
    lengths: NDArray[np.int32]
    norms: NDArray[np.float64] = field(init=False)

    def __post_init__(self) -> None:
        """Work out once what a passage's length adds beneath the fraction."""
        mean = float(self.lengths.mean()) if len(self.lengths) and self.lengths.any() else 1.0
        object.__setattr__(self, "norms", K1 * (1 - B + B * self.lengths / mean))

    @classmethod
    def build(cls, analysed: Sequence[Sequence[str]]) -> KeywordIndex:
        """Index passages given as lists of terms; the place in the sequence is the passage's number."""
        terms = {term: at for at, term in enumerate(sorted({term for listed in analysed for term in listed}))}
        lengths = np.array([len(listed) for listed in analysed], dtype=np.int32)
        held = np.fromiter((terms[term] for listed in analysed for term in listed), np.int64, int(lengths.sum()))
        # One number for each (term, passage), so that sorting once brings the postings into order and counts them.
        postings, counts = np.unique(
            held * len(analysed) + np.repeat(np.arange(len(analysed)), lengths), return_counts=True
        )
        return cls(
            terms=terms,
            starts=np.searchsorted(postings, np.arange(len(terms) + 1, dtype=np.int64) * len(analysed)),
            passages=(postings % max(len(analysed), 1)).astype(np.int32),
            counts=counts.astype(np.int32),
            lengths=lengths,
        )

    @classmethod
    def load(cls, folder: Path, prefix: str) -> KeywordIndex:
        """Read what `save` wrote."""
        listed = (folder / f"{prefix}{_TERMS}").read_text(encoding="utf-8").split("\n")[:-1]
        arrays = {name: np.load(folder / f"{prefix}{name}.npy", allow_pickle=False) for name in _ARRAYS}
        return cls(terms={term: at for at, term in enumerate(listed)}, **arrays)

    def save(self, folder: Path, prefix: str) -> None:
        """Write the terms as lines and each array as a file of its own."""
        lines = "".join(f"{term}\n" for term in self.terms)
        (folder / f"{prefix}{_TERMS}").write_bytes(lines.encode("utf-8"))
        for name in _ARRAYS:
            np.save(folder / f"{prefix}{name}.npy", getattr(self, name), allow_pickle=False)

    def __len__(self) -> int:
        """Return how many passages there are."""
        return len(self.lengths)

    def document_frequency(self, term: str) -> int:
        """Return how many passages hold a term."""
        at = self.terms.get(term)
        return 0 if at is None else int(self.starts[at + 1] - self.starts[at])

    def search(
        self, weights: Mapping[str, float], *, k: int, admitted: NDArray[np.bool_] | None
    ) -> list[tuple[int, float]]:
        """Return the best (passage number, score), best first, ties in order of number; none without a shared term."""
        scores = np.zeros(len(self), dtype=np.float64)
        for term in sorted(weights):  # in one order, so that sums are the same to the last bit
            at = self.terms.get(term)
            if at is None:
                continue
            held = slice(self.starts[at], self.starts[at + 1])
            numbers, counts = self.passages[held], self.counts[held]
            scores[numbers] += weights[term] * counts / (counts + self.norms[numbers])
        if admitted is not None:
            scores[~admitted] = 0.0
        # Only what may be among the best is sorted; whoever ties with the last of them must be.
        least = np.partition(scores, -k)[-k] if 0 < k < len(scores) else 0.0
        found = np.flatnonzero((scores >= least) & (scores > 0))
        order = found[np.lexsort((found, -scores[found]))][:k]
        return [(int(number), float(scores[number])) for number in order]
