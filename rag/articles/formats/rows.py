"""Lines of print to paragraphs: what a page's layout cut is joined again, by where each line stands.

Two lines are one paragraph's if they are set alike, follow at the usual distance, and the second's first word would not
have fitted on the first. Heads and feet that run through the pages are told by their place. A word that was divided
at a line's end is joined; where both halves are words of the text and the whole is not, the hyphen stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_FULL = 0.84
"""Share of the usual width from which a line counts as full: letters differ in width, so that full lines of one column
have from nine tenths to eleven tenths of the usual number of letters."""

_LEADING = 1.3
"""Times the usual distance from which a new paragraph begins: they are set apart by a half or by a whole line."""

_RUNNING = 0.3
"""Share of pages on which a head or foot runs: left and right pages may differ, and first pages have none."""

_ITEM = re.compile(r"[•·▪◦‣●○■*–—-]\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s")
_ENDED = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_DIVIDED = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
_PRINTED = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? +\d{1,2}:\d\d\b|(?:https?|file)://\S+ +\d+/\d+$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Row(NamedTuple):
    """A line of print: `y` counts upwards from the foot of the page, all in points."""

    text: str
    page: int
    x: float
    y: float
    size: float


def running_rows(pages: Sequence[Sequence[Row]]) -> list[Row]:
    """Return the rows at the edges of pages that stand at the same place on several, numbers aside.

    What browsers add to a print counts on a single page too: the time of printing must not pass for the article's date.
    """
    edges = [row for rows in pages for row in _edges(rows)]
    seen = Counter(_key(row) for row in edges)
    needed = max(2, _RUNNING * len(pages))
    return [row for row in edges if seen[_key(row)] >= needed or _PRINTED.match(row.text)]


def without(pages: Sequence[Sequence[Row]], running: Sequence[Row]) -> list[Row]:
    """Return the rows of all pages but the running ones."""
    dropped = set(running)
    return [row for rows in pages for row in rows if row not in dropped]


def flow(rows: Sequence[Row]) -> str:
    """Return the text of rows, one paragraph a line."""
    rows = [row._replace(text=_plain(row.text)) for row in rows]
    width, leading = _widths(rows), _leadings(rows)
    known = _whole_words([row.text for row in rows])
    lines: list[str] = []
    for i, row in enumerate(rows):
        if i and _goes_on(rows[i - 1], row, width.get(_size(row), 0), leading.get(_size(row), 0.0)):
            lines[-1] = _join(lines[-1], row.text, known)
        else:
            lines.append(row.text)
    return "\n".join(lines)


def _goes_on(before: Row, row: Row, width: int, leading: float) -> bool:
    """Say whether a row goes on with the paragraph of the row before it."""
    first = row.text.split(maxsplit=1)[0] if row.text.strip() else ""
    if _size(before) != _size(row) or _ITEM.match(row.text) or len(before.text) + 1 + len(first) < _FULL * width:
        return False
    down = before.y - row.y
    if before.page == row.page and down > 0:
        return down <= _LEADING * leading and row.x <= before.x + row.size / 2
    # The next column or page: only an open sentence is known to go on.
    return not _ENDED.search(before.text)


def _join(line: str, text: str, known: set[str]) -> str:
    divided = _DIVIDED.search(line)
    if not divided or not text[:1].islower():
        return f"{line} {text}"
    head = _WORD.findall(line[: divided.start()])[-1].casefold()
    tail = _WORD.match(text)
    rest = tail[0].casefold() if tail else ""
    words = head.rpartition("-")[2] in known and rest.partition("-")[0] in known
    if divided[0] == "-" and head + rest not in known and (words or f"{head}-{rest}" in known):
        return line + text
    return line[: divided.start()] + text


def _whole_words(texts: Sequence[str]) -> set[str]:
    """Return the words of lines, in small letters, without the halves of those that may be divided."""
    found: set[str] = set()
    divided = False
    for text in texts:
        words = [word.casefold() for word in _WORD.findall(text)]
        found.update(words[divided : len(words) - bool(_DIVIDED.search(text))])
        divided = _DIVIDED.search(text) is not None
    return found


def _edges(rows: Sequence[Row]) -> list[Row]:
    """Return the two highest and the two lowest rows of a page."""
    by_height = sorted(rows, key=lambda row: row.y)
    return list(dict.fromkeys([*by_height[:2], *by_height[-2:]]))


def _key(row: Row) -> tuple[str, int]:
    return re.sub(r"\d+", "0", row.text.casefold()), round(row.y / 4)


def _size(row: Row) -> int:
    return round(2 * row.size)


def _widths(rows: Sequence[Row]) -> dict[int, int]:
    """Return for each size of print the length, in characters, of the line in which its middle character stands."""
    lengths: dict[int, list[int]] = {}
    for row in rows:
        lengths.setdefault(_size(row), []).append(len(row.text))
    return {size: _middle(sorted(found)) for size, found in lengths.items()}


def _middle(lengths: list[int]) -> int:
    passed, half = 0, sum(lengths) / 2
    for length in lengths:
        passed += length
        if passed >= half:
            return length
    return 0


def _leadings(rows: Sequence[Row]) -> dict[int, float]:
    """Return for each size of print the commonest distance between two rows of it."""
    distances: dict[int, Counter[float]] = {}
    for before, row in pairwise(rows):
        down = round(before.y - row.y, 1)
        if before.page == row.page and _size(before) == _size(row) and 0 < down < 4 * max(row.size, 1):
            distances.setdefault(_size(row), Counter())[down] += 1
    return {size: max(found.items(), key=lambda item: (item[1], -item[0]))[0] for size, found in distances.items()}


def _plain(text: str) -> str:
    """Return text with ligatures taken apart and white space collapsed; what print merges, nobody searches for."""
    apart = re.sub("[\ufb00-\ufb06]", lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return " ".join(apart.split())
