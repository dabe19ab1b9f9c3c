from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.plan import Shape, plan_answer


@pytest.mark.parametrize(
    ("question", "shape"),
    [
        ("Which minerals did China ban?", Shape.PLAIN),
        ("When did it open, and how many people work there?", Shape.PARTS),
        ("How do CNN and China Daily differ on the trade war?", Shape.SIDES),
        ("What did each outlet say about the talks?", Shape.SOURCES),
        ("Give a timeline of the gallium squeeze.", Shape.TIMELINE),
        ("Did exports rise or fall?", Shape.PLAIN),
        ("Who wrote it and why?", Shape.PLAIN),
    ],
)
def test_the_words_say_the_shape(question: str, shape: Shape) -> None:
    assert plan_answer(question).shape is shape


def test_a_later_part_is_given_the_names_of_the_first() -> None:
    plan = plan_answer("When did Port Averill announce the cuts, and how many workers were affected?")
    assert plan.parts == ("When did Port Averill announce the cuts?", "how many workers were affected (Port Averill)?")


def test_each_side_is_looked_for_without_the_other() -> None:
    plan = plan_answer("How do CNN and China Daily differ on the trade war?")
    assert plan.sides == ("CNN", "China Daily")
    assert plan.parts == ("CNN on the trade war?", "China Daily on the trade war?")


@given(st.text(max_size=120))
def test_every_question_has_at_least_one_part(question: str) -> None:
    assert plan_answer(question).parts
