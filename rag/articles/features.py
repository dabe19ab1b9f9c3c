"""What the line labeller sees: numbers and hashed words for every line of a page, and nothing else.

Characters are classified once for the whole page with numpy; words are looked at only where a line begins and ends,
which is where furniture gives itself away. Nothing here depends on a language but a small list of function words, and
a page in another script keeps all of its other features.
"""

from __future__ import annotations

import re
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rag.articles.lines import Line

N_BUCKETS = 16384
"""Size of the table of hashed words; bucket 0 is padding."""

N_EDGE = 6
"""Slots for the tokens that mark a line's edges: first, second, last word, first pair, last pair, whole line."""

N_WORDS = 16
"""Slots for the words themselves: the first 11 and the last 5."""

_WORD = re.compile(r"[^\W\d_]+|\d+")
_DATE = re.compile(
    r"\b(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?\b|\b\d\d?[-/.]\d\d?[-/.](?:19|20)?\d\d\b"
    r"|\b\d\d?(?:st|nd|rd|th)?\.?,?\s+(?:de\s+)?[^\W\d]{3,10}\.?,?\s+(?:de\s+)?(?:19|20)\d\d\b"
    r"|\b[^\W\d]{3,9}\.?\s+\d\d?(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b"
)
_TIME = re.compile(r"\b\d\d?[:h]\d\d\b|\b\d+\s*(?:min|mins|minutes?|hours?|days?)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://|www\.|\S@\S+\.\w|\.(?:com|org|net)\b", re.IGNORECASE)
_CREDIT = re.compile(
    r"(?:^|\W)(?:by|photos?|image|credit|getty|reuters|ap|afp|foto|via|source|par|por|von|di)\W", re.IGNORECASE
)
_STOPWORDS_WORDS = """
the of and to in a is that for it as was with be by on not he his but at are this have from or had
an they which were been has their its would who will more when there said what if can about into
than them up out so de la el que en y los se del las un por con una su para es al lo como le et les
des est une du dans qui pour pas au sur ce il ne sont par je nous vous avec o da do os em na no uma
não dos mais das foi ao pelo pela ele der die das und ist den von zu mit sich des auf für nicht dem
ein eine als auch es werden aus hat dass sie nach di che il è per non sono gli nel alla della si
anche ha van het een dat niet te zijn op voor met aan
"""
STOPWORDS = frozenset(_STOPWORDS_WORDS.split())


class PageFeatures(NamedTuple):
    """One row a line: dense numbers (n, N_DENSE), edge token ids (n, N_EDGE), word ids (n, N_WORDS)."""

    dense: NDArray[np.float32]
    edges: NDArray[np.int32]
    words: NDArray[np.int32]


@lru_cache(maxsize=65536)
def _bucket(token: str) -> int:
    return zlib.crc32(token.encode("utf-8", "surrogatepass")) % (N_BUCKETS - 1) + 1


def page_features(lines: Sequence[Line]) -> PageFeatures:
    """Return the features of every line, each in the light of the whole page."""
    n = len(lines)
    edges = np.zeros((n, N_EDGE), np.int32)
    words = np.zeros((n, N_WORDS), np.int32)
    counts = np.zeros((n, 4), np.float32)
    seen: dict[str, int] = {}
    repeats = np.zeros((n, 2), np.float32)
    keys: list[str] = []
    flags: list[list[float]] = []
    for i, line in enumerate(lines):
        low = line.plain.lower()
        found = _WORD.findall(low)
        flags.append(_flags(line, low, found))
        key = _fill_tokens(found, edges[i], words[i])
        counts[i, 0] = len(found)
        counts[i, 1] = len([word for word in found if word in STOPWORDS])
        counts[i, 2] = len("".join(found))
        keys.append(key)
        repeats[i, 1] = seen.get(key, 0)
        seen[key] = seen.get(key, 0) + 1
    for i, key in enumerate(keys):
        repeats[i, 0] = seen[key] - 1
    dense = np.concatenate(
        [
            _shape_features(lines, counts),
            np.array(flags, np.float32).reshape(n, -1),
            _page_features(lines, counts),
            np.log1p(repeats),
            _shared_words(words, counts[:, 0])[:, None],
        ],
        axis=1,
    )
    return PageFeatures(dense.astype(np.float32), edges, words)


