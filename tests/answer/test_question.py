from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.question import Wanted, read_question


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Who chaired the council?", Wanted.PERSON),
        ("Where were the talks held?", Wanted.PLACE),
        ("In which port did the ship dock?", Wanted.PLACE),
        ("When did the talks begin?", Wanted.TIME),
        ("In what year was the deal struck?", Wanted.TIME),
        ("How many jobs were cut?", Wanted.NUMBER),
        ("What share of exporters moved?", Wanted.NUMBER),
        ("Why did the deal flop?", Wanted.REASON),
        ("How did the deal end?", Wanted.MANNER),
        ("Did exports rise?", Wanted.YES_NO),
        ("Which minerals were banned?", Wanted.THING),
        ("Tell me about the ban.", Wanted.THING),
    ],
)
def test_the_question_word_says_what_is_wanted(question: str, wanted: Wanted) -> None:
    assert read_question(question).wanted is wanted


def test_the_noun_asked_for_is_the_head() -> None:
    assert read_question("Which minerals did China ban?").head == ("miner",)


def test_a_speaker_is_named_and_the_verb_of_saying_is_no_topic() -> None:
    asked = read_question("What did Jason Furman say about allies?")
    assert asked.speaker == "Jason Furman"
    assert asked.content == ("jason", "furman", "alli")


def test_nobody_speaks_in_a_question_of_fact() -> None:
    assert read_question("When did Trump withdraw from the treaty?").speaker is None


@given(st.text(max_size=120))
def test_any_text_can_be_read(text: str) -> None:
    asked = read_question(text)
    assert len(set(asked.content)) == len(asked.content)


def test_a_word_that_says_how_to_answer_is_no_name() -> None:
    assert read_question("Give a timeline of what China did.").names == ("China",)
    assert read_question("List the ships of Oda Lind.").names == ("Oda Lind",)
