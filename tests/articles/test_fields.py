"""What a page states in fields, which of it is believed, and where each value is said to stand."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.articles.clean import clean_article
from rag.articles.field_choice import choose, title_forms
from rag.articles.fields import read_fields
from rag.articles.page import parse_html
from rag.types import Article, RawArticle
from tests.articles.pages import PARAGRAPHS

_BODY = "<p>" + "</p><p>".join(PARAGRAPHS) + "</p>"


def cleaned(head: str, body: str = "") -> Article:
    html = f"<html><head>{head}</head><body>{body}{_BODY}</body></html>"
    return clean_article(RawArticle(path="a.html", text=html, media="html"))


def linked(**node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **node})}</script>'


def where(article: Article, name: str) -> str | None:
    return next((one.place for one in article.evidence if one.name == name), None)


def test_the_heading_that_a_field_repeats_is_the_title_and_not_the_site_s_name() -> None:
    head = '<title>Rivers rise | The Paper</title><meta property="og:site_name" content="The Paper">'
    article = cleaned(head, "<h1>The Paper</h1><h1>Rivers rise</h1>")
    assert (article.metadata.title, where(article, "title")) == ("Rivers rise", "h1")
    assert article.metadata.outlet == "The Paper"


def test_dates_are_told_apart_and_each_says_its_field() -> None:
    head = linked(datePublished="2024-03-05T08:00:00Z", dateModified="2024-03-07T09:00:00Z")
    article = cleaned(head)
    assert (article.metadata.date, article.metadata.updated) == ("2024-03-05", "2024-03-07")
    assert (where(article, "date"), where(article, "updated")) == ("JSON-LD datePublished", "JSON-LD dateModified")


def test_a_date_of_change_alone_is_no_date_of_publication() -> None:
    article = cleaned('<meta property="article:modified_time" content="2024-03-07">')
    assert (article.metadata.date, article.metadata.updated) == (None, "2024-03-07")


def test_another_article_s_card_does_not_date_or_sign_this_one() -> None:
    card = '<aside><time datetime="2020-01-01">1 January 2020</time><span class="author">Bo Chan</span></aside>'
    assert cleaned("", card).metadata.date is None
    assert cleaned("", card).metadata.authors == ()


@pytest.mark.parametrize(
    ("author", "people"),
    [
        ({"@type": "Person", "name": "Ann Lee"}, ("Ann Lee",)),
        ([{"name": "Ann Lee"}, {"name": "Bo Chan"}], ("Ann Lee", "Bo Chan")),
        ("By Ann Lee and Bo Chan", ("Ann Lee", "Bo Chan")),
        ({"@type": "Organization", "name": "The Paper"}, ()),
        ({"@type": "Person", "name": "News Desk"}, ()),
        ({"@type": "Person", "name": "admin"}, ()),
        ("https://example.com/ann", ()),
        ({"@type": "Person", "name": "Krystyna"}, ("Krystyna",)),
        ({"@type": "Person", "name": ""}, ()),
        ({"@id": "#nobody"}, ()),
        (7, ()),
    ],
)
def test_authors_are_people(author: object, people: tuple[str, ...]) -> None:
    head = linked(author=author, publisher={"name": "The Paper"})
    assert choose(read_fields(parse_html(f"<head>{head}</head>"))).metadata.authors == people


def test_a_person_named_elsewhere_in_the_page_s_data_is_found_by_identity() -> None:
    graph = {
        "@graph": [{"@type": "Article", "author": {"@id": "#1"}}, {"@type": "Person", "@id": "#1", "name": "Ann Lee"}]
    }
    page = f'<head><script type="application/ld+json">{json.dumps(graph)}</script></head>'
    assert choose(read_fields(parse_html(page))).metadata.authors == ("Ann Lee",)


def test_what_was_given_with_the_file_comes_first_and_says_so() -> None:
    from rag.types import Metadata

    html = f"<html><head>{linked(author='Ann Lee', datePublished='2024-03-05')}</head><body>{_BODY}</body></html>"
    raw = RawArticle(path="a.html", text=html, media="html", given=Metadata(date="2024-03-01"))
    article = clean_article(raw)
    assert (article.metadata.date, where(article, "date")) == ("2024-03-01", "given with the file")
    assert (article.metadata.authors, where(article, "authors")) == (("Ann Lee",), "JSON-LD author")


def test_an_address_of_the_front_page_is_not_the_article_s() -> None:
    assert cleaned('<link rel="canonical" href="https://example.org/">').metadata.url is None
    found = cleaned('<link rel="canonical" href="https://example.org/2024/03/05/rivers">')
    assert (found.metadata.url, found.metadata.date) == ("https://example.org/2024/03/05/rivers", "2024-03-05")
    assert where(found, "date") == "address"


_KEYS = st.sampled_from(["@type", "@graph", "@id", "author", "name", "publisher", "headline", "datePublished"])
_DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("Article"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(_DATA)
def test_whatever_a_page_s_data_hold_reading_them_does_not_fail(data: object) -> None:
    held = json.dumps(data).replace("<", " ")
    page = f'<head><script type="application/ld+json">{held}</script></head><body>x</body>'
    found = choose(read_fields(parse_html(page))).metadata
    assert found.title is None or found.title.strip()
    assert all(author.strip() for author in found.authors)


def test_data_that_nest_without_end_are_left() -> None:
    page = f'<head><script type="application/ld+json">{"[" * 100_000}</script></head><body>x</body>'
    assert read_fields(parse_html(page)).titles == []


def test_every_form_of_a_title_is_a_part_of_it() -> None:
    stated = "Rivers rise | News - The Paper"
    assert list(title_forms(stated)) == [stated, "Rivers rise", "News - The Paper", "Rivers rise | News", "The Paper"]
