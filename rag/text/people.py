"""Tell the people among a text's names, their full names, and whom a 'he' or 'she' stands for.

A name is a person's when the text shows it: a title, a trade or a friend before it, a 'who' behind it, a 'he' that
takes it up. A pronoun is the person whom the nearest sentence before is about; where that sentence leaves two to
choose from, nobody is better than the wrong one.

Not done: no list of given names, so nobody's gender is known but by 'Ms', 'chairwoman' or a pronoun that takes the
name up; no pronouns but he and she.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from rag.text.lexicon import (
    GENERIC_TAILS,
    ORGANISATION_TAILS,
    PERSON_NOUNS,
    QUOTE_VERBS,
    SAME_NAME,
    TITLE_MODIFIERS,
    TITLE_WORDS,
    word_set,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rag.types import Span

ROLE_NOUNS = TITLE_WORDS | PERSON_NOUNS
"""Nouns for somebody in an office or a trade, or somebody's kin."""

_ROLE = "|".join(sorted(ROLE_NOUNS, key=len, reverse=True))
_MODIFIER = "|".join(sorted(TITLE_MODIFIERS, key=len, reverse=True))
_ROLE_BEFORE = re.compile(
    rf"\b(?:{_ROLE})\.?(?: (?:of|for|at|with|in) (?:the )?(?-i:[A-Z])[\w’'&.-]*(?: (?-i:[A-Z])[\w’'&.-]*){{0,4}})?,? $",
    re.IGNORECASE,
)
_ROLE_AFTER = re.compile(
    rf", (?:(?:an?|the|one of|his|her|its|their|(?-i:[A-Z])[\w-]+[’']s) )?(?:[\w’'-]+ ){{0,4}}?(?:{_ROLE})s?\b"
    r"(?![’']| (?-i:[A-Z]))",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"\b(?:in|at|from|near|outside|of|firm|company|consultancy|maker|broadcaster|house|town|city|ship|carrier|the) $",
    re.IGNORECASE,
)
_WHO_AFTER = re.compile(r",? who\b")
_SAYS_AFTER = re.compile(
    rf" (?:has |had |also |then )?(?:{'|'.join(sorted(QUOTE_VERBS, key=len, reverse=True))}|thinks|points out)\b"
)
_SAYS_LATER = re.compile(r", (?=[a-z])[^.“”\"\n]{3,90}, (?:said|says|told|added|argues|warned)\b")
_SAYS_BEFORE = re.compile(r"[,”\"] (?:said|says|added|adds|asked|warned) $")
_HE_AFTER = re.compile(r" [^.“”\"\n,]{0,40}?\b(?P<he>he|she)\b")
_NEXT_HE = re.compile(r"(?:[A-Z][^.,“”\"\n]{0,30}, )?(?P<he>[Hh]e|[Ss]he)\b")
_HE_TITLE = re.compile(
    r"\b(?P<he>mr|chairman|spokesman|congressman|sir|lord|king|prince|pope|brother|father|husband|son|uncle)\b\.?,? $"
    r"|\b(?:mrs|ms|chairwoman|spokeswoman|congresswoman|lady|queen|sister|mother|wife|daughter|aunt)\b\.?,? $",
    re.IGNORECASE,
)
_CREDENTIALS = word_set("phd md dds rd rn mba jr sr esq ceo cfo cto coo mp mep qc kc")
_NOBODY = (
    _CREDENTIALS | frozenset(SAME_NAME) | GENERIC_TAILS | {word for name in SAME_NAME.values() for word in name.split()}
)
_LEAD = re.compile(r"(?:[A-Z][^.:;“”\"\n]{0,60}, |[^\w]+|[A-Z][A-Z .,]+ [-–—] )")
_APPOSED = re.compile(
    rf"(?:(?:the|an?|its|his|her|their|my|our|{_MODIFIER}|[\w-]+[’']s) )*"
    r"(?:(?!(?:he|she|they|it|we|i|was|is|are|were|said|met|told|asked|with|by|of|to)\b)(?-i:[A-Z])[\w.'’&-]* ){0,6}"
    r"(?:(?!(?:was|is|are|were|said|met|told|asked|with|by|of|to)\b)[\w-]+ ){0,2}"
    rf"(?:{_ROLE})\.?,? ",
    re.IGNORECASE,
)
"""What may stand before a name that opens its sentence: "On Monday, ", "White House Press Secretary "."""

