"""What cleaning did to a page, side by side in a terminal: kept on the left, dropped on the right with its reason.

Pure functions from our nouns to lines. Every non-blank line of the page stands in exactly one column, in the page's
order, so that a gap in the left column is always explained in the right one. Control characters, and marks that turn
the direction of writing, never reach the terminal.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rag.types import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rag.types import Article, Block, RawArticle, RemovalReason

MIN_WIDTH = 60
"""Columns below which two columns of text cannot be read side by side."""

_MAX_ROWS = 3
"""Rows of the terminal that one line of the page may take; enough to know it again."""

_PLAIN, _DIM, _BOLD, _RED, _GREEN, _YELLOW = (f"\x1b[{code}m" for code in (0, 2, 1, 31, 32, 33))


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLine:
    """A line of the page and what became of it: `mark` is its role, or the reason for which it was removed."""

    number: int
    text: str
    mark: Role | RemovalReason
    speaker: str | None = None

    @property
    def kept(self) -> bool:
        """Say whether the line is part of the article."""
        return isinstance(self.mark, Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanedPage:
    """An article and, where they were asked for, the non-blank lines of its page with what became of each."""

    article: Article
    lines: tuple[PageLine, ...] = ()


def page_lines(raw: RawArticle, article: Article) -> list[PageLine]:
    """Return the non-blank lines of a page in order, each with what became of it.

    For HTML these are the lines of the page's text.
    """
    removed = {line.line: line.reason for line in article.removed}
    starts = {block.line: block for block in article.blocks}
    lines: list[PageLine] = []
    block: Block | None = None
    for number, text in enumerate(_text(raw).split("\n"), start=1):
        # A block may take several lines; it reaches to the next block or removed line.
        block = None if number in removed else starts.get(number, block)
        if not text.strip():
            continue
        if number in removed:
            lines.append(PageLine(number=number, text=text, mark=removed[number]))
        elif block is not None:
            lines.append(PageLine(number=number, text=text, mark=block.role, speaker=block.speaker))
    return lines


def _text(raw: RawArticle) -> str:
    if raw.media != "html":
        return raw.text
    from rag.articles.page import page_text

    return page_text(raw.text)


def count_marks(lines: Sequence[PageLine]) -> tuple[dict[str, int], dict[str, int]]:
    """Return how many lines were kept under each role and removed for each reason, the commonest first."""
    kept = Counter(str(line.mark) for line in lines if line.kept)
    dropped = Counter(str(line.mark) for line in lines if not line.kept)
    return dict(kept.most_common()), dict(dropped.most_common())


def side_by_side(page: CleanedPage, *, width: int, colour: bool) -> list[str]:
    """Return a page as two columns and a summary, no line wider than `width` (at least `MIN_WIDTH`) columns.

    Args:
        page: What `clean_article` made of a page, and the page's lines.
        width: Columns of the terminal; letters that take two are counted as two.
        colour: Whether to mark kept and dropped with colours too.
    """
    side = (max(width, MIN_WIDTH) - len("12345   ")) // 2
    shown = [_bold(safe_line(page.article.path), colour=colour), _row("", "kept", "dropped", side)]
    before: tuple[str, bool] | None = None
    for line in page.lines:
        label = _label(line)
        # A label says something only where it changes.
        said = "" if (label, line.kept) == before else label
        before = (label, line.kept)
        shown += _columns(line, said, side, colour=colour)
    return [*shown, "", *_summary(page, colour=colour)]


def _label(line: PageLine) -> str:
    label = str(line.mark).replace("_", " ")
    return f"{label}, {safe_line(line.speaker)}" if line.speaker else label


def _columns(line: PageLine, label: str, side: int, *, colour: bool) -> Iterator[str]:
    head = f"{label}: " if label else ""
    pieces = list(wrap_columns(head + safe_line(line.text), side - 1))
    if len(pieces) > _MAX_ROWS:
        pieces = pieces[:_MAX_ROWS]
        pieces[-1] = next(wrap_columns(pieces[-1], side - 3)) + " …"
    for n, piece in enumerate(pieces):
        number = f"{line.number:>5}" if n == 0 else ""
        row = _row(number, piece, "", side) if line.kept else _row(number, "", piece, side)
        yield _tinted(row, line, colour=colour)


def _row(number: str, left: str, right: str, side: int) -> str:
    return f"{number:>5} {left}{' ' * (side - count_columns(left))}│ {right}".rstrip()


def _tinted(row: str, line: PageLine, *, colour: bool) -> str:
    if not colour:
        return row
    tint = _RED if not line.kept else _YELLOW if line.mark is Role.OTHER_VOICE else _GREEN
    return f"{_DIM}{row[:6]}{_PLAIN}{tint}{row[6:]}{_PLAIN}"


def _bold(text: str, *, colour: bool) -> str:
    return f"{_BOLD}{text}{_PLAIN}" if colour else text


def _summary(page: CleanedPage, *, colour: bool) -> Iterator[str]:
    kept, dropped = count_marks(page.lines)
    for name, counts, tint in (("kept", kept, _GREEN), ("dropped", dropped, _RED)):
        told = ", ".join(f"{mark.replace('_', ' ')} {n}" for mark, n in counts.items()) or "nothing"
        total = f"{name} {sum(counts.values())}"
        yield f"{tint}{total}{_PLAIN}: {told}" if colour else f"{total}: {told}"
    for known in described(page.article):
        where = f" ({known.where})" if known.where else ""
        yield f"{known.name}: {safe_line(known.value) or 'unknown'}{_DIM if colour and where else ''}{where}" + (
            _PLAIN if colour and where else ""
        )


class Described(NamedTuple):
    """A value of an article's metadata in words, and where it was read."""

    name: str
    value: str
    where: str


