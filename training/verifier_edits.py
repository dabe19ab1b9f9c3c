"""Edit a supported claim by rule so that its evidence no longer bears it out, for the network's training alone.

Five edits: an amount or year moved, a name swapped for another of the evidence, two names of the claim swapped with
each other, a word turned into its opposite, a negation put in or taken out. And one that keeps it true: a trailing
phrase left off. Sentences of articles, whole or edited, over their own neighbourhood, teach that what is copied is
supported and what is copied but for one word is not.

Nothing may be reported on these: a model learns rules in an hour and scores .99 on them.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from rag.text.names import find_names, name_key
from rag.text.sentences import sentence_spans
from rag.verify.evidence import content
from training.verifier_data import CONTRADICTED, NETWORK, SUPPORTED, UNKNOWN, Row

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator, Sequence

OPPOSITES_FILE = Path(__file__).with_name("opposites.txt")
NUMBER = re.compile(r"(?<![\w.,-])\d[\d,]*(?:\.\d+)?(?![\w-])")
NUMBER_WORDS = (
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "twenty",
    "thirty",
    "forty",
    "fifty",
)
NUMBER_WORD = re.compile(rf"\b({'|'.join(NUMBER_WORDS)})\b")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
MONTH = re.compile(rf"\b({'|'.join(MONTHS)})\b")
WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
AUXILIARY = re.compile(r"\b(is|are|was|were|can|could|has|have|had|will|would|should|must|does|did)\b(?! not|n't)")
NEGATION = re.compile(r"\b(is|are|was|were|can|could|has|have|had|will|would|should|must|does|did) not\b")
# Sentences of articles that are taken: long enough to say something, short enough to be one claim.
SENTENCE_LENGTH = (50, 240)


def opposites() -> dict[str, list[str]]:
    """Return each word's opposites, lower-cased, from the list beside this file."""
    table: dict[str, list[str]] = defaultdict(list)
    for line in OPPOSITES_FILE.read_text(encoding="utf-8").splitlines():
        one, other = line.split("/")
        table[one].append(other)
        table[other].append(one)
    return dict(table)


