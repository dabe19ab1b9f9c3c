"""Find amounts in text, with their value and unit, so that two texts can be compared number by number.

An amount is digits or number words with what scales it (million, bn) and what it counts where that is a closed set:
percent, percentage points, money by currency, and common measures. "$10-15 billion" is two amounts of one unit.
Approximate amounts ("nearly $15 billion", "more than 30") are marked so.

Not amounts: ordinals, dates (`rag.text.dates`), clock times, numbers inside a name or a code (C919, Section 301,
G-7, Phase One), numbers of telephones and licences, and "one" unless something scales or measures it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from rag.text.dates import date_spans


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """An amount: characters `start` to `end`, its value after scaling, and its unit when it is one we know."""

    start: int
    end: int
    value: float
    unit: str | None
    approximate: bool


_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "mn": 1e6,
    "bn": 1e9,
    "tn": 1e12,
    "m": 1e6,
    "b": 1e9,
    "k": 1e3,
    "t": 1e12,
    "dozen": 12.0,
    "万": 1e4,
    "亿": 1e8,
}
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {
    **{word: float(value) for value, word in enumerate(_ONES.split())},
    **{word: 10.0 * value for value, word in enumerate(_TENS.split(), start=2)},
}
_FRACTIONS = {
    "half": 0.5,
    "one-half": 0.5,
    "a third": 1 / 3,
    "one-third": 1 / 3,
    "one third": 1 / 3,
    "two-thirds": 2 / 3,
    "two thirds": 2 / 3,
    "a quarter": 0.25,
    "one-quarter": 0.25,
    "three-quarters": 0.75,
    "three quarters": 0.75,
    "a fifth": 0.2,
    "one-fifth": 0.2,
}
_SYMBOLS = {"US$": "USD", "C$": "CAD", "A$": "AUD", "HK$": "HKD", "$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY"} | {
    code: code for code in ("USD", "EUR", "GBP", "CNY", "JPY", "RMB")
}
_UNIT_WORDS = {
    "percentage points?": "pp",
    "basis points?": "bp",
    "percent|per cent|pct|%|％": "%",
    "(?:us |u\\.s\\. )?dollars?": "USD",
    "cents?": "cent",
    "euros?": "EUR",
    "pounds? sterling": "GBP",
    "yuan|renminbi|rmb|元": "CNY",
    "yen": "JPY",
    "tonnes?|metric tons?": "tonne",
    "tons?": "ton",
    "barrels?": "barrel",
    "bushels?": "bushel",
    "pounds?": "pound",
    "kilograms?|kg": "kg",
    "kilometers?|kilometres?|km": "km",
    "miles?": "mile",
    "acres?": "acre",
    "hectares?": "hectare",
    "nanometers?|nanometres?|nm": "nm",
    "gigawatts?|gw": "GW",
    "megawatts?|mw": "MW",
    "years?": "year",
    "months?": "month",
    "weeks?": "week",
    "days?": "day",
    "hours?": "hour",
    "minutes?": "minute",
}
_UNIT = re.compile(
    r"[\s-]{0,2}(?:" + "|".join(f"(?P<u{at}>{form})" for at, form in enumerate(_UNIT_WORDS)) + r")(?!\w)",
    re.IGNORECASE,
)
_UNIT_CODES = tuple(_UNIT_WORDS.values())

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_ONE_WORD = "|".join(reversed(_ONES.split()))
_TEN_WORD = "|".join(_TENS.split())
_WORD_NUMBER = rf"(?:(?:{_TEN_WORD})(?:[-\s](?:{'|'.join(_ONES.split()[1:10])}))?|{_ONE_WORD})"
_SCALE = r"(?:[\s-]?(?P<scale>hundred|thousand|million|billion|trillion|dozen|mn|bn|tn|万|亿)|(?P<letter>[mbkt]))(?!\w)"
_AMOUNT = re.compile(
    rf"(?P<money>US\$|C\$|A\$|HK\$|[$€£¥]|\b(?:USD|EUR|GBP|CNY|JPY|RMB)\s?)?"
    # After a dash only a range or a compound ("10-15", "mid-2,000"), never the rest of a telephone number.
    rf"(?:(?P<digits>(?<![\w.,:/*×–—-]){_DIGITS}|(?<=[\w%\s(][-–—−]){_DIGITS})"
    rf"|(?<![\w-])(?P<fraction>{'|'.join(_FRACTIONS)})(?![\w])"
    rf"|(?<![\w-])(?P<words>(?:an?(?=\s(?:hundred|thousand|million|billion|trillion|dozen)\b)|{_WORD_NUMBER}))(?!\w))"
    rf"(?:{_SCALE})?(?:{_SCALE.replace('scale', 'scale2').replace('letter', 'letter2')})?",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b", re.IGNORECASE)
_BROKEN = re.compile(r"[\d:*×/]|[.,:]\d|[-–]\d{5,}|[A-Za-z]")
_APPROXIMATE = re.compile(
    r"(?:about|around|nearly|almost|roughly|some|more than|over|at least|at most|up to|approximately|less than|fewer "
    r"than|under|close to|an estimated|estimated|just over|just under|above|below|as many as|as much as|well over|or "
    r"so|upwards of|~|≈|>|<)\s?(?:US)?[$€£¥]?$",
    re.IGNORECASE,
)
_APPROXIMATE_AFTER = re.compile(r"(?:\+|-plus|\s?or (?:so|more|less))", re.IGNORECASE)
_LABEL_BEFORE = re.compile(
    r"(?:\b(?:Sections?|Articles?|Phase|Chapter|Title|Route|Flight|Number|No\.|Nos\.|Highway|Local|Room|Page|p\.|pp\."
    r"|Interstate|Part|Version|World War|Type|Level|Figure|Table|Volume|Vol\.|Issue|Building|Pier|Berth|Gate|Form"
    r"|Resolution|Rule|Item|Line|Docket|Bill|Channel|Boeing|Airbus|iPhone|Windows|Grade|Class|Category|Tier|Day)"
    r"|[A-Z]\w*-|\b[A-Z])\s?$"
)
_MINUS = re.compile(r"(?:(?<![\w\d])[-−]|\b(?:minus|negative)\s)$", re.IGNORECASE)
_RANGE_LINK = re.compile(r"\s?(?:-|–|—|to|or|and)\s?", re.IGNORECASE)


def find_quantities(text: str) -> list[Quantity]:
    """Return the amounts in order of place; those of a range share the unit and the scale that stand behind it."""
    taken = bytearray(len(text))
    for start, end in date_spans(text):
        taken[start:end] = b"\1" * (end - start)
    found: list[_Found] = []
    for match in _AMOUNT.finditer(text):
        if not any(taken[match.start() : match.end()]):
            one = _read(text, match)
            if one is not None:
                found.append(one)
    for one, two in pairwise(found):
        if _RANGE_LINK.fullmatch(text, one.end, two.start):
            one.take_from(two)
    return [one.quantity(text) for one in found if one.counts]


@dataclass(slots=True)
class _Found:
    """One amount while its range partner is still to be seen."""

    start: int
    end: int
    number: float
    scale: float
    unit: str | None
    is_lone_one: bool

    @property
    def counts(self) -> bool:
        return not self.is_lone_one or self.scale != 1 or self.unit is not None

    def take_from(self, right: _Found) -> None:
        """Read "10 to 15 percent" and "$10-15 billion" as two amounts of one unit and one scale."""
        if self.unit is None:
            self.unit = right.unit
        elif right.unit is None:
            right.unit = self.unit
        if self.scale == 1 and right.scale != 1 and self.number < 1000 and self.number <= right.number:
            self.scale = right.scale

    def quantity(self, text: str) -> Quantity:
        before = text[max(0, self.start - 24) : self.start]
        approximate = bool(_APPROXIMATE.search(before) or _APPROXIMATE_AFTER.match(text, self.end))
        # Rounded, so that 2.36 billion is the same float however it is written.
        value = round(self.number * self.scale, 6)
        return Quantity(start=self.start, end=self.end, value=value, unit=self.unit, approximate=approximate)


def _read(text: str, match: re.Match[str]) -> _Found | None:
    """Turn one match into an amount; None when it is an ordinal, a code, a time or part of something longer."""
    start, end = match.span()
    before = text[max(0, start - 16) : start]
    if match["letter"] and not match["money"]:
        end = match.start("letter")  # "5m" is money or metres; only money scales by a letter
    if _ORDINAL.match(text, end) or _LABEL_BEFORE.search(before):
        return None
    unit_match = _UNIT.match(text, end)
    if unit_match is None and _BROKEN.match(text, end):
        return None
    if match["digits"] and (re.match(r"0\d", match["digits"]) or re.search(r"\d{3}[-–]$", before)):
        return None
    unit = _SYMBOLS.get((match["money"] or "").strip().upper(), None) if match["money"] else None
    if unit_match is not None and (unit is None or unit_match.lastgroup is None):
        unit = _UNIT_CODES[int((unit_match.lastgroup or "u0")[1:])]
        end = unit_match.end()
    unit = "CNY" if unit == "RMB" else unit
    number = _number(match)
    scale = _scale(match)
    if match["digits"] and _MINUS.search(before):
        number = -number
    is_lone_one = (match["words"] or "").casefold() in {"one", "a", "an"}
    return _Found(start, end, number, scale, unit, is_lone_one)


def _number(match: re.Match[str]) -> float:
    if match["digits"]:
        return float(match["digits"].replace(",", ""))
    if match["fraction"]:
        return _FRACTIONS[match["fraction"].casefold()]
    parts = re.split(r"[-\s]", match["words"].casefold())
    return 1.0 if parts[0] in {"a", "an"} else sum(_WORDS[part] for part in parts)


def _scale(match: re.Match[str]) -> float:
    scale = 1.0
    for name in ("scale", "scale2"):
        if match[name]:
            scale *= _SCALES[match[name].casefold()]
    if match["letter"] and match["money"]:
        scale *= _SCALES[match["letter"].casefold()]
    return scale
