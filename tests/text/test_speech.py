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
        ("The company said it would spend $84 million.", "the company"),
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
        "In Cree we'd say it twice.",
        "Martin Gardner wrote about the problem of the folded cut.",
        "Brazil maintains a sizeable surplus with China.",
        "Beijing continued its decoupling efforts.",
        "The US has grown dissatisfied.",
        "The rule adds complexity, and Pelham added nine jets.",
        "On January 15 the Biden administration announced new rules.",
        "The bottom line is that no matter how much Xi or Trump say they want a deal, none is likely.",
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
        ("Cuts decided on April 10 came first, union says, after bookings stopped.", "the union"),
        ("Fionnuala Grabowski, chief economist at Skerry, reckons that it is true.", "Fionnuala Grabowski"),
        ("It has 70 acres for cold stores, harbour director Emil Castellane said.", "Emil Castellane"),
        ("The company, which has its seat in Marrow Point, told its investors.", "the company"),
        ("On January 15 the Biden administration announced that rules would follow.", "the Biden administration"),
        ("HARROW FLAT, Idaho - A furnace will be relit, Corvane Metals said.", "Corvane Metals"),
        ("The deal offers little comfort, growers say.", "growers"),
    ],
)
def test_the_subject_is_the_speaker_and_no_clause_beside_it(text: str, speaker: str) -> None:
    assert said(text) == [(speaker, False)]


def speaker(text: str, words: str) -> str | None:
    start = text.index(words)
    return speaker_of(text, start, start + len(words))


@pytest.mark.parametrize(
    ("text", "words", "who"),
    [
        (
            (
                "My neighbour Augusto Ferrand sells beds. He can live with a tariff, he told me. "
                '"Just send me the bad news in the post," he said, "like the tax people."'
            ),
            '"Just send me the bad news in the post," he said, "like the tax people."',
            "Augusto Ferrand",
        ),
        (
            (
                "Its founder, Bao-Linh Everhart, said that banks had turned her away.\n"
                '"We are here," said Ingram Passmore, chief engineer at Lumenhall.\n'
                'Everhart thinks that chargers are next. Passmore thinks that it will be tires. "They have sensors in '
                'them now," he said. "Everything has. My toaster has opinions."'
            ),
            'My toaster has opinions."',
            "Ingram Passmore",
        ),
        (
            "Bernadette Coyle buys small motors in Dayton. In May, she said, a part held up a pump for seven weeks.",
            "In May, she said, a part held up a pump for seven weeks.",
            "Bernadette Coyle",
        ),
        (
            "Ada Wu, a lawyer, praised Mr. Ben Low. Her firm agreed.\nShe said that it was over.",
            "She said that it was over.",
            "Ada Wu",
        ),
    ],
)
def test_a_pronoun_is_the_nearest_person_it_fits(text: str, words: str, who: str) -> None:
    assert speaker(text, words) == who


@pytest.mark.parametrize(
    "text",
    [
        "In court stood the lawyer Ada Wu and the banker Ben Low. He said that it was over.",
        "Readers will think of June, when Ada Wu, a lawyer, went to see Gil Tran. He said that it was over.",
        "The lawyer Ada Wu met the banker Ben Low. They said that it was over.",
        "Pelham Crest Capital sold its fleet. He said that it was over.",
        "Ms. Ada Wu spoke first. He said that it was over.",
        "Ada Wu, a lawyer, spoke.\nIt rained all day.\nPrices fell.\nShe said that it was over.",
        "The banker Ben Low spoke. The economist Gil Tran is wrong, he said.",
    ],
)
def test_a_pronoun_that_could_be_two_people_or_nobody_has_no_speaker(text: str) -> None:
    words = text[max(text.rfind(". "), text.rfind("\n")) + 1 :].strip()
    assert speaker(text, words) is None


@pytest.mark.parametrize(
    ("text", "words", "who"),
    [
        (
            (
                '"It is tempting," said Ostberg\'s chief executive, Annelie Krogh. "The signature is older. You do '
                'not order eleven cranes in a fortnight."'
            ),
            "You do not order eleven cranes in a fortnight.",
            "Annelie Krogh",
        ),
        (
            "“They sent a kind letter,” said Calloway's founder, Dr. Wilhelmina Grath. “It was late.”",
            "“It was late.”",
            "Wilhelmina Grath",
        ),
        (
            '"We paid. We waited. We left," says CEO Lior Rachmany, who sold the firm.',
            "We waited.",
            "Lior Rachmany",
        ),
        ('Ada Wu left. "It is over and done with now," said Ben Low. "And gone. For good."', "For good.", "Ben Low"),
        (
            '"Short words," said Constanze Meyer, chief economist at a bank in the town of Lindenmouth.',
            "",
            "Constanze Meyer",
        ),
    ],
)
def test_a_quotation_over_sentences_is_whoever_is_named_at_its_end(text: str, words: str, who: str) -> None:
    assert speaker(text, words or text) == who


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The cuts were decided in April, said Ansel Keyes, president of the union.", "Ansel Keyes"),
        ("Firms have drawn a lesson from that, says Rufus Mensah, a lawyer who advises them.", "Rufus Mensah"),
        ("Since January, Krogh points out, orders have fallen.", "Krogh"),
        ("Wu thinks that tires will be next.", "Wu"),
        ("Next up is Mexico, where Tipton said the chain was looking at partners.", "Tipton"),
        ("Hollis Wu, a trader, left. He puts the chance of an accord at one in three.", "Hollis Wu"),
        ("Élodie Kemp, who trades, did the sums. On her estimate, a fall would cost $640 a year.", "Élodie Kemp"),
        ("The Ministry of Commerce said that trade was free.", "the Ministry of Commerce"),
        ("Demand fell, according to the U.S. Department of Energy, by half.", "the U.S. Department of Energy"),
        ("Gao Cheng and Bu Yanjun argued that trade was free.", "Gao Cheng and Bu Yanjun"),
        ("Trade fell by half, according to its chairman, Leopold Tarkowicz, and it fell again.", "Leopold Tarkowicz"),
    ],
)
def test_reported_words_have_a_speaker_wherever_the_verb_stands(text: str, who: str) -> None:
    assert speaker(text, text[text.rfind(". ", 0, -1) + 2 :] if ". " in text else text) == who


def test_a_speaker_has_the_fullest_name_of_the_text() -> None:
    text = "Wei Zhaolin, who runs the office, left. “The mayors are friendly,” Wei said. Zhaolin said that he left."
    assert [one.speaker for one in find_speech(text)] == ["Wei Zhaolin", "Wei Zhaolin"]


@pytest.mark.parametrize(
    "text",
    [
        "Only seven calls are booked for May, according to the berth schedule.",
        "Of the jobs, 45 belong to offices, the notice says.",
        "Bookings fell, according to the dockworkers' union and a notice that the company has posted.",
        "Its operator said that the terminal would close.",
        "The company said that the terminal would close.",
        "Analysts said that the terminal would close.",
        "Read on, for you may read the story of the font, told through its problems.",
    ],
)
def test_reported_words_of_nobody_named_are_the_articles(text: str) -> None:
    assert speaker(text, text) is None


def test_quoted_words_of_somebody_unnamed_are_not_the_articles() -> None:
    text = '"She runs it all," said a former clerk, who asked not to be named. "She is very good."'
    assert speaker(text, '"She is very good."') == "a former clerk"
