"""Our own questions: offsets stay inside their passages, and what is read over a passage is true of it."""

from __future__ import annotations

import json

import pytest

from rag.index.passages import Budget, make_passages
from rag.types import Article, Block, Metadata, Role, Span
from training.reader_data import Example
from training.written import (
    WRITTEN,
    WrittenArticle,
    WrittenQuestion,
    paragraph_key,
    reading_examples,
    written_paragraphs,
)

FIRST = "Oda Lind runs the yard. It took her 31 months to build the ship."
SECOND = "The ferry went to Tolland. Nobody knows why it took so long to build the pier."
TEXT = f"{FIRST}\n{SECOND}"
TOOK = Span(TEXT.index("It took"), len(FIRST))
MONTHS = Span(TEXT.index("31 months"), TEXT.index("31 months") + len("31 months"))


def written(*questions: WrittenQuestion) -> WrittenArticle:
    blocks = (
        Block(role=Role.BODY, start=0, end=len(FIRST), line=1),
        Block(role=Role.BODY, start=len(FIRST) + 1, end=len(TEXT), line=2),
    )
    about = Metadata(title="Slow ships", outlet="The Lantern")
    article = Article(article_id="a", path="a", content_hash="", text=TEXT, blocks=blocks, metadata=about)
    budget = Budget(count=lambda text: len(text.split()), passage=18, context=8)
    passages = tuple(make_passages(article, budget))
    return WrittenArticle(article=article, part="train", passages=passages, questions=questions)


def asked(text: str, *, answer: Span | None) -> WrittenQuestion:
    gold = () if answer is None else (TOOK,)
    return WrittenQuestion(question=text, kind="number", gold=gold, answer=answer, near=TOOK)


def test_an_answer_is_read_in_its_passage_under_the_title() -> None:
    one = written(asked("How long did Oda Lind need to build the ship?", answer=MONTHS))
    (right,) = reading_examples(one)
    assert right.context[right.start : right.end] == "31 months"
    assert (right.answerable, right.header) == (True, "Slow ships | The Lantern")
    assert right.context[slice(*right.sentences[right.gold_sentence or 0])] == TEXT[slice(*TOOK)]


def test_a_near_miss_is_read_over_the_passage_that_misleads_and_no_other() -> None:
    (missed,) = reading_examples(written(asked("How long did Oda Lind need to sell it?", answer=None)))
    assert (missed.context, missed.answerable, missed.gold_sentence) == (FIRST, False, None)


@pytest.mark.parametrize("name", ["articles.jsonl", "paragraphs.jsonl"])
def test_every_row_asks_something_once_and_its_answer_lies_in_what_it_names(name: str) -> None:
    rows = [json.loads(line) for line in (WRITTEN / name).read_text("utf-8").splitlines()]
    asked_of = [(row.get("page") or row["paragraph"], row["question"].casefold()) for row in rows]
    assert len(set(asked_of)) == len(asked_of) > 0
    assert all(question.strip() == question and question for _, question in asked_of)
    spans = [row["answer"] for row in rows if row["answer"]]
    assert 0 < len(spans) < len(rows)
    assert all(0 <= start < end for start, end in spans)
    for row in rows:
        if "gold" in row:
            assert bool(row["gold"]) == bool(row["answer"])
            assert not row["gold"] or row["gold"][0][0] <= row["answer"][0] < row["answer"][1] <= row["gold"][0][1]


def test_questions_find_their_paragraph_by_its_text_and_once() -> None:
    row = json.loads((WRITTEN / "paragraphs.jsonl").read_text("utf-8").splitlines()[0])
    # No text with this key is at hand, so a stranger is asked nothing.
    assert paragraph_key(FIRST) != row["paragraph"]
    stranger = Example(
        question="Who?",
        context=FIRST,
        answerable=True,
        start=0,
        end=8,
        source="made",
        title="",
        has_span=True,
        sentences=((0, len(FIRST)),),
        gold_sentence=0,
    )
    assert list(written_paragraphs([stranger, stranger])) == []
