"""Put names where a follow-up has pronouns, or nothing at all.

A pronoun keeps what it stood for while the last question speaks of it; else it takes the first fitting mention: a
person for he and she, what a question was about for it and they. The same pronoun a second time in one question stays,
and so does one whose name stands before it in the same question. "It" before "that" or "to" ("is it true that") names
nothing and is left alone too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.retrieve.mentions import MentionKind, short_answer
from rag.retrieve.references import counted_things, with_count, with_things_named
from rag.text.lexicon import word_set
from rag.text.names import find_names, name_key, same_name
from rag.text.words import STOPWORDS, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.retrieve.mentions import Mention
    from rag.retrieve.talk import Talk
    from rag.types import Span

_PRONOUN = re.compile(
    r"\b(?P<poss>his|its|their|hers|theirs)\b|\bher(?=\s+[a-z])|\b(?P<subj>he|she|him|her|it|they|them|this|that|these|those)\b",
    re.IGNORECASE,
)
_EMPTY_IT = re.compile(
    r"\bit\b(?=\s+(?:true|possible|likely|clear|fair|important|necessary|that|take|seems?|appears?)\b)", re.IGNORECASE
)
_POINTING = word_set("this that these those")
_SORT_OF = {
    **dict.fromkeys(("he", "him", "his"), "he"),
    **dict.fromkeys(("she", "her", "hers"), "she"),
    **dict.fromkeys(("they", "them", "their", "theirs", "these", "those"), "they"),
    **dict.fromkeys(("it", "its", "this", "that"), "it"),
}
_OTHER_SEX = {"he": "she", "she": "he"}
_ASKS_WHO = re.compile(r"\bwho(?:m|se)?\b", re.IGNORECASE)
_LINKING = re.compile(r"^(?:and|but|so|or)\s+(?=[a-z])", re.IGNORECASE)

FEW_WORDS = 5
"""A question of at most this many topic words and no name is taken to lean on the talk before it: CANARD's training
rewrites add a name to 8 in 10 of these, and to 3 in 10 of the longer ones."""

SUBJECTS = 2
"""Names put in brackets at most: the last answer's and the last question's."""


def resolved(question: str, talk: Talk) -> tuple[str, dict[str, str]]:
    """Return the question with its pronouns named, or with the talk's names in brackets where it names nothing.

    Besides, return what its pronouns stand for.
    """
    opened = _LINKING.sub("", question)
    opened = opened[:1].upper() + opened[1:]
    counted = with_count(opened, talk)
    asked, meant = with_pronouns_named(with_things_named(counted, talk), talk)
    if not find_names(asked) or (counted != opened and not find_names(counted)):
        asked = _with_subject(asked, talk.mentions)
    return asked, meant


def with_pronouns_named(question: str, talk: Talk) -> tuple[str, dict[str, str]]:
    """Return the question with its pronouns named, and what they stand for."""
    names = find_names(question)
    replaced, shift = question, 0
    meant: dict[str, str] = {}
    for match in _PRONOUN.finditer(question):
        word = match.group().casefold()
        sort = _SORT_OF[word]
        if sort in meant or _EMPTY_IT.match(question, match.start()) or _leans_inside(question, match, names):
            continue
        subject = _antecedent(word, question, talk)
        if subject is None:
            continue
        meant[sort] = subject
        possessive = match["poss"] is not None or (word == "her" and match["subj"] is None)
        put = _possessive(subject) if possessive else subject
        replaced = replaced[: match.start() + shift] + put + replaced[match.end() + shift :]
        shift += len(put) - (match.end() - match.start())
    return replaced, meant


def _leans_inside(question: str, pronoun: re.Match[str], names: Sequence[Span]) -> bool:
    """Say whether the question itself names, before the pronoun, what the pronoun may mean."""
    word = pronoun.group().casefold()
    if word in _POINTING:
        following = question[pronoun.start() :].split()[1:2]
        is_determiner = bool(following) and following[0].strip("?,.").casefold() not in STOPWORDS
        return word == "that" or is_determiner
    return any(span.end <= pronoun.start() for span in names)


def _possessive(name: str) -> str:
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def _antecedent(word: str, question: str, talk: Talk) -> str | None:
    """Return what a pronoun stands for; None when the talk holds nothing that fits."""
    own = {name_key(question[span.start : span.end]) for span in find_names(question)}
    free = [mention for mention in talk.mentions if name_key(mention.text) not in own]
    sort = _SORT_OF[word]
    kept = talk.keeps(sort) if word not in _POINTING else None
    if kept is not None and name_key(kept) not in own:
        return kept
    if sort in _OTHER_SEX:
        return _person(sort, free, talk)
    asked = [mention for mention in free if mention.is_spoken_of]
    things = [mention for mention in asked if mention.kind is not MentionKind.PERSON]
    if sort == "they":
        return _pair(talk, own) or counted_things(talk) or _first(things) or _first(asked)
    return _first(things) or _first(asked) or _first(free)


def _person(sort: str, free: Sequence[Mention], talk: Talk) -> str | None:
    """Return whom "he" or "she" means: who was asked for, a person asked about, a lone name, anybody mentioned."""
    other = talk.meant.get(_OTHER_SEX[sort])
    fitting = [mention for mention in free if other is None or not same_name(mention.text, other)]
    people = [mention for mention in fitting if mention.kind is MentionKind.PERSON]
    names = [mention for mention in fitting if mention.kind is MentionKind.NAME]
    if _ASKS_WHO.search(talk.last.question):
        brief = short_answer(talk.last)
        answered = _first([mention for mention in people if mention.text in brief])
        if answered is not None:
            return answered
    # A surname alone has not the shape of a person, but in a question it is likelier meant than a name in a quote.
    return (
        _first([mention for mention in people if mention.is_spoken_of])
        or _first([mention for mention in names if mention.is_spoken_of])
        or _first(people)
        or _first(names)
    )


def _pair(talk: Talk, own: set[str]) -> str | None:
    """Return two persons whom the last question names together, in their order."""
    text = talk.last.question
    named = [text[span.start : span.end] for span in find_names(text)]
    people = [one for one in talk.mentions if one.asked and one.kind is MentionKind.PERSON and one.text in named]
    pair = [name for name in named if any(name == one.text for one in people) and name_key(name) not in own]
    return " and ".join(pair) if len(pair) == 2 else None


def _first(mentions: Sequence[Mention]) -> str | None:
    return mentions[0].text if mentions else None


def _with_subject(question: str, mentions: Sequence[Mention]) -> str:
    """Add the last subjects in brackets to a short question."""
    topic = [word for word in words(question) if word not in STOPWORDS]
    if len(topic) > FEW_WORDS:
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
