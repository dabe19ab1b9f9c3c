"""Notes on the author and on the article: who wrote it, who helped, what was corrected; kept under their own role."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.articles import telling
from rag.articles.lines import plain_words
from rag.types import RemovalReason, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.articles.lines import Line
    from rag.articles.marks import Labels

REACH = 12
"""How many lines past the body an author's note may stand."""

WRAPPED = 45
"""Characters from which a line without a sentence's end may go on in the next one."""

MOST_BIOS = 3
LEAST_BODY = 4
"""How many notes on authors may end a body, and how many lines it must have above them."""

_GOES_ON = re.compile(r"^\W*(?:he|she|they|his|her|their)\b", re.IGNORECASE)
_NOTE = re.compile(
    r"^\W*(?:editor'?s'? note|about the authors?|author bio|the (?:author|writer)s? (?:is|was|are)\b"
    r"|note de la rédaction|correction(?=[:,]| \(|, )|\((?:additional )?reporting by\b)"
    r"|\bviews? (?:expressed|and opinions|in this)\b.{0,90}\b(?:own|author|writer|not necessarily|solely)"
    r"|\bthe authors? contributed\b|\bcontributed to this (?:report|article|story)\b|\b(?:is"
    r"|are) the authors? of\b",
    re.IGNORECASE,
)
_PREDICATE = (
    r"(?:is|are|was|has been|has (?:\w+ )?(?:written|covered|reported|taught|worked)|serves|covers|writes|teaches|works"
    r"|joined|reports|researches|lives|est|ist|es|è)\b"
)
_IS_SOMEBODY = re.compile(
    rf"^\W*(?:Dr\.? |Prof\.? )?[A-ZÀ-Þ][\w'’.-]+(?: [A-ZÀ-Þ][\w'’.-]*){{0,4}},? {_PREDICATE}",
)
_TRADE = re.compile(
    r"\b(?:columnist|correspondent|reporter|editor|journalist|writer|author|professor|lecturer|fellow"
    r"|analyst|commentator|"
    r"researcher|director|president|scholar|economist|strategist|freelance|contributor|blogger|historian"
    r"|founder|novelist|critic"
    r"|correspondante?|rédact(?:eur|rice)|redactora?|corresponsal|periodista|redakteur(?:in)?|korrespondent(?:in)?"
    r"|journalistin|autor(?:in|a)?|giornalista|corrispondente"
    r"|follow (?:him|her|them)|reach (?:him|her|them)|twitter|e-?mail)\b",
    re.IGNORECASE,
)
_SHORT_TRADE = re.compile(
    r"\b(?:writer|author|journalist|editor|analyst|columnist|professor|researcher|reporter|correspondent|fellow)\b",
    re.IGNORECASE,
)
_OWN_WORDS = re.compile(r"^\W*(?:hi|hello|hey)\b[^.!]{0,12}\bI(?:['’]m| am) ", re.IGNORECASE)


def is_note(text: str) -> bool:
    """Say whether a line is about the author or the article rather than its subject."""
    return len(text) < 900 and not telling.NOTE_WORDS.isdisjoint(plain_words(text)) and _NOTE.search(text) is not None


def is_bio(text: str, authors: Sequence[str]) -> bool:
    """Say whether a line presents an author; without a known author it must name a trade."""
    if len(text) > 700:
        return False
    led = any(text[:40].casefold().lstrip("*_ ").startswith(author.casefold()) for author in authors)
    named = any(author.casefold() in text[:120].casefold() for author in authors)
    return (
        (led and len(text.split()) > 4)
        or (named and _TRADE.search(text) is not None and len(text.split()) > 3)
        or (_IS_SOMEBODY.match(text) is not None and _TRADE.search(text[:250]) is not None)
        or _presents(text, authors)
    )


def _presents(text: str, authors: Sequence[str]) -> bool:
    """Say whether a line calls a known author by the first name, in its own or in their words."""
    given = {author.split()[0] for author in authors if " " in author}
    first = re.match(r"\W*([^\W\d_][\w'’-]+) ", text)
    own = _OWN_WORDS.match(text)
    if own:
        return any(text[own.end() :].startswith(name) for name in given)
    return (
        first is not None
        and first[1] in given
        and re.match(rf"\W*{re.escape(first[1])} {_PREDICATE}|\W*\S+ has\b", text) is not None
    )