def _fill_tokens(found: list[str], edges: NDArray[np.int32], words: NDArray[np.int32]) -> str:
    """Write a line's token ids in place and return the key under which its repetitions are counted."""
    masked = ["0" if word.isdecimal() else word for word in found]
    key = " ".join(masked)
    if not masked:
        return key
    edges[0] = _bucket("^" + masked[0])
    edges[1] = _bucket("$" + masked[-1])
    if len(masked) > 1:
        edges[2] = _bucket("^2" + masked[1])
        edges[3] = _bucket("^^" + masked[0] + " " + masked[1])
        edges[4] = _bucket("$$" + masked[-2] + " " + masked[-1])
    if len(masked) <= 6:
        edges[5] = _bucket("=" + key)
    chosen = masked if len(masked) <= N_WORDS else masked[:11] + masked[-5:]
    words[: len(chosen)] = [_bucket(word) for word in chosen]
    return key


_CLASSES = 8
_UPPER, _LOWER, _OTHER_LETTER, _CJK, _DIGIT, _SPACE, _STOP, _PUNCT = range(_CLASSES)


def _character_classes() -> NDArray[np.uint8]:
    table = np.full(0x3000, _OTHER_LETTER, np.uint8)
    for code in range(0x250):
        char = chr(code)
        if char.isdigit():
            table[code] = _DIGIT
        elif char.isspace():
            table[code] = _SPACE
        elif char.isupper():
            table[code] = _UPPER
        elif char.isalpha():
            table[code] = _LOWER
        else:
            table[code] = _STOP if char in ".!?" else _PUNCT
    table[0x2000:0x2C00] = _PUNCT
    return table


_TABLE = _character_classes()


def _class_counts(lines: Sequence[Line]) -> NDArray[np.float32]:
    """Count each line's characters by class, the whole page at once; shape (n, 8)."""
    joined = "\n".join(line.plain for line in lines) + "\n"
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    classes = np.where(codes < len(_TABLE), _TABLE[np.minimum(codes, len(_TABLE) - 1)], _CJK)
    lengths = np.fromiter((len(line.plain) + 1 for line in lines), np.int64, len(lines))
    owner = np.repeat(np.arange(len(lines)), lengths)
    flat = np.bincount(owner * _CLASSES + classes, minlength=len(lines) * _CLASSES)
    return flat.reshape(len(lines), _CLASSES).astype(np.float32)


def _shape_features(lines: Sequence[Line], counts: NDArray[np.float32]) -> NDArray[np.float32]:
    """Describe each line by itself: its length, letters, marks, edges and place among blank lines."""
    by_class = _class_counts(lines)
    chars = np.maximum(by_class.sum(axis=1, keepdims=True) - 1, 1)
    letters = np.maximum(by_class[:, :4].sum(axis=1, keepdims=True), 1)
    n_words = np.maximum(counts[:, :1], 1)
    return np.concatenate(
        [
            np.log1p(chars) / 6,
            np.log1p(counts[:, :1]) / 5,
            by_class[:, :1] / letters,
            by_class[:, 2:3] / letters,
            by_class[:, 3:4] / letters,
            by_class[:, 4:5] / chars,
            by_class[:, 7:8] / chars,
            np.log1p(by_class[:, 6:7]),
            by_class[:, :1] / n_words,
            counts[:, 1:2] / n_words,
            counts[:, 2:3] / n_words / 10,
            np.log1p(by_class[:, 4:5]) / 3,
        ],
        axis=1,
    )


