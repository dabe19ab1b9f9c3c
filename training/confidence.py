"""Fit and calibrate the probability that the shown sentences answer.

    python -m training.confidence DATA [--out rag/models/confidence.json] [--every N]

Four kinds of question over indexes of several articles each (the split by article is the reader's, `reader_data.py`):
answerable ones (right when the gold sentence is among those shown), questions of articles that are not in the index
(topic absent), answerable ones whose paragraph is taken out of what was retrieved (evidence removed), and the
human-made near misses of SQuAD 2.0. To these come, with the same weight in all, the dev half of the shipped questions
(`shipped_questions.py`). The weights with the reader are fitted on the dev articles, since the reader has seen the
training articles and is too sure of itself there; those without are fitted on the training articles. The test articles
are read once.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rag.answer.choose import choose
from rag.answer.compose import Tools, find
from rag.answer.confidence import READ_SIGNALS, SIGNALS, signals
from rag.retrieve.hybrid import retrieve
from rag.settings import Settings
from rag.types import Filter
from training.reader_data import read_split
from training.selection import index_of, is_gold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from rag.answer.reader import Reader
    from rag.types import Encoder, Hit
    from training.memory_index import MemoryIndex
    from training.reader_data import Example

KINDS = ("answerable", "topic_absent", "evidence_removed", "near_miss")
GROUP = 5
"""Articles to an index: a pile of several subjects, as a user's is."""

RIDGE = 40.0
"""Of 3, 10, 30 and 40 the strongest calibrates best across articles (five folds over both sets)."""

WITH_READER, WITHOUT_READER = PARTS = ("with_reader", "without_reader")

FOLDS = 5
"""Folds by article for the curve of risk."""

FEWEST_SHOWN = 20
"""Questions at least behind a point of the curve of risk; a handful says nothing."""

SHARE = {"answerable": 0.5, "topic_absent": 1 / 6, "evidence_removed": 1 / 6, "near_miss": 1 / 6}
"""Weight of each kind in fitting: half the questions can be answered, the rest fail in three ways alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One question's signals, its kind, and whether the sentences shown answer it."""

    kind: str
    title: str
    right: bool
    signals: tuple[float, ...]


def groups(examples: Sequence[Example]) -> list[list[Example]]:
    """Put the examples of neighbouring titles together, `GROUP` titles each."""
    titles = sorted({example.title for example in examples})
    # At least two groups, so that there is a foreign one to ask about what it does not hold.
    size = max(1, min(GROUP, len(titles) // 2))
    parts = [titles[at : at + size] for at in range(0, len(titles), size)]
    return [[example for example in examples if example.title in part] for part in parts]


def judgements(
    examples: Sequence[Example], encoder: Encoder, reader: Reader | None, *, every: int
) -> Iterator[Judgement]:
    """Ask each group's questions of its own index and of the next group's."""
    settings = Settings()
    grouped = groups(examples)
    indexes = []
    for group in grouped:
        texts: dict[str, dict[str, None]] = {}
        for example in group:
            texts.setdefault(example.title, {})[example.context] = None
        indexes.append(index_of({title: list(paragraphs) for title, paragraphs in texts.items()}, encoder))
    for at, group in enumerate(grouped):
        own, foreign = indexes[at], indexes[(at + 1) % len(indexes)]
        for example in islice(group, 0, None, every):
            tools = Tools(snapshot=own, encoder=encoder, settings=settings, reader=reader)
            hits = _hits(example, own, encoder, settings)
            if not example.answerable:
                yield _judge(example, "near_miss", hits, tools)
                continue
            yield _judge(example, "answerable", hits, tools)
            yield _judge(example, "evidence_removed", _without(hits, example), tools)
            other = Tools(snapshot=foreign, encoder=encoder, settings=settings, reader=reader)
            yield _judge(example, "topic_absent", _hits(example, foreign, encoder, settings), other)


def _hits(example: Example, index: MemoryIndex, encoder: Encoder, settings: Settings) -> list[Hit]:
    k = settings.passages_read
    return retrieve(example.question, snapshot=index, encoder=encoder, settings=settings, where=Filter(), k=k)


def _without(hits: Sequence[Hit], example: Example) -> list[Hit]:
    return [hit for hit in hits if hit.passage.text != example.context]


def _judge(example: Example, kind: str, hits: Sequence[Hit], tools: Tools) -> Judgement:
    found = find(example.question, hits, tools)
    if not found.ranked:
        return Judgement(kind=kind, title=example.title, right=False, signals=(0.0,) * len(SIGNALS))
    values = signals(found.asked, found.ranked, found.absent, found.idf)
    shown = choose(found.ranked, most=tools.settings.max_sentences)
    right = kind == "answerable" and any(is_gold(one.candidate, example) for one in shown)
    return Judgement(
        kind=kind, title=example.title, right=right, signals=tuple(float(values[name]) for name in SIGNALS)
    )


def fit(
    rows: NDArray[np.float64], labels: NDArray[np.float64], weights: NDArray[np.float64], *, ridge: float
) -> tuple[NDArray[np.float64], float]:
    """Fit a logistic model by Newton's method; returns weights and bias."""
    extended = np.column_stack([rows, np.ones(len(rows))])
    solution = np.zeros(extended.shape[1])
    penalty = np.full(extended.shape[1], ridge)
    penalty[-1] = 1e-9
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(extended @ solution, -30, 30)))
        gradient = extended.T @ (weights * (p - labels)) + penalty * solution
        curvature = extended.T @ (extended * (weights * p * (1 - p))[:, None]) + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        solution -= step
        if np.abs(step).max() < 1e-8:
            break
    return solution[:-1], float(solution[-1])


