from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieve.rewrite import standalone_question
from rag.types import Turn

MINERALS = Turn(
    "Which minerals did China stop exporting to the US in December 2024?", "Antimony, gallium and germanium [1]."
)
AUTHOR = Turn(
    "Who is Gao Cheng?",
    'China Daily Global (Gao Cheng and Bu Yanjun, 1 August 2025): "Gao Cheng is vice-president." [1]',
)
CHAIR = Turn("Who chaired the council?", "Jason Furman [1].")
JOBS = Turn("How many posts will go at Port Averill?", "215 posts [1].")


@pytest.mark.parametrize(
    ("turn", "follow_up", "whole"),
    [
        (MINERALS, "And in 2020?", "Which minerals did China stop exporting to the US in 2020?"),
        (MINERALS, "What about Japan?", "Which minerals did Japan stop exporting to the US in December 2024?"),
        (MINERALS, "Why?", "Why did China stop exporting minerals to the US in December 2024?"),
        (CHAIR, "What did he say?", "What did Jason Furman say?"),
        (CHAIR, "What is his view of tariffs?", "What is Jason Furman’s view of tariffs?"),
        (AUTHOR, "And the other author?", "Who is Bu Yanjun?"),
        (AUTHOR, "Where does he work?", "Where does Gao Cheng work?"),
        (JOBS, "How many of them are vacant?", "How many of 215 posts are vacant (Port Averill)?"),
    ],
)
def test_a_follow_up_is_made_whole(turn: Turn, follow_up: str, whole: str) -> None:
    assert standalone_question(follow_up, [turn]) == whole


def test_a_chain_of_follow_ups_keeps_its_subject() -> None:
    turns = [CHAIR, Turn("Where does he teach?", "At a university in the east of the country, as he said in passing.")]
    assert standalone_question("And what does he teach?", turns) == "What does Jason Furman teach?"


def test_a_question_that_names_its_own_subject_is_left_alone() -> None:
    question = "When did Scott Bessent say that he would meet the Japanese?"
    assert standalone_question(question, [CHAIR]) == question


@given(st.text(max_size=80))
def test_without_history_the_question_is_itself(question: str) -> None:
    assert standalone_question(question, []) == question.strip()


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_any_talk_can_be_read(question: str, before: str, answer: str) -> None:
    assert isinstance(standalone_question(question, [Turn(before, answer)]), str)


SYSTEMS = Turn("How many systems did Pebblecast run in 2022?", "It ran one [1].")
PUMPS = Turn("Where does Mirabelle Osei-Toft keep the pumps?", "In her warehouse [1].")
PORT = Turn("What does the notice in the canteen at Port Averill say?", "Of the 340 jobs, 212 are longshore jobs [1].")
JETS = Turn("How many jets has Skerry Aviation Leasing reserved?", "22 narrow-bodied jets [1].")
SELLERS = Turn("Which countries sell gallium?", "Japan, Germany and Canada [1].")
PRICE = Turn("What price did soybeans fetch in March?", "$9.80 a bushel [1].")
CRANES = Turn("What did Ada Wu say about the cranes?", "That they are late [1].")
CARGOES = Turn("How many gas cargoes was Huating due from Cape Verity?", "27.")


@pytest.mark.parametrize(
    ("turn", "follow_up", "whole"),
    [
        (SYSTEMS, "What did it cost the company that year?", "What did systems cost Pebblecast in 2022?"),
        (PUMPS, "Where is that?", "Where is Mirabelle Osei-Toft’s warehouse?"),
        (PUMPS, "Why is that?", "Why does Mirabelle Osei-Toft keep the pumps?"),
        (PORT, "What do people there think?", "What do people in Port Averill think?"),
        (PORT, "Is there a strike in Hamburg?", "Is there a strike in Hamburg?"),
        (CARGOES, "How many of those were resold in Europe?", "How many of 27 gas cargoes were resold in Europe?"),
        (
            JETS,
            "When will they be delivered?",
            "When will 22 narrow-bodied jets be delivered (Skerry Aviation Leasing)?",
        ),
        (JETS, "How many does it own?", "How many does Skerry Aviation Leasing own?"),
        (JETS, "And Pelham Crest Capital?", "How many jets has Pelham Crest Capital reserved?"),
        (SELLERS, "Do they have mines?", "Do Japan, Germany and Canada have mines?"),
        (SELLERS, "Which of these is nearest?", "Which of Japan, Germany and Canada is nearest?"),
        (PRICE, "And in May?", "What price did soybeans fetch in May?"),
        (PRICE, "What was it last year?", "What price did soybeans fetch in March, last year?"),
        (CRANES, "Who makes them?", "Who makes cranes (Ada Wu)?"),
        (CHAIR, "Did he say why he left?", "Did Jason Furman say why he left?"),
    ],
)
def test_what_points_back_is_named(turn: Turn, follow_up: str, whole: str) -> None:
    assert standalone_question(follow_up, [turn]) == whole


