"""Find names by their capitals, and say when two of them may mean the same.

A name is a run of capitalised words, with small words inside where an organisation's name has them (the Ministry of
Commerce). Titles part from the person they stand before: "White House Press Secretary Karoline Leavitt" holds "White
House" and "Karoline Leavitt". A capital that only opens a sentence is no name.

Not done: no model and no gazetteer, so nothing here knows a person from a place; scripts without capitals have no
names here; headlines in capitals throughout are passed over.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rag.text.lexicon import (
    GENERIC_TAILS,
    ING_NAMES,
    NAME_LINKS,
    NEVER_NAMES,
    ORGANISATION_HEADS,
    PLACE_PREFIXES,
    SAME_NAME,
    SURNAMES_FIRST,
    TITLE_MODIFIERS,
    TITLE_WORDS,
)
from rag.text.sentences import sentence_spans
from rag.text.words import words
from rag.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|[A-Z]\.(?=\s[A-Z])|[^\W_]+(?:['’](?!s\b)[^\W_]+)*(?:[-‑&](?=[^\W_])[^\W_]+)*|\d+"
)
_GAP = re.compile(r"(?:['’]s)?[ \xa0]|['’][ \xa0]?")
_POSSESSIVE = re.compile(r"['’]s?(?!\w)")


KEPT_NAMES = 16_384
"""Names whose keys are kept: a question's are compared with every name of the passages found."""

KEPT_TEXTS = 4096
"""Texts whose names are kept, most of them sentences: whoever asks about a sentence asks for its names, one by one."""


def find_names(text: str) -> list[Span]:
    """Return the names in order of place, none overlapping, possessive endings left out."""
    return list(_names_in(text))


@lru_cache(maxsize=KEPT_TEXTS)
def _names_in(text: str) -> tuple[Span, ...]:
    lowered = _lower_words(text)
    return tuple(
        name
        for start, end in sentence_spans(text)
        if not _shouts(text[start:end])
        for run in _runs(text, start, end)
        for name in _names_of(text, _without_opening(text, run, start, lowered))
    )


@lru_cache(maxsize=KEPT_NAMES)
def name_key(text: str) -> str:
    """Return one name in the form in which names are compared: folded, without titles, "U.S." as "united states"."""
    kept = [word for word in words(text) if word != "the"]
    while len(kept) > 1 and (kept[0] in TITLE_WORDS or (kept[0] in TITLE_MODIFIERS and kept[1] in TITLE_WORDS)):
        kept.pop(0)
    key = " ".join(kept)
    return SAME_NAME.get(key, key)


def same_name(one: str, two: str) -> bool:
    """Say whether two names may mean the same: equal keys, a surname alone, or an organisation's initials."""
    keys = sorted((name_key(one), name_key(two)), key=len)
    short, full = keys[0].split(), keys[1].split()
    if short == full:
        return True
    if not short:
        return False
    initials = "".join(word[0] for word in full if word not in NAME_LINKS)
    if len(short) == 1 and len(full) > 1 and short[0] == initials:
        return True
    if len(full) == 2 and short == full[:1] and short[0] in SURNAMES_FIRST:
        return True
    # A surname for a whole name: Greer for Jamieson Greer; not Korea for South Korea.
    heads = full[: len(full) - len(short)]
    if short[0] in GENERIC_TAILS:
        return False
    return full[-len(short) :] == short and not any(word in PLACE_PREFIXES or word in SAME_NAME for word in heads)


@lru_cache(maxsize=64)
def _lower_words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"(?<![\w'’-])[^\W\d_A-Z][^\W\d_A-Z]+", text))


def _shouts(sentence: str) -> bool:
    """Say whether a line is written in capitals throughout, where they tell nothing."""
    letters = "".join(filter(str.isalpha, sentence))
    return len(letters) > 12 and sum(map(str.isupper, letters)) > 0.8 * len(letters)


