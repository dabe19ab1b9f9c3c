"""Find in one sentence the words that give what it says to somebody: a verb of saying and its subject.

Who that subject is, is for `rag.text.speech`. A verb that does other things than say ("adds capacity", "maintains a
surplus") counts only beside a 'that' or a quotation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.text.descriptions import tells_who
from rag.text.lexicon import PLAIN_SPEECH_VERBS, QUOTE_VERBS, SPEECH_VERBS
from rag.text.people import overlapping
from rag.text.speakers import inverted_subject, source_of, subject_after, subject_before

if TYPE_CHECKING:
    from rag.text.quotations import Quotation
    from rag.types import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """A verb of saying at a place of its sentence and the words of its subject, before they are resolved to a name.

    `reports` says whether the sentence gives more than its quotations to that subject.
    """

    subject: str
    verb: str
    place: int
    reports: bool


_ODDS = r"(?:puts?|gives?|gave) (?:\w+ ){1,4}?(?:chances?|odds)"
_VERB = re.compile(
    rf"(?<![\w-])(?:{_ODDS}|{'|'.join(sorted(QUOTE_VERBS, key=len, reverse=True))}"
    r"|pointed out|points out|ma(?:d|k)es? (?:it )?clear)\b"
)
_ACCORDING = re.compile(r"\baccording to (?P<who>(?:[^.;:“”\"\n]|(?<=[A-Z])\.){2,120})", re.IGNORECASE)
_IN_VIEW = re.compile(
    r"\b(?:[Oo]n|[Bb]y|[Ii]n|[Aa]t) (?P<who>his|her|(?:[A-Z][\w-]* ){0,2}[A-Z][\w-]*(?=[’']s ))(?:[’']s)? "
    r"(?:own |best |latest )?(?:estimates?|reckoning|view|opinion|calculations?|telling|words)\b"
)
_POSSESSIVES = {"his": "he", "her": "she"}
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|get|got|to|not)\s(?:\w+ly\s)?$")
_THAT = re.compile(r"\s(?:\w+\s){0,8}that\b")
_CLAUSE = re.compile(r"\s(?:(?:\w+\s){0,4}that|it|he|she|they)\b")
_OF_THINGS = frozenset({"adds", "added", "announced", "announces", "acknowledged"})
"""Plain verbs of saying that take a thing as readily: a company adds jobs and announces a plan."""

_NEAR = 80
"""Characters between a verb that needs a quotation and the quotation: an adjunct and an address take no more."""


def find_attribution(text: str, sentence: Span, quotations: list[Quotation]) -> Attribution | None:
    """Find the sentence's verb of saying outside its quotations, with a subject before or after it."""
    masked = _masked(text, sentence, quotations)
    if (told := _ACCORDING.search(masked)) and (who := source_of(told["who"])) is not None:
        return Attribution(subject=who, verb="according to", place=told.start(), reports=True)
    for match in _VERB.finditer(masked):
        found = _said_by(masked, match)
        if found is not None:
            return found
    if viewed := _IN_VIEW.search(masked):
        who = _POSSESSIVES.get(viewed["who"], viewed["who"])
        return Attribution(subject=who, verb="according to", place=viewed.start(), reports=True)
    return None


def _said_by(masked: str, match: re.Match[str]) -> Attribution | None:
    """Read one verb of saying, unless it is a passive, or one that says something only beside a 'that'."""
    verb = match.group().casefold()
    if _PASSIVE.search(masked, max(0, match.start() - _NEAR), match.start()) or masked.startswith(
        " about ", match.end()
    ):
        return None
    before = subject_before(masked, match.start())
    if not _says(masked, match, before):
        return None
    inverted = inverted_subject(masked, match.start(), match.end())
    if inverted is not None and not (before is not None and tells_who(before)):
        return Attribution(subject=inverted, verb=verb, place=match.end(), reports="\x00" not in masked)
    subject = before or subject_after(masked, match.end())
    if subject is None:
        return None
    reports = before is not None and not _quotation_leads(masked, match.end()) and (verb in SPEECH_VERBS or " " in verb)
    return Attribution(subject=subject, verb=verb, place=match.start(), reports=reports)


def _says(masked: str, match: re.Match[str], before: str | None) -> bool:
    """Say whether a verb reports words here: a plain one does, others beside a quotation, a 'that', or as an aside."""
    verb, said = match.group().casefold(), masked[match.end() :]
    if "\x00" in masked[max(0, match.start() - _NEAR) : match.end() + _NEAR]:
        return True
    if verb in PLAIN_SPEECH_VERBS and verb not in _OF_THINGS:
        return True
    is_aside = before is not None and masked[: match.start()].rstrip().endswith(f", {before}") and said[:1] in {",", ""}
    if is_aside or (" " in verb and verb.startswith(("put", "give", "gave"))):
        return True
    return (_CLAUSE if verb in _OF_THINGS else _THAT).match(said) is not None


def _masked(text: str, sentence: Span, quotations: list[Quotation]) -> str:
    """Return the sentence with its quotations blotted out, length unchanged."""
    chars = list(text[sentence.start : sentence.end])
    for one in overlapping(quotations, sentence):
        low, high = max(one.start, sentence.start) - sentence.start, min(one.end, sentence.end) - sentence.start
        if low < high:
            chars[low:high] = "\x00" * (high - low)
    return "".join(chars)


def _quotation_leads(masked: str, verb_end: int) -> bool:
    """Say whether all that the speaker is given to say stands in quotation marks."""
    said = masked[verb_end:]
    return "\x00" in masked and len([word for word in said.replace("\x00", " ").split() if word.isalpha()]) < 4
