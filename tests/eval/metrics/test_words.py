"""Answer strings and token F1: what counts as the same words, and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics.answer_strings import answer_recall
from eval.metrics.token_f1 import token_f1
from eval.metrics.voices import count_repeats
from eval.metrics.wording import holds


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("It cost $84 million.", "$84 million"),
        ("“Who pays?” he asked", '"Who pays?"'),
        ("the years 2017–2019", "2017-2019"),
        ("THE COUNCIL", "the council"),
        ("a line\nbreak in it", "line break"),
    ],
)
def test_case_quotes_dashes_and_space_do_not_matter(text: str, wording: str) -> None:
    assert holds(text, wording)


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("rose 14 percent", "4 percent"),
        ("1,412 votes", "412"),
        ("$840", "84"),
        ("3.5 percent", "5"),
        ("Ostergrens", "Ostergren"),
    ],
)
def test_a_part_of_a_word_or_a_number_is_not_that_word(text: str, wording: str) -> None:
    assert not holds(text, wording)


def test_a_number_before_a_full_stop_or_a_comma_is_found() -> None:
    assert holds("They need 46.", "46")
    assert holds("In 2019, it fell", "2019")


def test_answer_recall_takes_any_wording_of_each_fact() -> None:
    text = "The fall was 41 percent, to 519,000 tonnes."
    assert answer_recall(text, (("41%", "41 percent"), ("2017",))) == 0.5


def test_answer_recall_of_no_fact_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one fact"):
        answer_recall("anything", ())


def test_token_f1_worked_by_hand() -> None:
    """Words cat, sat against cat, ran: one shared of two on either side."""
    assert token_f1("the cat sat", "a cat ran") == 0.5
    assert token_f1("", "") == 1
    assert token_f1("", "cat") == 0


@given(st.text(), st.text())
def test_token_f1_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert token_f1(one, other) == token_f1(other, one)
    assert 0 <= token_f1(one, other) <= 1


@given(st.text())
def test_a_text_shares_all_words_with_itself(text: str) -> None:
    assert token_f1(text, text) == 1


def test_an_edited_copy_of_a_sentence_is_a_repeat_and_another_report_is_none() -> None:
    wire = "Members approved the elevator in June 2023 by 1,412 votes to 388."
    edited = "Members approved the elevator in June of 2023 by 1,412 votes to 388."
    other = "A vote on the elevator was held two years ago, and it passed."
    assert count_repeats([wire, edited, other]) == 1
