from __future__ import annotations

import gzip

import pytest

from rag.articles.formats import warc as warc_module
from rag.articles.formats.warc import read_warc
from rag.errors import ArticleError
from rag.types import Metadata, RawArticle
from tests.articles.formats import making

PAGE = making.HTML.encode()


def response(name: str, status: int = 200, body: bytes = PAGE) -> tuple[str, str, int, bytes]:
    return ("response", f"https://paper.example/{name}", status, body)


@pytest.mark.parametrize("packed", [False, True])
def test_pages_come_in_order_with_their_addresses(packed: bool) -> None:  # noqa: FBT001
    found = read_warc(making.warc(response("a"), response("gone", 404), response("b"), packed=packed), path="a.warc")
    assert found == [
        RawArticle(path="a.warc#1", text=making.HTML, media="html", given=Metadata(url="https://paper.example/a")),
        RawArticle(path="a.warc#2", text=making.HTML, media="html", given=Metadata(url="https://paper.example/b")),
    ]


def test_plain_text_of_a_conversion_is_read_and_a_robots_file_is_not() -> None:
    data = making.warc(
        ("conversion", "https://paper.example/a", 200, making.FIRST.encode()),
        ("resource", "https://paper.example/robots.txt", 200, b"User-agent: *"),
    )
    (only,) = read_warc(data, path="a.warc")
    assert isinstance(only, RawArticle)
    assert (only.text, only.media) == (making.FIRST, "text")


def test_a_page_sent_packed_and_in_chunks_is_unpacked() -> None:
    body = gzip.compress(PAGE)
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
    headers = {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}
    (only,) = read_warc(making.warc(response("a", body=chunked), headers=headers), path="a.warc")
    assert isinstance(only, RawArticle)
    assert only.text == making.HTML


def test_a_page_packed_in_an_unknown_way_is_an_error_of_its_own() -> None:
    bad = making.warc(response("a"), headers={"Content-Encoding": "br"})
    first, second = read_warc(bad + making.warc(response("b")), path="a.warc")
    assert isinstance(first, ArticleError)
    assert (first.path, "'br'" in first.reason) == ("a.warc#1", True)
    assert isinstance(second, RawArticle)
    assert second.path == "a.warc#2"


def test_what_stands_before_a_break_is_kept_and_nothing_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    found = read_warc(making.warc(response("a")) + b"\x00 broken \x1b[2J\r\n\r\nmore\r\n\r\n", path="a.warc")
    assert isinstance(found[0], RawArticle)
    assert capsys.readouterr() == ("", "")


def test_an_archive_without_a_page_is_refused() -> None:
    with pytest.raises(ArticleError, match="holds no HTML page"):
        read_warc(making.warc(response("gone", 404)), path="a.warc")


def test_a_bomb_is_refused_before_it_goes_off(monkeypatch: pytest.MonkeyPatch) -> None:
    data = gzip.compress(making.warc(response("a", body=b"<p>" + b"a" * 3_000_000)))
    monkeypatch.setattr(warc_module, "MAX_UNPACKED", 1_000_000)
    with pytest.raises(ArticleError, match="unpacks to more than 1 MB"):
        read_warc(data, path="a.warc.gz")


def test_a_page_that_swells_is_refused_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc_module, "MAX_PAGE", 10_000)
    swelling = making.warc(response("a", body=gzip.compress(b"a" * 3_000_000)), headers={"Content-Encoding": "gzip"})
    first, second = read_warc(swelling + making.warc(response("b")), path="a.warc")
    assert isinstance(first, ArticleError)
    assert isinstance(second, RawArticle)


def test_one_gzip_around_the_whole_archive_is_read_too() -> None:
    data = gzip.compress(making.warc(response("a"), response("b")))
    assert [one.path for one in read_warc(data, path="a.warc.gz")] == ["a.warc.gz#1", "a.warc.gz#2"]
