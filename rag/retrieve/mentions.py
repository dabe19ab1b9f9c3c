"""List what a conversation has spoken of, last mentioned first, so that a pronoun can be given its name.

A mention is a person, another name, or the topic words of a question that names nothing. Persons are told by what a
quote shows of them (an office, a "said"), and where none speaks of them by their shape (two or three words, none of
them an organisation's or a place's); nothing is looked up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from rag.text.lexicon import ORGANISATION_HEADS, ORGANISATION_TAILS, PLACE_PREFIXES, SAME_NAME, word_set
from rag.text.names import find_names, name_key, same_name
from rag.text.people import find_people
from rag.text.sentences import sentence_spans
from rag.text.words import STOPWORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.text.people import People
    from rag.types import Span, Turn

_ATTRIBUTION = re.compile(r"^(?P<outlet>[^\n\"“”(:]{2,60})\((?P<authors>[^()\n]{3,120})\)\s*:", re.MULTILINE)
_SPEAKER = re.compile(r"^(?P<who>[A-Z][^\n\"“”(:,]{2,60}), in (?:a |an )?[^\n\"“”:]{2,80}:", re.MULTILINE)
_MONTH = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|\d{4})\b"
)
_THINGS = word_set(
    "deal accord agreement talks war phase act law strategy agency ltd inc group line party times post daily news "
    "review affairs online street house river port bay harbor harbour strait sea ocean island mountain lake"
)
_ORDERS = word_set("tell describe explain define give name list show compare summarize summarise discuss")
"""Words that open a request and owe their capital to that."""

_OF_A_PEOPLE = re.compile(r"^\w+(?:ese|ican|ish|ian|ean|anese)s?$")
"""Adjectives of peoples ("Chinese buyers") are capitalised and name nothing that "it" could mean."""

_MARKER = re.compile(r"\s*\[\d+\]")
_SHORT_ANSWER_WORDS = 8
"""An answer of at most this many words is itself what "it" and "those" mean next: "How many jobs?" "215 posts."."""

_FOR_A_NAME = re.compile(r"^\W*(?:and\s+)?(?:who|what|which)\b", re.IGNORECASE)

_CITED = re.compile(r': "(?P<quote>.*)" \[\d+\]', re.MULTILINE)
"""A quote as an answer shows it; quotation marks inside it are the article's own."""

_QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]")


class MentionKind(StrEnum):
    """What sort of thing was mentioned."""

    PERSON = "person"
    NAME = "name"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Something spoken of: `asked` when a question said it, `replied` when its name alone answered one.

    `shown` says that the answer shows a person, where a name's shape alone is a guess.
    """

    text: str
    kind: MentionKind
    asked: bool
    replied: bool = False
    shown: bool = False

    @property
    def is_spoken_of(self) -> bool:
        """Say whether the talk turned to it, rather than a long answer naming it in passing."""
        return self.asked or self.replied


def mentions_of(turn: Turn) -> list[Mention]:
    """Return what a turn mentions: the name that answered it, the question's subjects, the rest of the answer."""
    quoted = quoted_in(turn.answer)
    people = find_people(quoted, sentence_spans(quoted), find_names(quoted))
    brief = [_mention(name, asked=False) for name in reversed(_names(short_answer(turn)))]
    asked = [_judged(mention, turn.answer, people) for mention in _asked(turn.question)]
    topic = topic_of(turn.question)
    if topic:
        asked.append(Mention(text=topic, kind=MentionKind.TOPIC, asked=True))
    answered = _answered(turn.answer, quoted, people)
    if _is_answered_by_name(turn, brief):
        return [*(replace(mention, replied=True) for mention in brief), *asked, *answered]
    return [*asked, *brief, *answered]


def quoted_in(answer: str) -> str:
    """Return what an answer quotes, a quote a line; all of it when it quotes nothing."""
    cited = [match["quote"] for match in _CITED.finditer(answer)]
    return "\n".join(cited) or " ".join(_QUOTED.findall(answer)) or answer


def _judged(mention: Mention, answer: str, people: People) -> Mention:
    """Correct what a name's shape says by what the answer shows."""
    speakers = [match["who"].strip() for match in _SPEAKER.finditer(answer)]
    speaks = any(same_name(mention.text, who) and kind_of(who) is MentionKind.PERSON for who in speakers)
    if speaks or mention.text in people:
        return replace(mention, kind=MentionKind.PERSON, shown=True)
    # A plain answer gives too little to go by: only an article's own sentence introduces a person as one.
    is_spoken_of = " " in mention.text and mention.text in answer and _CITED.search(answer) is not None
    return replace(mention, kind=MentionKind.NAME) if is_spoken_of else mention


def _is_answered_by_name(turn: Turn, brief: Sequence[Mention]) -> bool:
    """Say whether a question for somebody or something was answered by little more than a name.

    Other short answers name places and days in passing: taken for the new subject too, they lowered the share of right
    words among those added on CANARD's dev dialogues from .716 to .707.
    """
    spoken = sum(len(mention.text.split()) for mention in brief)
    return 2 * spoken >= max(1, len(short_answer(turn).split())) and _FOR_A_NAME.search(turn.question) is not None


def _names(text: str) -> list[str]:
    return _listed([text[span.start : span.end] for span in whole_names(text)])