class Editor:
    """Makes one edit at a time; the same generator gives the same edits."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._opposites = opposites()

    def contradict(self, claim: str, evidence: str) -> str | None:
        """Return the claim with one edit that its evidence speaks against, or None when no rule fits."""
        makers: list[Callable[[str, str], str | None]] = [
            self._number,
            self._number,
            self._name,
            self._roles,
            self._opposite,
            self._opposite,
        ]
        self._rng.shuffle(makers)
        makers.insert(0 if self._rng.random() < 0.15 else len(makers), self._negation)
        for make in makers:
            edited = make(claim, evidence)
            if edited is not None and edited != claim:
                return edited
        return None

    def shorten(self, claim: str) -> str | None:
        """Leave off the last comma's phrase; what is left is still true."""
        head, comma, tail = claim.rpartition(", ")
        if not comma or len(head) < SENTENCE_LENGTH[0] or len(tail) < 15 or " and " in tail or head.count('"') % 2:
            return None
        return head + "."

    def _number(self, claim: str, evidence: str) -> str | None:
        found = [*NUMBER.finditer(claim), *NUMBER_WORD.finditer(claim), *MONTH.finditer(claim)]
        if not found:
            return None
        match = self._rng.choice(found)
        for _ in range(5):
            new = self._moved(match.group())
            if new != match.group() and not re.search(rf"\b{re.escape(new)}\b", evidence):
                return claim[: match.start()] + new + claim[match.end() :]
        return None

    def _moved(self, number: str) -> str:
        for listed in (NUMBER_WORDS, MONTHS):
            if number in listed:
                return self._rng.choice(listed)
        plain = number.replace(",", "")
        if "." in plain:
            return f"{abs(float(plain) + self._rng.choice((-1, 1)) * self._rng.uniform(0.3, 4)):.1f}"
        value = int(plain)
        if len(plain) == 4 and 1000 <= value <= 2100:
            return str(value + self._rng.choice((-1, 1)) * self._rng.randint(1, 15))
        moved = max(1, value + self._rng.choice((-1, 1)) * self._rng.randint(1, max(3, value // 2)))
        return f"{moved:,}" if "," in number else str(moved)

    def _name(self, claim: str, evidence: str) -> str | None:
        own = [claim[start:end] for start, end in find_names(claim)]
        keys = {name_key(name) for name in own}
        other = [evidence[start:end] for start, end in find_names(evidence)]
        other = [name for name in other if name_key(name) not in keys and content(name).isdisjoint(content(claim))]
        if not own or not other:
            return None
        return claim.replace(self._rng.choice(own), self._rng.choice(other), 1)

    def _roles(self, claim: str, _evidence: str) -> str | None:
        spans = find_names(claim)
        if len(spans) < 2:
            return None
        one, two = spans[0], spans[1]
        between = claim[one.end : two.start]
        if " and " in between or "," in between or len(between) < 4 or " with " in between:
            return None
        swapped = claim[two.start : two.end] + between + claim[one.start : one.end]
        return claim[: one.start] + swapped + claim[two.end :]

    def _opposite(self, claim: str, _evidence: str) -> str | None:
        found = [match for match in WORD.finditer(claim) if match.group().lower() in self._opposites]
        if not found:
            return None
        match = self._rng.choice(found)
        new = self._rng.choice(self._opposites[match.group().lower()])
        put = new.capitalize() if match.group()[0].isupper() else new
        return claim[: match.start()] + put + claim[match.end() :]

    def _negation(self, claim: str, _evidence: str) -> str | None:
        if NEGATION.search(claim):
            return NEGATION.sub(r"\1", claim, count=1)
        match = AUXILIARY.search(claim)
        return claim[: match.end()] + " not" + claim[match.end() :] if match else None


def edited_rows(rows: Sequence[Row], rng: random.Random, *, share: float) -> Iterator[Row]:
    """Yield contradicted twins of a share of the supported rows."""
    editor = Editor(rng)
    for row in rows:
        if row.label != SUPPORTED or rng.random() >= share:
            continue
        claim = editor.contradict(row.claim, row.evidence)
        if claim is not None:
            yield _made(claim, row.evidence, CONTRADICTED, row.source + "+edit")


def article_rows(path: Path, rng: random.Random, *, n: int) -> Iterator[Row]:
    """Yield rows over sentences of articles in WCXB's `ground_truth.jsonl.gz`: copied, shortened, edited, absent."""
    editor = Editor(rng)
    places: list[tuple[str, int]] = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        pages = [json.loads(line) for line in file]
    texts = [
        page["ground_truth"].get("main_content") or ""
        for page in pages
        if page["_internal"]["page_type"]["primary"] == "article"
    ]
    for text in texts:
        spans = sentence_spans(text)
        low, high = SENTENCE_LENGTH
        good = [at for at, (start, end) in enumerate(spans) if low <= end - start <= high and text[end - 1] == "."]
        if len(good) >= 8:
            places += [(text, at) for at in rng.sample(good, 8)]
    for text, at in rng.sample(places, min(n, len(places))):
        yield from _of_sentence(text, at, editor, rng)


def _of_sentence(text: str, at: int, editor: Editor, rng: random.Random) -> Iterator[Row]:
    spans = sentence_spans(text)
    claim = text[spans[at].start : spans[at].end]
    first, last = max(0, at - rng.randint(0, 2)), min(len(spans), at + rng.randint(1, 3))
    around = " ".join(text[start:end] for start, end in spans[first:last])
    without = " ".join(text[start:end] for index, (start, end) in enumerate(spans[first:last], first) if index != at)
    kept = editor.shorten(claim) or claim
    yield _made(kept if rng.random() < 0.6 else claim, around, SUPPORTED, "article+copy")
    edited = editor.contradict(claim, around)
    if edited is not None:
        yield _made(edited, around, CONTRADICTED, "article+edit")
    if without and rng.random() < 0.5:
        yield _made(claim, without, UNKNOWN, "article+absent")


def _made(claim: str, evidence: str, label: str, source: str) -> Row:
    return Row(claim=claim, evidence=evidence, label=label, source=source, group="made", part=NETWORK)
