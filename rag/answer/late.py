"""Late interaction: match every word of the question with the closest word of each sentence (MaxSim).

A passage is encoded once, so that a sentence's words are seen in their context, and each sentence is compared by its
own words alone. Every text is encoded by itself: a batch's padding changes the last bits, and the same question must
give the same bytes whatever else was asked.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, cast

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

    from rag.types import Encoder, Span, WordVectors

KEPT_PASSAGES = 2048
"""Passages whose word vectors are kept between questions: about 150 tokens of 384 half-precision numbers each, so at
most some 240 MB; a pile of a few hundred articles stays encoded."""


def word_similarities(question: str, passage: str, spans: Sequence[Span], encoder: Encoder) -> NDArray[np.float32]:
    """Return the greatest cosine of each question token with any token of each span.

    `spans` are offsets into `passage`. The result has shape (len(spans), question tokens); a span without tokens has
    zeros, which is what a passage longer than the encoder reads leaves of its end.
    """
    asked, said = _words(encoder, question), _words(encoder, passage)
    if not len(asked.vectors) or not len(said.vectors):
        return np.zeros((len(spans), len(asked.vectors)), np.float32)
    cosines = asked.vectors.astype(np.float32) @ said.vectors.astype(np.float32).T
    found = np.zeros((len(spans), len(asked.vectors)), np.float32)
    for at, span in enumerate(spans):
        inside = [i for i, token in enumerate(said.spans) if token.start >= span.start and token.end <= span.end]
        if inside:
            found[at] = cosines[:, inside].max(axis=1)
    return found


def token_spans(text: str, encoder: Encoder) -> list[Span]:
    """Return where the tokens of a text stand, in the order of `word_similarities`' columns."""
    return _words(encoder, text).spans


def _words(encoder: Encoder, text: str) -> WordVectors:
    return _encoded(cast("Hashable", encoder), text)


@lru_cache(maxsize=KEPT_PASSAGES)
def _encoded(encoder: Hashable, text: str) -> WordVectors:
    words = cast("Encoder", encoder).encode_words([text])[0]
    return words._replace(vectors=words.vectors.astype(np.float16))
