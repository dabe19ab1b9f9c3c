"""Say in words what went wrong with one question, for the person who will mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eval.evidence import first_rank
from eval.metrics.voices import count_repeats
from eval.metrics.wording import holds
from eval.scores.attributing import judged_quote
from eval.types import QuestionKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from eval.case import Case


def describe_problems(case: Case, values: Mapping[str, float]) -> tuple[str, ...]:
    """List what went wrong, the gravest first; nothing when nothing did."""
    if case.reply.error is not None:
        return (f"crashed: {case.reply.error}",)
    found = [*_broken_law(case), *_decision(case), *_facts(case, values), *_attribution(case, values)]
    return tuple(found)


def _broken_law(case: Case) -> Iterator[str]:
    for quote in (*case.quotes, *case.nearest):
        if not quote.is_valid:
            yield f"a quote does not stand in {quote.path} at {quote.start}-{quote.end}"
    for sentence in case.answer.sentences if case.answer else ():
        if sentence.support != "supported":
            yield f"the verifier says {sentence.support.replace('_', ' ')}: {sentence.text}"


def _decision(case: Case) -> Iterator[str]:
    question = case.question
    if question.is_answerable and case.abstained:
        yield "refused, although the articles hold the answer"
    elif not question.is_answerable and case.answered:
        reason = question.unanswerable_reason.replace("_", " ") if question.unanswerable_reason else "not in the corpus"
        yield f"answered, although the articles do not say ({reason})"
    elif question.expect_status is not None and case.answer and case.answer.status is not question.expect_status:
        yield f"status {case.answer.status}, expected {question.expect_status}"


def _facts(case: Case, values: Mapping[str, float]) -> Iterator[str]:
    if not case.question.is_answerable or values.get("correct", 1.0) == 1:
        return
    if case.answered:
        for fact in case.question.answers:
            if not any(holds(case.said, wording) for wording in fact):
                yield f"does not say: {fact[0]}"
        if not case.question.answers:
            yield "shows only a part of the gold sentences"
    if case.places and case.reply.hits:
        rank = first_rank(case.reply.hits, case.places, case.path_of)
        where = f"stands at rank {rank} of the search" if rank else f"is not among the {len(case.reply.hits)} found"
        yield f"the gold passage {where}"


def _attribution(case: Case, values: Mapping[str, float]) -> Iterator[str]:
    quote = judged_quote(case)
    if quote is None:
        return
    if values.get("speaker") == 0:
        yield f"gives the words to {quote.speaker or 'nobody'}; {case.question.speaker} said them"
    if values.get("outlet") == 0:
        yield f"quotes {quote.outlet or 'an unknown outlet'}, and {case.question.outlet} holds the answer"
    if case.question.kind is QuestionKind.NEAR_DUPLICATE and count_repeats([q.quote for q in case.quotes]):
        yield "shows the same text twice, as if two sources said it"
    if values.get("standalone", 0.0) > values.get("correct", 0.0):
        yield "the stand-alone wording is answered better: the rewriting lost something"
