"""The people named in a byline: names only, never an outlet, a desk or a date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEAD = re.compile(
    r"^\W*(?:(?:written|words|story|text|reporting|report|analysis|opinion|interview|interviewed|posted"
    r"|published|updated|reviewed|propos recueillis)\s+)?"
    r"(?:(?:words|text|texte|texto|autor(?:in|a)?)\s*:\s*|(?:by|authors?|par|por|von|di|door|af|av)(?:\s*:\s*|\s+)|(?-i:By(?=[A-Z][a-z])))",
    re.IGNORECASE,
)
_INNER_LEAD = re.compile(r"(?:^|[\s|·•,])(?:[Bb]y|BY)\s*:?\s+(?=[A-ZÀ-Þ])")
_TRADE_TAIL = re.compile(
    r"(?:,? (?:founder|editor|writer|reporter|correspondent|contributor|author|sponsored|staff|columnist"
    r"|producer|reviewer"
    r"|(?:lead|senior|chief|managing|deputy|contributing|staff|associate) .*))+$",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\s*[|•·\t]\s*|\s+[-–—]\s+|(?<=[a-z])(?=Published|Updated|Posted|Follow"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d)|\s+\d|\s*(?:,\s*)?\b(?:updated"
    r"|published|posted|last updated|in [A-Z]"
    r"|for (?:the )?[A-Z]|on [A-Z]"
    r"|is (?:a|an|the)\b|photograph\w*|\d{1,2}[:./]\d\d|\d{1,2} [A-Z][a-z]{2}|(?:Jan|Feb|Mar|Apr|May|Jun"
    r"|Jul|Aug|Sep|Oct|Nov|Dec)"
    r"[a-z]*\.? \d|\d{4})",
)
_SPLIT = re.compile(r"\s*(?:,|;|&|\band\b|\bAND\b|\bund\b|\be\b|\bet\b|\by\b|\bwith\b)\s*")
_NAME = re.compile(
    r"^(?:(?:Dr|Prof|Sir|Dame|Lord|Mr|Mrs|Ms|Rev|Gen|Col|Capt|Amb)\.? )?"
    r"[A-ZÀ-ÞŁŚŽČŞ][\w'’.\-]*(?: (?:(?:de|da|do|dos|van|von|der|den|del|della|di|la|le|el|al|bin|ibn|ben"
    r"|ter|du|y|e)\b ?)*"
    r"[A-ZÀ-ÞŁŚŽČŞ][\w'’.\-]*){1,4}$"
)
_DESK_WORDS = """
admin agencies agency all analysis anonymous articles? associate associated association blog board bureau center
certified chief clinic clinician comments? company concierge consultant contact contributors? copy corporation
correspondents? daily department deputy desk development digital editorial editors? email engagement facebook
facts foundation gazette get getty global group guardian guide herald inc insights institute journal link
linkedin log ltd magazine managing media member minutes? my network news newswire office official online opinion
our partners policy post posted press published radio read reading recent reporters? reuters reviewed reviews?
science security senior service share shop sign skills source sponsored staff started store strategy tags? team
the thoughts time times tips today trial tribune tv undefined understanding university unknown updated updates
us verified views? we weblog weddings? wire written your
"""
_NOT_PEOPLE = re.compile(rf"\b(?:{'|'.join(_DESK_WORDS.split())})\b", re.IGNORECASE)
"""Words of desks, trades, buttons and sections: a name that holds one is no person's."""


def names_in_byline(text: str) -> list[str]:
    """Return the people that a byline names, in order; a byline of an agency or a desk names nobody.

    `By GAO CHENG and BU YANJUN | China Daily Global | Updated: 2025-08-01` -> `["GAO CHENG", "BU YANJUN"]`.
    """
    lead = _LEAD.match(text) or _INNER_LEAD.search(text)
    rest = text[lead.end() :] if lead else text.strip(" •*·-–—|\t>#")
    rest = re.sub(r"\*\*|__|[*_\[\]]", "", rest)
    head = next((part for part in _parts(rest) if part.strip()), "")
    names: list[str] = []
    for part in _SPLIT.split(head):
        name = _undoubled(_TRADE_TAIL.sub("", part.strip(" .,:()")))
        if _NAME.match(name) and not _NOT_PEOPLE.search(name) and len(name) < 50 and name not in names:
            names.append(name)
    return names


def _parts(text: str) -> Iterator[str]:
    """Yield what stands between the cuts of a byline; nobody asks for more than the first few words."""
    start = 0
    for cut in _CUT.finditer(text):
        yield text[start : cut.start()]
        start = cut.end()
    yield text[start:]


def _undoubled(name: str) -> str:
    """Return a name once that a page says twice, as a picture's text and as a link: `Ann Lee Ann Lee` -> `Ann Lee`."""
    words = name.split()
    half = len(words) // 2
    return " ".join(words[:half]) if len(words) > 1 and words[:half] == words[half:] else name


def cased_as_in(name: str, text: str) -> str:
    """Return a name in capitals as the text writes it elsewhere, else with capital initials."""
    if not name.isupper() or len(name) < 4:
        return name
    found = re.search(rf"\b{re.escape(name)}\b", re.sub(rf"\b{re.escape(name)}\b", " ", text), re.IGNORECASE)
    return (
        found[0]
        if found
        else " ".join(re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), word) for word in name.split())
    )


def is_desk(text: str) -> bool:
    """Say whether a byline names a desk, an agency or a role rather than a person: `News Desk`, `admin`."""
    return _NOT_PEOPLE.search(text) is not None


def is_worded(name: str, page: str) -> bool:
    """Say whether every word of a name stands in small letters somewhere on its page, as a button's or section's do.

    `Start Free Trial` is no person where the page says that a trial is free to start.
    """
    # Most surnames stand nowhere in small letters: the first that does not settles it.
    return all(_stands_small(word.lower(), page) for word in re.findall(r"[^\W\d_]{3,}", name))


_SMALL_WORD = re.compile(r"[^\W\d_A-Z]{3,}")
_JOINS_BEFORE, _JOINS_AFTER = frozenset("_@./-"), frozenset("_@")


def _stands_small(word: str, page: str) -> bool:
    """Say whether a word stands on its page in small letters, and in no address, handle or compound."""
    place = page.find(word) if _SMALL_WORD.fullmatch(word) else -1
    while place >= 0:
        before, after = page[place - 1 : place], page[place + len(word) : place + len(word) + 1]
        if not (before.isalnum() or before in _JOINS_BEFORE or after.isalnum() or after in _JOINS_AFTER):
            return True
        place = page.find(word, place + 1)
    return False
