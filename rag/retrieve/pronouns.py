"""Put names where a follow-up has pronouns, "the other author", or nothing at all.

The first fitting mention is taken: a person for he and she, what a question was about for it and they. A pronoun whose
name stands before it in the same question is left alone. "It" before "that" or "to" ("is it true that") names nothing
and is left alone too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.retrieve.mentions import Mention, MentionKind, mentions_in, short_answer
from rag.text.lexicon import word_set
from rag.text.names import find_names, name_key, same_name
from rag.text.words import STOPWORDS, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.types import Turn

_PRONOUN = re.compile(
    r"\b(?P<poss>his|its|their|hers|theirs)\b|\bher(?=\s+[a-z])|\b(?P<subj>he|she|him|her|it|they|them|this|that|these|those)\b",
    re.IGNORECASE,
)
_EMPTY_IT = re.compile(
    r"\bit\b(?=\s+(?:true|possible|likely|clear|fair|important|necessary|that|take|seems?|appears?)\b)", re.IGNORECASE
)
_OTHER = re.compile(
    r"\bthe other (?P<noun>author|writer|one|person|man|woman|speaker|official|outlet|paper|company|side|"
    r"country|economist|"
    r"expert|analyst|minister|executive|port|co-author)s?\b(?P<poss>['’]s)?",
    re.IGNORECASE,
)
_PERSONAL = word_set("he she him her his hers")
_PLURAL = word_set("they them their theirs these those")
_PEOPLE_NOUNS = word_set(
    "author writer person man woman speaker official economist expert analyst minister executive co-author"
)

FEW_WORDS = 5
"""A question of at most this many topic words and no name is taken to lean on the talk before it: CANARD's training
rewrites add a name to 8 in 10 of these, and to 3 in 10 of the longer ones."""


_LINKING = re.compile(r"^(?:and|but|so|or)\s+(?=[a-z])", re.IGNORECASE)
SUBJECTS = 2
"""Names put in brackets at most: the last answer's and the last question's."""

_COUNT_OPENING = re.compile(r"^(?:about|around|nearly|some|in|at|by|it was|it ran)\s+", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(?P<of>of|about)\s+(?:them|those|these|it)\b|\b(?:is|was|does|did)\s+(?:it|that)\b", re.IGNORECASE
)


def resolved(question: str, turns: Sequence[Turn]) -> str:
    """Return the question with its pronouns named, or with the talk's names in brackets where it names nothing."""
    mentions = mentions_in(turns)
    opened = _LINKING.sub("", question)
    opened = opened[:1].upper() + opened[1:]
    asked = with_other_named(opened, turns)
    asked = _with_short_answer(asked, turns[-1])
    asked = _with_pronouns_named(asked, mentions)
    return _with_subject(asked, mentions) if asked == opened or not find_names(asked) else asked


def _with_short_answer(question: str, last: Turn) -> str:
    """Put a counted answer where the follow-up counts on: "of them" after "215 posts" is "of 215 posts"."""
    brief = short_answer(last)
    if not brief or find_names(brief) or not any(char.isdigit() for char in brief):
        return question
    match = _COUNTED.search(question)
    if match is None:
        return question
    start = match.start() + match.group().rfind(" ") + 1
    return f"{question[:start]}{_COUNT_OPENING.sub('', brief)}{question[match.end() :]}"


def with_other_named(question: str, turns: Sequence[Turn]) -> str:
    """Name "the other author": of those mentioned together, the one that no question has named."""
    mentions = mentions_in(turns)
    match = _OTHER.search(question)
    if match is None:
        return question
    wants_person = match["noun"].casefold() in _PEOPLE_NOUNS
    spoken_of = [mention.text for mention in mentions if mention.asked]
    for mention in mentions:
        fits = not mention.asked and (mention.kind is MentionKind.PERSON or not wants_person)
        if (
            fits
            and mention.kind is not MentionKind.TOPIC
            and not any(same_name(mention.text, other) for other in spoken_of)
        ):
            name = mention.text + (match["poss"] or "")
            return question[: match.start()] + name + question[match.end() :]
    return question


def _with_pronouns_named(question: str, mentions: Sequence[Mention]) -> str:
    names = find_names(question)
    replaced = question
    shift = 0
    taken: dict[str, str] = {}
    for match in _PRONOUN.finditer(question):
        word = match.group().casefold()
        if _EMPTY_IT.match(question, match.start()) or _leans_inside(question, match.start(), names, word):
            continue
        subject = taken.get(_class_of(word)) or _antecedent(word, question, mentions)
        if subject is None:
            continue
        taken[_class_of(word)] = subject
        possessive = match["poss"] is not None or (word == "her" and match["subj"] is None)
        put = _replacement(subject, possessive=possessive)
        replaced = replaced[: match.start() + shift] + put + replaced[match.end() + shift :]
        shift += len(put) - (match.end() - match.start())
    return replaced


def _class_of(word: str) -> str:
    return "person" if word in _PERSONAL else "plural" if word in _PLURAL else "thing"


def _leans_inside(question: str, at: int, names: Sequence[object], word: str) -> bool:
    """Say whether the question itself names, before the pronoun, what the pronoun may mean."""
    if word in {"this", "that", "these", "those"}:
        following = question[at:].split()[1:2]
        is_determiner = bool(following) and following[0].strip("?,.").casefold() not in STOPWORDS
        return word == "that" or is_determiner
    return any(span.end <= at for span in names)  # type: ignore[attr-defined]


def _replacement(subject: str, *, possessive: bool) -> str:
    if not possessive:
        return subject
    return f"{subject}’" if subject.endswith("s") else f"{subject}’s"


def _antecedent(word: str, question: str, mentions: Sequence[Mention]) -> str | None:
    """Return what a pronoun stands for: the first fitting mention, questions before answers."""
    own = {name_key(question[span.start : span.end]) for span in find_names(question)}
    free = [mention for mention in mentions if name_key(mention.text) not in own]
    people = [mention for mention in free if mention.kind is MentionKind.PERSON]
    if word in _PERSONAL:
        return _first(people) or _first([mention for mention in free if mention.kind is MentionKind.NAME])
    others = [mention for mention in free if mention.kind is not MentionKind.PERSON and mention.asked]
    if word in _PLURAL:
        return _first([mention for mention in free if mention.asked])
    return _first(others) or _first([mention for mention in free if mention.asked]) or _first(free)


def _first(mentions: Sequence[Mention]) -> str | None:
    return mentions[0].text if mentions else None


def _with_subject(question: str, mentions: Sequence[Mention]) -> str:
    """Add the last subjects in brackets to a short question that names nothing."""
    topic = [word for word in words(question) if word not in STOPWORDS]
    if find_names(question) or len(topic) > FEW_WORDS:
        return question
    named = [mention.text for mention in mentions if mention.asked and mention.kind is not MentionKind.TOPIC]
    topics = [mention.text for mention in mentions if mention.asked and mention.kind is MentionKind.TOPIC]
    said = set(words(question))
    subjects = [text for text in dict.fromkeys(named[:SUBJECTS] or topics[:1]) if not set(words(text)) <= said]
    if not subjects:
        return question
    stripped = question.rstrip()
    mark = "?" if stripped.endswith("?") else ""
    return f"{stripped.rstrip('?').rstrip()} ({', '.join(subjects)}){mark}"
