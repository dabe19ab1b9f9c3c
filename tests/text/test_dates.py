"""Dates and their bounds, worked by hand."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.dates import Precision, date_spans, find_dates, parse_date_bounds


def found(text: str, year: int | None = None) -> list[tuple[str, str, str]]:
    return [
        (text[one.start : one.end], one.earliest.isoformat(), one.latest.isoformat())
        for one in find_dates(text, year=year)
    ]


@pytest.mark.parametrize(
    ("text", "mention", "earliest", "latest"),
    [
        ("Updated: 2025-08-01 08:12", "2025-08-01 08:12", "2025-08-01", "2025-08-01"),
        ("on Aug. 1 2025 it", "Aug. 1 2025", "2025-08-01", "2025-08-01"),
        ("25 Jun 2023 23:29", "25 Jun 2023", "2023-06-25", "2023-06-25"),
        ("Malaysia, October 26, 2025. /VCG", "October 26, 2025", "2025-10-26", "2025-10-26"),
        ("In October 2022, the", "October 2022", "2022-10-01", "2022-10-31"),
        ("the 2018–19 war", "2018–19", "2018-01-01", "2019-12-31"),
        ("from 2018 to 2020.", "from 2018 to 2020", "2018-01-01", "2020-12-31"),
        ("In early 2020, during", "early 2020", "2020-01-01", "2020-04-30"),
        ("From mid-2023**,** Beijing", "mid-2023", "2023-04-01", "2023-09-30"),
        ("in Q1 2024", "Q1 2024", "2024-01-01", "2024-03-31"),
        ("the second quarter of 2023", "second quarter of 2023", "2023-04-01", "2023-06-30"),
        ("the first half of 2024", "first half of 2024", "2024-01-01", "2024-06-30"),
        ("Oct. 25-26, 2025", "Oct. 25-26, 2025", "2025-10-25", "2025-10-26"),
        ("paid on 3/4/2025", "3/4/2025", "2025-03-04", "2025-04-03"),
        ("paid on 10/26/2025", "10/26/2025", "2025-10-26", "2025-10-26"),
        ("in the 1980s", "1980s", "1980-01-01", "1989-12-31"),
        ("since 2017, the", "2017", "2017-01-01", "2017-12-31"),
        ("于2025年8月1日", "2025年8月1日", "2025-08-01", "2025-08-01"),
        ("the spring of 2001", "spring of 2001", "2001-03-01", "2001-06-30"),
    ],
)
def test_a_date_is_found_with_its_bounds(text: str, mention: str, earliest: str, latest: str) -> None:
    assert found(text) == [(mention, earliest, latest)]


@pytest.mark.parametrize(
    "text",
    ["2,017 firms", "$2017", "2025 million", "Comac C919", "1024*768", "last month", "May go"],
)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_a_day_that_no_calendar_has_leaves_the_year() -> None:
    assert [mention for mention, _, _ in found("February 30, 2024")] == ["2024"]


def test_a_day_without_a_year_needs_one_given() -> None:
    text = "On January 15, Biden rolled out controls"
    assert found(text) == []
    assert found(text, year=2025) == [("January 15", "2025-01-15", "2025-01-15")]
    assert date_spans(text) == [(3, 13)]


def test_two_years_joined_by_and_are_two_dates() -> None:
    assert [mention for mention, _, _ in found("in 2018 and 2019")] == ["2018", "2019"]
    assert find_dates("between 2018 and 2019")[0].precision is Precision.RANGE


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("2025-08-01", (date(2025, 8, 1), date(2025, 8, 1))),
        ("2025-08", (date(2025, 8, 1), date(2025, 8, 31))),
        (" 2024 ", (date(2024, 1, 1), date(2024, 12, 31))),
        ("2024-02-29T08:00:00Z", (date(2024, 2, 29), date(2024, 2, 29))),
        ("2025-13-01", None),
        ("2025-02-29", None),
        ("tomorrow", None),
        ("2024 or so", None),
        ("", None),
    ],
)
def test_only_a_text_that_is_a_date_has_bounds(text: str, bounds: tuple[date, date] | None) -> None:
    assert parse_date_bounds(text) == bounds


@given(st.dates(min_value=date(1500, 1, 1), max_value=date(2099, 12, 31)))
def test_every_iso_day_is_read_back(day: date) -> None:
    assert parse_date_bounds(day.isoformat()) == (day, day)
    assert parse_date_bounds(f"{day:%B} {day.day}, {day.year}") == (day, day)


@given(st.text(alphabet="0123456789-/ ,.JanMayQ年月日of–", max_size=40))
def test_mentions_are_ordered_and_their_bounds_too(text: str) -> None:
    mentions = find_dates(text, year=2024)
    assert all(one.end <= two.start for one, two in pairwise(mentions))
    assert all(one.earliest <= one.latest for one in mentions)
