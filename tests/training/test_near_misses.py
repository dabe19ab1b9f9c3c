"""Near misses made by rule: one edit, whose new word the paragraph does not hold."""

# ruff: noqa: S311  the generator only shuffles examples

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.near_misses import NearMissMaker, stands_in
from training.reader_data import Example

PARAGRAPH = "In 1912 the largest mill in Harlow burned down. Anna Reed rebuilt it. Nothing was exported that year."


def example(question: str, context: str = PARAGRAPH) -> Example:
    return Example(
        question=question,
        context=context,
        answerable=True,
        start=3,
        end=7,
        source="made",
        title="",
        has_span=True,
        sentences=((0, len(context)),),
        gold_sentence=0,
    )


QUESTIONS = [
    example("What burned down in 1912?"),
    example("What did Anna Reed rebuild?"),
    example("Which was the largest mill in Harlow?"),
    example("Where did John Baxter land?", "John Baxter landed at Dover."),
    example("Who sailed the smallest boat of the fleet?", "Mary sailed the smallest boat of the fleet."),
    example("What did Ann Lee write in 1901?", "Long ago, in 1900 and in 1901, books were by Bo Ray and by Ann Lee."),
    example("When was the sale of the mill completed?", "The sale of the mill by the owner of the bank ended in May."),
]


@given(st.integers(0, len(QUESTIONS) - 1), st.integers(0, 10_000))
def test_a_near_miss_differs_is_unanswerable_and_brings_a_word_the_paragraph_lacks(at: int, seed: int) -> None:
    made = NearMissMaker(QUESTIONS).near_miss(QUESTIONS[at], at, random.Random(seed))
    assert made is not None
    assert made.example.question != QUESTIONS[at].question
    assert not made.example.answerable
    assert (made.example.start, made.example.end, made.example.gold_sentence) == (0, 0, None)
    assert made.example.context == QUESTIONS[at].context
    if made.kind in {"name", "word"}:
        assert not stands_in(made.new_word, QUESTIONS[at].context)
    if made.kind in {"number", "opposite", "prefix"}:
        assert made.new_word not in QUESTIONS[at].context


@given(st.integers(0, 100))
def test_the_same_seed_makes_the_same_near_miss(seed: int) -> None:
    maker = NearMissMaker(QUESTIONS)
    one, other = (maker.near_miss(QUESTIONS[2], 2, random.Random(seed)) for _ in range(2))
    assert one == other


@pytest.mark.parametrize(
    ("word", "stands"),
    [("exports", True), ("Harlow", True), ("1912", True), ("Dover", False), ("1913", False), ("of", False)],
)
def test_a_word_stands_in_a_paragraph_whatever_its_ending(word: str, stands: bool) -> None:  # noqa: FBT001
    assert stands_in(word, PARAGRAPH) is stands


def test_every_kind_of_edit_can_be_made() -> None:
    maker = NearMissMaker(QUESTIONS)
    made = [maker.near_miss(each, at, random.Random(seed)) for seed in range(60) for at, each in enumerate(QUESTIONS)]
    within = {"name within", "number within", "word within"}
    assert {each.kind for each in made if each} == {"name", "number", "opposite", "word", "negation", "prefix", *within}


@given(st.integers(0, 1000))
def test_a_swap_within_brings_what_the_paragraph_holds_and_never_the_answer(seed: int) -> None:
    answered = replace(QUESTIONS[5], start=QUESTIONS[5].context.index("Bo"), end=QUESTIONS[5].context.index(" and by"))
    made = NearMissMaker([answered]).near_miss(answered, 0, random.Random(seed))
    assert made is not None
    if made.kind.endswith("within"):
        assert made.new_word in answered.context
        assert made.new_word != "Bo Ray"


def test_an_opposite_that_stands_in_the_paragraph_is_not_used() -> None:
    both = example("Which mill was the largest?", "The largest mill burned, the smallest did not.")
    maker = NearMissMaker([both])
    made = [maker.near_miss(both, 0, random.Random(seed)) for seed in range(40)]
    assert all(each is None or each.kind != "opposite" for each in made)


def test_a_question_that_is_negated_already_loses_its_negation() -> None:
    negated = replace(QUESTIONS[0], question="Who did not come?", context="Nobody came.")
    made = NearMissMaker([negated]).near_miss(negated, 0, random.Random(1))
    assert made is not None
    assert made.example.question == "Who did come?"