LONGEST_OPENING = 140
"""Characters before a name that still opens its sentence: an adjunct and an office take no more."""

MOST_RIVALS = 20
"""Names on either side that may rival the one a pronoun takes up: a sentence of more is a list."""

MOST_NAMES = 3
"""Words of a person's full name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The people of one text by the last word of their names."""

    full_names: Mapping[str, str]
    first_names: Mapping[str, str]
    pronouns: Mapping[str, str]

    def __contains__(self, name: str) -> bool:
        """Say whether a name, as written, is a person's."""
        return last_word(name) in self.full_names or name in self.first_names

    def full(self, name: str) -> str:
        """Return a person's full name for a name as written; other names, and two people of one name, as they are."""
        full = self.full_names.get(last_word(name)) or self.first_names.get(name)
        return full if len(name.split()) == 1 and full else name

    def fits(self, name: str, pronoun: str) -> bool:
        """Say whether nothing in the text speaks against a 'he' or 'she' (or an empty string) for a person."""
        return not pronoun or self.pronouns.get(last_word(self.full(name)), pronoun) == pronoun


def last_word(name: str) -> str:
    """Return the word by which a person is named for the second time."""
    return name.rpartition(" ")[2]


def find_people(text: str, sentences: Sequence[Span], names: Sequence[Span]) -> People:
    """Read off a text which of its names are people's."""
    written: dict[str, Counter[str]] = {}
    votes: dict[str, Counter[str]] = {}
    for at, name in enumerate(names):
        spelled = text[name.start : name.end]
        last = last_word(spelled)
        written.setdefault(last, Counter())[spelled] += 1
        he = _pronoun_for(text, at, names, sentences)
        if he or _is_shown(text, name):
            votes.setdefault(last, Counter())[he or ""] += 1
    people = {last for last in votes if last.casefold().replace(".", "") not in _NOBODY}
    full_names = {last: _fullest(written[last]) for last in people}
    return People(
        full_names=full_names,
        first_names=_first_names(full_names, written),
        pronouns={last: he for last in people if (he := _only(votes[last]))},
    )


def person_before(
    text: str, sentences: Sequence[Span], names: Sequence[Span], people: People, pronoun: str
) -> str | None:
    """Return the person whom the nearest of these sentences to name one is about.

    That is the only person it names whom the pronoun fits, or the one it opens with; None when it is not clear.
    """
    for sentence in reversed(sentences):
        found = [
            name
            for name in overlapping(names, sentence)
            if (spelled := text[name.start : name.end]) in people and people.fits(spelled, pronoun)
        ]
        if not found:
            continue
        first = text[found[0].start : found[0].end]
        named = {last_word(text[name.start : name.end]) for name in [*found, *_full_names(text, sentence, names)]}
        if len(named) == 1:
            return first
        is_joined = len(found) > 1 and text[found[0].end : found[1].start].strip() in {"and", "or", "&"}
        return first if opens(text, sentence, found[0]) and not is_joined else None
    return None


def full_name_before(text: str, names: Sequence[Span], before: int, last: str) -> str | None:
    """Return the one full name before a place that ends with a word, for a person whom nothing else shows."""
    found = {
        spelled
        for name in names
        if name.end <= before
        and (spelled := text[name.start : name.end]).endswith(f" {last}")
        and len(spelled.split()) <= MOST_NAMES
        and not is_organisation(spelled)
        and not _is_placed(text, name)
    }
    return found.pop() if len(found) == 1 else None


def opens(text: str, sentence: Span, name: Span) -> bool:
    """Say whether a name is what its sentence is about: nothing but its own title, or an adjunct, stands before it."""
    if text.startswith(("'s", "’s"), name.end):
        return False
    before = text[sentence.start : min(name.start, sentence.start + LONGEST_OPENING + 1)]
    if len(before) > LONGEST_OPENING:
        return False
    lead = _LEAD.match(before)
    rests = {before, before[lead.end() :] if lead else before}
    return any(not rest or _APPOSED.fullmatch(rest) for rest in rests)


