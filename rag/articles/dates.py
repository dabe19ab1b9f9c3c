"""Dates as pages write them, and the ISO form of each; a date that cannot be read is no date.

Months are known by name in the languages of most Western pages. An all-number date is read only where it is certain:
year first, or a day above twelve; `04/11/2025` is left unknown, since half the world reads it otherwise.
"""

from __future__ import annotations

import datetime as dt
import re

_NAMES = (
    "january|jan|enero|janeiro|janvier|januar|gennaio|januari|jänner",
    "february|feb|febrero|fevereiro|fev|février|févr|februar|febbraio|februari",
    "march|mar|marzo|março|mars|märz|maart",
    "april|apr|abril|abr|avril|avr|aprile",
    "may|mayo|maio|mai|maggio|mei",
    "june|jun|junio|junho|juin|juni|giugno",
    "july|jul|julio|julho|juillet|juil|juli|luglio",
    "august|aug|agosto|ago|août|augustus",
    "september|sept|sep|septiembre|setembro|septembre|settembre",
    "october|oct|octubre|outubro|octobre|oktober|okt|ottobre",
    "november|nov|noviembre|novembro|novembre",
    "december|dec|diciembre|dezembro|décembre|déc|dezember|dez|dicembre",
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split("|")}
_MONTH = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_HAS_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR = r"((?:19|20)\d\d)(?!\d)"
_PATTERNS = (
    (re.compile(rf"(?<!\d){_YEAR[:-6]}[-/.](\d\d?)[-/.](\d\d?)(?!\d)"), "ymd"),
    (re.compile(rf"(?<!\d){_YEAR[:-6]}年(\d\d?)月(\d\d?)日"), "ymd"),
    (
        re.compile(
            rf"(?<!\d)(\d\d?)(?:st|nd|rd|th|º|\.)?,?\s+(?:de\s+|of\s+)?{_MONTH},?\s+(?:de\s+|del\s+)?{_YEAR}",
            re.IGNORECASE,
        ),
        "dMy",
    ),
    (re.compile(rf"\b{_MONTH}\s+(\d\d?)(?:st|nd|rd|th)?,?\s+\(?{_YEAR}", re.IGNORECASE), "Mdy"),
    (re.compile(rf"(?<!\d)(\d\d?)[-\s]{_MONTH}[-\s]{_YEAR}", re.IGNORECASE), "dMy"),
    (re.compile(rf"(?<![\d/.-])(\d\d?)[/.-](\d\d?)[/.-]{_YEAR}"), "??y"),
)
_IN_URL = re.compile(r"/((?:19|20)\d\d)(?:/|-)?(0[1-9]|1[0-2])(?:/|-)?([0-2]\d|3[01])(?=[/_\-]|$)")
_MONTH_IN_URL = re.compile(
    rf"/((?:19|20)\d\d)/({'|'.join(sorted(_MONTHS, key=len, reverse=True))}|0?[1-9]|1[0-2])/(\d\d?)/", re.IGNORECASE
)


def find_date(text: str) -> str | None:
    """Return the first full date of a text as YYYY-MM-DD.

    `Updated: 2025-08-01 08:12` -> `2025-08-01`; `25 Jun 2023 23:29` -> `2023-06-25`.
    """
    if not _HAS_YEAR.search(text):
        return None
    best: tuple[int, str] | None = None
    for pattern, order in _PATTERNS:
        for match in pattern.finditer(text):
            day = _read(match, order)
            if day and (best is None or match.start() < best[0]):
                best = (match.start(), day)
            break
    return best[1] if best else None


def _read(match: re.Match[str], order: str) -> str | None:
    parts = match.groups()
    if order == "ymd":
        year, month, day = (int(part) for part in parts)
    elif order == "dMy":
        day, month, year = int(parts[0]), _MONTHS[parts[1].lower()], int(parts[2])
    elif order == "Mdy":
        month, day, year = _MONTHS[parts[0].lower()], int(parts[1]), int(parts[2])
    else:
        first, second, year = (int(part) for part in parts)
        if first > 12 >= second or first == second:
            day, month = first, second
        elif second > 12 >= first:
            month, day = first, second
        else:
            return None
    return iso_day(year, month, day)


def iso_day(year: int, month: int, day: int) -> str | None:
    """Return a day as YYYY-MM-DD, or None where the calendar has no such day."""
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def date_in_url(url: str) -> str | None:
    """Return the day that an address carries in its path: `/2025/04/11/` -> `2025-04-11`."""
    if found := _IN_URL.search(url):
        return iso_day(*(int(part) for part in found.groups()))
    if found := _MONTH_IN_URL.search(url):
        month = found[2].lower()
        return iso_day(int(found[1]), _MONTHS.get(month) or int(month), int(found[3]))
    return None