def label_notes(lines: Sequence[Line], labels: Labels) -> None:
    """Label notes on the author and the article, at its head and for a few lines past its end."""
    _cut_tags(lines, labels)
    _label_last(lines, labels)
    body = labels.body()
    if not body:
        return
    first, last = body[0], body[-1]
    for i in sorted({*range(max(first - 4, 0), first + 2), *range(last - 1, last + REACH)}):
        if not 0 <= i < min(last + REACH, len(lines)):
            continue
        text = lines[i].plain
        if not _free(labels, i):
            continue
        if is_note(text) or (i >= last and is_bio(text, labels.authors)):
            labels.marks[i] = Role.BIO
            _label_rest(lines, labels, i)
        elif i > last and labels.marks[i - 1] is not Role.BIO and _bare_name(text, labels):
            _label_named_bio(lines, labels, i)


def _label_last(lines: Sequence[Line], labels: Labels) -> None:
    """Label the paragraphs at the body's end that present an author, the last first; one may go on about the same."""
    end = len(labels.body())
    for _ in range(MOST_BIOS):
        body = labels.body()[:end]
        if len(body) <= LEAST_BODY:
            return
        paragraph = _paragraph(lines, body)
        above = _paragraph(lines, body[: -len(paragraph)])
        if _GOES_ON.match(lines[paragraph[0]].plain) and is_bio(lines[above[0]].plain, labels.authors):
            paragraph = above + paragraph
        if not is_bio(lines[paragraph[0]].plain, labels.authors):
            return
        for i in paragraph:
            labels.marks[i] = Role.BIO
        end = len(labels.body())


def _paragraph(lines: Sequence[Line], body: Sequence[int]) -> list[int]:
    """Return the lines into which the last paragraph of the body is wrapped."""
    start = len(body) - 1
    while start > 0 and body[start - 1] == body[start] - 1 and _goes_on(lines, body[start]):
        start -= 1
    return list(body[start:])


def _goes_on(lines: Sequence[Line], i: int) -> bool:
    """Say whether line i goes on with the paragraph of the line above it, which ends in no sentence."""
    above = lines[i - 1]
    full = len(above.text) + above.indent >= WRAPPED and above.plain[-1:] not in '.!?”"'
    return full and not lines[i].blanks_before and not lines[i].mark


def _free(labels: Labels, i: int) -> bool:
    """Say whether line i may be a note: kept as body, or let go for no wording of its own."""
    return labels.marks[i] in (Role.BODY, RemovalReason.FURNITURE) and labels.reasons[i] is None


def _label_rest(lines: Sequence[Line], labels: Labels, i: int) -> None:
    """Label the lines into which a note was wrapped: each goes on where the one above ends in no sentence."""
    for k in range(i + 1, len(lines)):
        if not (_goes_on(lines, k) and _free(labels, k)):
            return
        labels.marks[k] = Role.BIO


def _cut_tags(lines: Sequence[Line], labels: Labels) -> None:
    """Take out the few words that stand below the note at an article's end: the subjects it is filed under."""
    body = labels.body()
    last = next((i for i in reversed(body) if lines[i].size > 5 or lines[i].plain[-1:] in ".?!"), None)
    if last is not None and is_note(lines[last].plain):
        for i in body:
            labels.marks[i] = RemovalReason.FURNITURE if i > last else labels.marks[i]


def _bare_name(text: str, labels: Labels) -> bool:
    return text.casefold() in {author.casefold() for author in labels.authors}


def _label_named_bio(lines: Sequence[Line], labels: Labels, i: int) -> None:
    """Label an author's name that stands alone below the article, and the line that says who that is."""
    labels.marks[i] = Role.BIO
    for k in range(i + 1, min(i + 3, len(lines))):
        if is_bio(lines[k].plain, ()) or _SHORT_TRADE.search(lines[k].plain[:80]):
            labels.marks[k] = Role.BIO
            return
