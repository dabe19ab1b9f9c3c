"""Read the subject of a verb of saying off the words beside it, and find the person a pronoun stands for.

These are rules for the way news is written: "Bessent added", "said Hua Chunying", "Jason Furman, who chaired the
council, told CNN". No parser: a subject that stands elsewhere is not found.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Protocol, TypeVar

from rag.text.lexicon import GENERIC_TAILS, NOUN_LIKE_VERBS, PERSON_PRONOUNS, SAME_NAME, STOPWORDS, TITLE_WORDS
from rag.text.names import find_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.types import Span

_CLAUSE_END = re.compile(
    r"[;:\x00(]|\s-\s|[–—]|,\s(?:and|but|while|as|because|after|before|when|though|although)\s"
    r"|\s(?:that|but|because|while|although|though|and)\s(?=(?:he|she|they|it)\s\w+$)"
)
_LEADING = re.compile(
    r"^\s*(?:(?:in|on|at|after|before|during|for|by|with|when|while|as|since|amid|under|from|asked|speaking|last|this"
    r"|earlier|later|meanwhile|however|still|yet|but|and|so|now|then|instead|also|according|citing|if|to)\b[^,]*,\s+)+",
    re.IGNORECASE,
)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
MOST_PHRASE_WORDS = 7
"""Longer descriptions of a speaker ("the dockworkers' union and a notice that ...") are clauses misread, more often."""

_DAY = re.compile(
    rf"^(?:on|in|by)\s(?:early\s|late\s)?(?:\w+day|\d{{4}}|(?:{_MONTHS})\w*\.?(?:\s\d{{1,4}})?)\s", re.IGNORECASE
)
_AUXILIARY = re.compile(
    r"(?:\s(?:also|later|then|has|have|had|would|will|could|once|repeatedly|recently|often|since|even|again|further|first"
    r"|still|now|reportedly|previously|publicly|himself|herself|\w+ly|on \w+day|did not|does not|didn[’']t))+\s*$",
    re.IGNORECASE,
)
_CONJUNCTION = re.compile(
    r"^\s*(?:but|and|so|yet|still|then|now|when|if|while|as|though|because|that|,)\s+", re.IGNORECASE
)
_PREPOSITION = re.compile(r"\s(?:of|at|for|from|in|with|to|on|by|who|whose)\s")
_NOUN_PHRASE = re.compile(
    r"(?:the|a|an|one|some|many|several|two|three|his|her|their|its|our|another|most|other)\s\S.*", re.IGNORECASE
)
_TITLE_BEFORE = re.compile(
    rf"\b(?:{'|'.join(sorted(TITLE_WORDS, key=len, reverse=True))})\.?(?: of (?:the )?[A-Z]\w+)?,? $", re.IGNORECASE
)
_PERSON_AFTER = re.compile(
    r",? who\b|, (?:an?|the|one of|his|her|\w+[’']s) [^,.]{3,60}, (?:said|told|added)\b"
    r"| (?:has |had |also |then )?(?:said|told|added|was asked|pointed|warned|wrote)\b"
)
_HE_AFTER = re.compile(r" [^.“”\"\n,]{0,40}?\b(?:he|she)\b")
_NOBODY = frozenset(SAME_NAME) | GENERIC_TAILS | {word for name in SAME_NAME.values() for word in name.split()}
_RELATIVE = re.compile(r"(?:who|whose|which|where|that)\b")
_PLURAL = re.compile(r"(?:\w+\s){0,2}(?:officials|analysts|experts|critics|economists|lawmakers|sources|executives)\b")


def subject_before(masked: str, verb: int) -> str | None:
    """Return the subject that stands before a verb, as written; quotations in `masked` are blotted out with NUL."""
    region = masked[:verb].rstrip()
    region = _AUXILIARY.sub("", " " + region).strip()
    chunk = region[max((clause.end() for clause in _CLAUSE_END.finditer(region)), default=0) :]
    previous = ""
    while previous != chunk:
        previous = chunk
        chunk = _DAY.sub("", _CONJUNCTION.sub("", _LEADING.sub("", chunk)))
    if chunk.endswith(("'s", "’s", "s'", "s’")):
        return None  # what follows is a noun: Israel's claims
    parts = [part.strip() for part in chunk.strip(" ,*_#>").split(", ")]
    if len(parts) == 1:
        return _named(parts[0]) or _described(parts[0])
    # "A furnace will be relit, Corvane Metals said": a bare name or pronoun behind the last comma is the subject;
    # "Gus Tillery, the local's president, said": or the name that opens the clause;
    # "Cuts came first, the union said": or the phrase behind the last comma.
    last = _named(parts[-1])
    bare = last if last == parts[-1] else None
    return bare or _named(parts[0]) or last or _described(parts[-1]) or _described(parts[0])


def subject_after(masked: str, verb_end: int) -> str | None:
    """Return the subject that follows its verb ("said Hua Chunying"), which it does only behind a quotation."""
    verb = masked[:verb_end].rsplit(maxsplit=1)[-1].casefold()
    if "\x00" not in masked[:verb_end] or verb in NOUN_LIKE_VERBS:
        return None
    region = re.split(r"[,;:.\x00(]|\s(?:after|in|on|at|when|during|as|while|to|who)\s", masked[verb_end:], maxsplit=1)[
        0
    ]
    return _named(region.strip()) or _described(region.strip())


def people_in(text: str, names: list[Span]) -> frozenset[str]:
    """Return the last words of the names that the text shows to be a person's.

    A title before it shows that, a 'who', an apposition or a verb of saying after it, or a 'he' before any other name.
    """
    people = set()
    for at, name in enumerate(names):
        until = names[at + 1].start if at + 1 < len(names) else len(text)
        shown = _TITLE_BEFORE.search(text, max(0, name.start - 60), name.start) or _PERSON_AFTER.match(text, name.end)
        if shown or _HE_AFTER.match(text, name.end, until):
            people.add(text[name.start : name.end].rsplit(maxsplit=1)[-1])
    return frozenset(person for person in people if person.casefold().replace(".", "") not in _NOBODY)


def person_before(text: str, sentences: list[Span], names: list[Span], people: frozenset[str]) -> str | None:
    """Return the person whom the nearest of these sentences to name one is about; its first person, not its last."""
    for sentence in reversed(sentences):
        for name in overlapping(names, sentence):
            if text[name.start : name.end].rsplit(maxsplit=1)[-1] in people:
                return text[name.start : name.end]
    return None


class _Placed(Protocol):
    """Anything that stands somewhere in a text."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


