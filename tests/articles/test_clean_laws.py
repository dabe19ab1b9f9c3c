"""The laws of cleaning, over pages that nobody would write and pages that somebody might."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.articles.clean import clean_article
from rag.articles.lines import tidy
from rag.articles.page import page_text
from rag.errors import ArticleError
from rag.types import Article, RawArticle
from tests.articles.pages import FORUM_PAGE, OPINION_PAGE, TICKER_PAGE

PHRASES = [
    *OPINION_PAGE.split("\n"),
    *FORUM_PAGE.split("\n"),
    *TICKER_PAGE.split("\n"),
    "### THE LONG VIEW",
    "> The harbour will reopen in spring.",
    "Ferries wait outside the harbour. /Getty Images",
    "We use cookies to improve your experience. Privacy policy.",
    "  \t",
    "Cafe\u0301 owners near the pier welcomed the news.",
    "[Sign In](/user/login?destination=node/)",
]
LINES = st.one_of(st.sampled_from(PHRASES), st.text(max_size=60).map(lambda text: text.replace("\n", " ")))
PAGES = st.lists(LINES, min_size=1, max_size=40).map("\n".join)
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def cleaned(text: str, media: str = "text") -> Article | None:
    try:
        return clean_article(RawArticle(path="a.txt", text=text, media=media))
    except ArticleError:
        return None


def assert_lawful(article: Article, page: str) -> None:
    rows = page.split("\n")
    place, seen = 0, set()
    for block in article.blocks:
        assert place <= block.start < block.end <= len(article.text), "in order, within the text, apart"
        for k, line in enumerate(article.text[block.start : block.end].split("\n")):
            assert line == tidy(rows[block.line - 1 + k]), "a line of the text stands in the page, at its number"
            seen.add(block.line + k)
        assert not article.text[place : block.start].strip(), "nothing stands between blocks"
        place = block.end
    removed = [line.line for line in article.removed]
    assert not seen & set(removed), "a line is kept or removed"
    assert len(removed) == len(set(removed))
    assert seen | set(removed) == {n for n, row in enumerate(rows, 1) if tidy(row)}, "nothing is lost"


@FEW
@given(PAGES)
def test_cleaning_text_only_removes_and_labels(page: str) -> None:
    article = cleaned(page)
    if article is not None:
        assert_lawful(article, page)


@FEW
@given(PAGES)
def test_cleaning_markdown_only_removes_and_labels(page: str) -> None:
    article = cleaned(page, "markdown")
    if article is not None:
        assert_lawful(article, page)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PHRASES), min_size=1, max_size=20))
def test_cleaning_html_keeps_the_map_to_the_lines_of_the_page(phrases: list[str]) -> None:
    html = "<html><body>" + "".join(f"<p>{phrase}</p>" for phrase in phrases) + "</body></html>"
    article = cleaned(html, "html")
    if article is not None:
        assert_lawful(article, page_text(html))


@FEW
@given(PAGES)
def test_the_same_bytes_are_cleaned_alike(page: str) -> None:
    assert cleaned(page) == cleaned(page)


def test_a_hard_wrapped_paragraph_is_one_block_over_its_lines() -> None:
    paragraph = (
        "The harbour master said on Monday that the long repairs to the\nnorthern pier would end before the "
        "summer, and that the ferries\nwould then return to their old timetable without any change "
        "of\nthe price that passengers have paid since the pier was closed in\nthe autumn of last year "
        "after a storm had broken two of its legs."
    )
    page = "\n\n".join([paragraph] + [paragraph.replace("Monday", day) for day in ("Tuesday", "Friday")])
    article = cleaned(page)
    assert article is not None
    assert_lawful(article, page)
    assert [block.line for block in article.blocks] == [1, 7, 13]


@pytest.mark.parametrize("text", ["\n\n", " \t\u00a0\n"])
def test_a_page_without_a_word_is_an_error_that_names_it(text: str) -> None:
    with pytest.raises(ArticleError, match=r"a\.txt: no line of it reads as an article"):
        clean_article(RawArticle(path="a.txt", text=text))
