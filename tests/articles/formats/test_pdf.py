from __future__ import annotations

import io

import pytest

from rag.articles.formats import pdf as pdf_module
from rag.articles.formats.pdf import read_pdf
from rag.errors import ArticleError
from tests.articles.formats import making
from tests.articles.formats.making import column, wrapped


def test_paragraphs_come_back_whole_one_a_line() -> None:
    text = read_pdf(making.article_pdf(), path="a.pdf").text
    assert text.split("\n") == [making.TITLE, "By Ann Lee", making.FIRST, making.SECOND]


def test_a_title_and_an_author_count_only_where_the_page_says_the_same() -> None:
    told = read_pdf(making.article_pdf({"Title": making.TITLE, "Author": "Ann Lee"}), path="a.pdf").given
    assert (told.title, told.authors) == (making.TITLE, ("Ann Lee",))
    other = read_pdf(
        making.article_pdf({"Title": "Quarterly template of 2009", "Author": "Bo Chan"}), path="a.pdf"
    ).given
    assert (other.title, other.authors) == (None, ())


def test_a_printed_page_gives_its_headline_and_address_but_not_the_day_of_printing() -> None:
    title = f"{making.TITLE} - The Harlow Paper"
    edges = [(24.0, 770.0, 8.0, f"22.11.2026, 05:40 {title}"), (24.0, 15.0, 8.0, "https://paper.example/river 1/1")]
    page = [*edges, (72.0, 740.0, 20.0, making.TITLE), *column(*wrapped(making.FIRST))]
    raw = read_pdf(making.pdf([page], {"Title": title}), path="a.pdf")
    assert (raw.given.title, raw.given.url) == (making.TITLE, "https://paper.example/river")
    assert "2026" not in raw.text


def test_heads_feet_and_page_numbers_do_not_cut_a_sentence() -> None:
    first, second = wrapped(making.FIRST, 70)
    head, foot = (72.0, 760.0, 8.0, "The Harlow Paper"), (300.0, 20.0, 8.0)
    before = column(*wrapped(making.SECOND, 70), first)
    pages = [[head, *before, (*foot, "Page 1 of 2")], [head, *column(second), (*foot, "Page 2 of 2")]]
    assert making.FIRST in read_pdf(making.pdf(pages), path="a.pdf").text
    assert "Page" not in read_pdf(making.pdf(pages), path="a.pdf").text


def _encrypted(password: str) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(making.article_pdf())))
    writer.encrypt(password, owner_password=f"the owner's, not {password}", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_file_locked_by_a_password_is_refused_and_one_locked_against_changes_is_read() -> None:
    with pytest.raises(ArticleError, match="locked by a password: save it again without one"):
        read_pdf(_encrypted("secret"), path="a.pdf")
    assert making.SECOND in read_pdf(_encrypted(""), path="a.pdf").text


def test_pages_that_are_pictures_ask_for_text_recognition() -> None:
    with pytest.raises(ArticleError, match="pictures without text"):
        read_pdf(making.pdf([[]]), path="a.pdf")


@pytest.mark.parametrize(
    ("limit", "value", "message"),
    [
        ("MAX_FILE", 100, "MB is more than"),
        ("MAX_PAGES", 1, "2 pages, more than 1"),
        ("MAX_DRAWING", 10, "page 1 holds too much"),
    ],
)
def test_what_is_too_large_is_refused(limit: str, value: int, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_module, limit, value)
    with pytest.raises(ArticleError, match=message):
        read_pdf(making.pdf([column(making.FIRST), column(making.SECOND)]), path="a.pdf")


def test_a_page_that_swells_when_unpacked_is_refused() -> None:
    import zlib

    packed = zlib.compress(b"0 " * 100_000_000, 9)
    head = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed)
    plain = making.pdf([column("x")]).split(b"<< /Length")
    data = plain[0] + head + packed + b"\nendstream" + plain[1].split(b"endstream", 1)[1]
    with pytest.raises(ArticleError):
        read_pdf(data, path="a.pdf")