_CREDITED_WORDS = "by photo photos image credit getty reuters ap afp foto via source par por von di"
_CREDITED = frozenset(_CREDITED_WORDS.split())
_HOSTS = ("@", "//", "www.", ".com", ".org", ".net")


def _flags(line: Line, low: str, found: list[str]) -> list[float]:
    """Answer yes or no to each question about a line; cheap look-ups stand before every pattern."""
    plain = line.plain or " "
    end = plain.rstrip("\"'”’»)]")[-1:] or " "
    first = plain[0]
    size = max(len(plain), 1)
    short = size < 200
    digits = short and any(map(str.isdigit, plain))
    return [
        end in ".!?。！？…",
        end == ":",
        end == ",",
        end.islower(),
        plain[-1:] in "\"'”’»",
        first.isupper(),
        first.islower(),
        first.isdigit(),
        first in "\"'“‘«",
        first in "([",
        "|" in plain,
        "»" in plain or "›" in plain or "→" in plain or ">" in plain,
        "©" in plain or "copyright" in low,
        "#" in plain or (short and plain.startswith("@")),
        "," in plain,
        "/" in plain,
        digits and _DATE.search(plain) is not None,
        digits and _TIME.search(plain) is not None,
        any(host in low for host in _HOSTS) and _ADDRESS.search(plain) is not None,
        short and not _CREDITED.isdisjoint(found) and _CREDIT.search(plain) is not None,
        min(line.indent, 16) / 8,
        line.indent > 0,
        line.blanks_before == 0,
        line.blanks_before == 1,
        line.blanks_before > 1,
        line.mark == "#",
        line.mark == ">",
        line.mark == "*",
        line.mark == "1",
        line.mark == "|",
        line.link_chars / size,
        min(line.n_links, 5) / 2,
        min(line.n_images, 2),
    ]


def _page_features(lines: Sequence[Line], counts: NDArray[np.float32]) -> NDArray[np.float32]:
    """Place each line on its page: how far down, how long beside the others, what kind of page this is."""
    n = len(lines)
    n_words = counts[:, 0]
    place = np.arange(n, dtype=np.float32)
    total = max(float(n_words.sum()), 1.0)
    before = (np.cumsum(n_words) - n_words) / total
    order = np.argsort(np.argsort(n_words, kind="stable"), kind="stable") / max(n - 1, 1)
    blanks = np.fromiter((min(line.blanks_before, 3) for line in lines), np.float32, n)
    columns = [
        place / max(n - 1, 1),
        before,
        np.log1p(place) / 5,
        np.log1p(n - 1 - place) / 5,
        order,
        n_words / max(float(n_words.max(initial=1.0)), 1.0),
        np.append(np.minimum(blanks[1:], 2), 2.0),
    ]
    page = [
        np.log1p(n) / 6,
        np.log1p(total) / 8,
        float((n_words >= 20).mean()),
        float((blanks > 0).mean()),
        float(np.mean([line.n_links > 0 for line in lines])),
        float(np.mean([line.indent > 0 for line in lines])),
        np.log1p(float(np.percentile(n_words, 90))) / 5,
        np.log1p(float(n_words.max(initial=0.0))) / 6,
    ]
    return np.column_stack([*columns, *[np.full(n, value, np.float32) for value in page]])


def _shared_words(words: NDArray[np.int32], n_words: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the share of a line's words that long lines elsewhere on the page use: its nearness to the subject."""
    present = np.bincount(words[n_words >= 15].ravel(), minlength=N_BUCKETS)
    own = (n_words >= 15).astype(np.int64)[:, None]
    known = (present[words] > own) & (words > 0)
    total = np.maximum((words > 0).sum(axis=1), 1)
    shared: NDArray[np.float32] = (known.sum(axis=1) / total).astype(np.float32)
    return shared


N_DENSE = 12 + 33 + 15 + 2 + 1
"""How many dense features a line has."""
