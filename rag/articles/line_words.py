"""The words of a page's lines as arrays: one look-up a word, everything else by numpy.

A page holds thousands of words and a few hundred lines, so that what is asked of a word (is it a month, an address, a
function word) is asked once for each word of the language and kept; what is asked of a line is then a sum.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rag.articles.telling import told_by

if TYPE_CHECKING:
    from numpy.typing import NDArray

_END = b"\x00"
_ASCII = "!\"#$%&'()*+,-./:;<=>?@[\\]^`{|}~"
_SPACED = bytes.maketrans(_ASCII.encode() + _END, b" " * (len(_ASCII) + 1))
_BEYOND = re.compile("[“”‘’«»‹›„–—…·•©®™→¿¡]")
_CHINESE = "。，、！？："
"""Marks beyond ASCII that part words; those of Chinese are on few pages and looked for one by one."""

_STOPWORDS = """
the of and to in a is that for it as was with be by on not he his but at are this have from or had
an they which were been has their its would who will more when there said what if can about into
than them up out so de la el que en y los se del las un por con una su para es al lo como le et les
des est une du dans qui pour pas au sur ce il ne sont par je nous vous avec o da do os em na no uma
não dos mais das foi ao pelo pela ele der die das und ist den von zu mit sich des auf für nicht dem
ein eine als auch es werden aus hat dass sie nach di che il è per non sono gli nel alla della si
anche ha van het een dat niet te zijn op voor met aan
"""
_CREDITS = "by photo photos image credit getty reuters ap afp foto via source par por von di"
_MONTHS = """
january jan enero janeiro janvier januar gennaio januari february feb febrero fevereiro février februar febbraio
march mar marzo março mars märz april apr abril abr avril aprile may mayo maio mai maggio june jun junio junho juin
juni giugno july jul julio julho juillet juli luglio august aug agosto ago août september sept sep septiembre setembro
septembre settembre october oct octubre outubro octobre oktober ottobre november nov noviembre novembro novembre
december dec diciembre dezembro décembre dezember dicembre
"""
_ADDRESSES = "http https www com org net"
_TIMES = "min mins minute minutes hour hours day days ago"

STOP, CREDIT, MONTH, YEAR, DAY, ADDRESS, TIME, NUMBER = range(8)
"""What a word may be; a bit each."""

_DIGITS = re.compile(r"\d+")
_KINDS = ((_STOPWORDS, STOP), (_CREDITS, CREDIT), (_MONTHS, MONTH), (_ADDRESSES, ADDRESS), (_TIMES, TIME))
_LINE_END = 1 << 40
_KIND = 32
_LENGTH = 41
_TOLD = 47
_MOST = 200_000
"""Words remembered; then the memory starts afresh, so that a folder of any size fits."""


class _Codes(dict[bytes, int]):
    """From a word to a number: hash (32 bits), kinds (8), whether it ends a line, length (6), what it tells (11)."""

    def __missing__(self, token: bytes) -> int:
        if len(self) > _MOST:
            self.clear()
        code = self[token] = _code(token)
        return code


def _code(token: bytes) -> int:
    if token == _END:
        return _LINE_END
    word = token.decode("utf-8", "surrogatepass")
    kinds, masked = _KIND_OF.get(word, 0), token
    # A folder's first pages are full of new words, nearly all of them plain letters.
    if not word.isalpha():
        masked = _DIGITS.sub("0", word).encode("utf-8", "surrogatepass")
        if word.isdecimal():
            kinds |= _number_kinds(word)
    return zlib.crc32(masked) | kinds << _KIND | min(len(word), 63) << _LENGTH | told_by(word) << _TOLD


def _number_kinds(word: str) -> int:
    value = int(word) if len(word) < 5 else 0
    year, day = len(word) == 4 and 1900 <= value < 2100, len(word) < 3 and 0 < value < 32
    return 1 << NUMBER | year << YEAR | day << DAY


_SETS = tuple((frozenset(words.split()), kind) for words, kind in _KINDS)
_KIND_OF = {
    word: sum(1 << kind for words, kind in _SETS if word in words)
    for word in frozenset().union(*(words for words, _ in _SETS))
}
_CODES = _Codes()


class PageWords(NamedTuple):
    """The words of n lines, m in all, in order: `first[i]` is the place of line i's first word.

    `told[i]` says what line i may be for the words that it holds (`telling`).
    """

    hashes: NDArray[np.uint64]
    line: NDArray[np.int64]
    first: NDArray[np.int64]
    n_words: NDArray[np.int64]
    kinds: NDArray[np.float32]
    letters: NDArray[np.float32]
    stop: NDArray[np.bool_]
    told: NDArray[np.int64]


def lowered(text: str) -> str:
    """Return a text in lower case with spaces for the marks beyond ASCII that part words in most languages."""
    text = text.lower()
    return text if text.isascii() else _BEYOND.sub(" ", text)


def page_words(text: str) -> PageWords:
    """Return the words of every line of a `lowered` text; `kinds` counts those of each kind, shape (n, 8)."""
    for mark in _CHINESE:
        text = text.replace(mark, " ")
    data = text.encode("utf-8", "surrogatepass").translate(_SPACED)
    tokens = data.replace(b"\n", b" %b " % _END).split()
    codes = np.fromiter(map(_CODES.__getitem__, tokens), np.int64, len(tokens))
    ends = np.concatenate([[-1], np.flatnonzero(codes == _LINE_END), [len(codes)]])
    n_words = np.diff(ends) - 1
    n = len(n_words)
    line = np.repeat(np.arange(n), n_words)
    codes = codes[codes != _LINE_END]
    flags = codes >> _KIND & 0xFF
    stop = flags & (1 << STOP | 1 << NUMBER) > 0
    # A third of all words are function words; the other kinds are rare, and a word may be of several.
    kinds = np.empty((8, n), np.float32)
    kinds[STOP] = np.bincount(line[flags & 1 << STOP > 0], minlength=n)
    rare = np.flatnonzero(flags & ~(1 << STOP))
    for kind in range(STOP + 1, 8):
        kinds[kind] = np.bincount(line[rare[flags[rare] & 1 << kind > 0]], minlength=n)
    telling = np.flatnonzero(codes >> _TOLD)
    told = np.zeros(n, np.int64)
    np.bitwise_or.at(told, line[telling], codes[telling] >> _TOLD)
    return PageWords(
        hashes=(codes & 0xFFFFFFFF).astype(np.uint64),
        line=line,
        first=np.cumsum(n_words) - n_words,
        n_words=n_words,
        kinds=kinds.T,
        letters=np.bincount(line, weights=codes >> _LENGTH & 0x3F, minlength=n).astype(np.float32),
        stop=stop,
        told=told,
    )


def sole_lines(words: PageWords) -> NDArray[np.bool_]:
    """Say of every line whether it holds a word that stands nowhere else; two words may be taken for one."""
    buckets = (words.hashes & np.uint64(0xFFFF)).astype(np.int64)
    found = np.zeros(len(words.n_words), np.bool_)
    found[words.line[np.bincount(buckets)[buckets] == 1]] = True
    return found


_MIX = np.uint64(0x9E3779B97F4A7C15)
_FOLD = np.uint64(29)


def mixed(hashes: NDArray[np.uint64], salt: int) -> NDArray[np.uint64]:
    """Return hashes scrambled under a salt, so that one word in two roles falls into two buckets."""
    x = (hashes + np.uint64(salt)) * _MIX
    return np.asarray((x ^ (x >> _FOLD)) * _MIX >> np.uint64(20), np.uint64)


def line_keys(words: PageWords) -> NDArray[np.uint64]:
    """Return one number a line that depends on all its words and their order; 0 for a line without a word."""
    place = np.arange(len(words.line)) - words.first[words.line]
    terms = mixed(words.hashes, 11) * (2 * place + 1).astype(np.uint64)
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(terms, dtype=np.uint64)])
    keys: NDArray[np.uint64] = sums[words.first + words.n_words] - sums[words.first]
    return keys
