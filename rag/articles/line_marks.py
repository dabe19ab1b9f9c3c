"""The characters of a page's lines as arrays: each classified once, counted by line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MARKS = (".!?。！？", ",", ":;", "|", "»›→>", "©®™", "#", "/", "@", "$€£¥%", "{}=_\\<`~^", "\"'“”‘’«", "([", "·•–—-")
"""Marks that are counted apart, a class each."""

UPPER, LOWER, OTHER_LETTER, CJK, DIGIT, SPACE, PUNCTUATION = range(7)
STOP, COMMA, COLON, BAR, ARROW, RIGHTS, HASH, SLASH, AT, MONEY, CODE, QUOTE, OPEN, DASH = range(7, 7 + len(_MARKS))
N_CLASSES = 7 + len(_MARKS)


_END = 0x10000


def _table() -> NDArray[np.uint8]:
    table = np.full(_END, OTHER_LETTER, np.uint8)
    for code in range(0x250):
        char = chr(code)
        if char.isdigit():
            table[code] = DIGIT
        elif char.isspace():
            table[code] = SPACE
        elif char.isupper():
            table[code] = UPPER
        elif char.isalpha():
            table[code] = LOWER
        else:
            table[code] = PUNCTUATION
    table[0x2000:0x2C00] = PUNCTUATION
    table[0x3000:] = CJK
    for number, marks in enumerate(_MARKS, start=7):
        table[[ord(mark) for mark in marks]] = number
    return table


_TABLE = _table()
_CLOSING = np.zeros(_END, np.bool_)
_CLOSING[[ord(mark) for mark in "\"'”’»)]"]] = True


class PageMarks(NamedTuple):
    """`counts[i, c]` characters of class c in line i; the class of its first and last character, quotes set aside.

    `chars` counts all characters of a line.
    """

    counts: NDArray[np.float32]
    chars: NDArray[np.float32]
    first: NDArray[np.uint8]
    last: NDArray[np.uint8]
    end: NDArray[np.uint8]
    clock: NDArray[np.bool_]


def page_marks(text: str) -> PageMarks:
    """Classify every character of every line; `end` is the last one before closing quotes and brackets."""
    codes = np.frombuffer(f"{text}\n".encode("utf-32-le", "surrogatepass"), np.uint32)
    codes = np.minimum(codes, _END - 1)
    classes = _TABLE.take(codes)
    breaks = np.flatnonzero(codes == 10)
    n = len(breaks)
    first = np.concatenate([[0], breaks[:-1] + 1])
    last = np.maximum(breaks - 1, first)
    end = last.copy()
    for _ in range(3):
        closing = _CLOSING[codes[end]] & (end > first)
        if not closing.any():
            break
        end -= closing
    owner = np.repeat(np.arange(n, dtype=np.int32), breaks - first + 1)
    # Four characters in five are small letters: what is left over when the others are counted.
    others = np.flatnonzero(classes != LOWER)
    their = classes[others].astype(np.intp)
    counts = np.bincount(their * n + owner[others], minlength=n * N_CLASSES).reshape(N_CLASSES, n).astype(np.float32)
    counts[SPACE] -= 1
    chars = (breaks - first).astype(np.float32)
    counts[LOWER] = chars - counts.sum(axis=0)
    colon = others[their == COLON]
    colon = colon[(codes[colon] == ord(":")) & (classes[colon - 1] == DIGIT) & (classes[colon + 1] == DIGIT)]
    clock = np.zeros(n, np.bool_)
    clock[owner[colon]] = True
    return PageMarks(counts.T, chars, classes[first], classes[last], classes[end], clock)
