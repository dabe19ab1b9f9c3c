"""Find who said what: quoted and reported speech in news, each with its speaker.

Quoted speech is a quotation that a verb of saying stands beside, or that goes on from one ("..., he said. "And ...").
Reported speech is a sentence whose subject says it ("Greer said that ...", "according to the ministry"). A speaker is
given by the fullest name that the text has for them. Words that nobody is found to have said are the article's own;
quoted single words and phrases ("ballast") are too, unless the sentence gives them to somebody.

Not done: no parser, so a speaker far from the verb is missed; a 'they' is nobody in particular.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rag.text.attributions import find_attribution
from rag.text.descriptions import Known, is_written, known_of, name_behind, tells_who
from rag.text.lexicon import GENERIC_TAILS, ORGANISATION_TAILS, PERSON_PRONOUNS
from rag.text.names import find_names
from rag.text.people import People, find_people, full_name_before, overlapping, person_before
from rag.text.quotations import Quotation, find_quotations
from rag.text.sentences import sentence_spans
from rag.types import Span

if TYPE_CHECKING:
    from rag.text.attributions import Attribution


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """Words of a speaker: for `direct` speech the quotation with its marks, otherwise the reporting sentence."""

    start: int
    end: int
    speaker: str | None
    verb: str
    direct: bool


_GENERIC = GENERIC_TAILS | ORGANISATION_TAILS
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
        words=frozenset(word for name in names for word in text[name.start : name.end].split()),
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
    """A text and all that was found in it; `names` are those outside its quotations, `words` those of all names."""

    text: str
    sentences: list[Span]
    paragraphs: list[int]
    names: list[Span]
    words: frozenset[str]
    people: People
    known: Known
    quotations: list[Quotation]


def _speech_at(scene: _Scene, at: int, found: list[Speech]) -> list[Speech]:
    """Return the speech that one sentence gives to somebody; `found` is what came before it."""
    sentence = scene.sentences[at]
    attribution = find_attribution(scene.text, sentence, scene.quotations)
    if attribution is None:
        opening = (one for one in overlapping(scene.quotations, sentence) if one.start >= sentence.start)
        return [speech for one in opening if (speech := _unattributed(scene, at, one, found)) is not None]
    speaker = _resolved(scene, at, attribution, found)
    given = [_quoted(one, speaker, attribution.verb) for one in overlapping(scene.quotations, sentence)]
    return [*given, _reported(sentence, speaker, attribution.verb)] if attribution.reports else given


def _resolved(scene: _Scene, at: int, attribution: Attribution, found: list[Speech]) -> str | None:
    """Return the fullest name of an attribution's subject, the description as written, or None for an unclear 'he'."""
    subject = attribution.subject
    if subject.casefold() in PERSON_PRONOUNS:
        return _person(scene, at, subject.casefold(), attribution.place, found)
    if subject in scene.people and (full := scene.people.full(subject)) != subject:
        return full
    first = subject.split()[0].removesuffix("'s").removesuffix("’s").rstrip("'’")
    if " " not in subject and subject.casefold() in _GENERIC:
        subject = f"the {subject.casefold()}"
    elif first not in scene.words:
        subject = subject[0].lower() + subject[1:]  # its capital is only the sentence's
    elif " " not in subject:
        subject = full_name_before(scene.text, scene.names, scene.sentences[at].start, subject) or subject
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
    if person is None:
        return None
    here = overlapping(scene.names, Span(sentence.start, sentence.start + place))
    also = {name for one in here if (name := scene.text[one.start : one.end]) in scene.people}
    full = scene.people.full(person)
    return (
        full if all(scene.people.full(name) == full or not scene.people.fits(name, pronoun) for name in also) else None
    )


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
