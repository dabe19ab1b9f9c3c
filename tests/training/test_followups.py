"""Our own follow-ups: each leans on a talk, its gold stands in its article, and only what is cited counts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from rag.text.sentences import sentence_spans
from training.followups_report import HALVES, Place, follow_ups, half_of, summary
from training.written import WRITTEN

if TYPE_CHECKING:
    from collections.abc import Sequence


def test_every_gold_sentence_is_one_of_its_article_and_both_halves_are_asked_about() -> None:
    rows = [json.loads(line) for line in (WRITTEN / "news.jsonl").read_text("utf-8").splitlines()]
    sentences = {row["page"]: {tuple(span) for span in sentence_spans(row["text"])} for row in rows}
    asked = follow_ups()
    assert len(asked) >= 120
    assert {half_of(one.page) for one in asked} == set(HALVES)
    for one in asked:
        assert one.history
        assert one.gold
        assert all(tuple(span) in sentences[one.page] for span in one.gold)


FIRST, SECOND, MISSED = Place(first=True, shown=True), Place(first=False, shown=True), Place(first=False, shown=False)


@pytest.mark.parametrize(
    ("talked", "alone", "difference"),
    [([FIRST, MISSED], [FIRST, FIRST], "-0.500"), ([SECOND, FIRST], [MISSED, FIRST], "+0.500")],
)
def test_the_difference_is_that_of_the_same_questions(
    talked: Sequence[Place], alone: Sequence[Place], difference: str
) -> None:
    assert f"difference {difference}" in summary("half", talked, alone).splitlines()[1]
