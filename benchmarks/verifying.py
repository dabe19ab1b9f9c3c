"""Measure the verifier on rows that no part of it was trained on, beside word overlap.

    python -m benchmarks.verifying DATA

DATA is the folder that `training/verifier_data.py` reads. Printed for each set: rows, AUROC of P(supported) with a 95 %
interval (bootstrap over groups that share evidence, 1,000 draws), balanced accuracy at .5, the share of exact verdicts,
the AUROC of plain word overlap, and milliseconds a row.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rag.text.words import STOPWORDS, words
from rag.types import Support
from rag.verify.judge import verify
from training.verifier_data import TEST, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from training.verifier_data import Row

DRAWS = 1000
# FEVER's rest is large and slow to judge; the other sets are taken whole.
MOST_ROWS = 800
SETS = {
    "SummEdits: meetings": ("summedits_qmsumm",),
    "SummEdits: science": ("summedits_scitldr",),
    "SummEdits: sales email": ("summedits_sales_email",),
    "WiCE": ("wice_dev",),
    "FEVER-symmetric": ("fever_symmetric_v0.1", "fever_symmetric_v0.2"),
    "FM2": ("fm2_dev",),
    "FM2 and strangers": ("fm2_dev", "fm2_dev+stranger"),
    "FEVER and strangers": ("fever_dev", "fever_dev+stranger"),
    "FEVER, long evidence": ("fever_dev+long",),
    "FM2, long evidence": ("fm2_dev+long",),
    "Factcheck-GPT": ("factcheck_gpt",),
    "SNLI": ("snli_dev", "snli_test"),
    "Negation NLI": ("negation_nli_SNLI", "negation_nli_MNLI"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One row with the verdict on it."""

    group: str
    label: str
    score: float
    verdict: str
    overlap: float


def auroc(scores: NDArray[np.float64], is_positive: NDArray[np.bool_]) -> float:
    """Return the chance that a positive scores above a negative, ties counting half."""
    from scipy.stats import rankdata

    n_positive, n_negative = int(is_positive.sum()), int((~is_positive).sum())
    if not n_positive or not n_negative:
        return float("nan")
    ranks = rankdata(scores)
    return float((ranks[is_positive].sum() - n_positive * (n_positive + 1) / 2) / (n_positive * n_negative))


def interval(judged: Sequence[Judged], rng: np.random.Generator) -> tuple[float, float]:
    """Return the 2.5th and 97.5th percentile of AUROC over groups drawn with replacement."""
    groups: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(judged):
        groups[one.group].append(at)
    members = [np.array(found) for _, found in sorted(groups.items())]
    scores = np.array([one.score for one in judged])
    positive = np.array([one.label == Support.SUPPORTED for one in judged])
    drawn: list[float] = []
    for _ in range(DRAWS):
        taken = np.concatenate([members[at] for at in rng.integers(0, len(members), len(members))])
        drawn.append(auroc(scores[taken], positive[taken]))
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return float(low), float(high)


def overlap(claim: str, evidence: str) -> float:
    """Return the share of the claim's content words that stand in the evidence: the baseline."""
    own = {word for word in words(claim) if word not in STOPWORDS}
    return len(own & set(words(evidence))) / (len(own) or 1)


def judged_rows(rows: Sequence[Row]) -> Iterator[Judged]:
    """Judge every row."""
    for row in rows:
        verdict = verify(row.claim, row.evidence)
        yield Judged(
            group=row.group,
            label=row.label,
            score=verdict.score,
            verdict=verdict.support,
            overlap=overlap(row.claim, row.evidence),
        )


def report(name: str, rows: Sequence[Row]) -> str:
    """Judge one set and write its line of the table."""
    chosen = random.Random(0).sample(rows, min(len(rows), MOST_ROWS))
    began = time.perf_counter()
    judged = list(judged_rows(chosen))
    took = 1000 * (time.perf_counter() - began) / len(judged)
    positive = np.array([one.label == Support.SUPPORTED for one in judged])
    scores = np.array([one.score for one in judged])
    said = np.array([one.verdict == Support.SUPPORTED for one in judged])
    balanced = (said[positive].mean() + (~said[~positive]).mean()) / 2
    exact = np.mean([one.verdict == one.label for one in judged])
    low, high = interval(judged, np.random.default_rng(0))
    plain = auroc(np.array([one.overlap for one in judged]), positive)
    groups = len({one.group for one in judged})
    return (
        f"| {name} | {len(judged)} / {groups} | {auroc(scores, positive):.3f} ({low:.3f} to {high:.3f}) "
        f"| {balanced:.3f} | {exact:.3f} | {plain:.3f} | {took:.0f} |"
    )


def main() -> None:
    """Read the command line and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    args = parser.parse_args()
    rows = [row for row in read_rows(args.data) if row.part == TEST]
    print("| Set | Rows / groups | AUROC (95 %) | Balanced accuracy | Exact verdict | Word overlap | ms |")
    print("|---|---|---|---|---|---|---|")
    for name, sources in SETS.items():
        print(report(name, [row for row in rows if row.source in sources]), flush=True)


if __name__ == "__main__":
    main()
