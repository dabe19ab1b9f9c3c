"""Files to raw articles: encodings, forms, and what cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rag.articles.read import MAX_BYTES, iter_files, read_bytes, read_file
from rag.errors import ArticleError, CorpusError

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "The café’s owner said “no”: 5 € is enough for a cup.\nSecond line."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_text_is_read_in_the_encoding_that_its_bytes_show(encoding: str) -> None:
    data = TEXT.encode(encoding)
    if encoding == "utf-16-le":
        data = b"\xff\xfe" + data
    assert read_bytes(data, path="a.txt")[0].text.lstrip("\ufeff") == TEXT


def test_a_page_is_read_in_the_encoding_that_it_declares() -> None:
    html = '<html><head><meta charset="windows-1251"></head><body><p>Привет, мир</p></body></html>'
    assert "Привет, мир" in read_bytes(html.encode("windows-1251"), path="a.html")[0].text


def test_one_bad_byte_does_not_change_the_encoding_of_the_rest() -> None:
    data = ("“Fine” – and fine again. " * 50).encode() + b"\xff" + "“Fine”".encode()
    text = read_bytes(data, path="a.txt")[0].text
    assert text.count("“Fine”") == 51
    assert text.count("\ufffd") == 1


def test_line_ends_of_every_system_become_one() -> None:
    assert read_bytes(b"one\r\ntwo\rthree\nfour", path="a.txt")[0].text == "one\ntwo\nthree\nfour"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n\t\r\n", "the file is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "binary"),
        (b"%PDF-1.7 and so on", "binary"),
        (bytes(range(32)) * 50, "binary"),
    ],
)
def test_a_file_that_is_no_text_is_an_error_in_one_line(data: bytes, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason) as caught:
        read_bytes(data, path="bad.txt")
    assert str(caught.value).startswith("bad.txt: ")
    assert "\n" not in str(caught.value)


def test_a_file_of_fifty_megabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(ArticleError, match="50 MB is more than the 20 MB"):
        read_file(path, root=tmp_path)
    assert MAX_BYTES < 50_000_000


def test_a_missing_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"gone\.txt: cannot be read \(No such file or directory\)"):
        read_file(tmp_path / "gone.txt", root=tmp_path)


def test_every_line_of_a_jsonl_is_an_article_with_its_metadata() -> None:
    data = (
        b'{"title": "T", "text": "One.\\nTwo.", "author": "Ann Lee and Bo Chen", '
        b'"date": "5 March 2024", "outlet": "O"}\n'
        b"\n"
        b'{"text": "Only text.", "url": "https://example.org/a", "kind": "Forum post"}\n'
    )
    first, second = read_bytes(data, path="in/a.jsonl")
    assert (first.path, second.path) == ("in/a.jsonl#1", "in/a.jsonl#3")
    assert first.text == "One.\nTwo."
    assert first.given.authors == ("Ann Lee", "Bo Chen")
    assert (first.given.title, first.given.date, first.given.outlet) == ("T", "2024-03-05", "O")
    assert (second.given.url, second.given.kind) == ("https://example.org/a", "forum_post")


@pytest.mark.parametrize(
    ("line", "reason"),
    [(b"{not json", "line 1 is not JSON"), (b"[1]", "line 1 is not a JSON object"), (b'{"title": "T"}', "no text")],
)
def test_a_record_that_is_no_article_is_named(line: bytes, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason):
        read_bytes(line, path="a.jsonl")


def test_html_is_known_by_its_content_too() -> None:
    assert read_bytes(b"<!DOCTYPE html><html><body><p>x</p></body></html>", path="page.txt")[0].media == "html"
    assert read_bytes(b"Plain text about <html> tags.", path="note.txt")[0].media == "text"
    assert read_bytes(b"# Title", path="a.md")[0].media == "markdown"


def test_a_folder_yields_its_articles_in_order_and_passes_over_the_rest(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "README.md", ".hidden.txt", "c.png", "sub/index.html", ".git/x.txt", "z/index.html"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    found = [path.relative_to(tmp_path).as_posix() for path in iter_files(tmp_path)]
    assert found == ["a.md", "b.txt", "sub/index.html", "z/index.html"]


def test_a_missing_folder_is_an_error_that_says_what_to_name(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="is not a folder: name a folder that holds articles"):
        list(iter_files(tmp_path / "none"))
