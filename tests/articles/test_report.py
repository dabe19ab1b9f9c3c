from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.articles.clean import clean_article
from rag.articles.page import page_text
from rag.articles.report import (
    MIN_WIDTH,
    CleanedPage,
    count_columns,
    page_lines,
    safe_line,
    side_by_side,
    wrap_columns,
)
from rag.types import Article, Block, Evidence, Metadata, RawArticle, RemovalReason, RemovedLine, Role
from tests.articles.pages import FORUM_PAGE, OPINION_PAGE, PARAGRAPHS, TICKER_PAGE

RAW = RawArticle(
    path="a.txt", text="Home\n\nRivers rise\nThe river rose\nby two metres.\nShare\nIt will fall, says Kim.\n"
)
ARTICLE = Article(
    article_id="0" * 16,
    path="a.txt",
    content_hash="0",
    text="Rivers rise\n\nThe river rose\nby two metres.\n\nIt will fall, says Kim.",
    blocks=(
        Block(role=Role.TITLE, start=0, end=11, line=3),
        Block(role=Role.BODY, start=13, end=42, line=4),
        Block(role=Role.OTHER_VOICE, start=44, end=67, line=7, speaker="Kim"),
    ),
    removed=(
        RemovedLine(line=1, reason=RemovalReason.FURNITURE),
        RemovedLine(line=6, reason=RemovalReason.FURNITURE),
    ),
    metadata=Metadata(title="Rivers rise", authors=("Ann Lee", "Bo Chan"), date="2025-03-03"),
)


def page_of(raw: RawArticle, article: Article = ARTICLE) -> CleanedPage:
    return CleanedPage(article=article, lines=tuple(page_lines(raw, article)))


def test_kept_stands_on_the_left_and_dropped_on_the_right_with_its_reason() -> None:
    assert side_by_side(page_of(RAW), width=80, colour=False) == [
        "a.txt",
        "      kept                                │ dropped",
        "    1                                     │ furniture: Home",
        "    3 title: Rivers rise                  │",
        "    4 body: The river rose                │",
        "    5 by two metres.                      │",
        "    6                                     │ furniture: Share",
        "    7 other voice, Kim: It will fall,     │",
        "      says Kim.                           │",
        "",
        "kept 4: body 2, title 1, other voice 1",
        "dropped 2: furniture 2",
        "title: Rivers rise",
        "authors: Ann Lee, Bo Chan",
        "outlet: unknown",
        "date: 2025-03-03",
        "url: unknown",
        "kind: unknown",
        "language: unknown",
    ]


def test_colour_adds_colours_and_nothing_else() -> None:
    coloured = side_by_side(page_of(RAW), width=80, colour=True)
    assert [re.sub(r"\x1b\[\d+m", "", line) for line in coloured] == side_by_side(page_of(RAW), width=80, colour=False)
    dropped = next(line for line in coloured if "Home" in line)
    kept = next(line for line in coloured if "title: Rivers" in line)
    voice = next(line for line in coloured if "fall" in line)
    assert ("\x1b[31m" in dropped, "\x1b[32m" in kept, "\x1b[33m" in voice) == (True, True, True)
    assert all(line.endswith("\x1b[0m") for line in (dropped, kept, voice))


PAGES = [
    *(RawArticle(path="p.txt", text=page) for page in (FORUM_PAGE, OPINION_PAGE, TICKER_PAGE)),
    RawArticle(
        path="p.html", text="<body><nav>Home</nav><p>" + "</p><p>".join(PARAGRAPHS) + "</p></body>", media="html"
    ),
]


@pytest.mark.parametrize("raw", PAGES)
def test_every_line_of_a_page_stands_in_one_column_in_the_page_s_order(raw: RawArticle) -> None:
    text = page_text(raw.text) if raw.media == "html" else raw.text
    lines = page_lines(raw, clean_article(raw))
    assert [(line.number, line.text) for line in lines] == [
        (number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()
    ]


@pytest.mark.parametrize("width", [0, 60, 81, 120, 200])
@pytest.mark.parametrize("raw", PAGES)
def test_no_line_of_a_page_is_wider_than_asked(raw: RawArticle, width: int) -> None:
    shown = side_by_side(page_of(raw, clean_article(raw)), width=width, colour=False)
    above = shown[: shown.index("")]
    assert max(map(count_columns, above[1:])) <= max(width, MIN_WIDTH)


def test_a_long_line_is_shown_by_its_beginning() -> None:
    raw = RawArticle(path="a.txt", text=RAW.text.replace("rose", "rose " * 200))
    shown = side_by_side(page_of(raw), width=80, colour=False)
    assert len(shown) == 21
    assert sum(line.rstrip("│ ").endswith("…") for line in shown) == 1


@given(st.text(st.characters(), max_size=200))
def test_what_is_shown_can_only_be_printed(text: str) -> None:
    line = safe_line(text)
    assert line == safe_line(line)
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u202a-\u202e\u2066-\u2069\ud800-\udfff]", line)
    line.encode("utf-8")


def test_an_article_cannot_steer_the_terminal() -> None:
    raw = RawArticle(path="a\x1b]0;title\x07.txt", text=RAW.text.replace("Share", "\x1b[2J\x9b1m\u202etxet"))
    shown = "\n".join(side_by_side(page_of(raw), width=80, colour=False))
    assert re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", shown) is None


@given(st.text("ab é河\u0301", max_size=80), st.integers(2, 20))
def test_wrapping_keeps_every_character_within_the_width(text: str, width: int) -> None:
    line = safe_line(text)
    pieces = list(wrap_columns(line, width))
    assert "".join(pieces).replace(" ", "") == line.replace(" ", "")
    assert all(count_columns(piece) <= width for piece in pieces)


def test_wide_letters_take_two_columns_and_marks_none() -> None:
    assert [count_columns(text) for text in ("abc", "né", "ne\u0301", "河水")] == [3, 2, 2, 4]


def test_each_value_says_where_it_was_read() -> None:
    evidence = (Evidence(name="title", place="line", line=3), Evidence(name="date", place="JSON-LD datePublished"))
    about = replace(ARTICLE.metadata, updated="2025-03-04")
    shown = side_by_side(page_of(RAW, replace(ARTICLE, metadata=about, evidence=evidence)), width=80, colour=False)
    assert "title: Rivers rise (line 3)" in shown
    assert "date: 2025-03-03 (JSON-LD datePublished)" in shown
    assert "updated: 2025-03-04" in shown
