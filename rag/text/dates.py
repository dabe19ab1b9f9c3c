"""Find dates written out in text and say which days each may mean.

Every mention has bounds: "October 2022" may be any day of that month, "late 2020" any from September on, "3/4/2025"
either of two days. Two mentions agree when their bounds overlap.

Not done: relative dates ("last month", "Friday") need a day to count from and are left alone; months without a year
are dates only when the caller knows the year; calendars other than the Gregorian.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from rag.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator


class Precision(StrEnum):
    """How exactly a date is given."""

    DAY = "day"
    MONTH = "month"
    PART = "part"
    """A part of a year: a quarter, a season, early or late."""
    YEAR = "year"
    RANGE = "range"
    """A run of years or days: 2018–19, the 1990s, October 25-26."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A date in a text: characters `start` to `end` mean some day from `earliest` to `latest`, both included."""

    start: int
    end: int
    earliest: date
    latest: date
    precision: Precision


_MONTH_NAMES = {
    name: number
    for number in range(1, 13)
    for name in (calendar.month_name[number].lower(), calendar.month_abbr[number].lower())
}
_M = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_Y = r"(?P<year>1[5-9]\d\d|20\d\d)(?![\d%]|[.,]\d)"
_D = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|[.,]\d)"
_D2 = r"(?:\s?(?:-|–|—|to|and)\s?(?P<day2>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?!\d))?"
_COUNTED = r"(?!\s(?:percent|per cent|million|billion|trillion|people|workers|jobs|tons?|tonnes?|dollars|yuan)\b)"
_HEAD = r"(?<![^\W\u3000-\u9fff])(?<![$€£¥.,:/-])"

# Tried in this order at every place; the first that fits wins, so the longer forms come first.
_FORMS: dict[str, str] = {
    "iso": r"(?P<year>\d{4})[-/](?P<m>0[1-9]|1[0-2])[-/](?P<day>0[1-9]|[12]\d|3[01])"
    r"(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?(?![\d-])",
    "cjk": r"(?P<year>\d{4})年(?:(?P<m>1[0-2]|0?[1-9])月(?:(?P<day>[12]\d|3[01]|0?[1-9])日)?)?",
    "month_first": rf"{_M}\s{_D}{_D2},?\s{_Y}",
    "day_first": rf"{_D}{_D2}(?:\sof)?\s{_M},?\s{_Y}",
    "slashed": r"(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<year>(?:19|20)\d\d)(?!\d)",
    "month_year": rf"(?:(?P<part>early|mid|late)[\s-])?{_M}(?:\sof|,)?\s{_Y}",
    "yearless_month_first": rf"{_M}\s{_D}{_D2}(?!\s?%|\s(?:percent|million|billion)\b)",
    "yearless_day_first": rf"{_D}{_D2}(?:\sof)?\s{_M}",
    "iso_month": r"(?P<year>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])(?![\d-])",
    "years": rf"(?:from\s)?{_Y}(?:\s?[-–—]\s?(?P<short>\d\d(?:\d\d)?)|\s(?:to|through|until)\s(?P<long>\d{{4}}))"
    r"(?![\d%]|[.,]\d)",
    "years_between": rf"between\s{_Y}\sand\s(?P<long>\d{{4}})(?![\d%]|[.,]\d)",
    "quarter": rf"(?:Q(?P<q>[1-4])|(?P<nth>first|second|third|fourth|last|final)[\s-]quarter)(?:\sof)?,?\s{_Y}",
    "quarter_after": rf"{_Y}[\s-]?Q(?P<q>[1-4])",
    "half": rf"(?:H(?P<h>[12])|(?P<nth>first|second)\shalf)(?:\sof)?\s{_Y}",
    "season": rf"(?P<season>spring|summer|autumn|fall|winter)(?:\sof|,)?\s{_Y}",
    "part": rf"(?P<part>early|mid|late|beginning|start|middle|end)(?:\s(?:in|of)\s|[\s-]){_Y}",
    "decade": r"(?P<decade>1[5-9]\d0|20\d0)['’]?s\b",
    "year": rf"{_Y}{_COUNTED}(?!['’]?s?\s?[-–]\s?\w*\d)",
}
_FINDERS = {name: re.compile(_HEAD + form + r"(?!\w)", re.IGNORECASE) for name, form in _FORMS.items()}
# How any of the forms begins: to try every form at every word takes most of the time that reading a sentence takes.
_CANDIDATE = re.compile(
    rf"{_HEAD}(?:\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|early|mid|late|beginning|start|middle|end|spring"
    r"|summer|autumn|fall|winter|first|second|third|fourth|last|final|from\s\d|between\s\d|[QH]\d))",
    re.IGNORECASE,
)
_PARTS = {
    "early": (1, 4),
    "beginning": (1, 4),
    "start": (1, 4),
    "mid": (4, 9),
    "middle": (4, 9),
    "late": (9, 12),
    "end": (9, 12),
}
_SEASONS = {"spring": (3, 6), "summer": (6, 9), "autumn": (9, 12), "fall": (9, 12), "winter": (1, 15)}
_LEAP_YEAR = 2024  # any would do, so long as February 29 is a day of it
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}


