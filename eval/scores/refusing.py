"""Did it answer in the way that was owed: the status, and a follow-up's loss against its stand-alone wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eval.case import make_case, said_by
from eval.scores import Score
from eval.scores.answering import correctness
from eval.types import Reply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eval.case import Case


def refusing(case: Case) -> Iterator[Score]:
    """Yield whether the status is the expected one, and `standalone` for follow-ups, answerable or not."""
    if case.question.expect_status is not None:
        yield Score("status", float(case.answer is not None and case.answer.status is case.question.expect_status))
    if case.question.standalone:
        yield Score("standalone", _standalone(case))


def _standalone(case: Case) -> float | None:
    """Return how right the stand-alone wording is answered; what `correct` lacks of it was lost in rewriting."""
    answer = case.reply.standalone_answer
    if answer is None:
        return None if case.reply.error is None else 0.0
    if not case.question.is_answerable:
        return float(answer.abstained)
    alone = make_case(case.question, Reply(answer=answer, hits=(), seconds=0.0), case.articles, case.entails)
    return correctness(alone, said_by(answer), alone.quotes)