def _runs(text: str, start: int, end: int) -> Iterator[list[Span]]:
    """Yield runs of capitalised tokens, linking words among them, that nothing but a blank parts."""
    run: list[Span] = []
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        is_capital = word[0].isupper() or (len(word) > 1 and word[0].islower() and word[1].isupper())
        if not run and not is_capital:
            continue
        token = Span(match.start(), match.end())
        joined = bool(run) and _GAP.fullmatch(text, run[-1].end, token.start) is not None
        is_number = word.isdigit() and joined and len(word) <= 4
        if joined and (is_capital or is_number or word.casefold() in NAME_LINKS):
            run.append(token)
        else:
            yield from _closed(text, run)
            run = [token] if is_capital else []
    yield from _closed(text, run)


def _closed(text: str, run: list[Span]) -> Iterator[list[Span]]:
    """Drop the linking words at a run's end and part it where they do not belong inside a name."""
    part: list[Span] = []
    links: list[Span] = []
    for token in run:
        word = text[token.start : token.end]
        if word in NAME_LINKS and part:
            links.append(token)
            continue
        if links and not _may_link(text, part, links):
            yield part
            part = []
        elif links:
            part += links
        links = []
        # "China's Ministry": what owns and what is owned are two names.
        if part and _POSSESSIVE.match(text, part[-1].end):
            yield part
            part = []
        part.append(token)
    if part:
        yield part


def _may_link(text: str, part: list[Span], links: list[Span]) -> bool:
    """Say whether small words join what stands around them into one name."""
    joined = [text[link.start : link.end] for link in links]
    before = [text[token.start : token.end].casefold() for token in part]
    if "and" in joined or "for" in joined:
        return (
            joined in (["and"], ["for"])
            and any(word in ORGANISATION_HEADS for word in before[:2])
            and ("of" in before or "for" in joined)
        )
    if joined[0] == "of":
        if before[-1] in TITLE_WORDS:
            return True
        return len(joined) <= 2 and (before[-1] in ORGANISATION_HEADS or before[0] in ORGANISATION_HEADS)
    return len(joined) == 1 and joined[0] not in {"the", "e", "y"}


def _without_opening(text: str, run: list[Span], sentence_start: int, lowered: frozenset[str]) -> list[Span]:
    """Drop words that owe their capital to the sentence they open, and those that are never names."""
    kept = list(run)
    while kept:
        first = text[kept[0].start : kept[0].end]
        opens = not any(char.isalnum() for char in text[sentence_start : kept[0].start])
        if not (
            first.isdigit() or first in NAME_LINKS or _is_common(first, lowered, opens=opens, alone=len(kept) == 1)
        ):
            break
        kept.pop(0)
    return kept


def _is_common(word: str, lowered: frozenset[str], *, opens: bool, alone: bool) -> bool:
    """Say whether a capitalised word is no name here."""
    folded = re.split("['’]", word.casefold())[0]
    if word in {"US", "WHO"} or (word == "IT" and not opens):
        return False
    if folded in NEVER_NAMES:
        return opens or word != word.upper() or len(word) == 1
    if not opens or folded in ING_NAMES:
        return False
    if folded == "new" and not alone:
        return False
    return folded.endswith(("ing", "ly", "ed") if alone else "ing") or (
        folded in lowered and (alone or folded.endswith("ed"))
    )


def _names_of(text: str, run: list[Span]) -> Iterator[Span]:
    """Part a run at the titles in it: what stands before an office, and the person who holds it."""
    part: list[Span] = []
    skip = 0
    for at, token in enumerate(run):
        word = text[token.start : token.end].casefold()
        if skip or (not part and text[token.start : token.end] in NAME_LINKS):
            skip = max(0, skip - 1)
        elif word in TITLE_WORDS:
            while part and text[part[-1].start : part[-1].end].casefold() in TITLE_MODIFIERS:
                part.pop()
            if part:
                yield Span(part[0].start, part[-1].end)
            part = []
            skip = _office_tail(text, run, at)
        else:
            part.append(token)
    if part and not (len(part) == 1 and text[part[0].start : part[0].end] == "New"):
        yield Span(part[0].start, part[-1].end)


def _office_tail(text: str, run: list[Span], at: int) -> int:
    """Count the words after a title that belong to the office: the 'of State' in Secretary of State Marco Rubio."""
    following = [text[token.start : token.end].casefold() for token in run[at + 1 : at + 4]]
    if following[:1] != ["of"]:
        return 0
    office = 2 if following[1:2] == ["the"] else 1
    return office + 1 if len(following) > office and following[office] in TITLE_MODIFIERS else 0
