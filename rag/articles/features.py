"""What the line labeller sees: numbers and hashed words for every line of a page, and nothing else.

Words and characters are looked up once for the whole page (`line_words`, `line_marks`); everything here is arithmetic
on arrays. Nothing depends on a language but small lists of function words and months, and a page in another script
keeps all of its other features.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from rag.articles import line_marks as mark
from rag.articles import word_codes as word
from rag.articles.line_marks import page_marks
from rag.articles.line_words import line_keys, mixed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rag.articles.line_marks import PageMarks
    from rag.articles.line_words import PageWords
    from rag.articles.lines import PageLines

    Array = NDArray[np.float32]
    Columns = list[NDArray[Any] | float]

N_BUCKETS = 16384
"""Size of the table of hashed words; bucket 0 is padding."""

N_EDGE = 6
"""Slots for the tokens that mark a line's edges: first, second, last word, first pair, last pair, whole line."""

N_WORDS, _FIRST_WORDS = 16, 11
"""Slots for the words themselves: the first 11 and the last 5."""

_LONG = 15
"""Words from which a line is taken to speak of the page's subject."""

_PROSE = 20
"""Words from which a line that ends as a sentence does is taken for prose."""

_IDLE = 10
"""Words that a line must bring for the segment of most words to grow by it."""

_LEADS = {"": 0, "#": 1, ">": 2, "*": 3, "1": 4, "|": 5}
_EDGE_SALTS = np.array([[1], [2], [3], [5], [7], [8]], np.uint64)
_TELLING_MARKS = [
    mark.BAR, mark.ARROW, mark.RIGHTS, mark.HASH, mark.COMMA, mark.SLASH, mark.AT, mark.MONEY, mark.DASH, mark.QUOTE
]  # fmt: skip
_WINDOWS = (3, 10, 40)
"""Lines on each side over which neighbours are averaged."""


class PageFeatures(NamedTuple):
    """One row a line: dense numbers (n, N_DENSE), edge token ids (n, N_EDGE), word ids (n, N_WORDS)."""

    dense: Array
    edges: NDArray[np.int32]
    words: NDArray[np.int32]


def page_features(lines: PageLines) -> PageFeatures:
    """Return the features of every line, each in the light of the whole page."""
    words, marks = lines.words, page_marks(lines.whole)
    n_words = words.n_words.astype(np.float32)
    layout = _measured(lines)
    keys = line_keys(words)
    ids = _token_ids(words, keys)
    core = _core(n_words)
    prose = (n_words >= _PROSE) & (marks.end == mark.STOP)
    columns = [
        *_shape(marks, words, n_words),
        *_flags(marks, words),
        *_layout(layout, marks),
        *_place(n_words, layout, prose),
        *_segment(n_words, core),
        *_surroundings(n_words, prose, layout),
        *_repeats(keys, ids[0]),
        *_shared(words, n_words, core),
    ]
    # Written one by one, each in one piece: to stack a hundred small arrays takes longer than to work them out.
    dense = np.empty((N_DENSE, len(lines)), np.float32)
    for k, column in zip(range(N_DENSE), columns, strict=True):
        dense[k] = column
    return PageFeatures(dense.T, *ids)


def _measured(lines: PageLines) -> Array:
    """Return what splitting measured of each line: indentation, blank lines, link characters, links, images, mark."""
    layout = np.zeros((6, len(lines)), np.float32)
    _, _, _, indents, blanks, _, marks, link_chars, n_links, n_images = zip(*lines, strict=True)
    for row, measured in zip(layout, (indents, blanks, link_chars, n_links, n_images), strict=False):
        if any(measured):
            row[:] = measured
    if any(marks):
        layout[5] = [_LEADS.get(lead, 0) for lead in marks]
    return layout


