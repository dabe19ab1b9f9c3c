"""Reading questions: what is well formed comes back whole, what is not is refused by name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from eval.dataset import question_from_row, question_row, read_questions, write_questions
from eval.errors import GoldError, SetError
from eval.types import QuestionKind
from tests.eval.cases import QUESTIONS

if TYPE_CHECKING:
    from pathlib import Path

GOOD: dict[str, Any] = {
    "id": "x1",
    "kind": "number",
    "question": "How much?",
    "answerable": True,
    "answers": ["5"],
    "gold": [{"path": "a.txt", "quote": "It cost 5."}],
}
REFUSAL: dict[str, Any] = {
    "id": "x2",
    "kind": "unanswerable",
    "question": "Who?",
    "answerable": False,
    "unanswerable_reason": "near_miss",
}


def test_questions_written_and_read_are_the_same(tmp_path: Path) -> None:
    write_questions(tmp_path / "q.jsonl", QUESTIONS)
    assert read_questions(tmp_path / "q.jsonl") == QUESTIONS


def test_a_fact_may_have_several_wordings() -> None:
    question = question_from_row({**GOOD, "answers": ["5", ["five", "V"]]})
    assert question.answers == (("5",), ("five", "V"))
    assert question_row(question)["answers"] == ["5", ["five", "V"]]


def test_gold_sentences_that_serve_alike_come_back_as_such() -> None:
    either = [{**GOOD["gold"][0], "either": "a"}, {"path": "b.txt", "quote": "The cost was 5.", "either": "a"}]
    question = question_from_row({**GOOD, "gold": either})
    assert [gold.either for gold in question.gold] == ["a", "a"]
    assert question_row(question)["gold"] == either


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"gold": [{**GOOD["gold"][0], "either": "a"}]}, "either needs another gold of that name"),
        ({"gold": [GOOD["gold"][0], {**GOOD["gold"][0], "either": "a"}]}, "same gold stands twice"),
        ({"kind": "riddle"}, "kind is 'riddle'; it is one of fact"),
        ({"kind": None}, "kind is missing"),
        ({"question": "  "}, "question must be a text"),
        ({"answerable": "yes"}, "answerable must be true or false"),
        ({"gold": []}, "needs gold evidence"),
        ({"gold": [{"path": "a.txt"}]}, "gold is a list of"),
        ({"gold": GOOD["gold"] * 2}, "same gold stands twice"),
        ({"answers": ["5", "5"]}, "same answer stands twice"),
        ({"answers": "5"}, "answers must be a list"),
        ({"answers": [""]}, "list of texts"),
        ({"kind": "follow_up"}, "needs its history"),
        ({"kind": "follow_up", "history": [["a", "b"]]}, "needs standalone"),
        ({"kind": "paraphrase"}, "names paraphrase_of"),
        ({"paraphrase_of": "x1"}, "paraphrases itself"),
        ({"history": [["only one"]]}, r"\[question, answer\] pairs"),
        ({"unanswerable_reason": "near_miss"}, "belongs to unanswerable"),
        ({"colour": "red"}, "unknown field 'colour'"),
    ],
)
def test_a_malformed_question_is_refused_with_its_id_and_the_reason(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(GoldError, match=f"question x1: .*{reason}"):
        question_from_row({**GOOD, **change})


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"answers": ["5"]}, "owes no answers"),
        ({"unanswerable_reason": None}, "unanswerable_reason belongs"),
        ({"answerable": True}, "go together"),
    ],
)
def test_a_malformed_refusal_is_refused(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(GoldError, match=f"question x2: .*{reason}"):
        question_from_row({**REFUSAL, **change})


def test_a_question_without_an_id_is_named_by_its_words() -> None:
    with pytest.raises(GoldError, match="without an id: give it one: 'How much"):
        question_from_row({**GOOD, "id": ""})


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([json.dumps(GOOD), json.dumps(GOOD)], "question x1: another question has this id"),
        ([json.dumps({**GOOD, "paraphrase_of": "gone"})], "question x1: paraphrases 'gone'"),
        (["{"], "q.jsonl:1: no JSON"),
        (["[]"], "q.jsonl:1: a question is a JSON object"),
        ([""], "holds no question"),
    ],
)
def test_a_file_that_is_no_set_is_refused(tmp_path: Path, lines: list[str], reason: str) -> None:
    (tmp_path / "q.jsonl").write_text("\n".join(lines), "utf-8")
    with pytest.raises((GoldError, SetError), match=reason):
        read_questions(tmp_path / "q.jsonl")


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(SetError, match="cannot be read as questions"):
        read_questions(tmp_path / "none.jsonl")


def test_a_draft_keeps_its_mark() -> None:
    assert question_from_row({**GOOD, "draft": True}).is_draft
    assert question_from_row(GOOD).kind is QuestionKind.NUMBER