def described(article: Article) -> list[Described]:
    """Return the metadata of an article by name; what is unknown is empty, a change is named where there was one."""
    about = article.metadata
    values = {
        "title": about.title or "",
        "authors": ", ".join(about.authors),
        "outlet": about.outlet or "",
        "date": about.date or "",
        "updated": about.updated or "",
        "url": about.url or "",
        "kind": (about.kind or "").replace("_", " "),
        "language": about.language or "",
    }
    where = {one.name: f"line {one.line}" if one.line else one.place for one in article.evidence}
    return [Described(name, value, where.get(name, "")) for name, value in values.items() if value or name != "updated"]


def safe_line(text: str) -> str:
    """Return text as one line that a terminal only prints: white space collapsed, marks that steer it taken out."""
    spaced = "".join(_harmless(char) for char in text) if not (text.isascii() and text.isprintable()) else text
    return " ".join(spaced.split())


def _harmless(char: str) -> str:
    kind = unicodedata.category(char)
    if kind in ("Cc", "Zl", "Zp"):
        return " "
    if kind == "Cs":
        return "\ufffd"
    return "" if kind == "Cf" else char


def count_columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: `"né"` -> 2, `"河"` -> 2."""
    return len(text) if text.isascii() else sum(map(_columns_of, text))


def _columns_of(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def wrap_columns(text: str, width: int) -> Iterator[str]:
    """Yield a line in pieces of at most `width` (2 or more) columns, cut between words where there are any."""
    piece = ""
    for word in text.split(" "):
        if piece and count_columns(piece) + 1 + count_columns(word) > width:
            yield piece
            piece = ""
        rest = f"{piece} {word}" if piece else word
        while count_columns(rest) > width:
            cut = _fitting(rest, width)
            yield rest[:cut]
            rest = rest[cut:]
        piece = rest
    yield piece


def _fitting(text: str, width: int) -> int:
    """Return how many characters fit into `width` columns."""
    used = 0
    for place, char in enumerate(text):
        used += _columns_of(char)
        if used > width:
            return place
    return len(text)
