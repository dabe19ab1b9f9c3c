"""What is known of a word of a page, packed into one number, for thousands of words at a time.

What is asked of a word (is it a month, an address, a function word) is asked once and kept in a table that numpy reads
for a whole page at once: a place for a word's hash, taken over by the next word that falls there. A word of up to eight
bytes is its own hash before it is mixed; two longer ones fall together once in 2 ** 64.
"""

from __future__ import annotations

import re
import zlib
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from rag.articles.telling import told_by

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
HASH_BITS = 0xFFFFFFFF
KIND, LENGTH, TOLD = 32, 41, 47
"""A code's parts, from below: hash (32 bits), kinds (8), one bit unused, length (6), what the word tells (11)."""

_STEP = 8
_REACH = 24
"""Bytes by which a word is known; a longer one, as texts without spaces have, is looked at each time."""

_SLOT_BITS = 18
"""A quarter of a million words are remembered, in four megabytes; a folder's pages hold some tens of thousands."""

_MIX = np.uint64(0x9E3779B97F4A7C15)
_FOLD, _TO_SLOT = np.uint64(29), np.uint64(64 - _SLOT_BITS)
_MASKS = np.array([(1 << 8 * n) - 1 for n in range(_STEP + 1)], np.uint64)
_known = np.zeros((1 << _SLOT_BITS, 2), np.int64)
"""The hash of the word that has a slot, and its code beside it, for memory is read by the line."""

_lock = Lock()


def word_codes(data: bytes, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the code of each word `data[start:end]`; no word holds a zero byte."""
    sizes = ends - starts
    hashes = _hashed(data, starts, sizes)
    slots = (hashes >> _TO_SLOT).view(np.int64)
    hashes = hashes.view(np.int64)
    with _lock:
        known, codes = _known.take(slots, axis=0).T
        for i in np.flatnonzero((known != hashes) | (sizes > _REACH)).tolist():
            codes[i] = _code(data[starts[i] : ends[i]])
            if sizes[i] <= _REACH:
                _known[slots[i]] = hashes[i], codes[i]
    return np.ascontiguousarray(codes)


def _hashed(data: bytes, starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return a number for each word's first bytes, eight at a time."""
    padded = data + bytes(_STEP)
    eights = np.ndarray((len(data) + 1,), "<u8", padded, strides=(1,))
    hashes = _mixed(eights[starts] & _MASKS[np.minimum(sizes, _STEP)])
    for done in range(_STEP, _REACH, _STEP):
        longer = np.flatnonzero(sizes > done)
        rest = eights[starts[longer] + done] & _MASKS[np.minimum(sizes[longer] - done, _STEP)]
        hashes[longer] = _mixed(hashes[longer] + rest)
    return hashes


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    x = values * _MIX
    x ^= x >> _FOLD
    x *= _MIX
    return x


@lru_cache(maxsize=4096)
def _code(token: bytes) -> int:
    word = token.decode("utf-8", "surrogatepass")
    kinds, masked = _KIND_OF.get(word, 0), token
    # A folder's first pages are full of new words, nearly all of them plain letters.
    if not word.isalpha():
        masked = _DIGITS.sub("0", word).encode("utf-8", "surrogatepass")
        if word.isdecimal():
            kinds |= _number_kinds(word)
    return zlib.crc32(masked) | kinds << KIND | min(len(word), 63) << LENGTH | told_by(word) << TOLD


def _number_kinds(word: str) -> int:
    value = int(word) if len(word) < 5 else 0
    year, day = len(word) == 4 and 1900 <= value < 2100, len(word) < 3 and 0 < value < 32
    return 1 << NUMBER | year << YEAR | day << DAY


_SETS = tuple((frozenset(words.split()), kind) for words, kind in _KINDS)
_KIND_OF = {
    word: sum(1 << kind for words, kind in _SETS if word in words)
    for word in frozenset().union(*(words for words, _ in _SETS))
}
