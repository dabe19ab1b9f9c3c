"""Align a claim with its evidence word by word, by the encoder's vectors: what says the same in other words.

Every text is encoded by itself: a batch's padding changes the last bits, and the same claim must give the same numbers
whatever else is judged. The vectors tell a paraphrase from a stranger, and hardly "rose" from "fell": they are one
group of features among others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rag.text.words import STOPWORDS, stem, words
from rag.verify.evidence import content, rarity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rag.types import Encoder, WordVectors

# A word whose nearest neighbour is farther than this has no counterpart: of FEVER's supported claims one word in
# ten is, of claims over a stranger's evidence one in three.
FAR = 0.45


def aligned(claim: str, closest: str, gathered: str, encoder: Encoder) -> dict[str, float]:
    """Return how well each word of the claim is matched in the evidence, and the closest sentence's in the claim."""
    ours, theirs, nearest = (encoder.encode_words([text])[0] for text in (claim, gathered, closest))
    if not len(ours.vectors) or not len(theirs.vectors) or not len(nearest.vectors):
        return dict.fromkeys(
            ("aligned", "aligned_least", "aligned_missing", "aligned_far", "aligned_back", "aligned_whole"), 0.0
        )
    cosines = (ours.vectors @ theirs.vectors.T).max(axis=1)
    weights, is_missing = _weights(claim, ours, content(gathered))
    kept = weights > 0
    if not kept.any():
        kept = np.ones(len(weights), bool)
        weights = np.ones(len(weights))
    missing = kept & is_missing
    return {
        "aligned": float(np.average(cosines[kept], weights=weights[kept])),
        "aligned_least": float(cosines[kept].min()),
        "aligned_missing": float(np.average(cosines[missing], weights=weights[missing])) if missing.any() else 1.0,
        "aligned_far": -float(weights[kept & (cosines < FAR)].sum() / weights[kept].sum()),
        "aligned_back": float((nearest.vectors @ ours.vectors.T).max(axis=1).mean()),
        "aligned_whole": _whole(ours.vectors, nearest.vectors),
    }


def _weights(claim: str, tokens: WordVectors, held: frozenset[str]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return each token's weight (0 for function words) and whether the evidence lacks its word."""
    weights, is_missing = np.zeros(len(tokens.spans)), np.zeros(len(tokens.spans), bool)
    for at, (start, end) in enumerate(tokens.spans):
        found = words(_whole_word(claim, start, end))
        if found and found[0] not in STOPWORDS:
            weights[at] = rarity(stem(found[0]))
            is_missing[at] = stem(found[0]) not in held
    return weights, is_missing


def _whole_word(text: str, start: int, end: int) -> str:
    """Widen a word piece to the word it is part of."""
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return text[start:end]


def _whole(one: NDArray[np.float32], two: NDArray[np.float32]) -> float:
    """Return the cosine of two texts' mean vectors."""
    mean_one, mean_two = one.mean(axis=0), two.mean(axis=0)
    return float(mean_one @ mean_two / (np.linalg.norm(mean_one) * np.linalg.norm(mean_two)))
