"""Make a near miss of an answerable question by rule: one edit after which the paragraph no longer answers it.

The kinds of edit: a name swapped for another, a number moved, a word turned into its opposite or given an 'un-', a
negation put in or taken out, a content word swapped for one that stands in the same frame of another question about a
neighbouring paragraph ('the X of', 'what X', 'was X-ed'), and a name, a number or a content word swapped for one that
the paragraph says of something else ('within'). But for the last three, an edit whose new word stands in the paragraph
is rejected, since the paragraph might then still answer.

Not done: grammar. Some edits read badly; the reader that learns from them judges fit, not style. Nor are edits
checked by a model: a few stay answerable, so nothing may be *reported* on rule-made near misses.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from rag.answer.reader_pieces import stem

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    from training.reader_data import Example

WORD = re.compile(r"\w+(?:[-'’]\w+)*")
NAME = re.compile(r"(?<!^)\b[A-Z][\w'’-]+(?:\s+(?:of\s+|the\s+|de\s+)?[A-Z][\w'’-]+)*")
# In running text a capital after a lower-case word or a comma is no sentence's first.
NAME_INSIDE = re.compile(r"(?<=[a-z,] )" + NAME.pattern.removeprefix(r"(?<!^)"))
NUMBER = re.compile(r"\b\d[\d,]*(?:\.\d+)?\b")
AUXILIARY = re.compile(
    r"\b(did|does|do|is|are|was|were|can|could|has|have|had|will|would|should|must)\b", re.IGNORECASE
)
FRAME_WORDS = frozenset(
    (
        "the",
        "a",
        "an",
        "what",
        "which",
        "how",
        "of",
        "in",
        "to",
        "was",
        "were",
        "is",
        "are",
        "be",
        "been",
        "did",
        "does",
        "do",
        "by",
        "for",
        "from",
        "with",
        "and",
        "on",
    )
)
# Words that 'un-' turns into their opposite: participles, adverbs and adjectives, as their endings tell.
PREFIXABLE = re.compile(r"\b[a-z]{2,}(?:ed|able|ible|ally|edly|ful|fully)\b")
# Pairs of opposites that fit the same place in a sentence, read both ways: one pair a line, apart by a slash.
OPPOSITES_FILE = Path(__file__).with_name("opposites.txt")

Frame = tuple[str, str, str]
Edit = tuple[str, str]  # (the edited question, the word that is new in it)


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """An unanswerable question made of an answerable one, over the same paragraph."""

    example: Example
    kind: str
    new_word: str


def stands_in(word: str, context: str) -> bool:
    """Tell whether any content word of `word` stands in the paragraph, endings aside."""
    stems = {stem(match.lower()) for match in WORD.findall(context)}
    return any(stem(part.lower()) in stems for part in WORD.findall(word) if len(part) > 2 or part.isdigit())


def _opposites() -> dict[str, list[str]]:
    table: dict[str, list[str]] = defaultdict(list)
    for line in OPPOSITES_FILE.read_text(encoding="utf-8").splitlines():
        one, other = line.split("/")
        table[one].append(other)
        table[other].append(one)
    return table


def _like(model: str, word: str) -> str:
    return word.capitalize() if model[:1].isupper() else word


class NearMissMaker:
    """Edit questions with words of the questions asked about neighbouring paragraphs.

    `examples` are taken in file order, where paragraphs of one article stand together: `reach` rows to either
    side lend their names and words, which makes the edits plausible.
    """

    def __init__(self, examples: Sequence[Example], *, reach: int = 150) -> None:
        """Note the names and the framed words of every question."""
        self._reach = reach
        self._names = [NAME.findall(example.question) for example in examples]
        self._framed = [list(_framed_words(example.question)) for example in examples]
        self._opposites = _opposites()

    def near_miss(self, example: Example, position: int, rng: random.Random) -> NearMiss | None:
        """Return one near miss of the example that stands at `position`, or None where no rule applies."""
        makers: list[tuple[str, Callable[[Example, int, random.Random], Edit | None]]] = [
            ("name", self._swap_name),
            ("number", self._move_number),
            ("opposite", self._swap_opposite),
            ("word", self._swap_word),
            ("name within", _swap_name_within),
            ("number within", _swap_number_within),
            ("word within", _swap_word_within),
            ("prefix", _prefix),
        ]
        rng.shuffle(makers)
        # Negation applies to nearly every question, so it is the rule of last resort, tried first one time in eight.
        makers.insert(0 if rng.random() < 1 / 8 else len(makers), ("negation", _negate))
        for kind, make in makers:
            edit = make(example, position, rng)
            if edit is not None and edit[0].lower() != example.question.lower():
                missed = replace(example, question=edit[0], answerable=False, start=0, end=0, gold_sentence=None)
                return NearMiss(example=missed, kind=kind, new_word=edit[1])
        return None

    def _neighbours(self, position: int, rng: random.Random) -> list[int]:
        low, high = max(0, position - self._reach), min(len(self._names), position + self._reach)
        return rng.sample(range(low, high), min(40, high - low))

    def _swap_name(self, example: Example, position: int, rng: random.Random) -> Edit | None:
        found = list(NAME.finditer(example.question))
        if not found:
            return None
        match = rng.choice(found)
        length = len(match[0].split())
        for other in self._neighbours(position, rng):
            for name in self._names[other]:
                if abs(len(name.split()) - length) <= 1 and not stands_in(name, example.context + example.question):
                    return example.question[: match.start()] + name + example.question[match.end() :], name
        return None

    def _move_number(self, example: Example, _position: int, rng: random.Random) -> Edit | None:
        found = list(NUMBER.finditer(example.question))
        if not found:
            return None
        match = rng.choice(found)
        for _ in range(4):
            new = _moved(match[0], rng)
            if new != match[0] and new not in example.context:
                return example.question[: match.start()] + new + example.question[match.end() :], new
        return None

    def _swap_opposite(self, example: Example, _position: int, rng: random.Random) -> Edit | None:
        found = [match for match in WORD.finditer(example.question) if match[0].lower() in self._opposites]
        rng.shuffle(found)
        for match in found:
            new = rng.choice(self._opposites[match[0].lower()])
            if not re.search(rf"\b{new}\b", example.context, re.IGNORECASE):
                put = _like(match[0], new)
                return example.question[: match.start()] + put + example.question[match.end() :], put
        return None

    def _swap_word(self, example: Example, position: int, rng: random.Random) -> Edit | None:
        framed = list(_framed_words(example.question))
        rng.shuffle(framed)
        places: dict[Frame, list[str]] = defaultdict(list)
        for other in self._neighbours(position, rng):
            for frame, word, _start in self._framed[other]:
                places[frame].append(word)
        for frame, word, start in framed:
            for new in places[frame]:
                if stem(new) != stem(word) and not stands_in(new, example.context + " " + example.question):
                    return example.question[:start] + new + example.question[start + len(word) :], new
        return None


def _swap_name_within(example: Example, _position: int, rng: random.Random) -> Edit | None:
    """Put a name that the paragraph says of something else in the place of one that the question names."""
    answer = example.context[example.start : example.end]
    named = sorted({match[0] for match in NAME_INSIDE.finditer(example.context)})
    others = [name for name in named if not stands_in(name, f"{example.question} {answer}")]
    found = [match for match in NAME.finditer(example.question) if stands_in(match[0], example.context)]
    if not found or not others:
        return None
    match, name = rng.choice(found), rng.choice(others)
    return example.question[: match.start()] + name + example.question[match.end() :], name


def _swap_number_within(example: Example, _position: int, rng: random.Random) -> Edit | None:
    """Put another number of the paragraph, of as many digits, in the place of the question's."""
    answer = example.context[example.start : example.end]
    found = list(NUMBER.finditer(example.question))
    if not found:
        return None
    match = rng.choice(found)
    numbers = sorted({other[0] for other in NUMBER.finditer(example.context)} - set(NUMBER.findall(example.question)))
    others = [number for number in numbers if len(number) == len(match[0]) and number not in answer]
    if not others:
        return None
    number = rng.choice(others)
    return example.question[: match.start()] + number + example.question[match.end() :], number


