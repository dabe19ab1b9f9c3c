from __future__ import annotations

import pytest

from rag.answer.highlight import answer_span
from rag.answer.question import read_question
from rag.types import Span

BAN = "This past December, China banned all exports of antimony, gallium, and germanium to U.S. buyers."


@pytest.mark.parametrize(
    ("question", "sentence", "marked"),
    [
        ("Which minerals did China ban?", BAN, "antimony, gallium, and germanium"),
        ("When was the deal struck?", "The deal was struck on 4 May 2021 in Paris.", "4 May 2021"),
        ("How many jobs will go?", "Some 340 jobs will go by June.", "340"),
        ("Who chaired it?", "It was chaired by Jason Furman until May.", "Jason Furman"),
    ],
)
def test_the_sort_of_thing_asked_for_is_marked(question: str, sentence: str, marked: str) -> None:
    span = answer_span(read_question(question), sentence, None)
    assert span is not None
    assert sentence[span.start : span.end] == marked


def test_the_readers_span_goes_first() -> None:
    assert answer_span(read_question("Who banned it?"), BAN, Span(20, 25)) == Span(20, 25)


def test_what_the_question_says_itself_is_not_the_answer() -> None:
    assert answer_span(read_question("Who is Gao Cheng?"), "Gao Cheng is a vice-president.", None) is None


def test_a_mark_over_nearly_the_whole_sentence_is_none() -> None:
    assert answer_span(read_question("Why?"), BAN, Span(0, len(BAN))) is None


def test_a_span_without_a_number_is_no_answer_to_how_many() -> None:
    said = "The cuts at the container terminal come to 215 posts."
    at = said.index("container")
    marked = answer_span(read_question("How many posts will go?"), said, Span(at, at + len("container terminal")))
    assert marked is not None
    assert said[marked.start : marked.end] == "215"
