"""Whether words are given to the right person and the right outlet.

The definitions are ours: the figure is the share, of the answers that owe a name, that give the right one.
"""

from __future__ import annotations

import re

from eval.metrics.wording import folded, words

_TITLES = frozenset({"dr", "gen", "gov", "lord", "madam", "mr", "mrs", "ms", "president", "prof", "rep", "sen", "sir"})


def is_same_person(said: str, owed: str) -> bool:
    """Say whether two names can be one person's: the same last name, and no first name that contradicts.

    "Ms Iqbal-Weiss", "Tamara Iqbal-Weiss" -> True; "Lowell Brandvold", "Cal Brandvold" -> False.
    """
    said_words, owed_words = _name(said), _name(owed)
    if not said_words or not owed_words:
        return False
    return set(said_words) <= set(owed_words) or set(owed_words) <= set(said_words)


def is_same_outlet(said: str, owed: str) -> bool:
    """Say whether two names are one outlet's, whatever the case and a leading 'the'."""
    return _outlet(said) == _outlet(owed)


def _name(text: str) -> list[str]:
    return [word for word in words(text) if word not in _TITLES]


def _outlet(text: str) -> str:
    return re.sub(r"^the ", "", folded(text))