def _swap_word_within(example: Example, _position: int, rng: random.Random) -> Edit | None:
    """Put a content word that the paragraph holds in the same frame in the place of one of the question's."""
    answer = example.context[example.start : example.end]
    held: dict[Frame, set[str]] = defaultdict(set)
    for frame, word, _start in _framed_words(example.context):
        if word.isalpha():
            held[frame].add(word)
    framed = _framed_words(example.question)
    rng.shuffle(framed)
    for frame, word, start in framed:
        others = [new for new in sorted(held[frame]) if not stands_in(new, f"{example.question} {answer}")]
        if others:
            new = rng.choice(others)
            return example.question[:start] + new + example.question[start + len(word) :], new
    return None


def _prefix(example: Example, _position: int, rng: random.Random) -> Edit | None:
    """Put 'un' before a participle, adverb or adjective of the question, or take it away."""
    found = list(PREFIXABLE.finditer(example.question))
    if not found:
        return None
    match = rng.choice(found)
    new = match[0].removeprefix("un") if match[0].startswith("un") else "un" + match[0]
    if re.search(rf"\b{new}\b", example.context, re.IGNORECASE):
        return None
    return example.question[: match.start()] + new + example.question[match.end() :], new


def _framed_words(text: str) -> list[tuple[Frame, str, int]]:
    """List the lower-case content words with their frame: ('the', 'ed', 'of') for 'the divided of'."""
    words = list(WORD.finditer(text))
    framed: list[tuple[Frame, str, int]] = []
    for at, (before, match) in enumerate(pairwise(words)):
        word = match[0]
        if len(word) <= 3 or not word.islower() or word in FRAME_WORDS or AUXILIARY.fullmatch(word):
            continue
        left, right = before[0].lower(), words[at + 2][0].lower() if at + 2 < len(words) else "?"
        ending = next((ending for ending in ("ing", "ed", "ly", "s") if word.endswith(ending)), "")
        if ending or left in FRAME_WORDS:
            kept = [side if side in FRAME_WORDS else "*" for side in (left, right)]
            framed.append(((kept[0], ending, kept[1]), word, match.start()))
    return framed


