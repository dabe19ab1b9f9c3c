from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieve.rewrite import standalone_question
from rag.types import Turn

MINERALS = Turn(
    "Which minerals did China stop exporting to the US in December 2024?", "Antimony, gallium and germanium [1]."
)
AUTHOR = Turn(
    "Who is Gao Cheng?",
    'China Daily Global (Gao Cheng and Bu Yanjun, 1 August 2025): "Gao Cheng is vice-president." [1]',
)
CHAIR = Turn("Who chaired the council?", "Jason Furman [1].")
JOBS = Turn("How many posts will go at Port Averill?", "215 posts [1].")


@pytest.mark.parametrize(
    ("turn", "follow_up", "whole"),
    [
        (MINERALS, "And in 2020?", "Which minerals did China stop exporting to the US in 2020?"),
        (MINERALS, "What about Japan?", "Which minerals did Japan stop exporting to the US in December 2024?"),
        (MINERALS, "Why?", "Why did China stop exporting to the US in December 2024?"),
        (CHAIR, "What did he say?", "What did Jason Furman say?"),
        (CHAIR, "What is his view of tariffs?", "What is Jason Furman’s view of tariffs?"),
        (AUTHOR, "And the other author?", "Who is Bu Yanjun?"),
        (AUTHOR, "Where does he work?", "Where does Gao Cheng work?"),
        (JOBS, "How many of them are vacant?", "How many of 215 posts are vacant (Port Averill)?"),
    ],
)
def test_a_follow_up_is_made_whole(turn: Turn, follow_up: str, whole: str) -> None:
    assert standalone_question(follow_up, [turn]) == whole


def test_a_chain_of_follow_ups_keeps_its_subject() -> None:
    turns = [CHAIR, Turn("Where does he teach?", "At a university in the east of the country, as he said in passing.")]
    assert standalone_question("And what does he teach?", turns) == "What does Jason Furman teach?"


def test_a_question_that_names_its_own_subject_is_left_alone() -> None:
    question = "When did Scott Bessent say that he would meet the Japanese?"
    assert standalone_question(question, [CHAIR]) == question


@given(st.text(max_size=80))
def test_without_history_the_question_is_itself(question: str) -> None:
    assert standalone_question(question, []) == question.strip()


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_any_talk_can_be_read(question: str, before: str, answer: str) -> None:
    assert isinstance(standalone_question(question, [Turn(before, answer)]), str)
