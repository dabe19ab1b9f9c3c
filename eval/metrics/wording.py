"""Strings made comparable: case, width, quotation marks, dashes and white space never decide a grade.

Not done: synonyms, inflection, arithmetic. A fact that may be worded in several ways lists its wordings in the gold.
"""

from __future__ import annotations

import re
import unicodedata

_PLAIN = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})
_ARTICLES = frozenset({"a", "an", "the"})
_WORD = re.compile(r"\w+(?:[.,'’]\w+)*")


def folded(text: str) -> str:
    """Return text in one case, one width, one kind of quotation mark and dash, and single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_PLAIN).casefold().split())


def holds(text: str, wording: str) -> bool:
    """Say whether a wording stands in a text as whole words: ("rose 14%", "4%") -> False."""
    needle = folded(wording)
    left = r"(?<![\w.,])" if needle[:1].isdigit() else r"(?<!\w)"
    right = r"(?![.,]?\d)(?!\w)" if needle[-1:].isdigit() else r"(?!\w)"
    return bool(needle) and re.search(left + re.escape(needle) + right, folded(text)) is not None


def words(text: str) -> list[str]:
    """Return the words of a text, folded, without punctuation and without a, an and the."""
    return [word for word in _WORD.findall(folded(text)) if word not in _ARTICLES]
