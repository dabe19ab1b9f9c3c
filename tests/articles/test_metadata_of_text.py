"""What plain text says of its article, and on which line."""

from __future__ import annotations

import pytest

from rag.articles.clean import clean_article
from rag.types import Article, RawArticle
from tests.articles.pages import PARAGRAPHS

_BODY = "\n\n".join(PARAGRAPHS)


def cleaned(head: str, foot: str = "") -> Article:
    text = f"Pier at Averill closes after the storm\n{head}\n\n{_BODY}\n\n{foot}"
    return clean_article(RawArticle(path="a.txt", text=text))


def line_of(article: Article, name: str) -> int | None:
    return next((one.line for one in article.evidence if one.name == name), None)


def test_each_value_names_its_line() -> None:
    article = cleaned("By Ann Lee | The Selat Ledger | Updated: 2024-03-07 08:12")
    about = article.metadata
    assert (about.authors, about.outlet, about.updated) == (("Ann Lee",), "The Selat Ledger", "2024-03-07")
    assert [line_of(article, name) for name in ("title", "authors", "outlet", "updated")] == [1, 2, 2, 2]


def test_a_date_of_publication_is_not_the_date_of_a_change() -> None:
    about = cleaned("By Ann Lee\nPublished 5 March 2024\nUpdated 7 March 2024").metadata
    assert (about.date, about.updated) == ("2024-03-05", "2024-03-07")


@pytest.mark.parametrize(
    "line", ["Updated photographs were shown on 7 March 2024", "An updated plan", "Outdated on 7 March 2024"]
)
def test_a_line_that_speaks_of_updates_dates_nothing(line: str) -> None:
    assert cleaned(f"By Ann Lee\n{line}").metadata.updated is None


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("By\nAnn Lee", ""),
        ("Written by:\nAnn Lee\nShare", ""),
        ("Ann Lee\nStaff Writer", ""),
        ("5 March 2024 · Ann Lee", ""),
        ("ByAnn Lee", ""),
        ("", "Written by Ann Lee"),
        ("", "About the author\nAnn Lee"),
    ],
)
def test_authors_are_found_where_pages_name_them(head: str, foot: str) -> None:
    assert cleaned(head, foot).metadata.authors == ("Ann Lee",)


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("By\nNews Desk", ""),
        ("Read More\nStaff Writer", ""),
        ("5 March 2024 · Port Averill · Marine Affairs", ""),
        ("", "Ann Lee"),
        ("By\n5 March 2024", ""),
    ],
)
def test_a_name_alone_or_a_desk_signs_nothing(head: str, foot: str) -> None:
    assert cleaned(head, foot).metadata.authors == ()


def test_an_outlet_between_byline_and_date_is_found_and_a_place_is_not() -> None:
    assert cleaned("By Ann Lee\nBench & Border\nMarch 19, 2025").metadata.outlet == "Bench & Border"
    assert cleaned("By Ann Lee\nNew York\nMarch 19, 2025").metadata.outlet is None
    assert cleaned("By Ann Lee\nStaff Writer\nMarch 19, 2025").metadata.outlet is None


@pytest.mark.parametrize(
    ("opening", "day"),
    [
        ("BALTIMORE, Nov. 14, 2025 - ", "2025-11-14"),
        ("WASHINGTON, D.C., March 3, 2025 (AP) — ", "2025-03-03"),
        ("KUALA LUMPUR, Oct. 28 (2025) - ", "2025-10-28"),
        ("BALTIMORE, Nov. 14 - ", None),
        ("NATO, March 3, 2025, was the day: ", None),
    ],
)
def test_a_dateline_dates_the_article_and_a_sentence_does_not(opening: str, day: str | None) -> None:
    text = f"Pier at Averill closes after the storm\n\n{opening}{_BODY}"
    assert clean_article(RawArticle(path="a.txt", text=text)).metadata.date == day


def test_a_button_above_a_trade_is_nobody_s_name() -> None:
    words = "The market report can be bought by any reader, who may then compare prices."
    assert cleaned(f"Market Report\nStaff Writer\n\n{words}").metadata.authors == ()
    assert cleaned(f"Ann Lee\nStaff Writer\n\n{words}").metadata.authors == ("Ann Lee",)
