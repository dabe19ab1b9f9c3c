"""What stands in quotation marks must stand in the evidence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.verify.quoted import read_quoted

QUOTE = "China’s exports rose 12 percent, he said, calling it “a miracle” for 120 towns."


def test_a_whole_quote_is_found_even_where_it_holds_marks_of_its_own() -> None:
    read = read_quoted(f'Reuters (Jane Doe, 3 May 2025): "{QUOTE}"', [QUOTE])
    assert read.altered == ()
    assert read.only_framed


@pytest.mark.parametrize(
    "frame",
    [
        "The Wall Street Journal (Anna Lee, Bo Chen and Cy Day, 3 May 2025)",
        "US Trade Representative Jamieson Greer, in The Wall Street Journal (3 May 2025)",
        "“Exports: a ‘miracle’ or “luck”?” (3 May 2025)",
        "Jamieson Greer, in “Exports rise again” (3 May 2025)",
        "Somebody unnamed, in a forum post",
    ],
)
def test_who_is_quoted_and_the_title_of_an_article_are_a_frame(frame: str) -> None:
    read = read_quoted(f'{frame}: "{QUOTE}"', [QUOTE])
    assert read.altered == ()
    assert read.only_framed


@pytest.mark.parametrize(
    "inside",
    [
        "a miracle",
        "exports rose 12 percent",
        "exports  rose\n12 percent",
        "China's exports",
        "exports rose ... he said",
    ],
)
def test_white_space_marks_and_what_is_left_out_are_forgiven(inside: str) -> None:
    assert read_quoted(f"They were “{inside}” again.", [QUOTE]).altered == ()


@pytest.mark.parametrize(
    "inside",
    ["exports rose 13 percent", "Exports rose", "a small miracle", "percent rose", "for 12", "he said ... exports"],
)
def test_one_changed_word_case_or_order_is_an_altered_quotation(inside: str) -> None:
    assert read_quoted(f'They were "{inside}" again.', [QUOTE]).altered == (inside,)


def test_a_quotation_glued_from_two_quotes_is_altered() -> None:
    assert read_quoted('He said "exports rose in May".', ["exports rose", "in May"]).altered == ("exports rose in May",)


def test_words_that_say_more_than_whose_quotation_it_is_are_no_frame() -> None:
    claim = 'The government fell after the vote in June, and the minister who had lost it said in the end: "a miracle"'
    assert not read_quoted(claim, [QUOTE]).only_framed
    assert not read_quoted('"a miracle" saved the government', [QUOTE]).only_framed


@given(st.text(min_size=1, max_size=60).filter(lambda text: any(char.isalnum() for char in text)))
def test_whatever_is_quoted_whole_is_exact(quote: str) -> None:
    assert read_quoted(f'The outlet: "{quote}"', [quote]).altered == ()
