"""Which articles a filter admits: worked by hand, dates above all."""

from __future__ import annotations

import pytest

from rag.assistant import make_filter
from rag.errors import UsageError
from rag.types import Filter, Kind, Metadata


@pytest.mark.parametrize(
    ("date", "since", "until", "admitted"),
    [
        ("2025-05-01", "2025", "2025", True),
        ("2025-05-01", "2025-05-02", None, False),
        ("2025-05-01", None, "2025-04", False),
        ("2025", "2025-03-01", None, True),
        ("2024", "2025-03-01", None, False),
        ("2025-12-31", None, "2025", True),
        (None, "2020", None, False),
        (None, None, None, True),
    ],
)
def test_dates_compare_to_the_precision_both_have(
    date: str | None, since: str | None, until: str | None, *, admitted: bool
) -> None:
    assert Filter(since=since, until=until).admits(Metadata(date=date)) is admitted


def test_outlets_and_authors_compare_without_case() -> None:
    article = Metadata(outlet="Harbour Post", authors=("Mira Osei",), kind=Kind.REPORT)
    assert Filter(outlets=("harbour post",), authors=("MIRA OSEI",)).admits(article)
    assert not Filter(kinds=(Kind.OPINION,)).admits(article)
    assert not Filter(outlets=("Other",)).admits(article)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"since": "yesterday"}, "'yesterday' is not a date: write it as 2025-08-01"),
        ({"until": "2025-13"}, "'2025-13' is not a date"),
        ({"since": "2025", "until": "2024"}, "swap the two dates"),
        ({"kinds": ["poem"]}, "'poem' is no kind of article: use analysis, forum_post"),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(arguments: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        make_filter(**arguments)
