"""Drafts from articles: each is marked, its gold holds, and its answer fills its gap."""

from __future__ import annotations

import pytest

from eval.gold import check_gold
from eval.make import GAP, PER_KIND, draft_questions
from eval.testing import make_article
from eval.types import QuestionKind

ARTICLES = (
    make_article(
        "a.txt",
        "Corvane Metals will put $41 million of its own cash into the new furnace. "
        "The state's permit hearing for the plant is set for April 22, 2025 in Boise. "
        '"A smelter is one good furnace in a very large cold room," said Prakash Vendhan. '
        "It was 12.",
        outlet="The Courier",
    ),
    make_article(
        "b.txt", "Ferrane Magnetics takes apart old hard disks and scooter motors in Oxley Harbour this year."
    ),
)
DRAFTS = draft_questions(ARTICLES)


def test_every_draft_is_marked_and_its_gold_holds() -> None:
    assert DRAFTS
    assert all(draft.is_draft for draft in DRAFTS)
    check_gold(DRAFTS, {article.path: article for article in ARTICLES})


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        (QuestionKind.NUMBER, "$41 million"),
        (QuestionKind.DATE, "April 22, 2025"),
        (QuestionKind.FACT, "Corvane Metals"),
        (QuestionKind.FACT, "Prakash Vendhan"),
    ],
)
def test_a_number_a_date_and_a_name_leave_a_gap_that_the_answer_fills(kind: QuestionKind, answer: str) -> None:
    draft = next(draft for draft in DRAFTS if draft.kind is kind and draft.answers == ((answer,),))
    assert answer not in draft.question
    assert draft.gold[0].quote in draft.question.replace(GAP, answer)


def test_a_quotation_asks_for_its_speaker() -> None:
    (draft,) = (draft for draft in DRAFTS if draft.kind is QuestionKind.WHO_SAID)
    assert draft.speaker == "Prakash Vendhan"
    assert "one good furnace" in draft.question
    assert "Vendhan" not in draft.question


def test_a_near_miss_puts_in_a_name_that_the_article_does_not_hold() -> None:
    misses = [draft for draft in DRAFTS if draft.kind is QuestionKind.UNANSWERABLE]
    assert misses
    assert all(not draft.gold and not draft.answers for draft in misses)
    assert "Corvane Metals" not in misses[0].question
    assert "Ferrane Magnetics" in misses[0].question


def test_a_sentence_too_short_to_be_understood_makes_no_question() -> None:
    assert not any("It was" in draft.question for draft in DRAFTS)


def test_an_article_makes_a_bounded_number_of_drafts() -> None:
    many = " ".join(f"The harbour at Dunmore shipped {number}00 tonnes of beans that year." for number in range(1, 40))
    drafts = draft_questions([make_article("many.txt", many), ARTICLES[1]])
    assert sum(draft.kind is QuestionKind.NUMBER for draft in drafts) == PER_KIND


def test_the_same_articles_make_the_same_drafts_in_any_order() -> None:
    assert draft_questions(tuple(reversed(ARTICLES))) == DRAFTS
