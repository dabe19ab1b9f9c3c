"""Read and write questions as JSON lines; a question whose shape is wrong is refused with its id and the reason.

Not done here: whether gold quotes stand in the articles, which needs the articles (`gold.py`).
"""

from __future__ import annotations

import json
from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from eval.errors import GoldError, SetError
from eval.types import Gold, Question, QuestionKind, Split, UnanswerableReason
from rag.types import Status, Turn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

KNOWN_FIELDS = frozenset(
    {
        *("id", "kind", "split", "question", "history", "standalone", "answerable", "answers", "gold", "speaker"),
        *("outlet", "expect_status", "unanswerable_reason", "about", "paraphrase_of", "note", "draft"),
    }
)

_Member = TypeVar("_Member", bound=StrEnum)


def read_questions(path: Path) -> tuple[Question, ...]:
    """Read a file of questions, one JSON object a line.

    Raises:
        SetError: the file cannot be read, is empty, or a line is no JSON object.
        GoldError: a question is malformed, or two have one id.
    """
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SetError(f"{path} cannot be read as questions: {error}") from error
    rows = [_row(line, f"{path}:{number}") for number, line in enumerate(lines, start=1) if line.strip()]
    if not rows:
        raise SetError(f"{path} holds no question: write one JSON object a line, as eval/README.md shows.")
    questions = tuple(question_from_row(row) for row in rows)
    refuse_bad_references(questions)
    return questions


def write_questions(path: Path, questions: Iterable[Question]) -> None:
    """Write questions as JSON lines in the order given; what is empty is left out."""
    text = "".join(json.dumps(question_row(q), ensure_ascii=False) + "\n" for q in questions)
    path.write_text(text, "utf-8")


def question_from_row(row: Mapping[str, Any]) -> Question:
    """Turn one JSON object into a question.

    Raises:
        GoldError: a field is unknown, missing, of the wrong type, or contradicts another.
    """
    name = row.get("id")
    if not isinstance(name, str) or not name.strip():
        raise GoldError("without an id", f"give it one: {str(row.get('question'))[:60]!r}")
    unknown = sorted(set(row) - KNOWN_FIELDS)
    if unknown:
        raise GoldError(name, f"unknown field {unknown[0]!r}; known are {', '.join(sorted(KNOWN_FIELDS))}")
    if not isinstance(row.get("answerable"), bool):
        raise GoldError(name, "answerable must be true or false")
    question = Question(
        id=name,
        kind=_member(name, "kind", row.get("kind"), QuestionKind) or _missing(name, "kind"),
        question=_text(name, "question", row.get("question")) or _missing(name, "question"),
        is_answerable=row["answerable"],
        split=_member(name, "split", row.get("split"), Split),
        history=tuple(_turn(name, turn) for turn in _list(name, "history", row.get("history"))),
        standalone=_text(name, "standalone", row.get("standalone")),
        answers=tuple(_wordings(name, fact) for fact in _list(name, "answers", row.get("answers"))),
        gold=tuple(_gold(name, item) for item in _list(name, "gold", row.get("gold"))),
        speaker=_text(name, "speaker", row.get("speaker")),
        outlet=_text(name, "outlet", row.get("outlet")),
        expect_status=_member(name, "expect_status", row.get("expect_status"), Status),
        unanswerable_reason=_member(name, "unanswerable_reason", row.get("unanswerable_reason"), UnanswerableReason),
        about=tuple(_path(name, path) for path in _list(name, "about", row.get("about"))),
        paraphrase_of=_text(name, "paraphrase_of", row.get("paraphrase_of")),
        note=_text(name, "note", row.get("note")),
        is_draft=bool(row.get("draft", False)),
    )
    _refuse_contradictions(question)
    return question


def question_row(question: Question) -> dict[str, object]:
    """Return the JSON object of a question, in the order a person reads it, empty fields left out."""
    row: dict[str, object] = {
        "id": question.id,
        "kind": question.kind,
        "split": question.split,
        "question": question.question,
        "history": [list(turn) for turn in question.history],
        "standalone": question.standalone,
        "answers": [fact[0] if len(fact) == 1 else list(fact) for fact in question.answers],
        "gold": [_gold_row(g) for g in question.gold],
        "speaker": question.speaker,
        "outlet": question.outlet,
        "expect_status": question.expect_status,
        "unanswerable_reason": question.unanswerable_reason,
        "about": list(question.about),
        "paraphrase_of": question.paraphrase_of,
        "note": question.note,
        "draft": question.is_draft,
    }
    shown = {key: value for key, value in row.items() if value}
    return {"id": question.id, "kind": question.kind, "answerable": question.is_answerable} | shown


