"""Amounts, dates, names, negation, direction and roles of a claim are compared with the evidence's."""

from __future__ import annotations

import pytest

from rag.verify.facts import FactKind, compare
from rag.verify.polarity import negated_stems
from rag.verify.substitutions import substitutions


@pytest.mark.parametrize(
    ("claim", "evidence", "kind", "found"),
    [
        ("The plant employs 12 people.", "The plant employs 20 people.", FactKind.NUMBER, "20"),
        ("Exports rose 15 percent.", "Exports rose 12 percent.", FactKind.NUMBER, "12 percent"),
        ("Intel bought Altera in 2017.", "Intel bought Altera in 2015.", FactKind.DATE, "2015"),
        ("Apple bought Altera.", "Intel bought Altera.", FactKind.NAME, "Intel"),
        ("The Senate approved the bill.", "The Senate did not approve the bill.", FactKind.NEGATION, "the evidence"),
        ("The Senate never approved the bill.", "The Senate approved the bill.", FactKind.NEGATION, "the claim"),
        ("Exports fell in May.", "Exports rose in May.", FactKind.DIRECTION, "'rose'"),
        ("The court rejected the appeal.", "The court approved the appeal.", FactKind.DIRECTION, "'approved'"),
        ("Altera bought Intel.", "Intel bought Altera.", FactKind.ROLES, "Intel bought Altera"),
    ],
)
def test_one_changed_fact_is_found_with_what_stands_in_its_place(
    claim: str, evidence: str, kind: FactKind, found: str
) -> None:
    assert [(one.kind, one.found) for one in compare(claim, evidence, evidence)] == [(kind, found)]


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("The plant employs twelve people.", "The plant employs 12 people."),
        ("The deal is worth $2.5 billion.", "The deal is worth 2,500 million dollars."),
        ("The deal is worth about $15 billion.", "The deal is worth $14.8 billion."),
        ("Intel bought Altera in December 2015.", "Intel bought Altera on December 28, 2015."),
        ("Greer met the minister.", "Jamieson Greer met the minister."),
        ("Altera was bought by Intel.", "Intel bought Altera."),
        ("Altera and Intel agreed.", "Intel and Altera agreed."),
        ("Exports rose.", "Exports climbed, though imports fell."),
        ("The Senate did not approve the bill.", "The Senate never approved the bill."),
        ("The Senate rejected the bill.", "The Senate did not approve the bill."),
    ],
)
def test_the_same_fact_in_other_words_is_no_finding(claim: str, evidence: str) -> None:
    assert compare(claim, evidence, evidence) == []


def test_another_name_is_in_conflict_only_where_it_stands_in_the_place_of_the_claimed_one() -> None:
    swapped = compare("Indian exports rose in May.", "Chinese exports rose in May.", "Chinese exports rose in May.")
    assert [str(one) for one in swapped] == ["the evidence says Chinese, the claim says Indian"]
    elsewhere = compare("Exports to India rose.", "Exports rose, Reuters said.", "Exports rose, Reuters said.")
    assert [str(one) for one in elsewhere] == ["no sentence names India"]


@pytest.mark.parametrize(
    ("claim", "is_borne_out"),
    [
        ("It sold over 4.5 million copies.", True),
        ("It sold over 5 million copies.", False),
        ("It sold under 5 million copies.", True),
        ("It sold over 2 million copies.", False),
    ],
)
def test_over_and_under_are_borne_out_by_amounts_within_reach(claim: str, is_borne_out: bool) -> None:  # noqa: FBT001
    evidence = "It sold 4.7 million copies."
    assert (compare(claim, evidence, evidence) == []) is is_borne_out


def test_a_fact_that_another_gathered_sentence_holds_is_not_missed() -> None:
    assert compare("Intel paid 16 people.", "Intel paid them.", "Intel paid them. There were 16 people.") == []


def test_a_fact_that_nothing_stands_in_for_is_missing_not_in_conflict() -> None:
    (finding,) = compare("The plant in France closed.", "The plant closed.", "The plant closed.")
    assert not finding.conflict
    assert str(finding) == "no sentence names France"


def test_a_negation_reaches_to_the_next_clause_and_two_cancel() -> None:
    assert "approv" in negated_stems("They did not approve it, but signed the letter.")
    assert "sign" not in negated_stems("They did not approve it, but signed the letter.")
    assert "help" not in negated_stems("They never failed to help.")
    assert "help" not in negated_stems("They not only help.")


def test_a_word_put_in_the_place_of_another_is_seen_only_where_the_rest_agrees() -> None:
    (one,) = substitutions("Indian exports rose 12 percent in May.", "Chinese exports rose 12 percent in May.")
    assert (one.claimed, one.found) == ("Indian", "Chinese")
    assert substitutions("Nobody knows where the minister lives.", "Chinese exports rose 12 percent in May.") == ()
