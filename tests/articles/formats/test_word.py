from __future__ import annotations

import io
import zipfile

import pytest

from rag.articles.formats import package
from rag.articles.formats.word import read_word
from rag.errors import ArticleError
from tests.articles.formats import making

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def with_body(body: str, prolog: str = "") -> bytes:
    """A Word file whose document is this XML."""
    plain = zipfile.ZipFile(io.BytesIO(making.word("x")))
    members = {name: plain.read(name) for name in plain.namelist()}
    members["word/document.xml"] = f"{prolog}<w:document {W}><w:body>{body}</w:body></w:document>".encode()
    return making.zipped(members)


def test_paragraphs_come_one_a_line_in_order() -> None:
    raw = read_word(making.word(making.TITLE, "", making.FIRST, "Two\nlines"), path="a.docx")
    assert raw.text.split("\n") == [making.TITLE, "", making.FIRST, "Two", "lines"]
    assert raw.media == "text"


def test_the_finished_text_is_read_insertions_in_and_deletions_out() -> None:
    body = (
        "<w:p><w:r><w:t>He was </w:t></w:r><w:del><w:r><w:delText>not </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>never </w:t></w:r></w:ins><w:r><w:t>there.</w:t></w:r></w:p>"
    )
    assert read_word(with_body(body), path="a.docx").text == "He was never there."


def test_tables_controls_and_links_stand_where_they_are() -> None:
    body = (
        "<w:p><w:r><w:t>One</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Two</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:sdt><w:sdtContent><w:p><w:hyperlink><w:r><w:t>Three</w:t></w:r></w:hyperlink></w:p></w:sdtContent></w:sdt>"
    )
    assert read_word(with_body(body), path="a.docx").text == "One\nTwo\nThree"


def test_properties_count_only_where_the_text_says_the_same() -> None:
    data = making.word(making.TITLE, "By Ann Lee", making.FIRST, title=making.TITLE, author="Ann Lee")
    assert read_word(data, path="a.docx").given.title == making.TITLE
    assert read_word(data, path="a.docx").given.authors == ("Ann Lee",)
    data = making.word(making.TITLE, making.FIRST, title="Document1", author="Owner Of Laptop")
    assert (read_word(data, path="a.docx").given.title, read_word(data, path="a.docx").given.authors) == (None, ())


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    try:
        text = read_word(with_body("<w:p><w:r><w:t>x &b;</w:t></w:r></w:p>", bomb), path="a.docx").text
    except ArticleError:
        text = ""
    assert "lol" not in text


def test_a_bomb_is_refused_before_it_goes_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_UNPACKED", 1_000_000)
    with pytest.raises(ArticleError, match="unpacks to"):
        read_word(with_body("<w:p/>" + " " * 2_000_000), path="a.docx")


def test_a_member_that_lies_about_its_size_is_refused() -> None:
    data = bytearray(with_body("<w:p><w:r><w:t>x</w:t></w:r></w:p>" + " " * 100_000))
    end = data.rindex(b"word/document.xml") - 46
    data[end + 24 : end + 28] = (50).to_bytes(4, "little")
    with pytest.raises(ArticleError, match="broken"):
        read_word(bytes(data), path="a.docx")


def test_locked_and_old_files_say_so() -> None:
    with pytest.raises(ArticleError, match="locked by a password or in the old"):
        read_word(b"\xd0\xcf\x11\xe0" + bytes(100), path="a.docx")
    with pytest.raises(ArticleError, match="no text"):
        read_word(making.word(""), path="a.docx")
