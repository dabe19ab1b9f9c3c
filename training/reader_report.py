"""Measure a reader on held-out articles: near misses told apart, spans, and sentences ranked.

    python -m training.reader_report DATA BASE --set dev --checkpoint WORK/stage2.safetensors
    python -m training.reader_report DATA BASE --set test [--own] [--headed]

`--own` asks our own questions of dev or test sites (`written.py`) instead of SQuAD's; `--headed` reads every paragraph
under its article's title and what else is known. Without a checkpoint the shipped weights are read. Intervals are 95 %
bootstrap intervals over articles' paragraphs: questions over one paragraph are resampled together, since they are not
independent.
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
from training.written import piece_budget, reading_examples, written_articles

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

N_RESAMPLES = 500
ARTICLES = frozenset(("a", "an", "the"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one question's reading amounts to; ranks count from 1, and answerless questions have no rank or match."""

    context: str
    is_answerable: bool
    answerable: float
    margin: float
    gold_rank: int
    exact: float
    f1: float


def outcome(example: Example, reading: Reading) -> Outcome:
    """Set a reading beside what is true of its question."""
    masses = reading.sentence_mass(example.sentences)
    gold = masses[example.gold_sentence or 0]
    found, true = example.context[reading.start : reading.end], example.context[example.start : example.end]
    return Outcome(
        context=example.context,
        is_answerable=example.answerable,
        answerable=reading.answerable,
        margin=reading.span_score - reading.null_score,
        gold_rank=1 + sum(mass > gold for mass in masses),
        exact=float(words_of(found) == words_of(true)),
        f1=span_f1(found, true),
    )


def outcomes(reader: Reader, examples: Sequence[Example], *, headed: bool = False) -> list[Outcome]:
    """Read every question over its own paragraph, bare or under its header."""
    return [
        outcome(each, reader.read(each.question, [each.context], [each.header] if headed else None)[0])
        for each in examples
    ]


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
        yes = [score(each) for each in found if each.is_answerable]
        return auroc(yes, [score(each) for each in found if not each.is_answerable])

    return value


def _mean_of(score: Callable[[Outcome], float]) -> Callable[[Sequence[Outcome]], float]:
    def value(found: Sequence[Outcome]) -> float:
        scores = [score(each) for each in found if each.is_answerable]
        return sum(scores) / len(scores) if scores else math.nan

    return value


def calibration_error(found: Sequence[Outcome], *, n_bins: int = 10) -> float:
    """Return the expected calibration error of `answerable` over ten equal bins."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for each in found:
        probability = each.answerable
        bins[min(n_bins - 1, int(probability * n_bins))].append((probability, each.is_answerable))
    gaps = (abs(sum(p for p, _ in each) - sum(label for _, label in each)) for each in bins.values())
    return sum(gaps) / len(found)


MEASURES: dict[str, Callable[[Sequence[Outcome]], float]] = {
    "near-miss AUROC, answerable": _auroc_of(lambda each: each.answerable),
    "near-miss AUROC, span above null": _auroc_of(lambda each: each.margin),
    "span exact match": _mean_of(lambda each: each.exact),
    "span F1": _mean_of(lambda each: each.f1),
    "gold sentence first": _mean_of(lambda each: float(each.gold_rank == 1)),
    "gold sentence in three": _mean_of(lambda each: float(each.gold_rank <= 3)),
    "calibration error": calibration_error,
}


def interval(found: Sequence[Outcome], measure: Callable[[Sequence[Outcome]], float]) -> tuple[float, float]:
    """Return the 95 % bootstrap interval, paragraphs resampled."""
    paragraphs: dict[str, list[Outcome]] = defaultdict(list)
    for each in found:
        paragraphs[each.context].append(each)
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
    parser.add_argument("--own", action="store_true", help="ask our own questions")
    parser.add_argument("--headed", action="store_true", help="read paragraphs under their headers")
    args = parser.parse_args()
    torch.set_num_threads(1)
    split = read_split(args.data)
    examples = split.dev if args.set == "dev" else split.test
    if args.own:
        budget = piece_budget(open_tokenizer(args.base / "tokenizer.json"))
        own = [one for one in written_articles(args.data, budget) if one.part == args.set]
        examples = tuple(example for one in own for example in reading_examples(one))
    examples = examples[:: max(1, len(examples) // args.limit)]
    if args.checkpoint:
        weights = load_file(args.checkpoint) | {"calibration": torch.tensor([1.0, 0.0, 0.0])}
        reader = Reader(weights, open_tokenizer(args.base / "tokenizer.json"))
    else:
        reader = Reader.load()
    found = outcomes(reader, examples, headed=args.headed)
    for name, measure in MEASURES.items():
        low, high = interval(found, measure)
        value = {"value": round(measure(found), 4), "low": round(low, 4), "high": round(high, 4)}
        print(json.dumps({"set": args.set, "measure": name, **value, "n": len(found)}))


if __name__ == "__main__":
    main()
