"""Put names where a follow-up has pronouns, or nothing at all.

A pronoun keeps what it stood for while the last question speaks of it; else it takes the first fitting mention: for he
and she whoever answered a who question, else a person asked about; what a question was about for it and they, a name
where "it" does what a company does. The same pronoun a second time in one question stays, and so does one whose name
stands before it in the same question. "It" before "that" or "to" ("is it true that") names nothing and is left alone
too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.retrieve.mentions import MentionKind, quoted_in, short_answer
from rag.retrieve.references import counted_things, with_count, with_things_named
from rag.text.lexicon import word_set
from rag.text.names import find_names, name_key, same_name
from rag.text.people import ROLE_NOUNS
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
    r"\bit\b(?=\s+(?:true|possible|likely|clear|fair|important|necessary|that|take|seems?|appears?|costs? to)\b)"
    r"|(?<=\bdid )(?:it|this|that)(?=\W*$)",
    re.IGNORECASE,
)
_POINTING = word_set("this that these those")
_SORT_OF = {
    **dict.fromkeys(("he", "him", "his"), "he"),
    **dict.fromkeys(("she", "her", "hers"), "she"),
    **dict.fromkeys(("they", "them", "their", "theirs", "these", "those"), "they"),
    **dict.fromkeys(("it", "its", "this", "that"), "it"),
}
_OTHER_SEX = {"he": "she", "she": "he"}
_ASKS_WHOM = re.compile(
    rf"\bwho(?:m|se)?\b|\bwhich (?:[a-z-]+ )?(?:{'|'.join(sorted(ROLE_NOUNS))}|person|man|woman)\b", re.IGNORECASE
)
_ACTS = re.compile(
    r"\s+(?:ever |also |still |now |really )?"
    r"(?:have|own|employ|earn|sell|buy|pay|owe|say|want|plan|expect|offer|lose|lend|hire|run|ask|promise|produce|charge)\b",
    re.IGNORECASE,
)
"""What somebody or a company does: "it" that does so is a name rather than the matter that was asked about."""

_COUNTED_SUBJECT = re.compile(r"(?:how many|which)\s+(?:[a-z-]+\s+)?[a-z-]+s\s+[a-z]+\s+$", re.IGNORECASE)
"""A plural that is the subject of its question, and whose "their" is: "how many workers lost" their jobs."""

_BOTH = re.compile(r"\b(?:both|together|each other|jointly|combined|between them)\b", re.IGNORECASE)
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
    is_counted = counted != opened and not find_names(counted)
    if not find_names(asked) or is_counted:
        asked = _with_subject(asked, talk.mentions)
    elif {meant.get("he"), meant.get("she")} - {None} - {one.text for one in talk.mentions if one.asked}:
        # Whom only an answer named is placed by what its question named: "Yusuf Arsenault (Osprey Regional)".
        asked = _with_subject(asked, [one for one in talk.mentions if one.kind is MentionKind.NAME])
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
        subject = _antecedent(match, question, talk)
        # Two pronouns of one question are two things: "what would they give up for it".
        if subject is None or subject in meant.values():
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
    if word == "their" and _COUNTED_SUBJECT.match(question[: pronoun.start()]):
        return True
    if word in _POINTING:
        following = question[pronoun.start() :].split()[1:2]
        is_determiner = bool(following) and following[0].strip("?,.").casefold() not in STOPWORDS
        return word == "that" or is_determiner
    return any(span.end <= pronoun.start() for span in names)


def _possessive(name: str) -> str:
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def _antecedent(match: re.Match[str], question: str, talk: Talk) -> str | None:
    """Return what a pronoun stands for; None when the talk holds nothing that fits."""
    word = match.group().casefold()
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
    acts = match["poss"] is not None or _ACTS.match(question, match.end()) is not None
    if sort == "they":
        answering = _answering_thing(talk, free)
        if answering and _ASKS_WHOM.match(talk.last.question):
            return answering
        return _pair(talk, own, question) or counted_things(talk) or _first(things) or _first(asked)
    if acts:
        named = [mention for mention in things if mention.kind is MentionKind.NAME]
        shaped = [mention for mention in asked if mention.kind is MentionKind.PERSON and not mention.shown]
        return _first(named) or _answering_thing(talk, free) or _first(shaped) or _first(things) or _first(asked)
    return _first(things) or _first(asked) or _first(free)


def _answering_thing(talk: Talk, free: Sequence[Mention]) -> str | None:
    """Return the first name of the answer to a who or which question that is no person's."""
    if not _ASKS_WHOM.search(talk.last.question) or _names_one(talk):
        return None
    quoted = quoted_in(talk.last.answer)
    new = [mention for mention in free if not mention.asked and mention.text in quoted]
    return _first([mention for mention in new if mention.kind is MentionKind.NAME])


