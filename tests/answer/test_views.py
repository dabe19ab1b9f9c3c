from __future__ import annotations

import pytest

from rag.answer.question import read_question
from rag.answer.views import Held, conflicts, group_positions, points_apart
from rag.types import Quote
from tests.answer.newsroom import article, index


def quote(text: str, speaker: str | None = None, name: str = "a") -> Quote:
    return Quote(article_id=name, start=0, end=len(text), text=text, speaker=speaker)


def held(text: str) -> Held:
    return Held(quote=quote(text), article=article("a", text, date="2025-05-01"))


def disagree(question: str, one: str, other: str) -> bool:
    asked = read_question(question)
    return conflicts(asked, held(one), held(other), dict.fromkeys(asked.content, 1.0))


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("Exports rose to a record.", "Exports fell to a low.", True),
        ("Exports did not rise.", "Exports rose.", True),
        ("Exports rose.", "Exports climbed.", False),
        ("The union backed the plan.", "The union opposed the plan.", True),
        ("Ships sailed.", "Exports fell.", False),
    ],
)
def test_opposite_directions_are_told(one: str, other: str, *, apart: bool) -> None:
    assert points_apart(one, other) is apart


def test_unequal_numbers_about_the_same_thing_conflict() -> None:
    question = "How many jobs will be cut at Port Averill?"
    assert disagree(question, "Port Averill will cut 340 jobs.", "Port Averill will cut 215 jobs.")
    assert not disagree(question, "Port Averill will cut 340 jobs.", "About 340 jobs are cut at Port Averill.")


def test_numbers_of_different_units_do_not_conflict() -> None:
    question = "How much did the port cut?"
    assert not disagree(question, "The port cut 340 jobs.", "The port cut 12 percent of its cost.")


def test_a_month_and_a_day_within_it_agree() -> None:
    question = "When were the cuts decided?"
    assert not disagree(question, "The cuts were decided in April 2025.", "The cuts were decided on April 10, 2025.")
    assert disagree(question, "The cuts were decided in April 2025.", "The cuts were decided on January 22, 2025.")


def test_a_day_without_a_year_is_of_the_articles_year() -> None:
    assert disagree(
        "When were the cuts decided?", "The cuts were decided on April 10.", "The cuts were decided in January."
    )


def test_quotes_on_another_matter_never_conflict() -> None:
    assert not disagree("How many jobs will be cut at Port Averill?", "Rain fell on 3 barns.", "Prices rose 9 percent.")


def test_wire_copies_are_one_voice_and_their_speakers_several() -> None:
    wire, copy = article("wire", "x", outlet="Wire"), article("copy", "x", outlet="Copy")
    snapshot = index(wire, copy, clusters={"copy": "wire"})
    held = [
        Held(quote=quote("x", None, "wire"), article=wire),
        Held(quote=quote("x", None, "copy"), article=copy),
        Held(quote=quote("x", "Ann Lee", "copy"), article=copy),
    ]
    assert [(one.outlet, one.speaker) for one in group_positions(held, snapshot=snapshot)] == [
        ("Wire", None),
        ("Copy", "Ann Lee"),
    ]