def refuse_bad_references(questions: Sequence[Question]) -> None:
    """Refuse an id used twice and a paraphrase of a question that is not there.

    Raises:
        GoldError: naming the first such question.
    """
    seen: set[str] = set()
    for question in questions:
        if question.id in seen:
            raise GoldError(question.id, "another question has this id")
        seen.add(question.id)
    for question in questions:
        if question.paraphrase_of is not None and question.paraphrase_of not in seen:
            raise GoldError(question.id, f"paraphrases {question.paraphrase_of!r}, which is not in the set")


def _refuse_contradictions(question: Question) -> None:
    is_refusal = question.kind is QuestionKind.UNANSWERABLE
    faults = (
        (is_refusal == question.is_answerable, "kind unanswerable and answerable: false go together"),
        (is_refusal and bool(question.answers), "an unanswerable question owes no answers"),
        (is_refusal != (question.unanswerable_reason is not None), "unanswerable_reason belongs to unanswerable ones"),
        (question.is_answerable and not question.gold, "an answerable question needs gold evidence"),
        (question.kind is QuestionKind.FOLLOW_UP and not question.history, "a follow-up needs its history"),
        (question.kind is QuestionKind.FOLLOW_UP and not question.standalone, "a follow-up needs standalone"),
        (question.kind is QuestionKind.PARAPHRASE and not question.paraphrase_of, "a paraphrase names paraphrase_of"),
        (question.paraphrase_of == question.id, "it paraphrases itself"),
        (len({(g.path, g.quote) for g in question.gold}) < len(question.gold), "the same gold stands twice"),
        (1 in Counter(g.either for g in question.gold if g.either).values(), "either needs another gold of that name"),
        (len(set(question.answers)) < len(question.answers), "the same answer stands twice"),
    )
    for is_fault, reason in faults:
        if is_fault:
            raise GoldError(question.id, reason)


def _row(line: str, where: str) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise SetError(f"{where}: no JSON ({error.msg}); write one object a line.") from error
    if not isinstance(row, dict):
        raise SetError(f"{where}: a question is a JSON object, not {type(row).__name__}.")
    return row


def _missing(name: str, field: str) -> Any:  # noqa: ANN401  # it never returns; the caller's type stays its own
    raise GoldError(name, f"{field} is missing")


def _text(name: str, field: str, value: object) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str) or not value.strip():
        raise GoldError(name, f"{field} must be a text that is not blank")
    return value


def _list(name: str, field: str, value: object) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise GoldError(name, f"{field} must be a list")
    return value


def _member(name: str, field: str, value: object, kinds: type[_Member]) -> _Member | None:
    if value is None or value == "":
        return None
    if value not in {kind.value for kind in kinds}:
        raise GoldError(name, f"{field} is {value!r}; it is one of {', '.join(kinds)}")
    return kinds(value)


def _turn(name: str, turn: object) -> Turn:
    if isinstance(turn, dict):
        turn = [turn.get("question"), turn.get("answer")]
    if not isinstance(turn, list) or len(turn) != 2 or not all(isinstance(part, str) for part in turn):
        raise GoldError(name, "history is a list of [question, answer] pairs")
    return Turn(*turn)


def _wordings(name: str, fact: object) -> tuple[str, ...]:
    wordings = fact if isinstance(fact, list) else [fact]
    if not wordings or not all(isinstance(wording, str) and wording.strip() for wording in wordings):
        raise GoldError(name, "answers is a list of texts, or of lists of texts that mean the same")
    return tuple(wordings)


def _gold_row(gold: Gold) -> dict[str, object]:
    row: dict[str, object] = {"path": gold.path, "quote": gold.quote}
    if gold.grade != 1:
        row["grade"] = gold.grade
    if gold.either:
        row["either"] = gold.either
    return row


def _path(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise GoldError(name, "about is a list of article paths")
    return value


def _gold(name: str, item: object) -> Gold:
    if not isinstance(item, dict) or not isinstance(item.get("path"), str) or not isinstance(item.get("quote"), str):
        raise GoldError(name, 'gold is a list of {"path": ..., "quote": ...}')
    return Gold(
        path=item["path"],
        quote=item["quote"],
        grade=int(item.get("grade", 1)),
        either=_text(name, "either", item.get("either")) or "",
    )
