from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

from rag.articles.report_page import folder_report_html
from rag.types import Metadata, RawArticle
from tests.articles.test_report import ARTICLE, RAW, page_of


class _Reader(HTMLParser):
    """Collect the elements of a page with their attributes, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.found if name == tag]


def read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    return reader


def test_each_line_is_there_under_its_role_or_reason() -> None:
    page = read(folder_report_html([page_of(RAW)]))
    marks = [line["data-mark"] for line in page.all("li")]
    assert marks == ["furniture", "title", "body", "body", "furniture", "other_voice"]
    assert "other voice, Kim" in page.text
    assert "1 articles: 4 lines kept, 2 dropped; 0 could not be read." in page.text
    assert "2025-03-03" in page.text


def test_every_mark_present_can_be_filtered_by() -> None:
    page = read(folder_report_html([page_of(RAW)]))
    assert {button["value"] for button in page.all("button")} == {line["data-mark"] for line in page.all("li")}


def test_nothing_of_an_article_becomes_markup() -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&"
    raw = RawArticle(path=evil, text=RAW.text.replace("Share", evil).replace("The river", evil))
    about = Metadata(title=evil, authors=(evil,), outlet=evil, url="javascript:alert(1)")
    article = replace(
        ARTICLE, path=evil, metadata=about, blocks=(*ARTICLE.blocks[:2], replace(ARTICLE.blocks[2], speaker=evil))
    )
    page = read(folder_report_html([page_of(raw, article)], unreadable=[(evil, evil)]))
    assert len(page.all("script")) == 1
    assert page.all("img") == page.all("a") == []
    assert not any(name.startswith("on") for _, attrs in page.found for name in attrs)
    assert page.text.count(evil) == 10


def test_the_page_allows_no_script_but_its_own_and_loads_nothing() -> None:
    html = folder_report_html([page_of(RAW)])
    policy = next(meta["content"] or "" for meta in read(html).all("meta") if "http-equiv" in meta)
    for tag in ("style", "script"):
        source = re.findall(f"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        assert len(source) == 1
        digest = base64.b64encode(hashlib.sha256(source[0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert not re.search(r"https?://|url\(|@import|src=|href=", html)


def test_files_that_could_not_be_read_are_listed_with_their_reasons() -> None:
    page = read(folder_report_html([], unreadable=[("b.pdf", "it is locked by a password")]))
    assert "1 could not be read" in page.text
    assert "b.pdf" in page.text
    assert "it is locked by a password" in page.text


def test_a_long_report_opens_as_a_list_and_a_short_one_open() -> None:
    pairs = [page_of(RAW)]
    assert all("open" in file for file in read(folder_report_html(pairs)).all("details"))
    assert not any("open" in file for file in read(folder_report_html(pairs * 30)).all("details"))


def test_a_dropped_line_is_cut_and_a_kept_one_never() -> None:
    raw = RawArticle(path="a.txt", text=RAW.text.replace("Share", "s" * 5000).replace("river", "r" * 5000))
    page = read(folder_report_html([page_of(raw)]))
    assert "r" * 5000 in page.text
    assert "s" * 401 not in page.text


def test_the_same_articles_give_the_same_page() -> None:
    assert folder_report_html([page_of(RAW)]) == folder_report_html([page_of(RAW)])
