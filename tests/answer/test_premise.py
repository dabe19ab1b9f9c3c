from __future__ import annotations

import pytest

from rag.answer.evidence import candidates
from rag.answer.premise import find_contradiction
from rag.answer.question import read_question
from rag.answer.rank import Judged
from tests.answer.newsroom import article, hits, index


def said(question: str, *sentences: str) -> tuple[str, str] | None:
    """Return what the sentences, best first, say against the question, and what of it."""
    asked = read_question(question)
    found = candidates(hits(index(article("a", *sentences))))
    judged = [Judged(candidate=one, features={}, tree=0.0, score=-float(at)) for at, one in enumerate(found)]
    against = find_contradiction(asked, judged, dict.fromkeys(asked.content, 1.0))
    return (against.said, against.asked) if against else None


APPROVED = "The grain elevator was approved by members in June 2023."


@pytest.mark.parametrize(
    ("question", "sentence", "differing"),
    [
        ("Why did members reject the grain elevator in 2023?", APPROVED, ("approved", "reject")),
        ("Why will 500 jobs go at the terminal?", "The terminal said that 340 jobs will go.", ("340", "500")),
        ("Why did soybean exports rise?", "Soybean exports did not rise that year.", ("not rise", "rise")),
        (
            "Who led the board's vote on the elevator in May 2021?",
            "The board's vote on the elevator was in June 2023, and Ada Wu led it.",
            ("June 2023", "May 2021"),
        ),
        ("Who raised the duty on steel cranes?", "The duty on steel cranes was lowered.", ("lowered", "raised")),
    ],
)
def test_what_a_question_takes_for_granted_is_contradicted(
    question: str, sentence: str, differing: tuple[str, str]
) -> None:
    assert said(question, sentence) == differing


@pytest.mark.parametrize(
    ("question", "sentences"),
    [
        # It asks for what the sentence says.
        ("Did members reject the grain elevator in 2023?", (APPROVED,)),
        ("Why did members approve the grain elevator in 2023?", (APPROVED,)),
        # Another matter.
        ("Why did the mayor reject the port's new budget?", (APPROVED,)),
        # Both are said, one after the other.
        ("Why did exports of soybeans fall in May?", ("Exports of soybeans rose in April and fell in May.",)),
        (
            "Why did members reject the grain elevator?",
            (APPROVED, "In the autumn, members rejected the grain elevator after all."),
        ),
        # A name that looks like a verb.
        (
            "Why did Rose Hollis leave the port of Averill?",
            ("The port of Averill fell silent, and Hollis had to leave.",),
        ),
        # It asks for the date, or gives one that holds the sentence's.
        ("In which year after 2021 was the elevator vote?", ("The elevator vote was in June 2023.",)),
        ("Who led the elevator vote in 2023?", ("The elevator vote was led by Ada Wu in June 2023.",)),
        # Amounts of other things, or several of the same.
        ("Why will 500 jobs go at the terminal?", ("The terminal lost 340 ships, said the 12 unions.",)),
        ("Why will 500 jobs go at the terminal?", ("Of 600 jobs at the terminal, 340 jobs will go.",)),
    ],
)
def test_what_may_be_so_is_no_contradiction(question: str, sentences: tuple[str, ...]) -> None:
    assert said(question, *sentences) is None
