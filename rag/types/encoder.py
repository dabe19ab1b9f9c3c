"""The encoder as everybody but its door sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from rag.types.articles import Span


class Encoder(Protocol):
    """Turn texts into unit vectors; anything that encodes will do, and `rag.testing` has a double."""

    @property
    def name(self) -> str:
        """Name the model, as the manifest records it."""

    @property
    def weights_hash(self) -> str:
        """Return the SHA-256 of the weights, so that an index is never searched with other ones."""

    @property
    def dimension(self) -> int:
        """Return the length of the vectors."""

    @property
    def max_tokens(self) -> int:
        """Return how many tokens of a passage the model reads, special tokens left out."""

    def count_tokens(self, text: str) -> int:
        """Count tokens as the model does, without truncating and without special tokens."""

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text, shape (len(texts), dimension)."""

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """Return the unit vector of a question, shape (dimension,)."""

    def encode_words(self, texts: Sequence[str]) -> list[WordVectors]:
        """Return unit vectors of each text's tokens, for late interaction (MaxSim)."""


class WordVectors(NamedTuple):
    """The tokens of one text that stand for characters: `vectors[i]` belongs to `text[spans[i].start:spans[i].end]`."""

    spans: list[Span]
    vectors: NDArray[np.float32]
