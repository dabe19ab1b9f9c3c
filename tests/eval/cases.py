"""Tiny articles and questions that several tests of the evaluation share."""

from __future__ import annotations

from eval.testing import OverlapAnswerer, make_article
from eval.types import Gold, Question, QuestionKind, UnanswerableReason

FURNACE = "The furnace at Harrow Flat will cost $84 million. It will employ 137 people. Gus Tillery praised the wage."
SOYBEANS = "The cooperative shipped 519,000 tonnes of soybeans. Members voted by 702 to 311 to borrow."

ARTICLES = (
    make_article("furnace.txt", FURNACE, outlet="The Courier", date="2025-03-04"),
    make_article("soybeans.txt", SOYBEANS, outlet="The Plainsman", date="2025-09-16"),
)
BY_ID = {article.article_id: article for article in ARTICLES}
BY_PATH = {article.path: article for article in ARTICLES}

COST = Question(
    id="q1",
    kind=QuestionKind.NUMBER,
    question="What will the furnace at Harrow Flat cost?",
    is_answerable=True,
    answers=(("$84 million",),),
    gold=(Gold(path="furnace.txt", quote="The furnace at Harrow Flat will cost $84 million."),),
    outlet="The Courier",
)
SHIPPED = Question(
    id="q2",
    kind=QuestionKind.NUMBER,
    question="How many tonnes of soybeans has the cooperative shipped?",
    is_answerable=True,
    answers=(("519,000 tonnes", "519,000 tons"),),
    gold=(Gold(path="soybeans.txt", quote="The cooperative shipped 519,000 tonnes of soybeans."),),
)
ABSENT = Question(
    id="q3",
    kind=QuestionKind.UNANSWERABLE,
    question="Which hotel hosted the chess final?",
    is_answerable=False,
    unanswerable_reason=UnanswerableReason.TOPIC_ABSENT,
)
QUESTIONS = (COST, SHIPPED, ABSENT)


def answerer() -> OverlapAnswerer:
    """Return the double over the tiny articles."""
    return OverlapAnswerer(ARTICLES)
