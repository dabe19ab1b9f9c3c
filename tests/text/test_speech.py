"""Who said what, on sentences as news writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.quotations import find_quotations
from rag.text.speech import find_speech, speaker_of


def said(text: str) -> list[tuple[str | None, bool]]:
    return [(one.speaker, one.direct) for one in find_speech(text)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“China is surrounded by allies now,” Bessent said.", "Bessent"),
        ("“We hope for the best,” said Chinese Foreign Ministry spokesperson Hua Chunying.", "Hua Chunying"),
        (
            "“The US is unreliable,” Jason Furman, who chaired the Council of Economic Advisers, told CNN.",
            "Jason Furman",
        ),
        ('"Some are past seventy," Gus Tillery, the local\'s president, said.', "Gus Tillery"),
        ('"Direct engagement is the way," claimed Blinken after his exchange.', "Blinken"),
        ("Bessent added: “How do we get China to rebalance? That is the win.”", "Bessent"),
        ('"Nobody said that," a spokesman for the port said.', "a spokesman for the port"),
    ],
)
def test_a_quotation_is_its_speakers(text: str, speaker: str) -> None:
    direct = [one.speaker for one in find_speech(text) if one.direct]
    assert direct == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Greer said the deal was done.", "Greer"),
        ("On Monday, Marchetti said that a tonne cost $11,500.", "Marchetti"),
        ("A furnace will be relit before Christmas, Corvane Metals said on Monday.", "Corvane Metals"),
        ("The company said it would spend $84 million.", "The company"),
        ("Exports fell, according to the customs office.", "the customs office"),
        ("Mark Carney has warned that the old relationship is over.", "Mark Carney"),
        ("Blinken has made it clear that much remains open.", "Blinken"),
    ],
)
def test_a_reporting_sentence_is_its_subjects(text: str, speaker: str) -> None:
    assert said(text) == [(speaker, False)]


def test_a_pronoun_is_the_person_the_text_was_about() -> None:
    text = (
        "White House Press Secretary Karoline Leavitt was asked why allies would help when Trump was treating friends "
        "and foes alike. She replied: “You’ll have to talk to our allies. The phones are ringing.”"
    )
    assert speaker_of(text, text.index("The phones"), text.index("ringing") + 7) == "Karoline Leavitt"


def test_a_quotation_goes_on_in_its_paragraph() -> None:
    text = '"We respect them,” said spokesperson Hua Chunying. “We hope this visit could help relations."'
    assert said(text) == [("Hua Chunying", True), ("Hua Chunying", True)]


def test_a_quotation_left_open_goes_on_in_the_next_paragraph() -> None:
    text = "“This is the first part of it,” Greer said. “So it goes on and on\n“and it ends in this paragraph here.”"
    assert [one.speaker for one in find_speech(text)] == ["Greer", "Greer", "Greer"]


@pytest.mark.parametrize(
    "text",
    [
        "Close ties were once a “ballast” of the relationship.",
        "China was said to be ready.",
        "Israel’s claims of weapons are old.",
        "Brazil maintains a sizeable surplus with China.",
        "Beijing continued its decoupling efforts.",
        "The US has grown dissatisfied.",
    ],
)
def test_the_articles_own_words_have_no_speaker(text: str) -> None:
    assert find_speech(text) == ()
    assert speaker_of(text, 0, len(text)) is None


def test_words_outside_the_quotation_stay_the_articles() -> None:
    text = "Prices rose again last week. “They will rise further,” Greer said. Shares fell."
    assert speaker_of(text, 0, 28) is None
    assert speaker_of(text, text.index("They"), text.index("further")) == "Greer"
    assert speaker_of(text, text.index("Shares"), len(text)) is None


@given(st.text(alphabet='aB “”".,\nsaid He', max_size=60))
def test_speech_lies_within_the_text_and_in_order(text: str) -> None:
    speech = find_speech(text)
    assert all(0 <= one.start < one.end <= len(text) for one in speech)
    assert [one.start for one in speech] == sorted(one.start for one in speech)


@given(st.text(alphabet='aB “”" \n1«»', max_size=60))
def test_quotations_never_overlap(text: str) -> None:
    last = 0
    for one in find_quotations(text):
        assert last <= one.start < one.end
        last = one.end


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Cuts decided on April 10 came first, union says, after bookings stopped.", "union"),
        ("Fionnuala Grabowski, chief economist at Skerry, reckons that it is true.", "Fionnuala Grabowski"),
        ("It has 70 acres for cold stores, harbour director Emil Castellane said.", "Emil Castellane"),
        ("The company, which has its seat in Marrow Point, told its investors.", "The company"),
        ("On January 15 the Biden administration announced new rules.", "the Biden administration"),
        ("HARROW FLAT, Idaho - A furnace will be relit, Corvane Metals said.", "Corvane Metals"),
        ("The deal offers little comfort, growers say.", "growers"),
    ],
)
def test_the_subject_is_the_speaker_and_no_clause_beside_it(text: str, speaker: str) -> None:
    assert said(text) == [(speaker, False)]
