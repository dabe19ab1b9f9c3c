"""The shipped questions: sound against the cleaned articles, of every kind, split by article."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from eval.corpus import read_articles
from eval.dataset import read_questions
from eval.gold import check_gold
from eval.types import Question, QuestionKind, Split, UnanswerableReason

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def questions() -> tuple[Question, ...]:
    return read_questions(ROOT / "eval" / "questions.jsonl")


def test_every_gold_sentence_survives_cleaning_and_holds_its_answers(questions: tuple[Question, ...]) -> None:
    check_gold(questions, {article.path: article for article in read_articles(ROOT / "corpus")})


def test_there_are_enough_and_a_third_cannot_be_answered(questions: tuple[Question, ...]) -> None:
    assert len(questions) >= 240
    assert 3 * sum(not question.is_answerable for question in questions) >= len(questions)


def test_every_kind_and_every_reason_stands_in_both_halves(questions: tuple[Question, ...]) -> None:
    for split in Split:
        half = [question for question in questions if question.split is split]
        assert {question.kind for question in half} == set(QuestionKind)
        assert {q.unanswerable_reason for q in half if q.unanswerable_reason} == set(UnanswerableReason)
        assert 0.45 < len(half) / len(questions) < 0.55


def test_no_article_serves_both_halves(questions: tuple[Question, ...]) -> None:
    sides: dict[str, set[Split | None]] = {}
    for question in questions:
        for path in (*(gold.path for gold in question.gold), *question.about):
            sides.setdefault(path, set()).add(question.split)
    assert all(len(halves) == 1 for halves in sides.values())


def test_no_question_is_asked_twice(questions: tuple[Question, ...]) -> None:
    asked = Counter((q.question.casefold(), q.history) for q in questions)
    assert [words for words, n in asked.items() if n > 1] == []


def test_nothing_shipped_is_a_draft(questions: tuple[Question, ...]) -> None:
    assert not any(question.is_draft for question in questions)