def _listed(names: Sequence[str]) -> list[str]:
    """Leave out what has a capital and names nothing."""
    return [name for name in names if name.casefold() not in _ORDERS and not _OF_A_PEOPLE.search(name)]


def whole_names(text: str) -> list[Span]:
    """Return the names of a text, "Growers' Union" as one: what a plural owns is the name of an organisation."""
    joined: list[Span] = []
    for span in find_names(text):
        is_owned = bool(joined) and text[joined[-1].end : span.start] in {"' ", "’ "}
        if is_owned and text[span.start : span.end].casefold() in ORGANISATION_HEADS | ORGANISATION_TAILS:
            joined[-1] = joined[-1]._replace(end=span.end)
        else:
            joined.append(span)
    return joined


def _mention(name: str, *, asked: bool) -> Mention:
    return Mention(text=name, kind=kind_of(name), asked=asked)


def _asked(question: str) -> list[Mention]:
    """Return the names of a question, the last first; of "Sweden's Riksbank" what is owned alone."""
    spans = whole_names(question)
    owners = {
        one.start
        for one, following in pairwise(spans)
        if re.fullmatch(r"['’]s ", question[one.end : following.start])
        and kind_of(question[one.start : one.end]) is MentionKind.NAME
    }
    names = _listed([question[span.start : span.end] for span in spans if span.start not in owners])
    return [_mention(name, asked=True) for name in reversed(names)]


def _answered(answer: str, quoted: str, people: People) -> list[Mention]:
    """Return who speaks and writes in an answer, then the names within its quotes, in order of place."""
    authors = [name for pair in author_lists(answer) for name in pair]
    speakers = [match["who"].strip() for match in _SPEAKER.finditer(answer)]
    people_named = [Mention(text=name, kind=MentionKind.PERSON, asked=False) for name in [*speakers, *authors]]
    rest = [_judged(_mention(name, asked=False), answer, people) for name in _names(quoted)]
    # Whoever the quote speaks of is likelier meant than whoever wrote the article.
    return [*people_named[: len(speakers)], *rest, *people_named[len(speakers) :]]


def short_answer(turn: Turn) -> str:
    """Return an answer of a few words without its markers; "" for a longer one."""
    plain = _MARKER.sub("", turn.answer).strip().rstrip(".")
    return plain if len(plain.split()) <= _SHORT_ANSWER_WORDS and '"' not in plain else ""


def author_lists(answer: str) -> list[tuple[str, ...]]:
    """Return the authors named in each attribution: `Outlet (A and B, 1 August 2025): "..."` gives (A, B)."""
    found = []
    for match in _ATTRIBUTION.finditer(answer):
        parts = [part.strip() for part in re.split(r",| and ", match["authors"])]
        names = tuple(part for part in parts if part and not _MONTH.search(part) and part[0].isupper())
        if names:
            found.append(names)
    return found


def kind_of(name: str) -> MentionKind:
    """Say whether a name has a person's shape."""
    tokens = name.replace("-", " ").split()
    folded = [token.casefold().strip(".") for token in tokens]
    is_other = (
        not 2 <= len(tokens) <= 4
        or any(word in ORGANISATION_HEADS or word in _THINGS or word in STOPWORDS for word in folded)
        or folded[-1] in ORGANISATION_TAILS
        or folded[0] in PLACE_PREFIXES
        or name_key(name) in SAME_NAME.values()
        or any(any(char.isdigit() for char in token) for token in tokens)
    )
    return MentionKind.NAME if is_other else MentionKind.PERSON


_TOPIC_CUT = re.compile(
    r"^(?:tell me (?:more )?about|describe|explain|define|give me|what (?:is|are|was|were|about)|"
    r"who (?:is|are|was|were)|how (?:is|are|was|were|do|does|did|about)|what|which|who|when|where|why|how|"
    r"is|are|was|were|do|does|did|can|could|"
    r"has|have|had)\b\s*(?:(?:the|a|an)\b\s*)?",
    re.IGNORECASE,
)
_WORD_RUN = re.compile(r"[\w'’-]+(?:[ ][\w'’-]+)*")
_LOOSE = STOPWORDS | word_set(
    "important main different good best known common many much long often someone something anything also used "
    "use work works say says said think thinks caused opposed make makes made does cost mean means happen "
    "happened happens called get tell affect affected like need"
)


def topic_of(question: str) -> str:
    """Return what a question without names is about: its last noun with an article, else its longest run of words."""
    rest = _TOPIC_CUT.sub("the ", question.strip())
    plain: list[str] = []
    determined: list[str] = []
    for piece in _WORD_RUN.findall(rest):
        run: list[str] = []
        has_article = False
        for word in [*piece.split(), ""]:
            if word and (word.casefold() not in _LOOSE or (word.casefold() == "of" and run)):
                run.append(word)
                continue
            if run:
                (determined if has_article else plain).append(_trimmed(run))
            run, has_article = [], word.casefold() in _ARTICLES
    names = " ".join(question[span.start : span.end] for span in find_names(question)).split()
    free = [run for run in plain if not any(word in names for word in run.split())]
    if determined:
        return determined[-1]
    return max(free, key=lambda run: len(run.split()), default="")


_ARTICLES = word_set("the a an its their his her this that these those")


def _trimmed(run: list[str]) -> str:
    return " ".join(run).removesuffix(" of").removesuffix("'s").removesuffix("’s")
