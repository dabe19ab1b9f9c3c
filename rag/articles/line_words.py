"""The words of a page's lines as arrays: everything is asked of all words of a page at once, by numpy.

What is known of a word by itself stands in its code (`word_codes`); what is asked of a line is then a sum.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rag.articles.word_codes import HASH_BITS, KIND, LENGTH, NUMBER, STOP, TOLD, word_codes

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ASCII = "!\"#$%&'()*+,-./:;<=>?@[\\]^`{|}~"
_APART = _ASCII.encode() + b"\x00\t\r\v\f"
_SPACED = bytes.maketrans(_APART, b" " * len(_APART))
_BEYOND = "“”‘’«»‹›„–—…·•©®™→¿¡"
_ANY_BEYOND = re.compile(f"[{_BEYOND}]")
_CHINESE = "。，、！？："
"""Marks beyond ASCII that part words; those of Chinese are on few pages and looked for one by one."""

_CHINESE_LEADS = {mark.encode()[0] for mark in _CHINESE}
_IN_ASCII = bytes(range(0x80))
_BREAK, _SPACE = b"\n "
_RARE = 1 << np.arange(STOP + 1, 8)[:, None]


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
    return text if text.isascii() else _ANY_BEYOND.sub(" ", text)


def lowered_page(text: str) -> bytes:
    """Return a `lowered` text in UTF-8: of a page that has no capital beyond ASCII, bytes are faster to change."""
    data = text.encode("utf-8", "surrogatepass")
    if text.isascii():
        return data.lower()
    beyond = beyond_ascii(data)
    if any(char.lower() != char for char in beyond):
        return lowered(text).encode("utf-8", "surrogatepass")
    data = data.lower()
    for mark in beyond.intersection(_BEYOND):
        # As many spaces as bytes: to keep the length halves the time.
        spaced = mark.encode()
        data = data.replace(spaced, b" " * len(spaced))
    return data


def beyond_ascii(data: bytes) -> set[str]:
    """Return the characters beyond ASCII of a text in UTF-8: hardly a page has more than ten."""
    return set(data.translate(None, _IN_ASCII).decode("utf-8", "surrogatepass"))


def page_words(page: bytes) -> PageWords:
    """Return the words of every line of a `lowered_page`; `kinds` counts those of each kind, shape (n, 8)."""
    if any(byte in page for byte in _CHINESE_LEADS):
        for mark in _CHINESE:
            page = page.replace(mark.encode(), b" ")
    data = b"\n%b\n" % page.translate(_SPACED)
    chars = np.frombuffer(data, np.uint8)
    breaks = chars == _BREAK
    apart = breaks | (chars == _SPACE)
    edges = np.flatnonzero(apart[1:] != apart[:-1]) + 1
    starts = edges[::2]
    codes = word_codes(data, starts, edges[1::2])
    bounds = np.searchsorted(starts, np.flatnonzero(breaks))
    first, n_words = bounds[:-1], bounds[1:] - bounds[:-1]
    n = len(n_words)
    line = np.repeat(np.arange(n), n_words)
    flags = codes >> KIND & 0xFF
    stop = flags & (1 << STOP | 1 << NUMBER) > 0
    # A third of all words are function words; the other kinds are rare, and a word may be of several.
    kinds = np.empty((8, n), np.float32)
    kinds[STOP] = np.bincount(line[flags & 1 << STOP > 0], minlength=n)
    rare = np.flatnonzero(flags & ~(1 << STOP))
    kind, which = np.nonzero(flags[rare] & _RARE)
    kinds[STOP + 1 :] = np.bincount(kind * n + line[rare[which]], minlength=7 * n).reshape(7, n)
    worded = np.flatnonzero(n_words)
    told, letters = np.zeros(n, np.int64), np.zeros(n, np.float32)
    if len(worded):
        told[worded] = np.bitwise_or.reduceat(codes, first[worded]) >> TOLD
        letters[worded] = np.add.reduceat(codes >> LENGTH & 0x3F, first[worded])
    return PageWords(
        hashes=(codes & HASH_BITS).view(np.uint64),
        line=line,
        first=first,
        n_words=n_words,
        kinds=kinds.T,
        letters=letters,
        stop=stop,
        told=told,
    )


def sole_lines(words: PageWords) -> NDArray[np.bool_]:
    """Say of every line whether it holds a word that stands nowhere else; two words may be taken for one."""
    buckets = words.hashes.astype(np.uint16)
    order = np.argsort(buckets, kind="stable")
    ordered = buckets[order]
    other = np.ones(len(order) + 1, np.bool_)
    other[1:-1] = ordered[1:] != ordered[:-1]
    found = np.zeros(len(words.n_words), np.bool_)
    found[words.line[order[other[1:] & other[:-1]]]] = True
    return found


_MIX = np.uint64(0x9E3779B97F4A7C15)
_FOLD = np.uint64(29)


def mixed(hashes: NDArray[np.uint64], salt: int | NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return hashes scrambled under a salt, so that one word in two roles falls into two buckets."""
    x = (hashes + np.asarray(salt, np.uint64)) * _MIX
    x ^= x >> _FOLD
    x *= _MIX
    x >>= np.uint64(20)
    return x


def line_keys(words: PageWords) -> NDArray[np.uint64]:
    """Return one number a line that depends on all its words and their order; 0 for a line without a word."""
    place = np.arange(len(words.line)) - words.first[words.line]
    terms = mixed(words.hashes, 11) * (2 * place + 1).astype(np.uint64)
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(terms, dtype=np.uint64)])
    keys: NDArray[np.uint64] = sums[words.first + words.n_words] - sums[words.first]
    return keys
