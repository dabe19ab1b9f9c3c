"""Public doubles, for tests of ours and of anybody who builds on Footnote."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

from rag.text.words import stem, word_spans, words
from rag.types import WordVectors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class BagOfWordsEncoder:
    """Hash words into a small space: deterministic, no model, and overlap means closeness.

    A word is a random direction that its stem's hash decides; a text is the sum of its words. A token is a word.
    """

    def __init__(self, *, dimension: int = 64, max_tokens: int = 254) -> None:
        self._dimension = dimension
        self._max_tokens = max_tokens

    @property
    def name(self) -> str:
        """Return a name that no model has."""
        return "bag-of-words"

    @property
    def weights_hash(self) -> str:
        """Return a hash that differs with the dimension, as another model's would."""
        return hashlib.sha256(f"{self.name}-{self._dimension}".encode()).hexdigest()

    @property
    def dimension(self) -> int:
        """Return the length of the vectors."""
        return self._dimension

    @property
    def max_tokens(self) -> int:
        """Return how many words the double reads."""
        return self._max_tokens

    def count_tokens(self, text: str) -> int:
        """Count words."""
        return len(words(text))

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text; a text without words has the vector of no direction but the first."""
        return np.stack([self.encode_query(text) for text in texts]) if texts else self._nothing(0)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """Return the unit vector of a question; the same as that of a passage of the same words."""
        total = sum((self._direction(word) for word in words(text)[: self._max_tokens]), start=self._nothing(1)[0])
        return _unit(total)

    def encode_words(self, texts: Sequence[str]) -> list[WordVectors]:
        """Return a unit vector a word; the same word has the same vector everywhere."""
        return [
            WordVectors(
                spans=word_spans(text)[: self._max_tokens],
                vectors=np.stack([self._direction(word) for word in words(text)[: self._max_tokens]])
                if words(text)
                else self._nothing(0),
            )
            for text in texts
        ]

    def _nothing(self, n: int) -> NDArray[np.float32]:
        return np.zeros((n, self._dimension), dtype=np.float32)

    def _direction(self, word: str) -> NDArray[np.float32]:
        seed = int.from_bytes(hashlib.sha256(stem(word).encode()).digest()[:8], "big")
        return _unit(np.random.default_rng(seed).standard_normal(self._dimension).astype(np.float32))


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    length = float(np.linalg.norm(vector))
    if length == 0.0:
        first = np.zeros_like(vector)
        first[0] = 1.0
        return first
    return np.asarray(vector / length, dtype=np.float32)
