"""Find who said what: quoted and reported speech in news, each with its speaker.

Quoted speech is a quotation that a verb of saying stands beside, or that goes on from one ("..., he said. "And ...").
Reported speech is a sentence whose subject says it ("Greer said that ...", "according to the ministry"). A speaker is
given by the fullest name that the text has for them. Words that nobody is found to have said are the article's own;
quoted single words and phrases ("ballast") are too, unless the sentence gives them to somebody.

Not done: no parser, so a speaker far from the verb is missed; a 'they' is nobody in particular.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rag.text.descriptions import Known, is_written, known_of, name_behind, tells_who
from rag.text.lexicon import PERSON_PRONOUNS, PLAIN_SPEECH_VERBS, QUOTE_VERBS, SPEECH_VERBS
from rag.text.names import find_names
from rag.text.people import People, find_people, overlapping, person_before
from rag.text.quotations import Quotation, find_quotations
from rag.text.sentences import sentence_spans
from rag.text.speakers import inverted_subject, source_of, subject_after, subject_before
from rag.types import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """Words of a speaker: for `direct` speech the quotation with its marks, otherwise the reporting sentence."""

    start: int
    end: int
    speaker: str | None
    verb: str
    direct: bool


_ODDS = r"(?:puts?|gives?|gave) (?:\w+ ){1,4}?(?:chances?|odds)"
_VERB = re.compile(
    rf"\b(?:{_ODDS}|{'|'.join(sorted(QUOTE_VERBS, key=len, reverse=True))}"
    r"|pointed out|points out|ma(?:d|k)es? (?:it )?clear)\b"
)
_ACCORDING = re.compile(r"\baccording to (?P<who>[^.;:“”\"\n]{2,120})", re.IGNORECASE)
_IN_VIEW = re.compile(
    r"\b(?:[Oo]n|[Bb]y|[Ii]n|[Aa]t) (?P<who>his|her|(?:[A-Z][\w-]* ){0,2}[A-Z][\w-]*(?=[’']s ))(?:[’']s)? "
    r"(?:own |best |latest )?(?:estimates?|reckoning|view|opinion|calculations?|telling|words)\b"
)
_POSSESSIVES = {"his": "he", "her": "she"}
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|get|got|so-called|to|not)\s(?:\w+ly\s)?$")
_SPOKEN_WORDS = 6
"""A quotation this long is somebody's speech even when its verb is a sentence away."""

_ABOUT = 4
"""How many sentences back a pronoun may find its person."""


@lru_cache(maxsize=64)
def find_speech(text: str) -> tuple[Speech, ...]:
    """Return quoted and reported speech in order of place; a quotation inside reported speech is listed beside it."""
    names = find_names(text)
    quotations = find_quotations(text)
    sentences = sentence_spans(text)
    people = find_people(text, sentences, names)
    unquoted = [name for name in names if not overlapping(quotations, name)]
    scene = _Scene(
        text=text,
        sentences=sentences,
        paragraphs=_paragraphs(text, sentences),
        names=unquoted,
        people=people,
        known=known_of(text, unquoted, people),
        quotations=quotations,
    )
    found: list[Speech] = []
    for at in range(len(scene.sentences)):
        found += _speech_at(scene, at, found)
    return tuple(sorted(_once(found), key=lambda one: (one.start, -one.end)))


def speaker_of(text: str, start: int, end: int) -> str | None:
    """Say whose words the characters from `start` to `end` are; None when they are the article's own.

    A span is a speaker's when it lies for the greater part in that speech, or else when it holds one speaker's whole
    sentence; quoted speech goes before reported. Reported words whose speaker has no name ("the company said") say so
    themselves and have none, and what is only written ("the notice says") has none.
    """
    best: tuple[bool, int] | None = None
    speaker = None
    held: set[str] = set()
    for one in find_speech(text):
        if one.end <= start or one.start >= end or one.speaker is None or not _shows(one):
            continue
        shared = min(end, one.end) - max(start, one.start)
        rank = (one.direct, shared)
        if 2 * shared >= end - start and (best is None or rank > best):
            best, speaker = rank, one.speaker
        if one.direct and one.verb and (one.start == start or len(text[one.start : one.end].split()) >= _SPOKEN_WORDS):
            held.add(one.speaker)
    return speaker or (next(iter(held)) if len(held) == 1 else None)


def _shows(one: Speech) -> bool:
    """Say whether a reader who sees the words alone gains from their speaker."""
    return one.speaker is not None and not is_written(one.speaker) and (one.direct or tells_who(one.speaker))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """A text and all that was found in it; `names` are those outside its quotations."""

    text: str
    sentences: list[Span]
    paragraphs: list[int]
    names: list[Span]
    people: People
    known: Known
    quotations: list[Quotation]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attribution:
    """A verb of saying in a sentence and the words of its subject, before they are resolved to a name."""

    subject: str
    verb: str
    place: int
    reports: bool


def _attribution(text: str, sentence: Span, quotations: list[Quotation]) -> _Attribution | None:
    """Find the sentence's verb of saying outside its quotations, with a subject before or after it."""
    masked = _masked(text, sentence, quotations)
    if (told := _ACCORDING.search(masked)) and (who := source_of(told["who"])) is not None:
        return _Attribution(subject=who, verb="according to", place=told.start(), reports=True)
    for match in _VERB.finditer(masked):
        found = _said_by(masked, match)
        if found is not None:
            return found
    if viewed := _IN_VIEW.search(masked):
        who = _POSSESSIVES.get(viewed["who"], viewed["who"])
        return _Attribution(subject=who, verb="according to", place=viewed.start(), reports=True)
    return None


