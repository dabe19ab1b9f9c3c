"""Turn text into words, and words into the terms that keyword search counts.

`words` is for comparing texts with texts; `terms` is the one analyser of keyword search, shared by every store, so
that all of them rank alike. Counting, weighting and ranking are done elsewhere.

Not done: no lemmas, no synonyms, no segmentation of Chinese, Japanese, Korean or Thai: each such character is a word.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rag.text.lexicon import STOPWORDS
from rag.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ANALYSER", "STOPWORDS", "content_spans", "stem", "terms", "word_spans", "words"]

ANALYSER = "words-1+snowball-english"
"""Names what `terms` does; an index made by another analyser is not comparable."""

_SINGLE = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_LETTER = rf"[^\W\d_{_SINGLE}]"
_WORD = re.compile(
    rf"(?:(?P<acronym>(?<![^\W_])(?:{_LETTER}\.){{2,}}(?:{_LETTER}(?![^\W_]))?)"
    rf"|(?P<number>\d+(?:[.,]\d+)*{_LETTER}{{0,3}}(?![^\W_]))"
    rf"|(?P<single>[{_SINGLE}])"
    rf"|(?P<word>[^\W_{_SINGLE}]+(?:['’](?!s\b|S\b){_LETTER}+)*))(?:['’][sS]\b)?"
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_COMPOUND = re.compile(rf"{_LETTER}+(?:[-\u2010\u2011][^\W_{_SINGLE}]+)+")


def word_spans(text: str) -> list[Span]:
    """Return where each word of `words(text)` stands, in the same order."""
    return [Span(match.start(), match.end()) for match in _WORD.finditer(text)]


def words(text: str) -> list[str]:
    """Return the words, case and accents folded: "U.S.'s 1,200 café-bars" gives us, 1200, cafe, bars."""
    return [_fold(*groups) for groups in _WORD.findall(text)]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the stem of one folded word, by the Snowball English stemmer."""
    return str(_stemmer().stemWord(word))


def terms(text: str) -> list[str]:
    """Return what keyword search counts: stems without function words, and hyphened words joined besides."""
    return [*(stem(word) for word in words(text) if word not in STOPWORDS), *_compounds(text)]


def content_spans(text: str) -> list[tuple[Span, str]]:
    """Return where each topic word stands, with its stem, repeats included."""
    found = []
    for span in word_spans(text):
        word = text[span.start : span.end]
        folded = [word.lower()] if word.isascii() and word.isalpha() else words(word)
        if folded and folded[0] not in STOPWORDS:
            found.append((span, stem(folded[0])))
    return found


def _compounds(text: str) -> Iterator[str]:
    for match in _COMPOUND.finditer(text):
        yield stem(_plain("".join(re.split(r"[-\u2010\u2011]", match.group()))))


def _fold(acronym: str, number: str, single: str, word: str) -> str:
    """Fold one match of `_WORD`, whose groups are empty but for one."""
    return _plain(word or single or acronym.replace(".", "") or _THOUSANDS.sub("", number))


def _plain(word: str) -> str:
    """Fold case, width, accents and the shape of apostrophes."""
    if word.isascii():
        return word.lower()
    marks = unicodedata.normalize("NFKD", word.replace("’", "'").casefold())
    bare = "".join(char for char in marks if not unicodedata.combining(char))
    return unicodedata.normalize("NFKC", bare) or word


@lru_cache(maxsize=1)
def _stemmer() -> Any:  # noqa: ANN401  # PyStemmer publishes no types
    import Stemmer

    return Stemmer.Stemmer("english")
