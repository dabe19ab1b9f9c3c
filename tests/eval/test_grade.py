"""Grading one reply: what applies, what it is worth, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from typing_extensions import override

from eval.case import make_case
from eval.grade import grade
from eval.metrics.grounding import is_verbatim
from eval.run import ask, iter_graded, with_consistency
from eval.testing import OverlapAnswerer, make_article
from eval.types import Gold, Graded, Question, QuestionKind, Reply
from rag.types import Status, Turn
from tests.eval.cases import ABSENT, ARTICLES, BY_ID, COST, QUESTIONS, SHIPPED, answerer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.types import Answer


def graded(question: Question, asked: OverlapAnswerer | None = None) -> Graded:
    """Ask one question and grade it, entailment by exact match."""
    return next(iter_graded([question], asked or answerer(), entails=is_verbatim))


def regraded(question: Question, answer: Answer) -> Graded:
    """Grade an answer that was tampered with."""
    return grade(make_case(question, Reply(answer=answer, hits=(), seconds=0.1), BY_ID, is_verbatim))


class Broken(OverlapAnswerer):
    """An answerer that cannot answer."""

    @override
    def ask(self, question: str, history: Sequence[tuple[str, str]] | None = None) -> Answer:
        raise RuntimeError(f"no disk for {len(question)} characters after {history}")


def test_a_right_answer_scores_one_in_everything_that_applies() -> None:
    values = graded(COST).values
    for name in (
        "correct",
        "answer_recall",
        "evidence_first",
        "evidence_recall",
        "evidence_precision",
        "recall@1",
        "mrr",
    ):
        assert values[name] == 1, name
    for name in ("quote_validity", "citation_recall", "citation_precision", "grounded", "grounded_exact", "outlet"):
        assert values[name] == 1, name
    assert values["token_f1"] == 1
    assert "speaker" not in values, "no speaker is owed"
    assert graded(COST).problems == ()


def test_a_right_refusal_scores_one() -> None:
    result = graded(ABSENT)
    assert result.status is Status.ABSTAINED
    assert result.values == {"correct": 1.0, "quote_validity": 1.0}
    assert result.holds_answer is False


def test_a_refusal_of_what_the_articles_hold_scores_nothing() -> None:
    result = graded(COST, OverlapAnswerer(ARTICLES, at_least=2))
    assert result.values["correct"] == result.values["answer_recall"] == result.values["evidence_recall"] == 0
    assert result.holds_answer is True, "the nearest passage held it"
    assert result.problems[0] == "refused, although the articles hold the answer"


def test_an_answer_to_what_the_articles_do_not_hold_scores_nothing() -> None:
    result = graded(ABSENT, OverlapAnswerer(ARTICLES, at_least=0))
    assert result.values["correct"] == 0
    assert result.problems == ("answered, although the articles do not say (topic absent)",)


def test_a_crash_is_a_miss_in_what_would_have_applied_and_is_named_once() -> None:
    result = graded(COST, Broken(ARTICLES))
    assert result.error == "RuntimeError: no disk for 42 characters after None"
    assert result.problems == ("crashed: RuntimeError: no disk for 42 characters after None",)
    for name in ("correct", "answer_recall", "recall@5", "mrr", "token_f1"):
        assert result.values[name] == 0, name
    assert graded(ABSENT, Broken(ARTICLES)).values["correct"] == 0, "a crash is no refusal"


def test_what_needs_a_verifier_is_ungraded_without_one() -> None:
    result = next(iter_graded([COST], answerer()))
    assert result.ungraded == ("citation_recall", "citation_precision")
    assert "citation_recall" not in result.values


def test_the_second_of_two_facts_is_owed_too() -> None:
    both = replace(COST, answers=(("$84 million",), ("137",)))
    result = graded(both)
    assert result.values["correct"] == 0.5
    assert "does not say: 137" in result.problems


def test_a_marker_is_no_part_of_what_was_said() -> None:
    one = replace(COST, answers=(("1",),))
    assert graded(one).values["answer_recall"] == 0


def test_an_invalid_quote_is_counted_and_named() -> None:
    answer = answerer().ask(COST.question)
    broken = replace(answer, citations=(replace(answer.citations[0], quote="The furnace is free."),))
    result = regraded(COST, broken)
    assert result.values["quote_validity"] == 0
    assert "a quote does not stand in furnace.txt" in result.problems[0]


def test_the_speaker_counts_by_name_and_is_read_off_the_quote_when_nobody_is_named() -> None:
    question = replace(COST, question="Who praised the wage?", answers=(("Tillery",),), speaker="Gus Tillery",
                       gold=(Gold(path="furnace.txt", quote="Gus Tillery praised the wage."),))  # fmt: skip
    answer = answerer().ask(question.question)
    assert regraded(question, answer).values["speaker"] == 1
    wrong = replace(answer, citations=(replace(answer.citations[0], speaker="Otis Pruett"),))
    assert regraded(question, wrong).values["speaker"] == 0
    assert "gives the words to Otis Pruett; Gus Tillery said them" in regraded(question, wrong).problems


def test_a_quote_without_a_speaker_is_its_authors() -> None:
    question = replace(COST, speaker="Delia Marchetti")
    answer = answerer().ask(question.question)
    column = replace(answer, citations=(replace(answer.citations[0], authors=("Delia Marchetti",)),))
    assert regraded(question, column).values["speaker"] == 1
    quoted = replace(column, citations=(replace(column.citations[0], speaker="Gus Tillery"),))
    assert regraded(question, quoted).values["speaker"] == 0, "her byline does not make Tillery's words hers"


def test_a_speaker_named_beside_the_quote_counts_as_said() -> None:
    question = replace(COST, answers=(("Delia Marchetti",),), speaker="Delia Marchetti")
    answer = answerer().ask(question.question)
    named = replace(answer, citations=(replace(answer.citations[0], speaker="Delia Marchetti"),))
    assert regraded(question, answer).values["answer_recall"] == 0
    assert regraded(question, named).values["answer_recall"] == 1


def test_the_outlet_must_be_the_one_asked_about() -> None:
    assert graded(replace(COST, outlet="Courier")).values["outlet"] == 1
    assert graded(replace(COST, outlet="The Plainsman")).values["outlet"] == 0


def test_a_wire_copy_is_as_good_a_source_as_the_original() -> None:
    copy = make_article("copy.txt", ARTICLES[0].text, outlet="Another")
    result = graded(COST, OverlapAnswerer([ARTICLES[1], copy, ARTICLES[0]]))
    assert result.quotes[0].path == "copy.txt"
    assert result.quotes[0].is_gold
    assert result.values["recall@1"] == 1


EITHER = replace(
    COST,
    gold=(
        Gold(path="furnace.txt", quote="Gus Tillery praised the wage.", either="a"),
        Gold(path="furnace.txt", quote="The furnace at Harrow Flat will cost $84 million.", either="a"),
    ),
)


def test_of_gold_sentences_that_serve_alike_any_one_is_enough() -> None:
    values = graded(EITHER).values
    for name in ("evidence_recall", "evidence_first", "token_f1", "recall@1", "ndcg@10", "map"):
        assert values[name] == 1, name
    both = replace(EITHER, gold=tuple(replace(gold, either="") for gold in EITHER.gold))
    assert graded(both).values["evidence_recall"] == graded(both).values["recall@1"] == 0.5


def test_what_else_is_owed_is_still_owed_beside_sentences_that_serve_alike() -> None:
    third = Gold(path="furnace.txt", quote="It will employ 137 people.")
    assert graded(replace(EITHER, gold=(*EITHER.gold, third))).values["evidence_recall"] == 0.5


def test_a_pull_quote_of_the_gold_sentence_is_gold() -> None:
    sentence = "The furnace at Harrow Flat will cost $84 million."
    text = f"“{sentence}” It will employ people. {sentence}"
    question = replace(COST, gold=(Gold(path="pull.txt", quote=sentence),))
    article = make_article("pull.txt", text)
    (result,) = iter_graded([question], OverlapAnswerer([article]))
    assert result.quotes[0].is_gold


def test_the_same_text_shown_twice_is_two_voices_too_many() -> None:
    question = replace(COST, kind=QuestionKind.NEAR_DUPLICATE)
    answer = answerer().ask(question.question)
    assert regraded(question, answer).values["one_voice"] == 1
    twice = replace(answer, citations=(answer.citations[0], replace(answer.citations[0], n=2)))
    assert regraded(question, twice).values["one_voice"] == 0


def test_a_follow_up_is_asked_with_its_history_and_alone() -> None:
    question = replace(COST, kind=QuestionKind.FOLLOW_UP, question="And how many people will it employ?",
                       history=(Turn("What about the furnace?", "It will be relit."),), answers=(("137",),),
                       gold=(Gold(path="furnace.txt", quote="It will employ 137 people."),),
                       standalone="How many people will it employ?")  # fmt: skip
    result = graded(question)
    assert result.trace is not None
    assert result.trace.question_searched.startswith("What about the furnace?")
    assert result.values["standalone"] == 1


def test_a_follow_up_that_must_be_refused_is_asked_alone_too() -> None:
    question = replace(ABSENT, history=(Turn("Where was it?", "In Paris."),), standalone="Which hotel hosted chess?")
    assert graded(question).values["standalone"] == 1
    assert graded(replace(question, standalone=COST.question)).values["standalone"] == 0


def test_gold_that_is_a_whole_article_is_ranked_by_article() -> None:
    question = replace(COST, gold=(Gold(path="soybeans.txt", grade=2), Gold(path="furnace.txt")), answers=())
    result = next(iter_graded([question], answerer(), asks=False))
    assert 0 < result.values["ndcg@10"] < 1
    assert set(result.values) == {"recall@1", "recall@5", "recall@10", "mrr", "ndcg@10", "map"}


def test_consistency_compares_a_paraphrase_with_its_original() -> None:
    same = replace(
        COST, id="p1", kind=QuestionKind.PARAPHRASE, paraphrase_of="q1", question="Harrow Flat furnace cost?"
    )
    other = replace(SHIPPED, id="p2", kind=QuestionKind.PARAPHRASE, paraphrase_of="q1")
    results = with_consistency(list(iter_graded([COST, same, other], answerer())))
    assert [result.values.get("consistency") for result in results] == [None, 1.0, 0.0]


def test_equal_runs_differ_in_time_only() -> None:
    one, other = (
        [replace(result, seconds=0.0) for result in iter_graded(QUESTIONS, answerer(), entails=is_verbatim)]
        for _ in range(2)
    )
    assert one == other


def test_a_reply_that_only_ranks_has_no_answer() -> None:
    reply = ask(COST, answerer(), asks=False, depth=3)
    assert reply.answer is None
    assert len(reply.hits) == 3


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_value_is_a_share(question: Question) -> None:
    assert all(0 <= value <= 1 for value in graded(question).values.values())
