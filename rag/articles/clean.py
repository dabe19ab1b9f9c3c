"""A raw article to an article: what is kept, under which role, and why the rest is not.

Cleaning only removes and labels. Every line of the result stands in the page (white space and Unicode's normal form
aside), every block knows its line, and every line of the page that is not blank is either in a block or among the
removed. It is a pure function of the file's bytes: no other file, no clock, no settings.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from functools import lru_cache
from typing import TYPE_CHECKING

from rag.articles.field_choice import Given
from rag.articles.headlines import with_known_title
from rag.articles.labeller import line_chances
from rag.articles.lines import Line, split_lines
from rag.articles.metadata import find_metadata
from rag.articles.roles import label_lines
from rag.errors import ArticleError
from rag.types import Article, Block, Metadata, RawArticle, RemovalReason, RemovedLine, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rag.articles.marks import Labels
    from rag.articles.metadata import Known

BREAK = "\n\n"
"""What stands between two blocks of an article's text."""


def clean_article(raw: RawArticle) -> Article:
    """Return the cleaned article.

    The lines that blocks and removed lines count are those of the file, or for HTML those of the page's text
    (`rag.articles.page.page_text`).

    Raises:
        ArticleError: nothing on the page can be read as an article.
    """
    if raw.media == "html":
        from rag.articles.html import clean_html

        return clean_html(raw)
    lines = split_lines(raw.text)
    chances = with_known_title(lines, line_chances(lines), raw.given.title)
    labels = label_lines(lines, chances)
    return assemble(raw, lines, labels, find_metadata(lines, labels, chances, Given(raw.given)))


def clean_all(
    found: Iterable[RawArticle | ArticleError],
) -> tuple[list[tuple[RawArticle, Article]], list[ArticleError]]:
    """Return each page with its article, and apart from them what could not be read or cleaned."""
    pairs: list[tuple[RawArticle, Article]] = []
    unreadable: list[ArticleError] = []
    for one in found:
        if isinstance(one, ArticleError):
            unreadable.append(one)
            continue
        try:
            pairs.append((one, clean_article(one)))
        except ArticleError as error:
            unreadable.append(error)
    return pairs, unreadable


def assemble(raw: RawArticle, lines: Sequence[Line], labels: Labels, known: Known) -> Article:
    """Return the article that labelled lines make.

    Raises:
        ArticleError: no line is kept.
    """
    blocks: list[Block] = []
    removed: list[RemovedLine] = []
    parts: list[str] = []
    place = 0
    for group in _groups(lines, labels):
        first = group.start
        mark, line = labels.marks[first], lines[first]
        if isinstance(mark, RemovalReason):
            removed.append(_removed(line.number, mark.value))
            continue
        text = line.text if len(group) == 1 else "\n".join(lines[i].text for i in group)
        speaker = labels.speakers[first] if mark is Role.OTHER_VOICE else None
        place += len(BREAK) if parts else 0
        blocks.append(Block(role=mark, start=place, end=place + len(text), line=line.number, speaker=speaker))
        parts.append(text)
        place += len(text)
    if not blocks:
        raise ArticleError(raw.path, "no line of it reads as an article: check that it is one")
    return Article(
        article_id=article_id(raw.path),
        path=raw.path,
        content_hash=content_hash(raw),
        text=BREAK.join(parts),
        blocks=tuple(blocks),
        removed=tuple(removed),
        metadata=known.metadata,
        evidence=known.evidence,
    )


@lru_cache(maxsize=1 << 14)
def _removed(line: int, reason: str) -> RemovedLine:
    """Return what says that a line was removed, shared by pages: most lines are removed, and to make it takes time."""
    return RemovedLine(line=line, reason=RemovalReason(reason))


def article_id(path: str) -> str:
    """Return the identity of an article: 16 hexadecimal digits of its path's hash."""
    return hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def content_hash(raw: RawArticle) -> str:
    """Return the hash of everything that cleaning reads: the text, its medium and what was stated with it."""
    data = f"{raw.media}\x00{_stated(raw.given)}\x00{raw.text}"
    return hashlib.sha256(data.encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=64)
def _stated(given: Metadata) -> str:
    """Return what was stated with an article as JSON; with most nothing is."""
    return json.dumps(asdict(given), sort_keys=True)


def _groups(lines: Sequence[Line], labels: Labels) -> Iterator[range]:
    """Yield the lines of each hard-wrapped paragraph; every other line stands alone."""
    wrapped = _is_wrapped(lines)
    first = 0
    for i in range(1, len(lines)):
        if not (wrapped and _continues(lines[i - 1], lines[i]) and _same(labels, i - 1, i)):
            yield range(first, i)
            first = i
    if lines:
        yield range(first, len(lines))


def _same(labels: Labels, i: int, k: int) -> bool:
    return (
        isinstance(labels.marks[i], Role)
        and labels.marks[i] is labels.marks[k]
        and labels.speakers[i] == labels.speakers[k]
    )


def _is_wrapped(lines: Sequence[Line]) -> bool:
    """Say whether the page was wrapped at a column: many lines of nearly its width, and hardly a longer one."""
    lengths = sorted([len(line.text) + line.indent for line in lines])
    if len(lengths) < 8:
        return False
    width = lengths[int(len(lengths) * 0.98)]
    if not 50 <= width <= 130:
        return False
    full = sum(width - 20 <= length <= width for length in lengths)
    open_ended = sum(line.plain[-1:].isalnum() or line.plain[-1:] == "," for line in lines)
    return full >= 0.2 * len(lengths) and open_ended >= 0.3 * len(lengths)


def _continues(before: Line, line: Line) -> bool:
    """Say whether a line goes on with the paragraph of the line before it."""
    return (
        line.number == before.number + 1
        and not line.mark
        and len(before.text) + before.indent >= 45
        and before.mark not in ("#", "|")
    )