def _token_ids(words: PageWords, keys: NDArray[np.uint64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    n_words, first = words.n_words, words.first
    hashes = np.append(words.hashes, np.zeros(N_WORDS, np.uint64))
    start, last, second, before = hashes[
        [first, np.maximum(first + n_words - 1, 0), first + 1, np.maximum(first + n_words - 2, 0)]
    ]
    pairs = start + mixed(second, 4), before + mixed(last, 6)
    known, several = n_words > 0, n_words > 1
    edges = _bucket(mixed(np.array([start, last, second, *pairs, keys]), _EDGE_SALTS))
    edges *= [known, known, several, several, several, known & (n_words <= 6)]
    slot = np.arange(N_WORDS)[:, None]
    place = first + slot
    place[_FIRST_WORDS:] += np.maximum(n_words - N_WORDS, 0)
    chosen = _bucket(mixed(hashes, 9)).take(place)
    chosen *= slot < n_words
    return edges.T, chosen.T


def _bucket(hashes: NDArray[np.uint64]) -> NDArray[np.int32]:
    return (hashes % np.uint64(N_BUCKETS - 1)).astype(np.int32) + np.int32(1)


def _shape(marks: PageMarks, words: PageWords, n_words: Array) -> Columns:
    """Describe each line by itself: its length, letters, digits and marks."""
    counts = marks.counts
    chars = np.maximum(marks.chars, 1)
    letters = np.maximum(counts[:, :4].sum(axis=1), 1)
    size = np.maximum(n_words, 1)
    other = counts[:, mark.PUNCTUATION :].sum(axis=1) - counts[:, mark.STOP]
    return [
        np.log1p(chars) / 6,
        np.log1p(n_words) / 5,
        counts[:, mark.UPPER] / letters,
        counts[:, mark.OTHER_LETTER] / letters,
        counts[:, mark.CJK] / letters,
        counts[:, mark.DIGIT] / chars,
        other / chars,
        np.log1p(counts[:, mark.STOP]),
        np.log1p(counts[:, mark.COMMA]),
        counts[:, mark.CODE] / chars,
        counts[:, mark.UPPER] / size,
        words.kinds[:, word.STOP] / size,
        words.letters / size / 10,
        np.log1p(counts[:, mark.DIGIT]) / 3,
        np.log1p(counts[:, mark.CODE]),
        counts[:, mark.STOP] / size,
    ]  # fmt: skip


def _flags(marks: PageMarks, words: PageWords) -> Columns:
    """Answer yes or no to each question about a line's characters and words."""
    counts, kinds = marks.counts, words.kinds
    short = marks.chars < 200
    holds = counts.T[_TELLING_MARKS] > 0
    dated = (kinds[:, word.YEAR] > 0) & ((kinds[:, word.MONTH] > 0) | (kinds[:, word.NUMBER] > 2))
    timed = (kinds[:, word.NUMBER] > 0) & ((kinds[:, word.TIME] > 0) | marks.clock)
    return [
        marks.end == mark.STOP,
        marks.end == mark.COLON,
        marks.end == mark.COMMA,
        marks.end == mark.LOWER,
        marks.last == mark.QUOTE,
        marks.first == mark.UPPER,
        marks.first == mark.LOWER,
        marks.first == mark.DIGIT,
        marks.first == mark.QUOTE,
        marks.first == mark.OPEN,
        *holds,
        short & dated,
        short & timed,
        short & (kinds[:, word.YEAR] > 0),
        kinds[:, word.ADDRESS] > 0,
        short & (kinds[:, word.CREDIT] > 0),
    ]  # fmt: skip


def _layout(layout: Array, marks: PageMarks) -> Columns:
    """Describe how each line is set: indentation, blank lines, leading mark, links."""
    indent, blanks, link_chars, n_links, n_images, leads = layout
    chars = np.maximum(marks.chars, 1)
    below = np.append(np.minimum(blanks[1:], 2), np.float32(2))
    return [
        np.minimum(indent, 16) / 8, indent > 0, blanks == 0, blanks == 1, blanks > 1, below,
        leads == 1, leads == 2, leads == 3, leads == 4, leads == 5,
        link_chars / chars, np.minimum(n_links, 5) / 2, np.minimum(n_images, 2),
    ]  # fmt: skip


def _place(n_words: Array, layout: Array, prose: NDArray[np.bool_]) -> Columns:
    """Place each line on its page: how far down, how long beside the others, what kind of page this is."""
    n = len(n_words)
    place = np.arange(n, dtype=np.float32)
    total = max(float(n_words.sum()), 1.0)
    told = np.cumsum(n_words * prose)
    order = np.empty(n, np.float32)
    order[np.argsort(n_words, kind="stable")] = place / max(n - 1, 1)
    page = [
        np.log1p(n) / 6,
        np.log1p(total) / 8,
        np.count_nonzero(n_words >= _PROSE) / n,
        float(told[-1]) / total,
        np.count_nonzero(layout[1]) / n,
        np.count_nonzero(layout[3]) / n,
        np.count_nonzero(layout[0]) / n,
        np.log1p(_high(n_words)) / 5,
        np.log1p(float(n_words.max(initial=0.0))) / 6,
    ]
    return [
        place / max(n - 1, 1),
        (np.cumsum(n_words) - n_words) / total,
        np.log1p(place) / 5,
        np.log1p(n - 1 - place) / 5,
        order,
        n_words / max(float(n_words.max(initial=1.0)), 1.0),
        (told - n_words * prose) / max(float(told[-1]), 1.0),
        (told[-1] - told) / max(float(told[-1]), 1.0),
        *page,
    ]  # fmt: skip


def _high(values: Array) -> float:
    """Return the 90th percentile, linear between values: numpy's own takes a tenth of a millisecond."""
    place = 0.9 * (len(values) - 1)
    low, high = np.sort(values)[[int(place), min(int(place) + 1, len(values) - 1)]].tolist()
    return float(low + (place - int(place)) * (high - low))


def _core(n_words: Array) -> tuple[int, int]:
    """Return the run of lines with the most words beyond what each must bring: first line, and one past the last."""
    sums = np.concatenate([np.zeros(1, np.float32), np.cumsum(n_words - _IDLE)])
    lowest = np.minimum.accumulate(sums)
    end = int(np.argmax(sums[1:] - lowest[:-1])) + 1
    return int(np.argmin(sums[:end])), end


def _segment(n_words: Array, core: tuple[int, int]) -> Columns:
    """Say how each line lies to the core of the page: inside, or how far above or below it."""
    place = np.arange(len(n_words), dtype=np.float32)
    first, end = core
    inside = (place >= first) & (place < end)
    return [
        inside,
        np.log1p(np.maximum(first - place, 0)) / 4,
        np.log1p(np.maximum(place - end + 1, 0)) / 4,
        np.where(inside, np.log1p(np.maximum(place - first, 0)), 0) / 4,
        np.where(inside, np.log1p(np.maximum(end - 1 - place, 0)), 0) / 4,
        float(n_words[first:end].sum()) / max(float(n_words.sum()), 1.0),
    ]  # fmt: skip


def _surroundings(n_words: Array, prose: NDArray[np.bool_], layout: Array) -> Columns:
    """Average what surrounds each line: length, share of prose, share of bullets' indentation."""
    n = len(n_words)
    sums = np.zeros((3, n + 1), np.float32)
    np.cumsum([np.minimum(n_words, 60) / 30, prose, layout[3] > 0], axis=1, dtype=np.float32, out=sums[:, 1:])
    place, reach = np.arange(n), np.array(_WINDOWS)[:, None]
    low, high = np.maximum(place - reach, 0), np.minimum(place + reach + 1, n)
    means = (sums[:, high] - sums[:, low]) / (high - low)
    return [*means.transpose(1, 0, 2).reshape(-1, n)]


def _repeats(keys: NDArray[np.uint64], edges: NDArray[np.int32]) -> Columns:
    """Count how often a line stands on the page, how often above, and how many begin or end with the same pair."""
    n = len(keys)
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    bounds = np.concatenate([[0], np.flatnonzero(ordered[1:] != ordered[:-1]) + 1, [n]])
    starts, sizes = bounds[:-1], bounds[1:] - bounds[:-1]
    others, earlier = np.empty(n, np.int64), np.empty(n, np.int64)
    others[order] = np.repeat(sizes, sizes) - 1
    earlier[order] = np.arange(n) - np.repeat(starts, sizes)
    first = np.bincount(edges[:, 3], minlength=N_BUCKETS)[edges[:, 3]] * (edges[:, 3] > 0)
    last = np.bincount(edges[:, 4], minlength=N_BUCKETS)[edges[:, 4]] * (edges[:, 4] > 0)
    return [np.log1p(others), np.log1p(earlier), np.log1p(first) / 2, np.log1p(last) / 2]


def _shared(words: PageWords, n_words: Array, core: tuple[int, int]) -> Columns:
    """Say how near each line is to the page's subject: the share of its words that long lines elsewhere use."""
    n = len(n_words)
    # Function words and numbers tell nothing of a subject: a third of all words.
    telling = np.flatnonzero(~words.stop)
    line = words.line[telling]
    buckets = (words.hashes[telling] % np.uint64(N_BUCKETS)).view(np.int64)
    size = np.maximum(np.bincount(line, minlength=n), 1)
    long = n_words >= _LONG
    place = np.arange(n)
    columns: Columns = []
    for lines in (long, long & (place >= core[0]) & (place < core[1])):
        within = lines[line]
        present = np.bincount(buckets[within], minlength=N_BUCKETS)
        elsewhere = present[buckets] - within
        weights = np.log1p(np.arange(present.max() + 1))[elsewhere]
        columns.append(np.bincount(line[elsewhere > 0], minlength=n) / size)
        columns.append(np.bincount(line, weights=weights, minlength=n) / size)
    return columns


N_DENSE = 16 + 25 + 14 + 17 + 6 + 9 + 4 + 4
"""How many dense features a line has."""