def _said_by(masked: str, match: re.Match[str]) -> _Attribution | None:
    """Read one verb of saying, unless it is a passive, or one that says something only beside a 'that'."""
    verb = match.group().casefold()
    said = masked[match.end() :]
    if _PASSIVE.search(masked[: match.start()]):
        return None
    before = subject_before(masked, match.start())
    is_aside = before is not None and masked[: match.start()].rstrip().endswith(f", {before}") and said[:1] in {",", ""}
    is_plain = verb in PLAIN_SPEECH_VERBS or verb.startswith(("put", "give", "gave ")) or is_aside
    if "\x00" not in masked and not is_plain and not re.match(r"\s(?:\w+\s){0,8}that\b", said):
        return None
    inverted = inverted_subject(masked, match.start(), match.end())
    if inverted is not None and not (before is not None and tells_who(before)):
        return _Attribution(subject=inverted, verb=verb, place=match.end(), reports="\x00" not in masked)
    subject = before or subject_after(masked, match.end())
    if subject is None:
        return None
    reports = before is not None and not _quotation_leads(masked, match.end()) and (verb in SPEECH_VERBS or " " in verb)
    return _Attribution(subject=subject, verb=verb, place=match.start(), reports=reports)


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
    speaker = _resolved(scene, at, attribution, found)
    given = [_quoted(one, speaker, attribution.verb) for one in overlapping(scene.quotations, sentence)]
    return [*given, _reported(sentence, speaker, attribution.verb)] if attribution.reports else given


def _resolved(scene: _Scene, at: int, attribution: _Attribution, found: list[Speech]) -> str | None:
    """Return the fullest name of an attribution's subject, the description as written, or None for an unclear 'he'."""
    subject = attribution.subject
    if subject.casefold() in PERSON_PRONOUNS:
        return _person(scene, at, subject.casefold(), attribution.place, found)
    if subject in scene.people:
        return scene.people.full(subject)
    return name_behind(scene.known, subject, scene.sentences[max(0, at - 2) : at])


def _person(scene: _Scene, at: int, pronoun: str, place: int, found: list[Speech]) -> str | None:
    """Return whom a pronoun stands for: whoever was just speaking, or else the person just spoken of.

    Somebody else named in the pronoun's own sentence leaves a doubt, unless the same voice goes on.
    """
    sentence = scene.sentences[at]
    before = [
        scene.sentences[k] for k in range(max(0, at - _ABOUT), at) if scene.paragraphs[k] >= scene.paragraphs[at] - 1
    ]
    if not before or pronoun == "they":
        return None
    last = found[-1].speaker if found and found[-1].end > before[-1].start else None
    if last is not None and last in scene.people and scene.people.fits(last, pronoun):
        return last
    person = person_before(scene.text, before, scene.names, scene.people, pronoun)
    here = Span(sentence.start, sentence.start + place)
    rivals = person_before(scene.text, [here], scene.names, scene.people, pronoun)
    if person is None or (rivals is not None and scene.people.full(rivals) != scene.people.full(person)):
        return None
    return scene.people.full(person)


def _unattributed(scene: _Scene, at: int, one: Quotation, found: list[Speech]) -> Speech | None:
    """Give a quotation without a verb of its own to whoever is speaking, when it reads like speech."""
    text, sentence = scene.text, scene.sentences[at]
    if text[sentence.start : one.start].strip():
        return None
    last = found[-1] if found else None
    if last is not None and last.speaker is not None and at:
        goes_on = scene.paragraphs[at] == scene.paragraphs[at - 1] and last.end > scene.sentences[at - 1].start
        if goes_on or (last.direct and not text[last.end : one.start].strip()):
            return _quoted(one, last.speaker, "")
    if len(text[one.start : one.end].split()) < _SPOKEN_WORDS:
        return None
    before = [scene.sentences[k] for k in range(max(0, at - 1), at)]
    person = person_before(text, before, scene.names, scene.people, "")
    return _quoted(one, scene.people.full(person) if person else None, "")


def _paragraphs(text: str, sentences: list[Span]) -> list[int]:
    """Number the paragraph of each sentence."""
    numbers: list[int] = []
    for at, sentence in enumerate(sentences):
        starts = at > 0 and "\n" in text[sentences[at - 1].end : sentence.start]
        numbers.append((numbers[-1] if numbers else 0) + starts)
    return numbers


def _quoted(one: Quotation, speaker: str | None, verb: str) -> Speech:
    return Speech(start=one.start, end=one.end, speaker=speaker, verb=verb, direct=True)


def _reported(sentence: Span, speaker: str | None, verb: str) -> Speech:
    return Speech(start=sentence.start, end=sentence.end, speaker=speaker, verb=verb, direct=False)


def _once(found: list[Speech]) -> list[Speech]:
    """Keep one reading of each span: a quotation over several sentences belongs to the first that attributes it."""
    kept: dict[tuple[int, int, bool], Speech] = {}
    for one in found:
        key = (one.start, one.end, one.direct)
        if key not in kept or not kept[key].verb:
            kept[key] = one
    return list(kept.values())
