"""How far two texts share their words: SQuAD's token F1."""

from __future__ import annotations

from collections import Counter

from eval.metrics.wording import words


def token_f1(text: str, reference: str) -> float:
    """Return the harmonic mean of word precision and recall, words counted as often as they occur.

    SQuAD's definition (Rajpurkar et al. 2016): folded, without punctuation, a, an and the. Two texts without a word
    are equal (1), one without words shares nothing (0). "the cat sat", "a cat ran" -> 0.5.
    """
    said, owed = Counter(words(text)), Counter(words(reference))
    if not said or not owed:
        return float(said == owed)
    shared = (said & owed).total()
    return 2 * shared / (said.total() + owed.total())
