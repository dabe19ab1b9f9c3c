from __future__ import annotations

import pytest

from rag.articles.formats.feed import read_feed
from rag.errors import ArticleError
from rag.types import Metadata
from tests.articles.formats import making


def rss(
    item: str, head: str = "<title>The Harlow Paper</title><link>https://paper.example/</link>", prolog: str = ""
) -> bytes:
    return f"{prolog}<rss version='2.0'><channel>{head}<item>{item}</item></channel></rss>".encode()


def test_an_rss_entry_gives_its_fullest_text_and_what_it_says_of_itself() -> None:
    first, third = read_feed(making.RSS, path="a.rss")
    assert (first.path, third.path) == ("a.rss#1", "a.rss#3")
    assert first.media == "html"
    assert f"<p>{making.FIRST}</p><p>{making.SECOND}</p>" in first.text
    assert first.given == Metadata(
        title=f"{making.TITLE} & beyond", authors=("Ann Lee", "Bo Chan"), outlet="The Harlow Paper", date="2025-03-03",
        url="https://www.paper.example/river",
    )  # fmt: skip
    assert (third.media, third.text) == ("text", "Plain\n\nRates rose & fell.")
    assert third.given == Metadata(
        title="Plain", authors=("Bo Chan",), outlet="The Elsewhere", url="https://elsewhere.example/p"
    )


def test_an_atom_entry_keeps_a_plain_title_and_updated_is_no_date_of_publication() -> None:
    first, second = read_feed(making.ATOM, path="a.atom")
    assert first.given == Metadata(
        title="Less <b> than", authors=("Ann Lee",), date="2025-03-03", url="https://paper.example/a"
    )
    assert f"<p>{making.FIRST}</p>" in first.text
    assert "<h1>Less &lt;b&gt; than</h1>" in first.text
    assert (second.given.date, second.given.url, second.text) == (None, None, f"Second\n\n{making.SECOND}")


def test_rss_1_is_read() -> None:
    data = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Paper</title></channel>
      <item><title>{making.TITLE}</title><link>https://paper.example/a</link><description>{making.FIRST}</description>
      <dc:date>2025-03-03T10:00:00Z</dc:date></item></rdf:RDF>"""
    (only,) = read_feed(data.encode(), path="a.xml")
    assert (only.given.title, only.given.date, only.text) == (
        making.TITLE,
        "2025-03-03",
        f"{making.TITLE}\n\n{making.FIRST}",
    )


@pytest.mark.parametrize(
    ("link", "name", "outlet"),
    [
        ("https://www.bbc.co.uk/news/1", "BBC News - World", "BBC"),
        ("https://paper.example/1", "The Harlow Paper", "The Harlow Paper"),
        ("https://blogs.paper.example/1", "The Harlow Paper", "The Harlow Paper"),
        ("https://elsewhere.example/1", "The Harlow Paper", None),
        ("https://paper.example/1", "Politics – The Harlow Paper", None),
        ("https://paper.example/1", "Latest headlines", None),
    ],
)
def test_a_feed_s_title_is_the_outlet_only_of_what_lies_on_its_site(link: str, name: str, outlet: str | None) -> None:
    head = f"<title>{name}</title><link>https://www.paper.example/</link>"
    (only,) = read_feed(
        rss(f"<title>A b</title><link>{link}</link><description>Text.</description>", head), path="a.rss"
    )
    assert only.given.outlet == outlet


def test_markup_in_a_title_cannot_become_markup_of_the_page() -> None:
    item = "<title>&lt;b&gt;Bold&lt;/b&gt; &amp;lt;script&amp;gt;</title>"
    item += "<description>&lt;p&gt;Text.&lt;/p&gt;</description>"
    (only,) = read_feed(rss(item), path="a.rss")
    assert only.given.title == "Bold <script>"
    assert "<script>" not in only.text


@pytest.mark.parametrize("reference", ["&b;", "no reference"])
def test_a_bomb_of_entities_is_refused(reference: str) -> None:
    bomb = "<!DOCTYPE rss [<!ENTITY a 'lollollol'>" + "".join(
        f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    item = f"<title>T</title><description>{reference}</description>"
    with pytest.raises(ArticleError, match="entities"):
        read_feed(rss(item, prolog=bomb + "]>"), path="a.rss")


def test_a_bomb_in_an_attribute_is_refused() -> None:
    bomb = "<!DOCTYPE rss [<!ENTITY a 'lollollol'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]>"
    with pytest.raises(ArticleError):
        read_feed(rss("<title x='&b;&b;'>T</title><description>D d</description>", prolog=bomb), path="a.rss")


def test_no_file_is_drawn_into_the_text(tmp_path: object) -> None:
    secret = f"{tmp_path}/secret.txt"
    with open(secret, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write("the secret")
    prolog = f"<!DOCTYPE rss [<!ENTITY s SYSTEM 'file://{secret}'>]>"
    with pytest.raises(ArticleError, match="entities"):
        read_feed(rss("<title>T</title><description>&s;</description>", prolog=prolog), path="a.rss")


def test_html_entities_that_xml_does_not_know_are_read() -> None:
    (only,) = read_feed(rss("<title>A&nbsp;b</title><description>One&nbsp;two.</description>"), path="a.rss")
    assert only.text.endswith("two.")


def test_other_xml_and_feeds_without_text_say_so() -> None:
    with pytest.raises(ArticleError, match="XML but no feed"):
        read_feed(b"<urlset><url>https://a.example</url></urlset>", path="sitemap.xml")
    with pytest.raises(ArticleError, match="no entry"):
        read_feed(b"<rss><channel/></rss>", path="a.rss")
    with pytest.raises(ArticleError, match="none of the feed's 1 entries holds text"):
        read_feed(rss("<title>T</title>"), path="a.rss")
