"""Name what a follow-up points back to without a pronoun: "the other author", "the company", "there", "that year".

Each takes the last mention of its sort; where there is none the question stays as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.retrieve.mentions import MentionKind, quoted_in, short_answer
from rag.text.dates import find_dates
from rag.text.lexicon import ORGANISATION_HEADS, word_set
from rag.text.names import find_names, name_key, same_name
from rag.text.words import STOPWORDS

if TYPE_CHECKING:
    from rag.retrieve.mentions import Mention
    from rag.retrieve.talk import Talk

_OTHER = re.compile(
    r"\bthe other (?P<noun>author|writer|one|person|man|woman|speaker|official|outlet|paper|company|side|"
    r"country|economist|"
    r"expert|analyst|minister|executive|port|co-author)s?\b(?P<poss>['’]s)?",
    re.IGNORECASE,
)
_PEOPLE_NOUNS = word_set(
    "author writer person man woman speaker official economist expert analyst minister executive co-author"
)
_ORGANISATION = re.compile(
    r"\b(?:the|this|that)\s+(?P<noun>company|firm|group|airline|lender|insurer|retailer|broadcaster|manufacturer|builder|"
    r"union|agency|ministry|bank|institute|council|club|outlet|newspaper|paper)\b"
    r"(?P<poss>['’]s?)?(?!\s+(?:of|that|which|who)\b)",
    re.IGNORECASE,
)
_ANY_FIRM = word_set(
    "company firm group airline lender insurer retailer broadcaster manufacturer builder club bank outlet newspaper "
    "paper"
)
"""Nouns by which a text calls a business whatever its name is."""

_THERE = re.compile(
    r"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bbe )(?<!\bbeen )\bthere\b"
    r"(?!\s+(?:is|are|was|were|be|been|has|have|any|anything|a|an|another|other|more|no|to|will|would|ever|still|also)\b)"
    r"(?!['’])",
    re.IGNORECASE,
)
_THAT_TIME = re.compile(
    r"\b(?:(?P<preposition>in|on|at|during|by|since|after|before)\s+)?(?:that|the same)\s+(?:year|month|day|time)\b",
    re.IGNORECASE,
)
_COUNT_OPENING = re.compile(r"^(?:about|around|nearly|some|in|at|by|it was|it ran)\s+", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(?:of|about)\s+(?:them|those|these|it)\b|\bhow (?:many|much)\b.*\b(?:is|was|were)\s+(?:it|that)\b",
    re.IGNORECASE,
)
_COUNTED_THINGS = re.compile(
    r"\b(?P<count>\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r"(?P<what>(?:\s+[a-z][a-z-]+){1,3})"
)
_ASKED_THINGS = re.compile(
    r"\b(?:how many|which|what)\s+(?P<what>(?:[a-z-]+\s+){0,2}?[a-z-]+[^s\W]s)\s+"
    r"(?!of\b)[a-z]+\b",
)
_HOW_MANY = re.compile(
    r"\bhow many\s+(?P<what>(?:[a-z-]+\s+){1,3}?)"
    r"(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|must|may|might)\b",
    re.IGNORECASE,
)


def with_other_named(question: str, talk: Talk) -> str:
    """Name "the other author": of those mentioned together, the one that no question has named."""
    match = _OTHER.search(question)
    if match is None:
        return question
    wants_person = match["noun"].casefold() in _PEOPLE_NOUNS
    spoken_of = [mention.text for mention in talk.mentions if mention.is_spoken_of]
    for mention in talk.mentions:
        fits = not mention.is_spoken_of and (mention.kind is MentionKind.PERSON or not wants_person)
        if (
            fits
            and mention.kind is not MentionKind.TOPIC
            and not any(same_name(mention.text, other) for other in spoken_of)
        ):
            return _put(question, match, mention.text + (match["poss"] or ""))
    return question


def with_count(question: str, talk: Talk) -> str:
    """Put a counted answer where the follow-up counts on: "of them" after "215 posts" is "of 215 posts".

    A bare number takes its noun from the question: "of those" after "How many cargoes? 27." is "of 27 cargoes".
    """
    brief = short_answer(talk.last)
    match = _COUNTED.search(question)
    if match is None or not brief:
        return question
    if find_names(brief):
        return _put_last(question, match, brief) if counted_things(talk) == brief else question
    if not any(char.isdigit() for char in brief):
        return question
    counted = _COUNT_OPENING.sub("", brief)
    what = _HOW_MANY.search(talk.last.question)
    if what and counted.replace(",", "").isdigit():
        counted = f"{counted} {what['what'].strip()}"
    return _put_last(question, match, counted)


def counted_things(talk: Talk) -> str | None:
    """Return the things that "they" are when no name is meant: a short list, or what was counted or asked for.

    "22 jets" in the last answer, else the jets of "how many jets" or "which jets" in the last question.
    """
    brief = short_answer(talk.last)
    if " and " in brief and len(find_names(brief)) > 1:
        return brief
    for match in _COUNTED_THINGS.finditer(talk.last.answer):
        things = _plural(match["what"])
        if things:
            return f"{match['count']} {things}"
    asked = _ASKED_THINGS.search(talk.last.question)
    return f"the {asked['what']}" if asked else None


def _plural(following: str) -> str:
    """Return the words behind a count up to the plural that it counts; "" when they hold none."""
    taken: list[str] = []
    for word in following.split():
        if word in STOPWORDS and word not in {"other", "more"}:
            break
        taken.append(word)
        if word.endswith("s") and not word.endswith("ss"):
            return " ".join(taken)
    return ""


def with_things_named(question: str, talk: Talk) -> str:
    """Name "the company", the place meant by "there", and the date meant by "that year"."""
    return _with_organisation(_with_place(_with_time(question, talk), talk), talk)


def _with_organisation(question: str, talk: Talk) -> str:
    match = _ORGANISATION.search(question)
    if match is None:
        return question
    noun = match["noun"].casefold()
    fitting = [one for one in _names(question, talk) if _may_be(one.text, noun)] or _shaped(question, talk, noun)
    if not fitting:
        return question
    return _put(question, match, f"{fitting[0].text}’s" if match["poss"] else fitting[0].text)


def _shaped(question: str, talk: Talk, noun: str) -> list[Mention]:
    """Return names with a person's shape that the last answer, in quotes, did not show to be a person's."""
    if noun not in _ANY_FIRM or quoted_in(talk.last.answer) == talk.last.answer:
        return []
    own = {name_key(question[span.start : span.end]) for span in find_names(question)}
    people = (one for one in talk.mentions if one.asked and one.kind is MentionKind.PERSON and not one.shown)
    return [one for one in people if name_key(one.text) not in own]


def _may_be(name: str, noun: str) -> bool:
    """Say whether "the company" can be a name: not the Growers' Union, and "the union" is nothing else."""
    held = {word.casefold() for word in name.split()}
    return noun in held or (noun in _ANY_FIRM and not held & (ORGANISATION_HEADS - {"bank"}))


