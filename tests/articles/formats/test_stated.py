from __future__ import annotations

import pytest

from rag.articles.formats.stated import people, plausible_authors, plausible_title, web_address

TEXT = "Rivers rise again\nBy Ann Lee\nThe river rose by two metres on Monday.\n"


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("Rivers rise again", "Rivers rise again"),
        ("RIVERS RISE AGAIN", "RIVERS RISE AGAIN"),
        ("Rivers rise again | The Harlow Paper", "Rivers rise again"),
        ("Rivers rise again - The Harlow Paper", "Rivers rise again"),
        ("Microsoft Word - rivers.doc", None),
        ("rivers_final_v3.docx", None),
        ("Untitled", None),
        ("Another headline of another day", None),
        ("", None),
        (None, None),
        (7, None),
    ],
)
def test_a_title_is_taken_only_where_the_text_has_it(stated: object, title: str | None) -> None:
    assert plausible_title(stated, TEXT) == title


def test_an_author_is_taken_only_where_the_text_names_them() -> None:
    assert plausible_authors("Ann Lee; Bo Chan", TEXT) == ("Ann Lee",)
    assert plausible_authors("The Harlow Paper", TEXT + "The Harlow Paper") == ()
    assert plausible_authors(None, TEXT) == ()


def test_people_are_people() -> None:
    assert people("Ann Lee and Bo Chan") == ("Ann Lee", "Bo Chan")
    assert people("BBC News") == ()


@pytest.mark.parametrize(
    "value", [None, "", "ftp://a.example/x", "javascript:alert(1)", "/relative", "https://a b", "https://x<y>z"]
)
def test_what_is_no_address_of_the_web_is_none(value: object) -> None:
    assert web_address(value) is None


def test_an_address_is_kept_as_it_is() -> None:
    assert web_address(" https://paper.example/a?b=c#d ") == "https://paper.example/a?b=c#d"