def test_a_pronoun_keeps_what_it_stood_for_whoever_an_answer_names() -> None:
    turns = [
        Turn("What did Jason Furman say?", "Tariffs are a tax [1]."),
        Turn("Whom did he advise?", "Barack Obama [1]."),
        Turn("Why did he leave?", "He returned to teach, as Ada Wu had hoped, in the year after the election there."),
    ]
    assert standalone_question("Where does he teach?", turns) == "Where does Jason Furman teach?"


def test_a_pronoun_goes_to_whoever_was_spoken_of_since() -> None:
    turns = [
        Turn("What did Jason Furman say?", "Little."),
        Turn("Why?", "No."),
        Turn("Who is Scott Bessent?", "A banker."),
    ]
    assert standalone_question("What does he want?", turns) == "What does Scott Bessent want?"


def test_he_and_she_are_two_persons() -> None:
    turns = [Turn("What did Ada Wu say?", "Little."), Turn("Where did she meet Scott Bessent?", "In Rome.")]
    assert standalone_question("What did he want?", turns) == "What did Scott Bessent want?"


def test_they_are_the_two_whom_the_last_question_names() -> None:
    turns = [Turn("Where did Ada Wu meet Scott Bessent?", "In Rome.")]
    assert standalone_question("Why did they quarrel?", turns) == "Why did Ada Wu and Scott Bessent quarrel?"


def quote(sentence: str) -> str:
    """Return an answer as Footnote gives it."""
    return f'The Harbour Post (Ina Moll, 3 May 2025): "{sentence}" [1]'


@pytest.mark.parametrize(
    ("turn", "follow_up", "whole"),
    [
        (
            Turn("Who leads Corvane Steel?", quote("Its president, Tomas Querrel, called the offer “thin” on Monday.")),
            "What does he want?",
            "What does Tomas Querrel want (Corvane Steel)?",
        ),
        (
            Turn("Which member of the board left?", quote("Petra Lind, an economist, left after a quarrel.")),
            "What is her view?",
            "What is Petra Lind’s view?",
        ),
        (
            Turn("Why did Osprey Regional cancel flights?", quote("Osprey Regional found flakes in a gearbox.")),
            "How much did the airline lose?",
            "How much did Osprey Regional lose?",
        ),
        (
            Turn("What does the grounding cost Osprey Regional?", quote("Analysts put the cost at $1.1m a week.")),
            "How much did it earn?",
            "How much did Osprey Regional earn?",
        ),
        (
            Turn("How many tugs does Haldane Towage run?", quote("Haldane Towage runs 46 tugs in five harbours.")),
            "What had the union asked for?",
            "What had the union asked for (Haldane Towage)?",
        ),
        (
            Turn("What did the Growers' Union say?", quote("The Growers' Union wants a lower duty.")),
            "What did the company say?",
            "What did the company say (Growers' Union)?",
        ),
        (
            Turn("What does it cost to send crops to Port Sable?", quote("The trip costs about $19 a tonne.")),
            "And to Kestwyn?",
            "What does it cost to send crops to Kestwyn?",
        ),
        (
            Turn("How many jets did Lorn Air take out of service?", quote("Lorn Air took out 22 jets.")),
            "Why?",
            "Why did Lorn Air take jets out of service?",
        ),
        (
            Turn("How many jobs were cut at Lorn Air?", quote("Lorn Air cut 40 jobs.")),
            "And why?",
            "Why were jobs cut at Lorn Air?",
        ),
        (
            Turn("How much did Lorn Air pay for Zipcart?", quote("Lorn Air paid $110 million.")),
            "What for?",
            "Why did Lorn Air pay for Zipcart?",
        ),
        (
            Turn("Where did Sweden's Riksbank leave its rate?", quote("The Riksbank left its rate at 2.25%.")),
            "Who voted against?",
            "Who voted against (Riksbank)?",
        ),
        (
            Turn("For how much was Linnet sold to Paxwell?", quote("Paxwell bought Linnet for 14bn rand.")),
            "How many customers have they together?",
            "How many customers have Linnet and Paxwell together?",
        ),
        (
            Turn("Why did Belle Ombre close?", quote("The lenders called in their loan.")),
            "How many workers lost their jobs?",
            "How many workers lost their jobs (Belle Ombre)?",
        ),
    ],
)
def test_after_quotes_a_follow_up_means_whom_they_show(turn: Turn, follow_up: str, whole: str) -> None:
    assert standalone_question(follow_up, [turn]) == whole


def test_two_pronouns_of_a_question_are_two_things() -> None:
    whole = standalone_question("What would they give up for it?", [Turn("What does Corvane want?", "A loan [1].")])
    assert whole.count("Corvane") == 1
