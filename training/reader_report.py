"""Measure a reader on held-out articles: near misses told apart, spans, and sentences ranked.

    python -m training.reader_report DATA BASE --set dev --checkpoint WORK/stage2.safetensors
    python -m training.reader_report DATA BASE --set test

Without a checkpoint the shipped weights are read. Intervals are 95 % bootstrap intervals over articles' paragraphs:
questions over one paragraph are resampled together, since they are not independent.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import string
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rag.answer.reader import Reader, Reading
from rag.answer.reader_pieces import open_tokenizer
from training.reader_data import Example, read_split

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

N_RESAMPLES = 500
ARTICLES = frozenset(("a", "an", "the"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One question's reading beside what is true of it."""

    example: Example
    reading: Reading

    @property
    def margin(self) -> float:
        """How far the best span stands above 'no answer here'."""
        return self.reading.span_score - self.reading.null_score

    @property
    def gold_rank(self) -> int:
        """Where the gold sentence stands among the paragraph's, from 1, by the span's probability."""
        masses = self.reading.sentence_mass(self.example.sentences)
        gold = masses[self.example.gold_sentence or 0]
        return 1 + sum(mass > gold for mass in masses)


def outcomes(reader: Reader, examples: Sequence[Example]) -> list[Outcome]:
    """Read every question over its own paragraph."""
    return [Outcome(example=each, reading=reader.read(each.question, [each.context])[0]) for each in examples]


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Return the chance that a positive scores above a negative, ties counted half."""
    ranked = sorted([(score, 1) for score in positive] + [(score, 0) for score in negative])
    total, at = 0.0, 0
    while at < len(ranked):
        tied = at
        while tied < len(ranked) and ranked[tied][0] == ranked[at][0]:
            tied += 1
        total += sum(label for _, label in ranked[at:tied]) * (at + 1 + tied) / 2
        at = tied
    n, m = len(positive), len(negative)
    return (total - n * (n + 1) / 2) / (n * m) if n and m else math.nan


def words_of(answer: str) -> list[str]:
    """Normalise an answer as SQuAD does: lower case, no punctuation, no articles."""
    bare = "".join(letter for letter in answer.lower() if letter not in string.punctuation)
    return [word for word in re.split(r"\s+", bare) if word and word not in ARTICLES]


def span_f1(found: str, gold: str) -> float:
    """Return the harmonic mean of word precision and recall."""
    one, other = Counter(words_of(found)), Counter(words_of(gold))
    common = sum((one & other).values())
    return 2 * common / (sum(one.values()) + sum(other.values())) if common else 0.0


def _auroc_of(score: Callable[[Outcome], float]) -> Callable[[Sequence[Outcome]], float]:
    def value(found: Sequence[Outcome]) -> float:
        yes = [score(each) for each in found if each.example.answerable]
        return auroc(yes, [score(each) for each in found if not each.example.answerable])

    return value


def _mean_of(score: Callable[[Outcome], float]) -> Callable[[Sequence[Outcome]], float]:
    def value(found: Sequence[Outcome]) -> float:
        scores = [score(each) for each in found if each.example.answerable]
        return sum(scores) / len(scores) if scores else math.nan

    return value


def _found_answer(each: Outcome) -> tuple[str, str]:
    context = each.example.context
    return context[each.reading.start : each.reading.end], context[each.example.start : each.example.end]


def _exact(each: Outcome) -> float:
    found, gold = _found_answer(each)
    return float(words_of(found) == words_of(gold))


def calibration_error(found: Sequence[Outcome], *, n_bins: int = 10) -> float:
    """Return the expected calibration error of `answerable` over ten equal bins."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for each in found:
        probability = each.reading.answerable
        bins[min(n_bins - 1, int(probability * n_bins))].append((probability, each.example.answerable))
    gaps = (abs(sum(p for p, _ in each) - sum(label for _, label in each)) for each in bins.values())
    return sum(gaps) / len(found)


MEASURES: dict[str, Callable[[Sequence[Outcome]], float]] = {
    "near-miss AUROC, answerable": _auroc_of(lambda each: each.reading.answerable),
    "near-miss AUROC, span above null": _auroc_of(lambda each: each.margin),
    "span exact match": _mean_of(_exact),
    "span F1": _mean_of(lambda each: span_f1(*_found_answer(each))),
    "gold sentence first": _mean_of(lambda each: float(each.gold_rank == 1)),
    "gold sentence in three": _mean_of(lambda each: float(each.gold_rank <= 3)),
    "calibration error": calibration_error,
}


def interval(found: Sequence[Outcome], measure: Callable[[Sequence[Outcome]], float]) -> tuple[float, float]:
    """Return the 95 % bootstrap interval, paragraphs resampled."""
    paragraphs: dict[str, list[Outcome]] = defaultdict(list)
    for each in found:
        paragraphs[each.example.context].append(each)
    groups, rng = list(paragraphs.values()), random.Random(1)
    values = sorted(
        measure([each for group in rng.choices(groups, k=len(groups)) for each in group]) for _ in range(N_RESAMPLES)
    )
    return values[N_RESAMPLES // 40], values[-1 - N_RESAMPLES // 40]


def main() -> None:
    """Read the command line and print one JSON line a measure."""
    import torch
    from safetensors.torch import load_file

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("--set", choices=("dev", "test"), default="dev")
    parser.add_argument("--checkpoint", type=Path, help="raw weights from training; default: the shipped ones")
    parser.add_argument("--limit", type=int, default=100_000, help="read only so many questions, evenly spaced")
    args = parser.parse_args()
    torch.set_num_threads(1)
    split = read_split(args.data)
    examples = split.dev if args.set == "dev" else split.test
    examples = examples[:: max(1, len(examples) // args.limit)]
    if args.checkpoint:
        weights = load_file(args.checkpoint) | {"calibration": torch.tensor([1.0, 0.0, 0.0])}
        reader = Reader(weights, open_tokenizer(args.base / "tokenizer.json"))
    else:
        reader = Reader.load()
    found = outcomes(reader, examples)
    for name, measure in MEASURES.items():
        low, high = interval(found, measure)
        value = {"value": round(measure(found), 4), "low": round(low, 4), "high": round(high, 4)}
        print(json.dumps({"set": args.set, "measure": name, **value, "n": len(found)}))


if __name__ == "__main__":
    main()
