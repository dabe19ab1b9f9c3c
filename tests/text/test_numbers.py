"""Amounts, worked by hand."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.numbers import find_quantities


def found(text: str) -> list[tuple[float, str | None]]:
    return [(one.value, one.unit) for one in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a ten percent tariff", [(10.0, "%")]),
        ("by 20 percentage points", [(20.0, "pp")]),
        ("a $2.36 billion plant", [(2.36e9, "USD")]),
        ("US$15bn or €3m", [(15e9, "USD"), (3e6, "EUR")]),
        ("5 billion yuan, RMB 5 billion", [(5e9, "CNY"), (5e9, "CNY")]),
        ("over a third of sales", [(0.333333, None)]),
        ("two hundred thousand jobs", [(200_000.0, None)]),
        ("twenty-five firms", [(25.0, None)]),
        ("2,400 tonnes a year", [(2400.0, "tonne")]),
        ("a dozen of 50,000", [(12.0, None), (50_000.0, None)]),
        ("$10-15 billion", [(10e9, "USD"), (15e9, "USD")]),
        ("10 to 15 percent", [(10.0, "%"), (15.0, "%")]),
        ("between 3 and 4 million tonnes", [(3e6, "tonne"), (4e6, "tonne")]),
        ("fell -3.5% or minus 2 percent", [(-3.5, "%"), (-2.0, "%")]),
        ("one million, one percent, one of them", [(1e6, None), (1.0, "%")]),
        ("a 10-year loan", [(10.0, "year")]),
        ("by five votes to two", [(5.0, None), (2.0, None)]),
    ],
)
def test_an_amount_is_read_with_its_unit(text: str, expected: list[tuple[float, str | None]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Section 301 and Phase One",
        "the G-7, 5G and the C919",
        "on October 26, 2025 at 08:12",
        "on January 15",
        "the 1980s and 2018–19",
        "first, 2nd and 21st",
        "call 010-85061466",
        "one of the Local 88 crowd",
        "1024*768",
    ],
)
def test_what_is_no_amount_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_an_amount_said_roughly_is_marked() -> None:
    marks = {text: find_quantities(text)[0].approximate for text in ("nearly $15 billion", "40+ firms", "12 nations")}
    assert marks == {"nearly $15 billion": True, "40+ firms": True, "12 nations": False}


def test_the_span_holds_the_amount_and_its_unit() -> None:
    text = "It rose nearly $15 billion, or 3.5 percent."
    assert [text[one.start : one.end] for one in find_quantities(text)] == ["$15 billion", "3.5 percent"]


@given(st.integers(min_value=1000, max_value=10**12))
def test_separators_of_thousands_change_nothing(number: int) -> None:
    assert found(f"sold {number:,} tons") == found(f"sold {number} tons") == [(float(number), "ton")]


@given(st.text(alphabet="0123456789-.,$% million ten%–", max_size=40))
def test_amounts_are_in_order_and_never_overlap(text: str) -> None:
    assert all(one.end <= two.start for one, two in pairwise(find_quantities(text)))
