"""Names and when they mean the same."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.names import find_names, name_key, same_name


def names(text: str) -> list[str]:
    return [text[start:end] for start, end in find_names(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("White House Press Secretary Karoline Leavitt was asked.", ["White House", "Karoline Leavitt"]),
        ("Secretary of State Marco Rubio left.", ["Marco Rubio"]),
        ("The president of China spoke.", ["China"]),
        ("U.S. Trade Representative Jamieson Greer speaks.", ["U.S.", "Jamieson Greer"]),
        ("He met US President Donald Trump.", ["US", "Donald Trump"]),
        ("New Canadian Prime Minister Mark Carney spoke.", ["New Canadian", "Mark Carney"]),
        (
            "He left the University of Chinese Academy of Social Sciences.",
            ["University of Chinese Academy of Social Sciences"],
        ),
        ("China's Ministry of Commerce met Xi's team.", ["China", "Ministry of Commerce", "Xi"]),
        ("Gao Cheng and Bu Yanjun wrote it.", ["Gao Cheng", "Bu Yanjun"]),
        ("Diversifying U.S. supply chains is hard.", ["U.S."]),
        ("Beijing replied. However, Boeing did not.", ["Beijing", "Boeing"]),
        ("On Friday, October 26, it opened in Kuala Lumpur.", ["Kuala Lumpur"]),
        ("An inquiry under Section 301.", ["Section 301"]),
        ("We told the WTO that iPhone sales fell.", ["WTO", "iPhone"]),
        ("CHINA HAS EATEN ENOUGH DOLLARS", []),
        ("Tariffs can hurt, as tariffs do.", []),
        ("“You’ll have to talk,” she said.", []),
    ],
)
def test_names_are_found_by_their_capitals(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Jamieson Greer", "Greer"),
        ("President Trump", "Donald Trump"),
        ("U.S.", "the United States"),
        ("America", "US"),
        ("Xi", "Xi Jinping"),
        ("World Trade Organization", "WTO"),
        ("Chinese", "China"),
        ("Foreign Minister Qin Gang", "Qin Gang"),
    ],
)
def test_two_forms_of_one_name_are_the_same(one: str, two: str) -> None:
    assert same_name(one, two)
    assert same_name(two, one)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("South Korea", "Korea"),
        ("South Korea", "North Korea"),
        ("Trump", "Biden"),
        ("Plaza Accord", "Smithsonian Accord"),
        ("Plaza Accord", "Accord"),
        ("China", "China Daily"),
        ("Beijing", "China"),
    ],
)
def test_different_names_are_different(one: str, two: str) -> None:
    assert not same_name(one, two)
    assert not same_name(two, one)


def test_a_key_leaves_out_titles_and_the_article() -> None:
    assert name_key("the Ministry of Commerce") == "ministry of commerce"
    assert name_key("Vice President JD Vance") == name_key("JD Vance")


@given(st.text(alphabet="AaBb of.'’&-\n and 12", max_size=60))
def test_names_are_ordered_trimmed_and_begin_with_a_capital_or_brand(text: str) -> None:
    spans = find_names(text)
    assert all(one.end <= two.start for one, two in pairwise(spans))
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)
    assert all(any(char.isupper() for char in text[start:end]) for start, end in spans)
