from __future__ import annotations

import pytest

from rag.articles.formats.mail import read_mail, read_saved_page
from rag.errors import ArticleError
from rag.types import Metadata
from tests.articles.formats import making


def test_a_mail_gives_its_page_and_what_its_head_says() -> None:
    data = making.mail(
        ("text", "See it online"), ("html", making.HTML), Subject=making.TITLE, From='"Ann Lee" <ann@paper.example>',
        Date="Mon, 03 Mar 2025 23:30:00 -0500",
    )  # fmt: skip
    raw = read_mail(data, path="a.eml")
    assert raw.media == "html"
    assert making.SECOND in raw.text
    assert raw.given == Metadata(title=making.TITLE, authors=("Ann Lee",), date="2025-03-03")


def test_a_sender_that_is_no_person_is_no_author() -> None:
    data = making.mail(("text", making.FIRST), Subject="News of today", From="The Harlow Paper <news@paper.example>")
    assert read_mail(data, path="a.eml").given.authors == ()


def test_whoever_passed_a_mail_on_neither_wrote_nor_dated_it() -> None:
    data = making.mail(
        ("text", making.FIRST),
        Subject=f"Fwd: Re: {making.TITLE}",
        From="Bo Chan <bo@x.example>",
        Date="Mon, 03 Mar 2025 10:00:00 +0000",
    )
    assert read_mail(data, path="a.eml").given == Metadata(title=making.TITLE)


def test_a_flowed_text_is_joined_and_a_fixed_one_is_not() -> None:
    head = b"Subject: A\r\nContent-Type: text/plain; charset=utf-8; format=%b\r\n\r\n"
    body = b"One paragraph \r\ngoes on.\r\nAnother.\r\n-- \r\nAnn\r\n"
    assert read_mail(head % b"flowed" + body, path="a.eml").text == "One paragraph goes on.\nAnother.\n-- \nAnn\n"
    assert read_mail(head % b"fixed" + body, path="a.eml").text.count("\n") == 5


@pytest.mark.parametrize(
    ("declared", "written"), [("iso-8859-1", "cp1252"), ("windows-1251", "cp1251"), ("nonsense", "utf-8")]
)
def test_a_text_is_read_by_its_character_set(declared: str, written: str) -> None:
    said = "“Привет”" if written == "cp1251" else "“Été”"
    head = f"Subject: A\r\nContent-Type: text/plain; charset={declared}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    assert read_mail(head.encode() + said.encode(written), path="a.eml").text == said


def test_a_mail_of_attachments_only_is_refused() -> None:
    from email.message import EmailMessage

    message = EmailMessage()
    message["Subject"] = "A picture"
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="a.png")
    with pytest.raises(ArticleError, match="no text"):
        read_mail(bytes(message), path="a.eml")


def test_a_saved_page_is_its_root_without_frames() -> None:
    raw = read_saved_page(making.saved_page(making.HTML), path="a.mhtml")
    assert raw.media == "html"
    assert making.FIRST in raw.text
    assert "Advert" not in raw.text
    assert raw.given == Metadata(url="https://paper.example/2025/river")


def test_the_root_of_a_saved_page_is_the_one_it_names() -> None:
    data = making.saved_page(making.HTML).replace(b"boundary=", b'start="<frame@x>"; boundary=')
    data = data.replace(b"Content-Location: https://ads", b"Content-ID: <frame@x>\r\nContent-Location: https://ads")
    assert "Advert" in read_saved_page(data, path="a.mhtml").text


def test_an_address_that_is_none_of_the_web_is_not_passed_on() -> None:
    data = making.saved_page(making.HTML, url="file:///home/ann/page.html")
    assert read_saved_page(data, path="a.mhtml").given == Metadata()


def test_a_saved_page_in_another_character_set_is_read() -> None:
    html = "<html><body><p>Привет, мир</p></body></html>"
    assert "Привет, мир" in read_saved_page(making.saved_page(html, charset="windows-1251"), path="a.mht").text
