"""Grade one reply: which metrics apply to it, what each of them says, and what went wrong in words.

A correct refusal scores 1. A crash is a miss in every metric that would have applied. What could not be graded is
named, never guessed.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from eval.problems import describe_problems
from eval.scores.answering import answering, holds_answer
from eval.scores.attributing import attributing
from eval.scores.citing import citing
from eval.scores.finding import finding
from eval.scores.refusing import refusing
from eval.types import Graded, GradedSentence

if TYPE_CHECKING:
    from eval.case import Case

_ASKED = (answering, citing, attributing, refusing)


def grade(case: Case, *, asks: bool = True) -> Graded:
    """Return one question's values; `asks` is False for a set that only ranks."""
    scores = list(chain(finding(case), *(stage(case) for stage in _ASKED if asks)))
    values = {score.name: score.value for score in scores if score.value is not None}
    answer = case.answer
    return Graded(
        question=case.question,
        status=answer.status if answer else None,
        text=answer.text if answer else "",
        confidence=answer.confidence if answer else None,
        sentences=tuple(GradedSentence(s.text, s.support, s.citations) for s in answer.sentences) if answer else (),
        quotes=case.quotes,
        nearest=case.nearest,
        reason=answer.missing.reason if answer and answer.missing else None,
        trace=answer.trace if answer else None,
        seconds=case.reply.seconds,
        holds_answer=holds_answer(case) if asks else None,
        values=values,
        ungraded=tuple(score.name for score in scores if score.value is None),
        problems=describe_problems(case, values),
        error=case.reply.error,
    )