class _Placed(Protocol):
    """Anything that stands somewhere in a text."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


Placed = TypeVar("Placed", bound=_Placed)


def overlapping(placed: Sequence[Placed], within: Span) -> Sequence[Placed]:
    """Return those of some things, in order and apart from one another, that share a character with a span."""
    first = bisect_right(placed, within.start, key=lambda one: one.end)
    return placed[first : bisect_left(placed, within.end, key=lambda one: one.start)]


def is_organisation(name: str) -> bool:
    """Say whether a name tells that it is an organisation's: Pelham Crest Capital, the Meridian Trade Institute."""
    return any(word.casefold().strip(".,") in ORGANISATION_TAILS for word in name.split())


def _is_shown(text: str, name: Span) -> bool:
    """Say whether what stands around one mention shows a person."""
    spelled = text[name.start : name.end]
    if _WHO_AFTER.match(text, name.end):
        return " " in spelled or not spelled.endswith("s")
    if is_organisation(spelled) or _is_placed(text, name) or spelled[-1].isdigit():
        return False
    if _ROLE_BEFORE.search(text, max(0, name.start - 60), name.start) or _ROLE_AFTER.match(text, name.end):
        return True
    said = (
        _SAYS_AFTER.match(text, name.end)
        or _SAYS_LATER.match(text, name.end)
        or _SAYS_BEFORE.search(text, max(0, name.start - 12), name.start)
    )
    return said is not None and len(spelled.split()) > 1


def _pronoun_for(text: str, at_name: int, names: Sequence[Span], sentences: Sequence[Span]) -> str | None:
    """Return the 'he' or 'she' that one mention is given: by a title, or taken up behind it before another name."""
    name = names[at_name]
    until = names[at_name + 1].start if at_name + 1 < len(names) else len(text)
    if is_organisation(text[name.start : name.end]):
        return None
    titled = _HE_TITLE.search(text, max(0, name.start - 30), name.start)
    if titled:
        return "he" if titled["he"] else "she"
    if after := _HE_AFTER.match(text, name.end, until):
        return after["he"]
    at = bisect_right(sentences, name.start, key=lambda one: one.start)
    if not 0 < at < len(sentences) or "\n" in text[name.end : sentences[at].start]:
        return None
    taken_up = _NEXT_HE.match(text, sentences[at].start)
    if not taken_up or " " not in text[name.start : name.end] or _is_placed(text, name):
        return None
    near = names[max(0, at_name - MOST_RIVALS) : at_name + MOST_RIVALS]
    is_clear = opens(text, sentences[at - 1], name) or len(_full_names(text, sentences[at - 1], near)) == 1
    return taken_up["he"].casefold() if is_clear else None


def _full_names(text: str, sentence: Span, names: Sequence[Span]) -> list[Span]:
    """Return the names of two words or more in a sentence that may be a person's."""
    return [
        name
        for name in overlapping(names, sentence)
        if " " in (spelled := text[name.start : name.end])
        and not is_organisation(spelled)
        and not _is_placed(text, name)
    ]


def _is_placed(text: str, name: Span) -> bool:
    """Say whether what stands before a name makes it a place's or a company's."""
    return _PLACED.search(text, max(0, name.start - 15), name.start) is not None


def _fullest(written: Counter[str]) -> str:
    """Return the longest spelling of a name; none when two given names share it."""
    longest = sorted((name for name in written if len(name.split()) > 1), key=lambda name: (-len(name), name))
    if not longest:
        return ""
    words = set(longest[0].split())
    return longest[0] if all(set(name.split()) <= words for name in longest) else ""


def _first_names(full_names: Mapping[str, str], written: Mapping[str, Counter[str]]) -> dict[str, str]:
    """Return the full names by their first words, where a text uses one alone, as of Wei Zhaolin: "Wei said"."""
    first = Counter(full.split()[0] for full in full_names.values() if full)
    return {
        start: full
        for full in full_names.values()
        if full and first[start := full.split()[0]] == 1 and set(written.get(start, ())) == {start}
    }


def _only(votes: Counter[str]) -> str | None:
    """Return the pronoun that a name was given each time it was given one."""
    given = [he for he in votes if he]
    return given[0] if len(given) == 1 else None
