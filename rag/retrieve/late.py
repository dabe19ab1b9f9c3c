"""Late interaction: match every word of the question with the closest word of each sentence (MaxSim).

A passage is encoded once, so that a sentence's words are seen in their context, and each sentence is compared by its
own words alone. Every text is encoded by itself: a batch's padding changes the last bits, and the same question must
give the same bytes whatever else was asked.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache, partial
from typing import TYPE_CHECKING, cast

import numpy as np

from rag.index.abreast import each_on_one_thread
from rag.text.words import content_spans
from rag.types import Span

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from numpy.typing import NDArray

    from rag.types import Encoder, WordVectors

KEPT_PASSAGES = 2048
"""Passages whose word vectors are kept between questions: about 150 tokens of 384 half-precision numbers each, so at
most some 240 MB; a pile of a few hundred articles stays encoded."""


KEPT_COSINES = 128
"""Comparisons kept, 16 kB each: of the questions of the moment, which are searched with and then answered from."""

STOPWORD_WEIGHT = 0.1
"""Weight of a function word in late interaction beside an idf of several units: 'before' and 'not' still count a
little (0, .05, .1 and .2 ranked equally well on the dev articles)."""


def read_ahead(passages: Sequence[str], encoder: Encoder) -> None:
    """Encode the passages that are not known yet side by side, before they are compared one by one."""
    each_on_one_thread(partial(_words, encoder), passages)


def word_similarities(question: str, passage: str, spans: Sequence[Span], encoder: Encoder) -> NDArray[np.float32]:
    """Return the greatest cosine of each question token with any token of each span.

    `spans` are offsets into `passage`. The result has shape (len(spans), question tokens); a span without tokens has
    zeros, which is what a passage longer than the encoder reads leaves of its end.
    """
    cosines = _cosines(cast("Hashable", encoder), question, passage)
    found = np.zeros((len(spans), len(cosines)), np.float32)
    tokens = _words(encoder, passage).spans
    starts, ends = [token.start for token in tokens], [token.end for token in tokens]
    for at, span in enumerate(spans):
        first, last = bisect_left(starts, span.start), bisect_right(ends, span.end)
        if first < last:
            found[at] = cosines[:, first:last].max(axis=1)
    return found


def passage_scores(
    question: str, passages: Sequence[str], encoder: Encoder, *, idf: Mapping[str, float]
) -> list[float]:
    """Return how well the words of each passage match the question's, weighed by idf, each between -1 and 1."""
    weights = token_weights(question, idf, token_spans(question, encoder))
    total = weights.sum()
    if not total:
        return [0.0] * len(passages)
    read_ahead(passages, encoder)
    whole = [word_similarities(question, passage, [Span(0, len(passage))], encoder)[0] for passage in passages]
    return [float(similar @ weights / total) for similar in whole]


def token_weights(question: str, idf: Mapping[str, float], tokens: Sequence[Span]) -> NDArray[np.float64]:
    """Weigh each question token by the idf of its word, shared among the word's pieces."""
    weights = np.full(len(tokens), STOPWORD_WEIGHT)
    for span, stem in content_spans(question):
        inside = [i for i, token in enumerate(tokens) if token.start >= span.start and token.end <= span.end]
        for i in inside:
            weights[i] = idf.get(stem, STOPWORD_WEIGHT) / len(inside)
    return weights


def token_spans(text: str, encoder: Encoder) -> list[Span]:
    """Return where the tokens of a text stand, in the order of `word_similarities`' columns."""
    return _words(encoder, text).spans


def _words(encoder: Encoder, text: str) -> WordVectors:
    return _encoded(cast("Hashable", encoder), text)


@lru_cache(maxsize=KEPT_COSINES)
def _cosines(encoder: Hashable, question: str, passage: str) -> NDArray[np.float32]:
    """Compare every question token with every passage token, shape (question tokens, passage tokens)."""
    asked = _encoded(encoder, question).vectors.astype(np.float32)
    said = _encoded(encoder, passage).vectors.astype(np.float32)
    return np.asarray(asked @ said.T if len(asked) and len(said) else np.zeros((len(asked), len(said)), np.float32))


@lru_cache(maxsize=KEPT_PASSAGES)
def _encoded(encoder: Hashable, text: str) -> WordVectors:
    words = cast("Encoder", encoder).encode_words([text])[0]
    return words._replace(vectors=words.vectors.astype(np.float16))
