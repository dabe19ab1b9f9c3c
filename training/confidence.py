"""Fit and calibrate the probability that the shown sentences answer.

    python -m training.confidence DATA [--out rag/models/confidence.json] [--part with_reader]

Three sets weigh alike: SQuAD 2.0 with its near misses by people (the split by article is the reader's,
`reader_data.py`), our own questions (`written.py`), both asked in four ways (`judgements.py`), and the dev half of the
shipped questions (`shipped_questions.py`). The weights with the reader are fitted on the dev articles, since the reader
has seen the training articles and is too sure of itself there; those without are fitted on the training articles. The
test articles are read once.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rag.answer.confidence import READ_SIGNALS, SIGNALS
from rag.index.passages import Budget
from rag.settings import Settings
from training.judgements import KINDS, public_judgements
from training.reader_data import read_split
from training.written import written_articles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from training.judgements import Judgement

RIDGE = 40.0
"""Of 3, 10, 30 and 40 the strongest calibrates best across articles (five folds over SQuAD's and the shipped)."""

WITH_READER, WITHOUT_READER = PARTS = ("with_reader", "without_reader")

FOLDS = 5
"""Folds by article for the curve of risk."""

FEWEST_SHOWN = 20
"""Questions at least behind a point of the curve of risk; a handful says nothing."""

SHARE = {"answerable": 0.5, "topic_absent": 1 / 6, "evidence_removed": 1 / 6, "near_miss": 1 / 6}
"""Weight of each kind in fitting: half the questions can be answered, the rest fail in three ways alike."""


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


def fitted(
    shipped: Sequence[Judgement], public: Sequence[Sequence[Judgement]], names: Sequence[str]
) -> dict[str, object]:
    """Fit one model over the named signals, every set weighing alike, and return it as the JSON's part."""
    columns = [SIGNALS.index(name) for name in names]
    cases = [*shipped, *chain(*public)]
    rows = np.array([[case.signals[at] for at in columns] for case in cases])
    means, deviations = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-3)
    labels = np.array([float(case.right) for case in cases])
    weights, bias = fit((rows - means) / deviations, labels, weights_alike(shipped, public), ridge=RIDGE)
    return {
        "names": list(names),
        "means": [round(float(value), 5) for value in means],
        "deviations": [round(float(value), 5) for value in deviations],
        "weights": [round(float(value), 5) for value in weights],
        "bias": round(bias, 5),
    }


def weights_alike(shipped: Sequence[Judgement], public: Sequence[Sequence[Judgement]]) -> NDArray[np.float64]:
    """Weigh the shipped questions one each, and each public set by kind to as much in all."""
    return np.concatenate([np.ones(len(shipped)), *(weigh(cases) * len(shipped) / len(cases) for cases in public)])


def out_of_fold(
    shipped: Sequence[Judgement], public: Sequence[Sequence[Judgement]], names: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Judge every question by a model fitted without its article; returns (probabilities, right, weights)."""

    def fold(case: Judgement) -> int:
        return hashlib.sha256(case.title.encode()).digest()[0] % FOLDS

    cases = [*shipped, *chain(*public)]
    folds, p = np.array([fold(case) for case in cases]), np.zeros(len(cases))
    for at in range(FOLDS):
        kept = [[case for case in one if fold(case) != at] for one in (shipped, *public)]
        part = fitted(kept[0], kept[1:], names)
        held = np.flatnonzero(folds == at)
        if len(held):
            p[held] = probabilities(part, [cases[one] for one in held])
    return p, np.array([float(case.right) for case in cases]), weights_alike(shipped, public)


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
    parser.add_argument("--questions", type=Path, default=Path("eval/questions.jsonl"))
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--out", type=Path, default=Path("rag/models/confidence.json"))
    parser.add_argument("--part", choices=PARTS, help="fit this part and keep the other of the file that is there")
    given = parser.parse_args()
    encoder, split = load_encoder(Settings().encoder), read_split(given.data)
    stored: dict[str, object] = json.loads(given.out.read_text("utf-8")) if given.part else {}
    articles = written_articles(given.data, Budget.of(Settings(), encoder))
    for label in [given.part] if given.part else PARTS:
        reader, name = (Reader.load(), "dev") if label == WITH_READER else (None, "train")
        names = SIGNALS if reader else tuple(one for one in SIGNALS if one not in READ_SIGNALS)
        shipped = list(shipped_judgements(given.questions, given.corpus, encoder, reader))
        public = public_judgements(split, articles, name, encoder, reader)
        part = stored[label] = fitted(shipped, list(public.values()), names)
        if reader:
            curve = risk_curve(*out_of_fold(shipped, list(public.values()), names))
            print("least shown, wrong of the shown, shown:", *curve, sep="\n")
            stored["risk_curve"] = [[least, wrong] for least, wrong, _ in curve]
        for source, cases in public_judgements(split, articles, "test", encoder, reader).items():
            print(f"{label}, {source}\n{report(part, cases)}")
    given.out.write_text(json.dumps(stored) + "\n", "utf-8")


if __name__ == "__main__":
    main()
