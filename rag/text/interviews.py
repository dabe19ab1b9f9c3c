"""Part an interview into its turns, so that an answer is the words of whoever was asked.

Two layouts are known: every turn opens with its speaker's label ("Keel & Current: ...", "Q: ..."), or questions stand
as paragraphs of their own, bold or ending in a question mark. The second is an interview only when the text calls
itself one, the questions say "you" and the answers "I"; an explainer's headings do not.

Not done: questions inside a paragraph; who asks, for a question is the outlet's own; interviews of several people
whose answers carry no label.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.text.names import find_names
from rag.text.people import find_people, is_organisation, last_word
from rag.text.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from rag.types import Span

MIN_QUESTIONS = 3
"""Two questions in a row are rhetoric as often as an interview."""

_LABEL = re.compile(r"[\s>*_]*(?P<who>Q|A|[A-Z][\w.'’-]*(?: (?:&|of|the|[A-Z][\w.'’-]*)){0,4})[*_]*:[*_]*\s+(?=\S)")
_BOLD = re.compile(r"\s*(?:\*\*|__).+(?:\*\*|__)\s*")
_NOTE = re.compile(r"\s*(?:[*_](?![*_]).+(?<![*_])[*_]|[-*_ ]{3,})\s*")
_YOU = re.compile(r"\b(?:you|your)\b", re.IGNORECASE)
_ASKS = re.compile(r"\?[\s*_”\"]*$")
_FIRST_PERSON = re.compile(r"\b(?:I|I[’']\w+|[Mm]e|[Mm]y|[Ww]e|[Oo]ur|[Uu]s)\b")
_CUE = re.compile(r"\b(?:interview\w*|conversation|q&a|spoke (?:to|with)|talked (?:to|with)|sat down)\b", re.IGNORECASE)
LONGEST_QUESTION_WORDS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Characters `start` to `end` are one side's words; the questioner has no name here."""

    start: int
    end: int
    speaker: str | None


def find_turns(
    text: str, paragraphs: Sequence[Span], authors: Collection[str], *, is_interview: bool
) -> tuple[Turn, ...]:
    """Return the turns of an interview in order, none for any other text.

    `paragraphs` are those of the body; `authors` are never the one who is asked. Questions that are not bold are
    looked for only where `is_interview`: forums and lists of questions look the same.
    """
    return _labelled(text, paragraphs, authors) or _asked(text, paragraphs, authors, is_interview=is_interview)


def _labelled(text: str, paragraphs: Sequence[Span], authors: Collection[str]) -> tuple[Turn, ...]:
    """Return the turns where at least half of the body stands behind labels, one of which asks."""
    labels = [_LABEL.match(text, one.start, one.end) for one in paragraphs]
    counts = Counter(label["who"] for label in labels if label)
    opened = [at for at, label in enumerate(labels) if label and counts[label["who"]] > 1]
    size = sum(paragraphs[at].end - paragraphs[at].start for at in opened)
    if len(opened) < 2 * MIN_QUESTIONS or 2 * size < sum(one.end - one.start for one in paragraphs):
        return ()
    who = {at: label["who"] for at in opened if (label := labels[at])}
    asking = Counter(who[at] for at in opened if _ASKS.search(text[paragraphs[at].start : paragraphs[at].end]))
    if len(set(who.values())) == 1 or not asking or asking.most_common(1)[0][1] < MIN_QUESTIONS:
        return ()
    questioner = asking.most_common(1)[0][0]
    before = paragraphs[opened[0]].start
    called = {name: None if name == questioner else _called(text, name, before, authors) for name in set(who.values())}
    ends = [*opened[1:], len(paragraphs)]
    return tuple(
        Turn(start=paragraphs[at].start, end=_turn_end(text, paragraphs[at:end]), speaker=called[who[at]])
        for at, end in zip(opened, ends, strict=True)
    )


def _asked(text: str, paragraphs: Sequence[Span], authors: Collection[str], *, is_interview: bool) -> tuple[Turn, ...]:
    """Return the turns where questions are paragraphs of their own, addressed to a person who answers."""
    spelled = [text[one.start : one.end] for one in paragraphs]
    bold = [at for at, one in enumerate(spelled) if _BOLD.fullmatch(one)]
    plain = [at for at, one in enumerate(spelled) if _ASKS.search(one) and len(one.split()) <= LONGEST_QUESTION_WORDS]
    marked = bold if len(bold) >= MIN_QUESTIONS else plain
    ends = dict(zip(marked, [*marked[1:], len(spelled)], strict=False))
    asked = [at for at in marked if ends[at] > at + 1]
    is_called = is_interview or (marked is bold and _CUE.search(text) is not None)
    if len(asked) < MIN_QUESTIONS or not is_called:
        return ()
    addressed = sum(_YOU.search(spelled[at]) is not None for at in asked)
    personal = sum(_FIRST_PERSON.search(" ".join(spelled[at + 1 : ends[at]])) is not None for at in asked)
    is_talk = 3 * addressed >= len(asked) and 3 * personal >= 2 * len(asked)
    is_body = 2 * (paragraphs[-1].end - paragraphs[asked[0]].start) >= sum(one.end - one.start for one in paragraphs)
    subject = _interviewee(text, paragraphs[asked[0]].start, authors) if is_talk and is_body else None
    if subject is None:
        return ()
    turns: list[Turn] = []
    for at in asked:
        turns.append(Turn(start=paragraphs[at].start, end=paragraphs[at].end, speaker=None))
        answer = paragraphs[at + 1 : ends[at]]
        turns.append(Turn(start=answer[0].start, end=_turn_end(text, answer), speaker=subject))
    return tuple(turns)


def _turn_end(text: str, paragraphs: Sequence[Span]) -> int:
    """Return where a turn ends: before a note in italics, or with its last paragraph."""
    end = paragraphs[0].end
    for one in paragraphs[1:]:
        if _NOTE.fullmatch(text[one.start : one.end]):
            break
        end = one.end
    return end


def _called(text: str, label: str, before: int, authors: Collection[str]) -> str | None:
    """Return the full name behind a label: of that last name, or of those initials; for "A" whoever is interviewed."""
    if label == "A":
        return _interviewee(text, before, authors)
    names = dict.fromkeys(text[name.start : name.end] for name in find_names(text))
    full = {name for name in names if len(name.split()) > 1 and not is_organisation(name)}
    if label.isupper() and len(label) <= 4:
        found = {name for name in full if "".join(re.findall(r"\b[A-Z]", name)) == label}
        return found.pop() if len(found) == 1 else None
    found = {name for name in full if last_word(name).casefold() == label.casefold()}
    return found.pop() if len(found) == 1 else label


def _interviewee(text: str, before: int, authors: Collection[str]) -> str | None:
    """Return the person, no author, whom the text up to the first question names most; of two the first."""
    names = find_names(text)
    people = find_people(text, sentence_spans(text), names)
    written = {last_word(author).casefold() for author in authors}
    named = Counter(
        last_word(spelled)
        for name in names
        if name.end <= before
        and (spelled := text[name.start : name.end]) in people
        and last_word(spelled).casefold() not in written
    )
    for last, _ in named.most_common():
        if full := people.full_names.get(last):
            return full
    return None
