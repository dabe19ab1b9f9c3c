"""List what a conversation has spoken of, last mentioned first, so that a pronoun can be given its name.

A mention is a person, another name, or the topic words of a question that names nothing. Persons are told by their
shape (two or three words, none of them an organisation's or a place's); nothing is looked up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rag.text.lexicon import ORGANISATION_HEADS, PLACE_PREFIXES, SAME_NAME
from rag.text.names import find_names, name_key
from rag.text.words import STOPWORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.types import Turn

_ATTRIBUTION = re.compile(r"^(?P<outlet>[^\n\"“”(:]{2,60})\((?P<authors>[^()\n]{3,120})\)\s*:", re.MULTILINE)
_SPEAKER = re.compile(r"^(?P<who>[A-Z][^\n\"“”(:,]{2,60}), in (?:a |an )?[^\n\"“”:]{2,80}:", re.MULTILINE)
_MONTH = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|\d{4})\b"
)
_THINGS = frozenset(
    "deal accord agreement talks war phase act law strategy agency ltd inc group line party times post daily news review "
    "affairs online street house river port bay harbor harbour strait sea ocean island mountain lake".split()
)
_QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]")


class MentionKind(StrEnum):
    """What sort of thing was mentioned."""

    PERSON = "person"
    NAME = "name"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Something spoken of: `asked` when a question said it, not only an answer."""

    text: str
    kind: MentionKind
    asked: bool


def mentions_in(turns: Sequence[Turn]) -> list[Mention]:
    """Return what was mentioned, the last turn's first; within a turn the question's subjects, then the answer's."""
    found: list[Mention] = []
    for turn in reversed(turns):
        found += _named(turn.question, asked=True)
        topic = topic_of(turn.question)
        if topic:
            found.append(Mention(text=topic, kind=MentionKind.TOPIC, asked=True))
        found += _answered(turn.answer)
    return found


def _named(text: str, *, asked: bool) -> list[Mention]:
    names = [text[span.start : span.end] for span in find_names(text)]
    return [Mention(text=name, kind=kind_of(name), asked=asked) for name in reversed(names)]


def _answered(answer: str) -> list[Mention]:
    """Return who speaks and writes in an answer, then the names within its quotes, in order of place."""
    authors = [name for pair in author_lists(answer) for name in pair]
    speakers = [match["who"].strip() for match in _SPEAKER.finditer(answer)]
    quoted = " ".join(_QUOTED.findall(answer)) or answer
    names = [quoted[span.start : span.end] for span in find_names(quoted)]
    people = [Mention(text=name, kind=MentionKind.PERSON, asked=False) for name in [*speakers, *authors]]
    rest = [Mention(text=name, kind=kind_of(name), asked=False) for name in names]
    # Whoever the quote speaks of is likelier meant than whoever wrote the article.
    return [*people[: len(speakers)], *rest, *people[len(speakers) :]]


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
        or folded[0] in PLACE_PREFIXES
        or name_key(name) in SAME_NAME.values()
        or any(any(char.isdigit() for char in token) for token in tokens)
    )
    return MentionKind.NAME if is_other else MentionKind.PERSON


_TOPIC_CUT = re.compile(
    r"^(?:tell me (?:more )?about|describe|explain|define|give me|what (?:is|are|was|were|about)|who (?:is|are|was|were)|"
    r"how (?:is|are|was|were|do|does|did|about)|what|which|who|when|where|why|how|is|are|was|were|do|does|did|can|could|"
    r"has|have|had)\b\s*(?:the|a|an)?\s*",
    re.IGNORECASE,
)
_WORD_RUN = re.compile(r"[\w'’-]+(?:[ ][\w'’-]+)*")
_LOOSE = STOPWORDS | frozenset(
    "important main different good best known common many much long often someone something anything also used use work works "
    "make makes made does cost mean means happen happened happens called get tell affect affected like need".split()
)


def topic_of(question: str) -> str:
    """Return the longest run of topic words of a question without its question words; "" when nothing is left."""
    rest = _TOPIC_CUT.sub("", question.strip())
    runs: list[list[str]] = []
    for piece in _WORD_RUN.findall(rest):
        run: list[str] = []
        for word in piece.split():
            if word.casefold() in _LOOSE and not (word.casefold() == "of" and run):
                runs.append(run)
                run = []
            else:
                run.append(word)
        runs.append(run)
    cleaned = [" ".join(run).removesuffix(" of").removesuffix("'s").removesuffix("’s") for run in runs]
    return max((run for run in cleaned if run), key=lambda run: (len(run.split()), cleaned.index(run)), default="")
