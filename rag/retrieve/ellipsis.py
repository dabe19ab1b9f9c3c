"""Complete a fragment from the question before it: "and in 2020?", "what about Japan?", "why?".

The fragment's date, name or amount takes the place of the last one of its sort; a bare question word takes the place of
the question's own. Not done: fragments that change a verb ("and sold?").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.retrieve.mentions import kind_of, short_answer
from rag.text.dates import find_dates
from rag.text.names import find_names, same_name
from rag.text.words import STOPWORDS, words

if TYPE_CHECKING:
    from rag.types import Span, Turn

_ABOUT = re.compile(r"^\W*(?:and\s+|but\s+|or\s+|so\s+)?(?:what|how)\s+about\s+(?P<rest>.+?)\W*$", re.IGNORECASE)
_AND = re.compile(
    r"^\W*(?:and|or|but)\s+(?P<rest>(?:(?:in|for|on|at|by|with|from|during|after|before|to|of|since)\s+)?[^?]{2,50}?)\W*$",
    re.IGNORECASE,
)
_PREPOSED = re.compile(
    r"^\W*(?P<rest>(?:in|for|on|at|by|with|from|during|after|before|since)\s+[^?]{2,40}?)\W*$", re.IGNORECASE
)
_BARE = re.compile(
    r"^\W*(?:and\s+|but\s+)?"
    r"(?P<word>why(?:\s+not)?|when|where|how|who|how many|how much|by how much|for how long|since when|from when|"
    r"until when|by when|what for|how come|how so|how long|how often|who else|what else|where else)"
    r"(?:\s+(?P<verb>is|was|did)\s+(?:that|it|this|so))?\W*$",
    re.IGNORECASE,
)
_SAME_AMOUNT = re.compile(
    r"^\W*(?:and\s+)?(?:what|how (?:much|many|high|large|big))\s+(?:is|are|was|were)\s+(?:it|that|they)\s+"
    r"(?P<rest>(?:in|for|on|at|by|with|from|during|after|before|since)\s+.{2,40}?|(?:last|this|a year|then)\b.{0,30}?)"
    r"\W*$",
    re.IGNORECASE,
)
_ASKS_AMOUNT = re.compile(
    r"^\W*(?:how (?:much|many|high|large|big)|what (?:\w+ )?(?:share|price|number|rate|cost|sum))\b", re.IGNORECASE
)
_OWNED = re.compile(r"^(?:its|his|her|their)\s+(?P<what>.+)$", re.IGNORECASE)
_DETERMINED = re.compile(
    r"^(?:the|that|this)\s+(?:(?:most|least|other|second|third|first|last|next|new|old)\s+)?\w+", re.IGNORECASE
)
_SUBJECT_FOLLOWS = re.compile(
    r"\b(?:did|does|do|has|have|had|can|could|will|would|should)\s+(?:the\s+)?$", re.IGNORECASE
)
_LEADING = re.compile(r"^(?P<preposition>in|for|on|at|by|with|from|during|after|before|to|of|since)\s+", re.IGNORECASE)
_CLAUSE = re.compile(
    r"\b(?P<aux>did|does|do|is|are|was|were|has|have|had|can|could|will|would|should|may|might|must)\s+(?P<rest>.+?)\W*$",
    re.IGNORECASE,
)
_VERB_OF_QUESTION = re.compile(
    r"\b(?:who|what|when|where|why|how|which|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b",
    re.IGNORECASE,
)


def completed(question: str, last: Turn) -> str | None:
    """Return a fragment as a whole question; None when the question is no fragment."""
    bare = _BARE.match(question)
    if bare:
        return _asked_of_answer(bare, last) or _asked_anew(bare["word"], last.question)
    amount = _SAME_AMOUNT.match(question)
    if amount and _ASKS_AMOUNT.match(last.question):
        return _with_part(last.question, amount["rest"].strip())
    match = _ABOUT.match(question) or _AND.match(question) or _PREPOSED.match(question)
    if match is None:
        return None
    rest = match["rest"].strip()
    is_clause = _VERB_OF_QUESTION.search(rest) is not None
    if is_clause or len([word for word in words(rest) if word not in STOPWORDS]) > FRAGMENT_WORDS:
        return None
    owned = _OWNED.match(rest)
    if owned:
        owner = _owner(last)
        return f"What is {owner}’s {owned['what']}?" if owner else None
    return _with_part(last.question, rest)


def _owner(last: Turn) -> str | None:
    """Return what the last turn came to: the name in a short answer, else the last name of the question."""
    for text in (short_answer(last), last.question):
        names = find_names(text)
        if names:
            return text[names[-1].start : names[-1].end]
    return None


FRAGMENT_WORDS = 5
"""A fragment has at most this many topic words; longer ones ask something of their own."""


def _asked_of_answer(bare: re.Match[str], last: Turn) -> str | None:
    """Ask about a short answer: "Where is that?" after "Where are the pumps? In her warehouse." asks for her warehouse.

    Only when both ask for the same sort of thing: else "why was that?" asks about the question before.
    """
    brief = _LEADING.sub("", short_answer(last))
    same = re.search(rf"\b{bare['word']}\b", last.question, re.IGNORECASE)
    if not brief or same is None or bare["verb"] not in {"is", "was"}:
        return None
    return f"{bare['word'].capitalize()} {bare['verb'].lower()} {brief}?"


def _asked_anew(word: str, before: str) -> str:
    """Ask the question before with another question word: "Why?" after "Who did X ban?" is "Why did X ban?"."""
    clause = _CLAUSE.search(before)
    asked = _PLAINLY.get(word.casefold(), word)
    if clause is None:
        return f"{asked.capitalize()}: {before}"
    aux, opening, rest = clause["aux"].lower(), before[: clause.start()], clause["rest"]
    rest = _with_subject(opening, rest) if aux not in _DO and not _SUBJECT.match(rest) else _with_object(opening, rest)
    return f"{asked.capitalize()} {aux} {rest}?"


_PLAINLY = {"what for": "why", "how come": "why", "how so": "why", "from when": "when", "since when": "when"}
"""Bare question words that do not open a whole question, or not the question that they mean."""

_OBJECT = re.compile(
    r"^\W*(?:(?:and|but|so)\s+)?(?:how\s+(?:many|much)|which|what)\s+(?P<what>[a-z][\w\s’'-]*?)\s*$", re.IGNORECASE
)


_DO = frozenset({"do", "does", "did"})
"""What is counted or chosen before one of these is never the subject."""

_SUBJECT = re.compile(
    r"[A-Z]|(?:the|an?|this|that|these|those|his|her|its|their|our|my|your|he|she|it|they|we|you|there|any|some|no|all|"
    r"both|most|many|each|every|one|two|three)\b"
)


def _with_subject(opening: str, rest: str) -> str:
    """Put what was counted or chosen before the verb: "Why were jobs cut?" after "How many jobs were cut?"."""
    thing = _OBJECT.match(opening)
    return f"{thing['what']} {rest}" if thing else rest


def _with_object(opening: str, rest: str) -> str:
    """Put what was counted or chosen behind the verb: "Why did X take aircraft out of service?", where X is a name."""
    thing = _OBJECT.match(opening)
    names = find_names(rest)
    if thing is None or not names or names[0].start > len("the "):
        return rest
    verb = re.match(r"\s+[a-z]+(?:\s+(?:to\s+[a-z]+|[a-z]+ing))?", rest[names[0].end :])
    end = names[0].end + verb.end() if verb else 0
    return f"{rest[:end]} {thing['what']}{rest[end:]}" if verb else rest


def _with_part(before: str, part: str) -> str:
    """Put the fragment where the question before has a thing of its sort, or at the end."""
    bare = _LEADING.sub("", part)
    dates = find_dates(before)
    if find_dates(bare) and dates:
        return _put(before, (dates[-1].start, dates[-1].end), _date_only(bare))
    tail = _tail_like(before, part)
    if tail is not None:
        return _put(before, tail, part)
    names, new = find_names(before), find_names(f"of {bare}")
    if names and new:
        spelled = f"of {bare}"[new[0].start : new[0].end]
        alike = [span for span in names if kind_of(before[span.start : span.end]) is kind_of(spelled)]
        same = [span for span in names if same_name(before[span.start : span.end], spelled)]
        if len(names) == 1 and spelled == bare:
            alike = names
        if alike and not same:
            return _put(before, _with_article(before, alike[-1] if len(alike) == 1 else _likeliest(alike)), bare)
    if names and _DETERMINED.match(part) and _SUBJECT_FOLLOWS.search(before[: names[0].start]):
        return _put(before, _with_article(before, names[0]), part)
    return _at_the_end(before, part)


def _tail_like(before: str, part: str) -> tuple[int, int] | None:
    """Return where a question ends in a phrase with the fragment's own preposition: "in March" for "in May"."""
    leading = _LEADING.match(part)
    # "To" opens infinitives as often.
    if leading is None or leading["preposition"].casefold() == "to":
        return None
    phrase = rf"\b{leading['preposition']}\s+(?:[\w'’-]+\s+){{0,3}}[\w'’-]+(?=\W*$)"
    found = re.search(phrase, before, re.IGNORECASE)
    return found.span() if found else None


def _likeliest(alike: list[Span]) -> Span:
    """Of several names of one sort the first is the question's subject, which a fragment mostly exchanges."""
    return alike[0]


def _with_article(text: str, span: Span) -> tuple[int, int]:
    """Take in a "the" that belongs to the name replaced."""
    has_article = text[: span.start].casefold().endswith("the ")
    return (span.start - 4 if has_article else span.start, span.end)


def _date_only(part: str) -> str:
    found = find_dates(part)[0]
    return part[found.start : found.end]


def _put(text: str, place: tuple[int, int], new: str) -> str:
    return f"{text[: place[0]]}{new}{text[place[1] :]}"


def _at_the_end(before: str, part: str) -> str:
    stem = before.rstrip().rstrip("?.! ")
    linked = part if _LEADING.match(part) or find_dates(part) == [] else f"in {part}"
    joint = " " if _LEADING.match(linked) else ", "
    return f"{stem}{joint}{linked}?"