def _with_place(question: str, talk: Talk) -> str:
    match = _THERE.search(question)
    named = next(iter(_names(question, talk)), None)
    return question if match is None or named is None else _put(question, match, f"in {named.text}")


def _names(question: str, talk: Talk) -> list[Mention]:
    """Return the names asked about that are no persons' and do not stand in the question already, the last first."""
    own = {name_key(question[span.start : span.end]) for span in find_names(question)}
    fitting = (one for one in talk.mentions if one.is_spoken_of and one.kind is MentionKind.NAME)
    return [one for one in fitting if name_key(one.text) not in own]


def _with_time(question: str, talk: Talk) -> str:
    match = _THAT_TIME.search(question)
    if match is None:
        return question
    for text in (short_answer(talk.last), talk.last.question):
        dates = find_dates(text)
        if dates:
            spelled = text[dates[-1].start : dates[-1].end]
            linked = "on" if dates[-1].earliest == dates[-1].latest else "in"
            return _put(question, match, f"{match['preposition'] or linked} {spelled}")
    return question


def _put_last(text: str, place: re.Match[str], new: str) -> str:
    """Put something in the place of a match's last word."""
    start = place.start() + place.group().rfind(" ") + 1
    return f"{text[:start]}{new}{text[place.end() :]}"


def _put(text: str, place: re.Match[str], new: str) -> str:
    return text[: place.start()] + new + text[place.end() :]
