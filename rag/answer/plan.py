"""Say what shape an answer must have: one fact, several parts, a side each, an outlet each, or a course of events.

Rules over the question's words alone. Not done: splitting what is joined by commas only, or parts that a question
implies without naming them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from rag.text.names import find_names, name_key

_QUESTION_WORD = (
    r"(?:who|whom|whose|when|where|why|how|what|which|by how much|for how long|to whom|in which|in what|at what)"
)
_JOINT = re.compile(rf"(?:[,;]?\s+and\s+(?:also\s+)?|[,;]\s+|\?\s+(?:and\s+)?)(?={_QUESTION_WORD}\b)", re.IGNORECASE)
_TIMELINE = re.compile(
    r"\b(?:time ?line|chronolog\w*|sequence of events|course of events|in (?:what|which) order|step by step|"
    r"in order of date|how did .{3,80} (?:unfold|evolve|develop over)|"
    r"what happened (?:between|from|after|since|before)|"
    r"trace the|history of)\b",
    re.IGNORECASE,
)
_COMPARISON = re.compile(
    r"\b(?:compar\w+|differ\w*|versus|vs\.?|disagree\w*|contrast\w*|respectively|both|each|between them)\b"
    r"|\b(?:which|who|what|whose)\b.{0,60}\b(?:more|less|\w{2,}er|first|sooner|worse|better)\b.{0,80}\bor\b"
    r"|\b(?:more|less) \w+ .{0,60}\bthan\b"
    r"|\b(?:do|did) .{2,60} and .{2,60} (?:say|think|argue|claim|see|view|judge|report|expect|describe|explain)\b",
    re.IGNORECASE,
)
_COMPARING = re.compile(
    r"\b(?:how (?:do|does|did)|what (?:is|was|are) the differences? between|differences?|differ\w*|compar\w+|"
    r"versus|vs\.?|"
    r"disagree\w*|contrast\w*|respectively|both|each|between)\b",
    re.IGNORECASE,
)
"""Words that ask for a comparison and say nothing of what is compared."""
_EACH_SOURCE = re.compile(
    r"\b(?:each|every|different|various|all|other|the|two|these|do|did)\s+(?:of\s+the\s+)?(?:two\s+|three\s+|other\s+)?"
    r"(?:outlets?|articles?|sources?|papers?|newspapers?|authors?|accounts?|commentators?|publications?|reports|sides)\b"
    r".{0,60}\b(?:say|said|report|reported|differ|disagree|view|views|see|describe|described|think|give|gave|agree|judge|"
    r"assess|make|made|put|explain|respond|argue|claim)\b"
    r"|\bwho says what\b|\bhow do (?:the )?(?:accounts|articles|outlets|sources|reports|views)\b",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"(?:['’]s?)?(?:\s\w+){0,4}?,?\s(?:and|or|versus|vs\.?|from|than|with)(?:\s(?!\d)\w+){0,4}?\s", re.IGNORECASE
)
"""What may stand between two names that a question compares: "Lumenhall pays with what Harcastle"."""

_LEAST_PART = 3
"""A part of fewer words ("and why") leans on the whole question and is not asked by itself."""


class Shape(StrEnum):
    """What the sentences of an answer are to each other."""

    PLAIN = "plain"
    PARTS = "parts"
    SIDES = "sides"
    SOURCES = "sources"
    TIMELINE = "timeline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The shape of an answer; `parts` are the questions to answer one by one, `sides` the names compared."""

    shape: Shape
    parts: tuple[str, ...]
    sides: tuple[str, ...] = ()


def plan_answer(question: str) -> Plan:
    """Read the shape off the question: "When did X open and how many work there?" has two parts."""
    if _TIMELINE.search(question):
        return Plan(shape=Shape.TIMELINE, parts=(question,))
    if _EACH_SOURCE.search(question):
        return Plan(shape=Shape.SOURCES, parts=(question,))
    sides = compared_sides(question)
    if len(sides) > 1:
        return Plan(shape=Shape.SIDES, parts=tuple(_one_sided(question, side, sides) for side in sides), sides=sides)
    parts = split_parts(question)
    return Plan(shape=Shape.PARTS if len(parts) > 1 else Shape.PLAIN, parts=parts)


def split_parts(question: str) -> tuple[str, ...]:
    """Part a question at its joints; a later part is given the names of the first that it does not say itself."""
    pieces = [piece.strip(" ,;") for piece in _JOINT.split(question.strip()) if piece.strip(" ,;?")]
    if len(pieces) < 2 or any(len(piece.split()) < _LEAST_PART for piece in pieces):
        return (question,)
    first = pieces[0]
    named = [first[span.start : span.end] for span in find_names(first)]
    return (_asked(first), *(_asked(_with_names(piece, named)) for piece in pieces[1:]))


def _asked(piece: str) -> str:
    return piece if piece.endswith("?") else f"{piece}?"


def _with_names(piece: str, named: list[str]) -> str:
    keys = {name_key(piece[span.start : span.end]) for span in find_names(piece)}
    lacking = [name for name in named if name_key(name) not in keys]
    return f"{piece.rstrip('?')} ({', '.join(lacking)})" if lacking else piece


def compared_sides(question: str) -> tuple[str, ...]:
    """Return the names joined as equals in a question that compares; none when it does not compare."""
    if not _COMPARISON.search(question):
        return ()
    spans = find_names(question)
    for one, two in pairwise(spans):
        if _JOINED.fullmatch(question[one.end : two.start]):
            return (question[one.start : one.end], question[two.start : two.end])
    return ()


def _one_sided(question: str, side: str, sides: tuple[str, ...]) -> str:
    """Leave the other sides' names out, so that each side is looked for alone."""
    text = question
    for other in sides:
        if other != side:
            text = re.sub(
                rf"\s*(?:\b(?:and|or|versus|vs\.?|from|than|with)\s+)?(?:the\s+)?{re.escape(other)}"
                rf"(?:\s+(?:and|or|versus|vs\.?)(?=\s))?",
                " ",
                text,
                count=1,
            )
    return re.sub(r"\s+", " ", _COMPARING.sub(" ", text)).replace(" ?", "?").strip()
