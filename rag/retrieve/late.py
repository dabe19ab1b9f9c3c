"""Late interaction: match every word of the question with the closest word of each sentence (MaxSim).

A passage is encoded once, so that a sentence's words are seen in their context, and each sentence is compared by its
own words alone. Every text is encoded by itself: a batch's padding changes the last bits, and the same question must
give the same bytes whatever else was asked.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import OrderedDict
from functools import lru_cache, partial
from threading import Lock
from typing import TYPE_CHECKING, cast

import numpy as np

from rag.index.abreast import each_on_one_thread
from rag.index.precision import widened
from rag.one_thread import products_on_this_thread
from rag.text.words import content_spans

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from numpy.typing import NDArray

    from rag.types import Encoder, Span, WordVectors

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
    # Only these go to the threads: handing over a question's known ones took longer than comparing them.
    if new := _KEPT.missing(encoder, passages):
        each_on_one_thread(partial(_words, encoder), new)


def word_similarities(question: str, passage: str, spans: Sequence[Span], encoder: Encoder) -> NDArray[np.float32]:
    """Return the greatest cosine of each question token with any token of each span.

    `spans` are offsets into `passage`. The result has shape (len(spans), question tokens); a span without tokens has
    zeros, which is what a passage longer than the encoder reads leaves of its end.
    """
    cosines = _cosines(cast("Hashable", encoder), question, passage)
    found = np.zeros((len(spans), len(cosines)), np.float32)
    tokens = _words(encoder, passage).spans
    starts, ends = [token.start for token in tokens], [token.end for token in tokens]
    inside = [(bisect_left(starts, span.start), bisect_right(ends, span.end)) for span in spans]
    if held := [at for at, (first, last) in enumerate(inside) if first < last]:
        # `reduceat` reduces from each border to the next, so every other result is a span's; no border may be the end.
        borders = [border for at in held for border in inside[at]]
        ended = np.concatenate([cosines, np.zeros((len(cosines), 1), np.float32)], axis=1)
        found[held] = np.maximum.reduceat(ended, borders, axis=1)[:, ::2].T
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
    with products_on_this_thread():  # once for them all
        compared = [_cosines(cast("Hashable", encoder), question, passage) for passage in passages]
    return [float(cosines.max(axis=1) @ weights / total) if cosines.size else 0.0 for cosines in compared]


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


class _Kept:
    """The word vectors of the texts met last, at most `KEPT_PASSAGES` of them; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._words: OrderedDict[tuple[Hashable, str], WordVectors] = OrderedDict()

    def missing(self, encoder: Encoder, texts: Sequence[str]) -> list[str]:
        """Return the texts that are not held, once each."""
        with self._lock:
            return [text for text in dict.fromkeys(texts) if (cast("Hashable", encoder), text) not in self._words]

    def words(self, encoder: Encoder, text: str) -> WordVectors:
        """Return a text's word vectors in half precision, encoded when they are not held."""
        key = (cast("Hashable", encoder), text)
        with self._lock:
            if key in self._words:
                self._words.move_to_end(key)
                return self._words[key]
        read = encoder.encode_words([text])[0]
        kept = read._replace(vectors=read.vectors.astype(np.float16))
        with self._lock:
            self._words[key] = kept
            if len(self._words) > KEPT_PASSAGES:
                self._words.popitem(last=False)
        return kept


_KEPT = _Kept()


def _words(encoder: Encoder, text: str) -> WordVectors:
    return _KEPT.words(encoder, text)


@lru_cache(maxsize=KEPT_COSINES)
def _cosines(encoder: Hashable, question: str, passage: str) -> NDArray[np.float32]:
    """Compare every question token with every passage token, shape (question tokens, passage tokens)."""
    asked = widened(_words(cast("Encoder", encoder), question).vectors)
    said = widened(_words(cast("Encoder", encoder), passage).vectors)
    with products_on_this_thread():
        return np.asarray(asked @ said.T if len(asked) and len(said) else np.zeros((len(asked), len(said)), np.float32))