def weigh(cases: Sequence[Judgement]) -> NDArray[np.float64]:
    """Weigh each question so that the kinds have their `SHARE`, summing to the number of questions."""
    counts = {kind: sum(case.kind == kind for case in cases) for kind in KINDS}
    return np.array([SHARE[case.kind] / counts[case.kind] for case in cases]) * len(cases)


def fitted(shipped: Sequence[Judgement], public: Sequence[Judgement], names: Sequence[str]) -> dict[str, object]:
    """Fit one model over the named signals, both sets weighing alike, and return it as the JSON's part."""
    columns = [SIGNALS.index(name) for name in names]
    cases = [*shipped, *public]
    rows = np.array([[case.signals[at] for at in columns] for case in cases])
    means, deviations = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-3)
    weighed = np.concatenate([np.ones(len(shipped)), weigh(public) * len(shipped) / len(public)])
    labels = np.array([float(case.right) for case in cases])
    weights, bias = fit((rows - means) / deviations, labels, weighed, ridge=RIDGE)
    return {
        "names": list(names),
        "means": [round(float(value), 5) for value in means],
        "deviations": [round(float(value), 5) for value in deviations],
        "weights": [round(float(value), 5) for value in weights],
        "bias": round(bias, 5),
    }


def out_of_fold(
    shipped: Sequence[Judgement], public: Sequence[Judgement], names: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Judge every question by a model fitted without its article; returns (probabilities, right, weights)."""

    def fold(case: Judgement) -> int:
        return hashlib.sha256(case.title.encode()).digest()[0] % FOLDS

    found, right, weights = [], [], []
    for at in range(FOLDS):
        kept = [[case for case in cases if fold(case) != at] for cases in (shipped, public)]
        part = fitted(kept[0], kept[1], names)
        for cases, total in ((shipped, len(shipped)), (public, len(shipped))):
            held = [case for case in cases if fold(case) == at]
            if held:
                found.append(probabilities(part, held))
                right.append(np.array([float(case.right) for case in held]))
                weights.append(np.ones(len(held)) if cases is shipped else weigh(held) * total / len(public))
    return np.concatenate(found), np.concatenate(right), np.concatenate(weights)


def risk_curve(
    p: NDArray[np.float64], right: NDArray[np.float64], weights: NDArray[np.float64]
) -> list[tuple[float, float, float]]:
    """Return (least probability shown, share of the shown that is wrong, share of all shown), by rising probability."""
    curve = []
    for least in np.arange(0.1, 0.96, 0.05):
        shown = p >= least
        if shown.sum() >= FEWEST_SHOWN:
            total = weights[shown].sum()
            wrong = (weights * (1 - right))[shown].sum() / total
            curve.append((round(float(least), 2), round(float(wrong), 3), round(float(total / weights.sum()), 3)))
    return curve


def probabilities(part: dict[str, object], cases: Sequence[Judgement]) -> NDArray[np.float64]:
    """Return the model's probability for each case."""
    columns = [SIGNALS.index(name) for name in part["names"]]  # type: ignore[attr-defined]
    rows = np.array([[case.signals[at] for at in columns] for case in cases])
    scores = (rows - np.array(part["means"])) / np.array(part["deviations"]) @ np.array(part["weights"]) + part["bias"]
    return np.asarray(1 / (1 + np.exp(-np.clip(scores, -30, 30))))


def auroc(positive: NDArray[np.float64], negative: NDArray[np.float64]) -> float:
    """Return the chance that a positive scores above a negative, ties counted half."""
    order = np.sort(negative)
    below = np.searchsorted(order, positive, "left")
    ties = np.searchsorted(order, positive, "right") - below
    return float((below + ties / 2).mean() / len(negative))


def report(part: dict[str, object], cases: Sequence[Judgement], threshold: float = 0.5) -> str:
    """Say for each failing kind: AUROC of answerable and balanced accuracy at the threshold; and the calibration."""
    p = probabilities(part, cases)
    kinds = np.array([case.kind for case in cases])
    right = np.array([case.right for case in cases])
    answerable = p[kinds == "answerable"]
    lines = [
        f"answerable: n {len(answerable)}, shown right {right[kinds == 'answerable'].mean():.3f}",
        f"kept {(answerable >= threshold).mean():.3f}",
    ]
    for kind in KINDS[1:]:
        other = p[kinds == kind]
        balanced = ((answerable >= threshold).mean() + (other < threshold).mean()) / 2
        best = max(((answerable >= t).mean() + (other < t).mean()) / 2 for t in np.arange(0.02, 1, 0.02))
        lines.append(
            f"{kind}: n {len(other)}, AUROC {auroc(answerable, other):.3f}, balanced {balanced:.3f} (best {best:.3f})"
        )
    w = weigh(cases)
    bins = np.minimum((p * 10).astype(int), 9)
    gaps = [abs((w * (right - p))[bins == b].sum()) for b in range(10)]
    lines.append(f"expected calibration error {sum(gaps) / w.sum():.3f}")
    return "\n".join(lines)


def main() -> None:
    """Collect the signals, fit, report the test articles, write the JSON."""
    from rag.answer.reader import Reader
    from rag.index.encoder import load_encoder
    from training.shipped_questions import shipped_judgements

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--every", type=int, default=4, help="take every n-th public question")
    parser.add_argument("--questions", type=Path, default=Path("eval/questions.jsonl"))
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--out", type=Path, default=Path("rag/models/confidence.json"))
    parser.add_argument("--part", choices=PARTS, help="fit this part and keep the other of the file that is there")
    given = parser.parse_args()
    encoder, split = load_encoder(Settings().encoder), read_split(given.data)
    stored: dict[str, object] = json.loads(given.out.read_text("utf-8")) if given.part else {}
    for label in [given.part] if given.part else PARTS:
        reader, source = (Reader.load(), split.dev) if label == WITH_READER else (None, split.train)
        names = SIGNALS if reader else tuple(name for name in SIGNALS if name not in READ_SIGNALS)
        shipped = list(shipped_judgements(given.questions, given.corpus, encoder, reader))
        public = list(judgements(_titled(source), encoder, reader, every=given.every))
        part = stored[label] = fitted(shipped, public, names)
        if reader:
            curve = risk_curve(*out_of_fold(shipped, public, names))
            print("least shown, wrong of the shown, shown:", *curve, sep="\n")
            stored["risk_curve"] = [[least, wrong] for least, wrong, _ in curve]
        test = list(judgements(_titled(split.test), encoder, reader, every=given.every))
        print(f"{label}\n{report(part, test)}")
    given.out.write_text(json.dumps(stored) + "\n", "utf-8")


def _titled(examples: Sequence[Example]) -> list[Example]:
    return [example for example in examples if example.title]


if __name__ == "__main__":
    main()
