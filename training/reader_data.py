"""Read the public answerability rows and split them by article.

The split is a rule, not a file: the titles of `squad2_dev` sorted by the SHA-256 of a fixed prefix and the title;
the first seven are the test articles, the next four the dev articles, the rest train. Rows of the other sources
that share a title or a run of eight words with a test or dev paragraph are dropped.

Not done here: near misses (`near_misses.py`), word pieces and batches (`reader_batches.py`).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ROWS_FILE = Path("answerability") / "answerability.jsonl.gz"
SPLIT_PREFIX = "footnote-reader:"
N_TEST_TITLES = 7
N_DEV_TITLES = 4
# A run of eight words is long enough that two paragraphs sharing one are almost surely the same text.
SHARED_RUN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One question over one paragraph; `start == end == 0` where no span is known.

    `header` is what the assistant would know of the paragraph's article: for an encyclopedia's, its title.
    """

    question: str
    context: str
    answerable: bool
    start: int
    end: int
    source: str
    title: str
    has_span: bool
    sentences: tuple[tuple[int, int], ...]
    gold_sentence: int | None
    header: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Examples apart by article, and what was dropped to keep them apart."""

    train: tuple[Example, ...]
    dev: tuple[Example, ...]
    test: tuple[Example, ...]
    dev_titles: tuple[str, ...]
    test_titles: tuple[str, ...]
    n_dropped: int


def held_out_titles(titles: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return (test titles, dev titles) by the seeded rule of the module's docstring."""
    order = sorted(set(titles), key=lambda title: hashlib.sha256((SPLIT_PREFIX + title).encode()).hexdigest())
    return tuple(order[:N_TEST_TITLES]), tuple(order[N_TEST_TITLES : N_TEST_TITLES + N_DEV_TITLES])


def word_runs(text: str, length: int = SHARED_RUN) -> Iterator[tuple[str, ...]]:
    """Yield every run of `length` lower-cased words."""
    words = re.findall(r"\w+", text.lower())
    for at in range(len(words) - length + 1):
        yield tuple(words[at : at + length])


def iter_rows(data: Path) -> Iterator[dict[str, object]]:
    """Yield the raw rows in file order; raises `FileNotFoundError` where the data folder lacks them."""
    with gzip.open(data / ROWS_FILE, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def sentence_spans(context: str, sentences: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Locate the given sentences in the paragraph, in order; one that cannot be found gets an empty span."""
    spans: list[tuple[int, int]] = []
    cursor = 0
    for sentence in sentences:
        start = context.find(sentence, cursor)
        if start < 0:
            spans.append((cursor, cursor))
            continue
        cursor = start + len(sentence)
        spans.append((start, cursor))
    return tuple(spans)


def _answer_span(context: str, answer: str, sentence: tuple[int, int]) -> tuple[int, int]:
    """Prefer the occurrence inside the evidence sentence; (0, 0) where the answer does not occur."""
    start = context.find(answer, sentence[0])
    if start < 0:
        start = context.find(answer)
    return (start, start + len(answer)) if start >= 0 and answer else (0, 0)


def _example(row: dict[str, object]) -> Example:
    context, source = str(row["context"]), str(row["source"])
    raw_sentences = row["sentences"]
    spans = sentence_spans(context, raw_sentences if isinstance(raw_sentences, list) else [])
    gold = row["evidence_sentence_index"]
    gold_index = gold if isinstance(gold, int) else None
    answerable = bool(row["answerable"])
    answer = row["answer_text"]
    evidence = spans[gold_index] if gold_index is not None else (0, 0)
    start, end = _answer_span(context, answer, evidence) if isinstance(answer, str) else (0, 0)
    # The twins name no answer, so neither of a pair may teach the span head anything.
    has_span = end > start if answerable else not source.startswith("unansq")
    title = str(row.get("title") or "")
    return Example(
        question=str(row["question"]).strip(),
        context=context,
        answerable=answerable,
        start=start,
        end=end,
        source=source,
        title=title,
        has_span=has_span,
        sentences=spans,
        gold_sentence=gold_index,
        header=title.replace("_", " "),
    )


def read_split(data: Path) -> Split:
    """Read every row and split by article, dropping what shares a title or a run of eight words with dev or test."""
    examples = [_example(row) for row in iter_rows(data)]
    human = [example for example in examples if example.source == "squad2_dev"]
    test_titles, dev_titles = held_out_titles(example.title for example in human)
    held_titles = {*test_titles, *dev_titles}
    held_runs = {run for text in {e.context for e in human if e.title in held_titles} for run in word_runs(text)}
    leaky: dict[str, bool] = {}
    train: list[Example] = []
    for example in examples:
        if example.title in held_titles:
            continue
        if example.context not in leaky:
            leaky[example.context] = any(run in held_runs for run in word_runs(example.context))
        if not leaky[example.context]:
            train.append(example)
    dev = tuple(example for example in human if example.title in dev_titles)
    test = tuple(example for example in human if example.title in test_titles)
    return Split(
        train=tuple(train),
        dev=dev,
        test=test,
        dev_titles=dev_titles,
        test_titles=test_titles,
        n_dropped=len(examples) - len(train) - len(dev) - len(test),
    )
