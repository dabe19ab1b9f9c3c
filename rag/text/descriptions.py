"""Find the name behind a description of a speaker: "its chairman", "the institute", "an analysis in Foreign Affairs".

A description of a person is the one person whom the text gives that office; one of an organisation is the one name
that ends with its noun, or the company that one of the two sentences before opens with. What is written speaks for
whoever is named as its author or its place. Where the text leaves a doubt the description stays as it is.

Not done: an office that the text gives to two people is nobody's; nothing is known of the world outside the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.text.lexicon import DOCUMENT_NOUNS, SAME_NAME, STOPWORDS, word_set
from rag.text.names import find_names
from rag.text.people import ROLE_NOUNS, is_organisation, last_word, opens, overlapping

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.text.people import People
    from rag.types import Span

_HEAD = re.compile(r"^.*?(?=\s(?:of|at|for|from|in|with|to|on|by|who|whose|that|which|given|handed|made|and|or)\s|$)")
_OWNER = re.compile(r"^(?P<owner>.+?)[’']s?\s(?P<thing>.+)$")
_AUTHORED = re.compile(r"\s(?:by|of|in|from|published in)\s(?P<who>.+)$")
_ROLE_BEFORE = re.compile(r"(?P<role>(?:[\w-]+ ){0,3}[\w-]+),? $")
_ROLE_AFTER = re.compile(
    r", (?:(?:an?|the|one of|his|her|its|their|\w+[’']s) )?(?P<role>(?:[\w-]+ ){0,3}[\w-]+?)(?= (?:of|at|for|in|with)\b|[,.;])"
)
_COMPANY = word_set("company firm group maker manufacturer operator lender carrier retailer lessor business")
_INDEFINITE = re.compile(r"(?:a|an|one|some|many|several|two|three|another|most|other|few)\s", re.IGNORECASE)


def name_behind(text: str, description: str, *, before: Sequence[Span], names: Sequence[Span], people: People) -> str:
    """Return the name of whoever is described, or the description where the text does not tell it.

    `before` are the sentences before the description, in order.
    """
    head, owner = _parts(description)
    if not head or _INDEFINITE.match(description):
        return description
    if head[-1] in DOCUMENT_NOUNS:
        return _author_of(description) or description
    if head[-1] in ROLE_NOUNS:
        return _bearer(text, head, owner, names, people) or description
    if owner is not None:
        return description
    return _named_for(text, head[-1], before, names, people) or description


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
    if authored is None:
        return None
    within = f"– {authored['who']}"
    names = find_names(within)
    return within[names[0].start : names[0].end] if names and not within[names[0].end :].startswith(("'", "’")) else None


def _bearer(text: str, role: list[str], owner: str | None, names: Sequence[Span], people: People) -> str | None:
    """Return the one person to whom the text gives a role; for "Sepadan's founder" only one beside that name."""
    found: dict[str, str] = {}
    for name in names:
        spelled = text[name.start : name.end]
        if spelled not in people:
            continue
        before = _ROLE_BEFORE.search(text, max(0, name.start - 60), name.start)
        after = _ROLE_AFTER.match(text, name.end)
        beside = text[max(0, name.start - 60) : name.end + 90]
        for held in (before, after):
            words = held["role"].casefold().split() if held else []
            if role == words[-len(role) :] and (owner is None or not owner[0].isupper() or owner.split()[0] in beside):
                found[last_word(spelled)] = people.full(spelled)
    return next(iter(found.values())) if len(found) == 1 else None


def _named_for(
    text: str, noun: str, before: Sequence[Span], names: Sequence[Span], people: People
) -> str | None:
    """Return the one organisation whose name ends with a noun, or for "the company" the one just spoken of."""
    if noun in _COMPANY:
        for sentence in reversed(before[-2:]):
            for name in overlapping(names, sentence)[:1]:
                spelled = text[name.start : name.end]
                is_opening = opens(text, sentence, name) and spelled not in people
                return spelled if is_opening and _is_company(text, name) else None
        return None
    called = {
        spelled.casefold(): spelled
        for name in names
        if len((spelled := text[name.start : name.end]).split()) > 1 and last_word(spelled).casefold() == noun
    }
    return next(iter(called.values())) if len(called) == 1 else None


def _is_company(text: str, name: Span) -> bool:
    """Say whether a name is shown to be a company's, by a word in it or by what stands behind it."""
    spelled = text[name.start : name.end]
    if spelled.casefold() in SAME_NAME:
        return False
    return is_organisation(spelled) or re.match(r", (?:which|the parent|an? [\w -]{0,40}(?:maker|company|firm))\b", text[name.end : name.end + 70]) is not None
