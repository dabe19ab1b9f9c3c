"""The name behind a speaker who is only described."""

from __future__ import annotations

import pytest

from rag.text.descriptions import is_written, tells_who
from rag.text.speech import speaker_of


def last_speaker(text: str) -> str | None:
    start = text.rfind("\n") + 1
    return speaker_of(text, start, len(text))


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "Chairman Royce Lund spoke to members.\nThe elevator is shelved, its chairman said on Tuesday.",
            "Royce Lund",
        ),
        (
            "Hafizah Rashdan, chief executive of Sepadan, left.\nSepadan's chief executive said that she would.",
            "Hafizah Rashdan",
        ),
        ("The Meridian Trade Institute met.\nThe institute said that it had asked them.", "Meridian Trade Institute"),
        ("Corvane Metals will relight a furnace.\nThe company said it would spend $84 million.", "Corvane Metals"),
        ("Prices fell.\nAccording to an analysis in the journal Foreign Affairs, trade fell.", "Foreign Affairs"),
        ("Prices fell.\nThe Foreign Affairs analysis said that trade fell.", "Foreign Affairs"),
        ("Prices fell.\nTrade fell, according to a commentary by Lin Gao.", "Lin Gao"),
    ],
)
def test_a_description_is_the_one_name_that_the_text_has_for_it(text: str, who: str) -> None:
    assert last_speaker(text) == who


@pytest.mark.parametrize(
    "text",
    [
        "Chairman Royce Lund met chairman Ada Wu.\nThe elevator is shelved, its chairman said on Tuesday.",
        "Ada Wu, chief executive of Pelham, left.\nThe lawyer said that she would.",
        "The Meridian Trade Institute and the Aldermoor Institute met.\nThe institute said that it had asked them.",
        "China answered with tariffs.\nThe company said it would spend $84 million.",
        "The Tallgrass Growers met.\nThe deal offers little comfort, growers say.",
        "Prices fell.\nTrade fell, according to a survey of managers in Ohio.",
        "Chairman Royce Lund spoke.\nA chairman said that it was so.",
    ],
)
def test_a_description_of_several_or_of_nobody_named_stays_without_a_name(text: str) -> None:
    assert last_speaker(text) is None


def test_an_office_of_a_named_owner_tells_who_when_its_holder_is_not_named() -> None:
    assert last_speaker("Prices fell.\nHyundai's lawyer said that it was so.") == "Hyundai's lawyer"


def test_what_is_written_does_not_speak() -> None:
    assert is_written("the berth schedule")
    assert is_written("figures that the cooperative gave its members")
    assert not is_written("the union")
    assert tells_who("Ostberg's chief executive")
    assert not tells_who("the chief executive")
