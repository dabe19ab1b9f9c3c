"""Label the lines of a rendering by what people marked as the main content: an alignment of the two texts.

Each word of the main content is given to one place of the page, so that a heading that the page says again in its menu
or its table of contents is labelled once. Runs of words that stand once in both texts are anchors; between anchors
shorter runs are; what is out of order is found by its runs of four words; short lines (a table's cells, a list's
items) are taken where they stand whole between two lines already placed.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from training.wcxb import N, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Words = Sequence[str]
    Range = tuple[int, int]

ANCHORS = (8, 4)
"""Lengths of the runs that anchor an alignment, tried in turn."""

REACH = 40
"""Lines above the first placed line, and below the last, among which short lines are still looked for."""


def line_labels(lines: Sequence[str], gold: str) -> NDArray[np.float32]:
    """Return for each line the share of its words that lie in the main content."""
    words = [tokens(line) for line in lines]
    page = [word for line in words for word in line]
    alignment = Alignment(page, tokens(gold))
    alignment.anchor((0, len(page)), (0, len(alignment.gold)), ANCHORS)
    starts = np.concatenate([[0], np.cumsum([len(line) for line in words])]).astype(int)
    alignment.place_elsewhere(words, starts)
    _place_short(alignment, words, starts)
    shares = [(alignment.place[a:b] >= 0).mean() if b > a else 0.0 for a, b in pairwise(starts)]
    return np.array(shares, np.float32)


class Alignment:
    """Where each word of a page stands in the main content: `place`, -1 where it does not."""

    def __init__(self, page: Words, gold: Words) -> None:
        self.page = page
        self.gold = gold
        self.place = np.full(len(page), -1, np.int64)
        self.used = np.zeros(len(gold), np.bool_)

    def put(self, start: int, place: int, size: int) -> None:
        """Give `size` words of the page from `start` to the main content's from `place`."""
        self.place[start : start + size] = np.arange(place, place + size)
        self.used[place : place + size] = True

    def anchor(self, ours: Range, theirs: Range, sizes: Sequence[int]) -> None:
        """Align two ranges by the runs of words that stand once in both, and what lies between such runs again."""
        if ours[0] >= ours[1] or theirs[0] >= theirs[1] or not sizes:
            return
        runs = self._runs(ours, theirs, sizes[0])
        if not runs:
            self.anchor(ours, theirs, sizes[1:])
            return
        at, to = ours[0], theirs[0]
        for start, place, size in runs:
            self.put(start, place, size)
            if (start, place) != (at, to):
                self.anchor((at, start), (to, place), sizes)
            at, to = start + size, place + size
        self.anchor((at, ours[1]), (to, theirs[1]), sizes)

    def _runs(self, ours: Range, theirs: Range, size: int) -> list[tuple[int, int, int]]:
        """Return the runs around the anchors of two ranges: start on the page, start in the main content, length."""
        runs: list[tuple[int, int, int]] = []
        at, to = ours[0], theirs[0]
        for i, k in chain(unique_runs(self.page, ours, size), unique_runs(self.gold, theirs, size)):
            if i < at or k < to:
                continue
            start, place = i, k
            while start > at and place > to and self.page[start - 1] == self.gold[place - 1]:
                start, place = start - 1, place - 1
            at, to = i, k
            while at < ours[1] and to < theirs[1] and self.page[at] == self.gold[to]:
                at, to = at + 1, to + 1
            runs.append((start, place, at - start))
        return runs

    def place_elsewhere(self, words: Sequence[Words], starts: NDArray[np.int64]) -> None:
        """Place runs of four words or more that stand in the main content out of order."""
        where: dict[tuple[str, ...], list[int]] = {}
        for k in range(len(self.gold) - N + 1):
            if not self.used[k : k + N].any():
                where.setdefault(tuple(self.gold[k : k + N]), []).append(k)
        for line, start in zip(words, starts.tolist(), strict=False):
            for i in range(len(line) - N + 1):
                if (self.place[start + i : start + i + N] >= 0).any():
                    continue
                free = (k for k in where.get(tuple(line[i : i + N]), ()) if not self.used[k : k + N].any())
                if (found := next(free, None)) is not None:
                    self.put(start + i, found, self._reach(start + i, start + len(line), found))

    def _reach(self, start: int, end: int, k: int) -> int:
        size = 0
        while start + size < end and k + size < len(self.gold) and self.page[start + size] == self.gold[k + size]:
            if self.used[k + size] or self.place[start + size] >= 0:
                break
            size += 1
        return size


def unique_runs(words: Words, within: Range, size: int) -> dict[tuple[str, ...], int]:
    """Return the runs of `size` words that stand once in a range, with their places."""
    found: dict[tuple[str, ...], int] = {}
    for i in range(within[0], within[1] - size + 1):
        run = tuple(words[i : i + size])
        found[run] = -1 if run in found else i
    return {run: i for run, i in found.items() if i >= 0}


def chain(ours: dict[tuple[str, ...], int], theirs: dict[tuple[str, ...], int]) -> list[tuple[int, int]]:
    """Return the longest list of pairs of places, rising on both sides, at which both texts say the same."""
    pairs = sorted((i, theirs[run]) for run, i in ours.items() if run in theirs)
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for n, (_, k) in enumerate(pairs):
        size = bisect_left(tails, k)
        before.append(last[size - 1] if size else -1)
        tails[size : size + 1] = [k]
        last[size : size + 1] = [n]
    found: list[tuple[int, int]] = []
    n = last[-1] if last else -1
    while n >= 0:
        found.append(pairs[n])
        n = before[n]
    return found[::-1]


def _place_short(alignment: Alignment, words: Sequence[Words], starts: NDArray[np.int64]) -> None:
    """Place whole lines between two placed ones, the longest of each gap first."""
    known = [(i, alignment.place[a:b]) for i, (a, b) in enumerate(pairwise(starts))]
    bounds = [(i, int(p[p >= 0].min()), int(p.max())) for i, p in known if (p >= 0).any()]
    if not bounds:
        return
    above = (max(bounds[0][0] - REACH, 0) - 1, -1, -1)
    below = (min(bounds[-1][0] + REACH + 1, len(words)), len(alignment.gold), 0)
    ends = [above, *bounds, below]
    gaps = [(a[0] + 1, b[0], a[2] + 1, b[1]) for a, b in pairwise(ends)]
    while gaps:
        low, high, first, end = gaps.pop()
        for i in sorted(range(low, high), key=lambda i: -len(words[i])):
            k = _find(alignment, words[i], first, end)
            if k is not None:
                alignment.put(int(starts[i]), k, len(words[i]))
                gaps += [(low, i, first, k), (i + 1, high, k + len(words[i]), end)]
                break


def _find(alignment: Alignment, line: Words, first: int, end: int) -> int | None:
    """Return where a whole line stands in a range of the main content that no other line has taken."""
    size = len(line)
    for k in range(first, end - size + 1) if size else ():
        if alignment.gold[k : k + size] == line and not alignment.used[k : k + size].any():
            return k
    return None