def _moved(number: str, rng: random.Random) -> str:
    """Move a year by up to forty years, another number to one of like size."""
    plain = number.replace(",", "")
    if "." in plain:
        return f"{float(plain) + rng.choice([-1, 1]) * rng.uniform(0.5, 3):.1f}"
    value = int(plain)
    if len(plain) == 4 and 1000 <= value <= 2100:
        return str(value + rng.choice([-1, 1]) * rng.randint(1, 40))
    moved = max(1, value + rng.choice([-1, 1]) * rng.randint(1, max(3, value // 2)))
    return f"{moved:,}" if "," in number else str(moved)


def _negate(example: Example, _position: int, _rng: random.Random) -> Edit | None:
    """Put 'not' after the auxiliary ('did not' splits around the subject: 'did X not'), or take one out."""
    question = example.question
    if re.search(r"\b(not|never)\b|n't\b", question):
        bare = re.sub(r"\s+(not|never)\b|n't\b", "", question, count=1)
        return bare, "not"
    match = AUXILIARY.search(question)
    if match is None:
        return None
    irregular = {"can": "can't", "will": "won't"}
    negated = irregular.get(match[0].lower(), match[0].lower() + "n't")
    return question[: match.start()] + _like(match[0], negated) + question[match.end() :], "not"
