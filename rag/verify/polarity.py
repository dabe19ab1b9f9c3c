"""Find which words of a sentence are negated.

A negation reaches from its word to the next stop, comma or "but", at most `REACH` words on. Two negations over one word
cancel. "Not only" negates nothing.

Not done: parsing. What a negation reaches is guessed from distance, which is right for most plain sentences.
"""

from __future__ import annotations

import re

from rag.text.lexicon import word_set
from rag.text.words import stem, words

NEGATIONS = word_set(
    "not no never none nobody nothing neither nor without cannot nowhere hardly barely scarcely fail fails failed "
    "failing refuse refuses refused refusing deny denies denied denying lack lacks lacked unable false untrue prevent "
    "prevents prevented avoid avoids avoided declined ruled stopped ceased"
)
"""Words that turn what follows them round."""
REACH = 8
_CLAUSES = re.compile(r"[.;:!?,()\[\]\"“”—–]|\b(?:but|although|though|while|whereas|because|unless)\b", re.IGNORECASE)
_NOT_ONLY = re.compile(r"\bnot (?:only|just|merely|least)\b|\bno (?:doubt|longer than|matter)\b", re.IGNORECASE)


def negated_stems(text: str) -> frozenset[str]:
    """Return the stems that stand under an odd number of negations; negating words themselves are left out."""
    negated: set[str] = set()
    for clause in _CLAUSES.split(_NOT_ONLY.sub(" ", text)):
        found = words(clause)
        at = [index for index, word in enumerate(found) if is_negation(word)]
        for index, word in enumerate(found):
            over = [one for one in at if 0 < index - one <= REACH]
            if len(over) % 2 and not is_negation(word):
                negated.add(stem(word))
    return frozenset(negated)


def is_negation(word: str) -> bool:
    """Say whether a folded word negates."""
    return word in NEGATIONS or word.endswith("n't")


def count_negations(text: str) -> int:
    """Count the negating words of a text."""
    return sum(is_negation(word) for word in words(_NOT_ONLY.sub(" ", text)))
