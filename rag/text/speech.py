"""Find who said what: quoted and reported speech in news, each with its speaker.

Quoted speech is a quotation that a verb of saying stands beside, or that goes on from one ("..., he said. "And ...").
Reported speech is a sentence whose subject says it ("Greer said that ...", "according to the ministry"). A pronoun is
resolved to the person whom the sentences before are about. Words that nobody is found to have said are the article's
own; quoted single words and phrases ("ballast") are too, unless the sentence gives them to somebody.

Not done: no parser, so a speaker far from the verb is missed; no coreference but for he, she and they.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rag.text.lexicon import PERSON_PRONOUNS, PLAIN_SPEECH_VERBS, QUOTE_VERBS, SPEECH_VERBS
from rag.text.names import find_names
from rag.text.quotations import Quotation, find_quotations
from rag.text.sentences import sentence_spans
from rag.text.speakers import overlapping, people_in, person_before, subject_after, subject_before

if TYPE_CHECKING:
    from rag.types import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """Words of a speaker: for `direct` speech the quotation with its marks, otherwise the reporting sentence."""

    start: int
    end: int
    speaker: str | None
    verb: str
    direct: bool


_VERB = re.compile(
    rf"\b(?:{'|'.join(sorted(QUOTE_VERBS, key=len, reverse=True))}|pointed out|points out|ma(?:d|k)es? (?:it )?clear)\b"
)
_ACCORDING = re.compile(r"\baccording to (?P<who>[^,.;:“”\"\n]{2,80})", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|get|got|so-called|to|not)\s(?:\w+ly\s)?$")
# A quotation this long is somebody's speech even when its verb is a sentence away.
_SPOKEN_WORDS = 6
# How many sentences back a pronoun may find its person.
_ABOUT = 4


@lru_cache(maxsize=64)
def find_speech(text: str) -> tuple[Speech, ...]:
    """Return quoted and reported speech in order of place; a quotation inside reported speech is listed beside it."""
    names = find_names(text)
    scene = _Scene(
        text=text,
        sentences=sentence_spans(text),
        names=names,
        people=people_in(text, names),
        quotations=find_quotations(text),
    )
    found: list[Speech] = []
    for at in range(len(scene.sentences)):
        found += _speech_at(scene, at, found)
    return tuple(sorted(_once(found), key=lambda one: (one.start, -one.end)))


def speaker_of(text: str, start: int, end: int) -> str | None:
    """Say whose words the characters from `start` to `end` are; None when they are the article's own.

    A span is a speaker's when it lies for the greater part in that speech; quoted speech goes before reported.
    """
    best: tuple[bool, int] | None = None
    speaker = None
    for one in find_speech(text):
        shared = min(end, one.end) - max(start, one.start)
        if one.speaker is None or 2 * shared < end - start or shared <= 0:
            continue
        rank = (one.direct, shared)
        if best is None or rank > best:
            best, speaker = rank, one.speaker
    return speaker


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """A text and all that was found in it."""

    text: str
    sentences: list[Span]
    names: list[Span]
    people: frozenset[str]
    quotations: list[Quotation]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attribution:
    """A verb of saying in a sentence and the words of its subject, before pronouns are resolved."""

    subject: str
    verb: str
    reports: bool


def _attribution(text: str, sentence: Span, quotations: list[Quotation]) -> _Attribution | None:
    """Find the sentence's verb of saying outside its quotations, with a subject before or after it."""
    masked = _masked(text, sentence, quotations)
    quoted = masked != text[sentence.start : sentence.end]
    told = _ACCORDING.search(masked)
    if told:
        return _Attribution(subject=told["who"].strip(), verb="according to", reports=True)
    for match in _VERB.finditer(masked):
        verb = match.group().casefold()
        if _PASSIVE.search(masked[: match.start()]):
            continue
        if (
            not quoted
            and verb not in PLAIN_SPEECH_VERBS
            and not re.match(r"\s(?:\w+\s){0,8}that\b", masked[match.end() :])
        ):
            continue
        before = subject_before(masked, match.start())
        subject = before or subject_after(masked, match.end())
        if subject is not None:
            reports = before is not None and not _quotation_leads(masked, match.end())
            return _Attribution(subject=subject, verb=verb, reports=reports and (verb in SPEECH_VERBS or " " in verb))
    return None


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


def _speech_at(scene: _Scene, at: int, found: list[Speech]) -> list[Speech]:
    """Return the speech that one sentence gives to somebody; `found` is what came before it."""
    sentence = scene.sentences[at]
    attribution = _attribution(scene.text, sentence, scene.quotations)
    if attribution is None:
        opening = (one for one in overlapping(scene.quotations, sentence) if one.start >= sentence.start)
        return [speech for one in opening if (speech := _unattributed(scene, at, one, found)) is not None]
    speaker: str | None = attribution.subject
    if attribution.subject.casefold() in PERSON_PRONOUNS:
        speaker = person_before(scene.text, scene.sentences[max(0, at - _ABOUT) : at], scene.names, scene.people)
    touching = overlapping(scene.quotations, sentence)
    given = [_quoted(one, speaker, attribution.verb) for one in touching]
    return [*given, _reported(sentence, speaker, attribution.verb)] if attribution.reports else given


def _unattributed(scene: _Scene, at: int, one: Quotation, found: list[Speech]) -> Speech | None:
    """Give a quotation without a verb of its own to whoever is speaking, when it reads like speech."""
    text, sentence = scene.text, scene.sentences[at]
    if text[sentence.start : one.start].strip() or len(text[one.start : one.end].split()) < _SPOKEN_WORDS:
        return None
    last = next((each for each in reversed(found) if each.direct), None)
    if last is not None and last.speaker is not None:
        between = text[last.end : one.start]
        goes_on = "\n" not in between and at > 0 and last.end >= scene.sentences[at - 1].start
        if goes_on or not between.strip():
            return _quoted(one, last.speaker, last.verb)
    return _quoted(one, person_before(text, scene.sentences[max(0, at - _ABOUT) : at], scene.names, scene.people), "")


def _quoted(one: Quotation, speaker: str | None, verb: str) -> Speech:
    return Speech(start=one.start, end=one.end, speaker=speaker, verb=verb, direct=True)


def _reported(sentence: Span, speaker: str | None, verb: str) -> Speech:
    return Speech(start=sentence.start, end=sentence.end, speaker=speaker, verb=verb, direct=False)


def _once(found: list[Speech]) -> list[Speech]:
    """Keep one reading of each span: a quotation over several sentences belongs to the first that names a speaker."""
    kept: dict[tuple[int, int, bool], Speech] = {}
    for one in found:
        key = (one.start, one.end, one.direct)
        if key not in kept or (kept[key].speaker is None or not kept[key].verb):
            kept[key] = one
    return list(kept.values())
