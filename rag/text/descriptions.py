"""Find the name behind a description of a speaker: "its chairman", "the institute", "an analysis in Foreign Affairs".

A description of a person is the one person whom the text gives that office; one of an organisation is the one name
that ends with its noun, or the company that one of the two sentences before opens with. What is written speaks for
whoever is named as its author or its place. Where the text leaves a doubt the description stays as it is.

Not done: an office that the text gives to two people is nobody's; nothing is known of the world outside the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.text.lexicon import DOCUMENT_NOUNS, SAME_NAME, STOPWORDS, word_set
from rag.text.names import find_names
from rag.text.people import ROLE_NOUNS, is_organisation, last_word, opens, overlapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rag.text.people import People
    from rag.types import Span

_HEAD = re.compile(r"^.*?(?=\s(?:of|at|for|from|in|with|to|on|by|who|whose|that|which|given|handed|made|and|or)\s|$)")
_OWNER = re.compile(r"^(?P<owner>.+?)[’']s?\s(?P<thing>.+)$")
_AUTHORED = re.compile(
    r"\s(?:by|from)\s(?P<who>.+)$|\sin\s(?:the )?(?:journal|newspaper|magazine|review)?\s?(?P<where>.+)$"
)
_ROLE_BEFORE = re.compile(r"(?P<role>(?:[\w-]+ ){0,3}[\w-]+),? $")
_ROLE_AFTER = re.compile(
    r", (?:(?:an?|the|one of|his|her|its|their|\w+[’']s) )?"
    r"(?P<role>(?:[\w-]+ ){0,3}?[\w-]+?)(?= (?:of|at|for|in|with)\b|[,.;])"
)
_COMPANY_AFTER = re.compile(r", (?:which|the parent|an? [\w -]{0,40}(?:maker|company|firm))\b")
_COMPANY = word_set("company firm group maker manufacturer operator lender carrier retailer lessor business")
_DEFINITE = re.compile(r"(?:the|this|that|its) ", re.IGNORECASE)
_INDEFINITE = re.compile(r"(?:a|an|one|some|many|several|two|three|another|most|other|few)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A role that a text gives to a person, in lower-case words, and the text around the person's name."""

    role: tuple[str, ...]
    person: str
    beside: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What one text tells of its names: who holds which office, and what is called an institute or a bank."""

    text: str
    names: Sequence[Span]
    people: People
    offices: Sequence[Office]
    called: Mapping[str, frozenset[str]]


def known_of(text: str, names: Sequence[Span], people: People) -> Known:
    """Read a text once for all its descriptions."""
    called: dict[str, set[str]] = {}
    for name in names:
        spelled = text[name.start : name.end]
        if " " in spelled:
            called.setdefault(last_word(spelled).casefold(), set()).add(spelled)
    return Known(
        text=text,
        names=names,
        people=people,
        offices=tuple(_offices(text, names, people)),
        called={noun: frozenset(found) for noun, found in called.items()},
    )


def name_behind(known: Known, description: str, before: Sequence[Span]) -> str:
    """Return the name of whoever is described, or the description where the text does not tell it.

    `before` are the sentences before the description, in order.
    """
    head, owner = _parts(description)
    if not head:
        return description
    if head[-1] in DOCUMENT_NOUNS:
        return _author_of(description) or description
    if _INDEFINITE.match(description):
        return description
    if head[-1] in ROLE_NOUNS:
        return _bearer(known, tuple(head), owner) or description
    if owner is not None or not _DEFINITE.match(description):
        return description
    return _named_for(known, head[-1], before) or description


def tells_who(description: str) -> bool:
    """Say whether a speaker as found names somebody: a name, or a description that holds one."""
    head, _ = _parts(description)
    return bool(find_names(f"– {description}")) and not (head and head[-1] in DOCUMENT_NOUNS)


def is_written(description: str) -> bool:
    """Say whether a description is of something written, which does not speak: a notice, the berth schedule."""
    head, _ = _parts(description)
    return bool(head) and head[-1] in DOCUMENT_NOUNS and not description[0].isupper()


def _parts(description: str) -> tuple[list[str], str | None]:
    """Return the words of the described thing, lower-case and without articles, and its owner."""
    matched = _HEAD.match(description)
    core = matched.group() if matched else description
    owned = _OWNER.match(core)
    core, owner = (owned["thing"], owned["owner"]) if owned else (core, None)
    return [word for word in re.findall(r"[\w-]+", core.casefold()) if word not in STOPWORDS], owner


def _author_of(description: str) -> str | None:
    """Return the name in "an analysis in the journal Foreign Affairs", "a commentary by Lin G": the first one."""
    authored = _AUTHORED.search(description)
    within = f"– {(authored['who'] or authored['where']) if authored else description}"
    names = [within[name.start : name.end] for name in find_names(within)]
    if not names or within[within.index(names[0]) + len(names[0]) :].startswith(("'", "’")):
        return None
    return names[0] if authored and authored["who"] else next((one for one in names[:1] if is_organisation(one)), None)


def _offices(text: str, names: Sequence[Span], people: People) -> Iterator[Office]:
    """Yield what stands as an office before or behind each mention of a person."""
    for name in names:
        spelled = text[name.start : name.end]
        if spelled not in people:
            continue
        beside = text[max(0, name.start - 60) : name.end + 90]
        before = _ROLE_BEFORE.search(text, max(0, name.start - 60), name.start)
        for held in (before, _ROLE_AFTER.match(text, name.end)):
            if held:
                role = tuple(held["role"].casefold().split())
                yield Office(role=role, person=people.full(spelled), beside=beside)


def _bearer(known: Known, role: tuple[str, ...], owner: str | None) -> str | None:
    """Return the one person to whom the text gives a role; for "Sepadan's founder" only one beside that name."""
    found = {
        office.person
        for office in known.offices
        if office.role[-len(role) :] == role
        and (owner is None or not owner[0].isupper() or owner.split()[0] in office.beside)
    }
    return found.pop() if len(found) == 1 else None


def _named_for(known: Known, noun: str, before: Sequence[Span]) -> str | None:
    """Return the one organisation whose name ends with a noun, or for "the company" the one just spoken of."""
    if noun not in _COMPANY:
        called = known.called.get(noun, frozenset())
        return next(iter(called)) if len(called) == 1 else None
    for sentence in reversed(before):
        for name in overlapping(known.names, sentence)[:1]:
            spelled = known.text[name.start : name.end]
            is_opening = opens(known.text, sentence, name) and spelled not in known.people
            return spelled if is_opening and _is_company(known.text, name) else None
    return None


def _is_company(text: str, name: Span) -> bool:
    """Say whether a name is shown to be a company's, by a word in it or by what stands behind it."""
    spelled = text[name.start : name.end]
    return spelled.casefold() not in SAME_NAME and (
        is_organisation(spelled) or _COMPANY_AFTER.match(text, name.end) is not None
    )