Placed = TypeVar("Placed", bound=_Placed)


def overlapping(placed: Sequence[Placed], within: Span) -> Sequence[Placed]:
    """Return those of some things, in order and apart from one another, that share a character with a span."""
    first = bisect_right(placed, within.start, key=lambda one: one.end)
    return placed[first : bisect_left(placed, within.end, key=lambda one: one.start)]


def _named(phrase: str) -> str | None:
    """Return the pronoun that a phrase is, or the name that ends its head: "general manager Cal Ostergren"."""
    if phrase.casefold() in PERSON_PRONOUNS:
        return phrase
    head = _PREPOSITION.split(phrase)[0]
    # The dash keeps the first word from passing for one that a sentence has given its capital.
    names = [(one.start - 2, one.end - 2) for one in find_names(f"– {head}")]
    return head[slice(*names[-1])] if names and names[-1][1] == len(head) and len(phrase.split()) <= 14 else None


def _described(phrase: str) -> str | None:
    """Return a phrase that tells who speaks without a name: "the union", "Soybean growers", "growers"."""
    n_words = len(phrase.split())
    if not 0 < n_words <= MOST_PHRASE_WORDS or "\x00" in phrase or _RELATIVE.match(phrase):
        return None
    if n_words > 1 and phrase.rsplit(maxsplit=1)[-1].casefold() in STOPWORDS:
        return None  # a clause that goes on: "a memorandum that"
    is_bare_noun = (
        n_words <= 2 and phrase.replace(" ", "").isalpha() and STOPWORDS.isdisjoint(phrase.casefold().split())
    )
    is_capital = phrase[0].isupper() and bool(find_names(f"– {phrase}"))
    if is_bare_noun or is_capital or _NOUN_PHRASE.fullmatch(phrase) or _PLURAL.match(phrase.casefold()):
        return phrase
    return None