def _names_one(talk: Talk) -> bool:
    """Say whether the last question names a person, who stays its subject whomever a long answer names."""
    shapes_tell = quoted_in(talk.last.answer) == talk.last.answer
    people = [one for one in talk.mentions if one.asked and one.kind is MentionKind.PERSON]
    known = [one.text for one in people if one.shown or shapes_tell]
    known += [name for name in (talk.meant.get("he"), talk.meant.get("she")) if name]
    return any(name in talk.last.question for name in known)


def _person(sort: str, free: Sequence[Mention], talk: Talk) -> str | None:
    """Return whom "he" or "she" means: who was asked for, a person asked about, a lone name, anybody mentioned."""
    other = talk.meant.get(_OTHER_SEX[sort])
    fitting = [mention for mention in free if other is None or not same_name(mention.text, other)]
    people = [mention for mention in fitting if mention.kind is MentionKind.PERSON]
    names = [mention for mention in fitting if mention.kind is MentionKind.NAME]
    if _ASKS_WHOM.search(talk.last.question):
        quoted = quoted_in(talk.last.answer)
        answered = [mention for mention in people if not mention.asked and mention.text in quoted]
        brief = [mention for mention in answered if mention.text in short_answer(talk.last)]
        full = [mention for mention in answered if mention.shown and " " in mention.text]
        named = _first(brief) or _first(full) or (None if _names_one(talk) else _first(answered))
        if named is not None:
            return named
    # A surname alone has not the shape of a person, but in a question it is likelier meant than a name in a quote.
    return (
        _first([mention for mention in people if mention.is_spoken_of])
        or _first([mention for mention in names if mention.is_spoken_of and " " not in mention.text])
        or _first(people)
        or _first(names)
    )


def _pair(talk: Talk, own: set[str], question: str) -> str | None:
    """Return two whom the last question names together, in their order: persons, or any where both are spoken of."""
    text = talk.last.question
    named = [text[span.start : span.end] for span in find_names(text)]
    asked = [one for one in talk.mentions if one.asked and one.text in named]
    fitting = {one.text for one in asked if one.kind is MentionKind.PERSON or _BOTH.search(question)}
    pair = [name for name in named if name in fitting and name_key(name) not in own]
    return " and ".join(pair) if len(pair) == 2 else None


def _first(mentions: Sequence[Mention]) -> str | None:
    return mentions[0].text if mentions else None


def _with_subject(question: str, mentions: Sequence[Mention]) -> str:
    """Add the last names asked about in brackets to a short question, else what it was about.

    The names alone: with the phrases that they stood in ("the strike in Tavira") or the topic before them 2 or 4 fewer
    of 113 invented follow-ups were answered (the half tuned on, `training/followups_report.py`).
    """
    topic = [word for word in words(question) if word not in STOPWORDS]
    if len(topic) > FEW_WORDS:
        return question
    asked = [mention for mention in mentions if mention.asked]
    named = [one.text for one in asked if one.kind in {MentionKind.PERSON, MentionKind.NAME}]
    topics = [one.text for one in asked if one.kind is MentionKind.TOPIC]
    said = set(words(question))
    subjects = [text for text in dict.fromkeys(named[:SUBJECTS] or topics[:1]) if not set(words(text)) <= said]
    if not subjects:
        return question
    stripped = question.rstrip()
    mark = "?" if stripped.endswith("?") else ""
    return f"{stripped.rstrip('?').rstrip()} ({', '.join(subjects)}){mark}"
