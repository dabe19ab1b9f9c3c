"""Which names are people's, and whom a pronoun takes up."""

from __future__ import annotations

import pytest

from rag.text.names import find_names
from rag.text.people import find_people, is_organisation, opens
from rag.text.sentences import sentence_spans


def people(text: str) -> dict[str, str]:
    found = find_people(text, sentence_spans(text), find_names(text))
    return dict(found.full_names)


@pytest.mark.parametrize(
    "text",
    [
        "My neighbour Augusto Ferrand sells beds.",
        "It was said by Augusto Ferrand, who sells beds.",
        "Augusto Ferrand, a lawyer, sells beds.",
        "Augusto Ferrand, the local's long-serving president, sells beds.",
        "Augusto Ferrand sells beds. He is well.",
        "In the middle is Augusto Ferrand, of all men. He is well.",
        "“No,” said Augusto Ferrand.",
    ],
)
def test_a_person_is_shown_by_what_stands_around_the_name(text: str) -> None:
    assert people(text) == {"Ferrand": "Augusto Ferrand"}


@pytest.mark.parametrize(
    "text",
    [
        "In Port Averill, the president of the union said nothing.",
        "The Averill Beacon wrote it. She read it.",
        "Pelham Crest Capital, the owner, said so.",
        "The forecasting firm Isobar Fleet thinks that it will.",
        "China, who else, said so.",
        "Rima Farhat, MD, PhD, said so.",
    ],
)
def test_places_companies_and_degrees_are_no_people(text: str) -> None:
    assert not {"Averill", "Beacon", "Capital", "Fleet", "China", "PhD", "MD"} & set(people(text))


def test_two_people_of_one_name_have_no_full_name() -> None:
    text = "Runa Ferrane, who leads it, left. Solveig Ferrane, who does not, stayed."
    assert people(text) == {"Ferrane": ""}


def test_a_first_name_used_alone_is_the_whole_name() -> None:
    text = "Hafizah Rashdan, who leads it, left. Hafizah said so."
    found = find_people(text, sentence_spans(text), find_names(text))
    assert found.full("Hafizah") == "Hafizah Rashdan"
    assert "Hafizah" in found


def test_a_title_or_a_pronoun_tells_which_pronoun_fits() -> None:
    text = "Ms. Ada Wu spoke. Ben Low, a lawyer, knew that he would. Gil Tran, a lawyer, left."
    found = find_people(text, sentence_spans(text), find_names(text))
    assert [found.fits(name, "he") for name in ("Ada Wu", "Wu", "Ben Low", "Gil Tran")] == [False, False, True, True]


@pytest.mark.parametrize(
    ("text", "is_opening"),
    [
        ("Ada Wu left.", True),
        ("On Monday, Ada Wu left.", True),
        ("White House Press Secretary Ada Wu was asked.", True),
        ("He met president Ada Wu.", False),
        ("The fall of Ada Wu began.", False),
        ("Ada Wu's office closed.", False),
    ],
)
def test_a_sentence_is_about_whom_it_opens_with(text: str, *, is_opening: bool) -> None:
    name = next(name for name in find_names(text) if text[name.start : name.end] == "Ada Wu")
    assert opens(text, sentence_spans(text)[0], name) is is_opening


def test_an_organisation_is_told_by_a_word_of_its_name() -> None:
    assert is_organisation("Meridian Trade Institute")
    assert not is_organisation("Ilse Marchetti-Okafor")