def find_dates(text: str, *, year: int | None = None) -> list[DateMention]:
    """Return the dates in order of place, none overlapping.

    With `year`, days without one ("on January 15") are read as of that year; without, they are passed over.
    """
    return [mention for mention in _scanned(text, year) if mention.earliest <= mention.latest]


def date_spans(text: str) -> list[Span]:
    """Return where dates stand, days without a year among them, so that their numbers are not taken for amounts."""
    return [Span(mention.start, mention.end) for mention in _scanned(text, _LEAP_YEAR)]


def parse_date_bounds(text: str) -> tuple[date, date] | None:
    """Return the first and last day that a text which is nothing but a date may mean; None when it is none.

    "2025-08" gives 2025-08-01 and 2025-08-31.
    """
    stripped = text.strip()
    for mention in find_dates(stripped):
        if (mention.start, mention.end) == (0, len(stripped)):
            return mention.earliest, mention.latest
    return None


@lru_cache(maxsize=1024)
def _scanned(text: str, year: int | None) -> tuple[DateMention, ...]:
    """Keep what was found: a sentence's times are asked for, and then its amounts, which leave dates out."""
    return tuple(_scan(text, year))


def _scan(text: str, year: int | None) -> Iterator[DateMention]:
    """Try every form at every place where a date may begin."""
    done = 0
    for candidate in _CANDIDATE.finditer(text):
        if candidate.start() < done:
            continue
        for name, finder in _FINDERS.items():
            match = finder.match(text, candidate.start())
            bounds = _bounds(name, match, year) if match else None
            if match and bounds:
                end = match.end() - (match.group().endswith(".") and name.startswith("yearless"))
                yield DateMention(
                    start=match.start(), end=end, earliest=bounds[0], latest=bounds[1], precision=bounds[2]
                )
                done = match.end()
                break


def _bounds(name: str, match: re.Match[str], year: int | None) -> tuple[date, date, Precision] | None:
    """Turn one match into its first day, last day and precision; None for a day that no calendar has."""
    groups = match.groupdict()
    if name.startswith("yearless"):
        if year is None:
            return None
        groups["year"] = str(year)
    if name == "decade":
        first = int(groups["decade"])
        return date(first, 1, 1), date(first + 9, 12, 31), Precision.RANGE
    try:
        return _bounds_in_year(name, groups, int(groups["year"]))
    except ValueError:
        return None


def _bounds_in_year(name: str, groups: dict[str, str | None], year: int) -> tuple[date, date, Precision] | None:
    month = int(groups.get("m") or 0) or _MONTH_NAMES.get((groups.get("month") or "").lower()[:3], 0)
    if name == "slashed":
        return _slashed(year, int(groups["a"] or 0), int(groups["b"] or 0))
    if groups.get("day"):
        first = date(year, month, int(groups["day"] or 0))
        last = date(year, month, int(groups["day2"] or 0)) if groups.get("day2") else first
        return first, last, Precision.DAY if first == last else Precision.RANGE
    if month:
        days = calendar.monthrange(year, month)[1]
        low, high = {"early": (1, 10), "mid": (10, 20), "late": (20, days)}.get(
            (groups.get("part") or "").lower(), (1, days)
        )
        return date(year, month, low), date(year, month, high), Precision.MONTH
    if name.startswith("years"):
        second = groups["long"] or groups.get("short") or ""
        last_year = int(second) if len(second) == 4 else year - year % 100 + int(second)
        return (date(year, 1, 1), date(last_year, 12, 31), Precision.RANGE) if year < last_year < 2100 else None
    return _part_of_year(name, {key: (value or "").lower() for key, value in groups.items()}, year)


def _part_of_year(name: str, groups: dict[str, str], year: int) -> tuple[date, date, Precision]:
    """Bound a quarter, a half, a season, an early or a late, or the whole year."""
    if name in {"quarter", "quarter_after"}:
        quarter = int(groups["q"]) if groups.get("q") else _NTH[groups["nth"]]
        return *_months(year, 3 * quarter - 2, 3 * quarter), Precision.PART
    if name == "half":
        half = int(groups["h"]) if groups.get("h") else _NTH[groups["nth"]]
        return *_months(year, 6 * half - 5, 6 * half), Precision.PART
    if name == "season":
        return *_months(year, *_SEASONS[groups["season"]]), Precision.PART
    if name == "part":
        return *_months(year, *_PARTS[groups["part"]]), Precision.PART
    return *_months(year, 1, 12), Precision.YEAR


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    """Return the first day of one month and the last of another; month 13 is January of the next year."""
    after = date(year + last // 12, last % 12 + 1, 1)
    return date(year, first, 1), after - timedelta(days=1)


def _slashed(year: int, a: int, b: int) -> tuple[date, date, Precision] | None:
    """Read 10/26/2025 the only way it can be, and 3/4/2025 both ways."""
    days = sorted(
        date(year, m, d) for m, d in ((a, b), (b, a)) if m <= 12 and 1 <= d <= calendar.monthrange(year, m)[1]
    )
    if not days:
        return None
    return days[0], days[-1], Precision.DAY if days[0] == days[-1] else Precision.RANGE
