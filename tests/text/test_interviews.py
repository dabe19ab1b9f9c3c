"""Whose turn it is in an interview."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.interviews import find_turns
from rag.types import Span

LABELLED = """Interview by Desmond Rowe
Sunniva Tharaldsen runs a yard.
Keel & Current: Were you surprised?
Tharaldsen: I had to read it twice.
It is a soybean.
Keel & Current: And people?
Tharaldsen: We have 220 apprentices.
Keel & Current: When will it sail?
Tharaldsen: We cut steel in March."""

BOLD = """Interview by Caspian Ross
Ilse Okafor spent eleven years as a negotiator. She is 58.
**You were there in October. What did you see?**
Mostly a lobby. I was not in the room.
**Were the dates right?**
No. We said September.
**Will you go back?**
I would like to.
It is far.
*This conversation has been edited. Ilse Okafor's book is out.*"""


def turns(text: str, *authors: str, is_interview: bool = False) -> list[tuple[str | None, str]]:
    paragraphs, at = [], 0
    for line in text.split("\n"):
        paragraphs.append(Span(at, at + len(line)))
        at += len(line) + 1
    found = find_turns(text, paragraphs, authors, is_interview=is_interview)
    return [(one.speaker, text[one.start : one.end]) for one in found]


def test_a_labelled_answer_is_its_speakers_by_full_name() -> None:
    found = turns(LABELLED, "Desmond Rowe")
    assert found[1] == ("Sunniva Tharaldsen", "Tharaldsen: I had to read it twice.\nIt is a soybean.")
    assert [speaker for speaker, _ in found] == [None, "Sunniva Tharaldsen"] * 3


@pytest.mark.parametrize("label", ["A", "ST", "SUNNIVA THARALDSEN"])
def test_a_label_may_be_a_letter_initials_or_the_whole_name(label: str) -> None:
    text = LABELLED.replace("Tharaldsen:", f"{label}:").replace("Keel & Current:", "Q:")
    found = turns(text.replace("runs a yard.", "runs a yard. She is 58."), "Desmond Rowe")
    assert {(speaker or "").title() for speaker, _ in found} == {"", "Sunniva Tharaldsen"}


def test_the_answer_under_a_bold_question_is_whose_interview_it_is() -> None:
    found = turns(BOLD, "Caspian Ross")
    assert found[:2] == [
        (None, "**You were there in October. What did you see?**"),
        ("Ilse Okafor", "Mostly a lobby. I was not in the room."),
    ]
    assert found[-1] == ("Ilse Okafor", "I would like to.\nIt is far.")


def test_plain_questions_are_an_interview_only_where_the_article_is_one() -> None:
    plain = BOLD.replace("**", "")
    assert turns(plain) == []
    assert turns(plain, is_interview=True)[1][0] == "Ilse Okafor"


def test_an_author_is_never_the_one_who_is_asked() -> None:
    assert turns(BOLD, "Ilse Okafor") == []


@pytest.mark.parametrize(
    "text",
    [
        BOLD.replace("I ", "He ").replace("We ", "They "),
        BOLD.replace("You ", "They ").replace("you", "they"),
        BOLD.replace("Interview by", "By").replace("conversation", "text"),
        LABELLED.replace("?", "."),
        "\n".join(f"Price: {n}\nSize: {n}" for n in range(9)),
        "",
    ],
)
def test_an_explainer_or_a_table_is_no_interview(text: str) -> None:
    assert turns(text, "Caspian Ross") == []


@given(st.lists(st.sampled_from(["Q: Why?", "A: I do.", "**Do you?**", "I do. Ada Wu, a lawyer, left.", "*Note.*"])))
def test_turns_are_in_order_and_apart(lines: list[str]) -> None:
    text = "\n".join(["An interview with Ada Wu, who left.", *lines])
    paragraphs, at = [], 0
    for line in text.split("\n"):
        paragraphs.append(Span(at, at + len(line)))
        at += len(line) + 1
    last = 0
    for one in find_turns(text, paragraphs, (), is_interview=True):
        assert last <= one.start < one.end <= len(text)
        last = one.end
