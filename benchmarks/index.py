"""Time the index beside what a user would use instead, on made-up passages of any number.

    python benchmarks/index.py --passages 10000 100000

Keyword search against bm25s, dense search against a plain NumPy product, and what a generation costs to write, to open
and on disk. Terms follow Zipf's law over 50,000 words, 80 to a passage; vectors are random unit vectors of MiniLM's
length, so their times are right and their rankings mean nothing. Seconds depend on the machine: compare columns.
"""

from __future__ import annotations

import argparse
import math
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
N_TERMS = 50_000
TERMS_A_PASSAGE = 80
TERMS_A_QUESTION = 6
N_QUESTIONS = 30
DIMENSION = 384
SEED = 20260101


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One measured thing at one size."""

    what: str
    n_passages: int
    value: str


def main() -> None:
    """Measure every size and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, nargs="+", default=[10_000, 100_000])
    sizes = parser.parse_args().passages
    measured = {size: [*keyword_rows(size), *dense_rows(size)] for size in sizes}
    print("| | " + " | ".join(f"{size:,} passages" for size in sizes) + " |")
    print("|---|" + "---|" * len(sizes))
    for rows in zip(*measured.values(), strict=True):
        print(f"| {rows[0].what} | " + " | ".join(row.value for row in rows) + " |")


def keyword_rows(size: int) -> list[Row]:
    """Measure keyword search and its reference on the same passages and questions."""
    import bm25s

    from rag.index.keywords import K1, B, KeywordIndex

    rng = np.random.default_rng(SEED)
    drawn = np.minimum(rng.zipf(1.2, size=(size, TERMS_A_PASSAGE)), N_TERMS)
    passages = [[f"w{term}" for term in row] for row in drawn.tolist()]
    questions = [passages[at][:: TERMS_A_PASSAGE // TERMS_A_QUESTION] for at in range(0, size, size // N_QUESTIONS)]
    began = perf_counter()
    ours = KeywordIndex.build(passages)
    ours_built = perf_counter() - began
    began = perf_counter()
    theirs = bm25s.BM25(k1=K1, b=B, method="lucene")
    theirs.index(passages, show_progress=False)
    theirs_built = perf_counter() - began

    def ask(question: Sequence[str]) -> object:
        weights = {
            term: math.log1p((size - n + 0.5) / (n + 0.5)) for term in question if (n := ours.document_frequency(term))
        }
        return ours.search(weights, k=50, admitted=None)

    with tempfile.TemporaryDirectory() as folder:
        ours.save(Path(folder), "k-")
        megabytes = sum(path.stat().st_size for path in Path(folder).iterdir()) / 1e6
        began = perf_counter()
        KeywordIndex.load(Path(folder), "k-")
        opened = perf_counter() - began
    return [
        Row(what="keywords: build, s", n_passages=size, value=f"{ours_built:.1f} (bm25s {theirs_built:.1f})"),
        Row(
            what="keywords: p50 of a question, ms",
            n_passages=size,
            value=f"{median_ms(ask, questions):.1f} "
            f"(bm25s {median_ms(lambda q: theirs.retrieve([q], k=50, show_progress=False), questions):.1f})",
        ),
        Row(what="keywords: on disk, MB; to open, s", n_passages=size, value=f"{megabytes:.0f}; {opened:.2f}"),
    ]


def dense_rows(size: int) -> list[Row]:
    """Measure exact dense search, filtered and not, beside a plain product."""
    from rag.index.vectors import VectorIndex

    rng = np.random.default_rng(SEED)
    vectors = rng.standard_normal((size, DIMENSION), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = VectorIndex.build(vectors)
    admitted = rng.random(size) < 0.1
    asked = [vectors[at] for at in range(0, size, size // N_QUESTIONS)]

    def product(question: NDArray[np.float32]) -> object:
        return np.argsort(-(vectors @ question), kind="stable")[:50]

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vectors"
        index.save(path)
        megabytes = path.stat().st_size / 1e6
        began = perf_counter()
        VectorIndex.load(path)
        opened = perf_counter() - began
    return [
        Row(
            what="dense: p50 of a question, ms",
            n_passages=size,
            value=f"{median_ms(lambda q: index.search(q, k=50, admitted=None), asked):.1f} "
            f"(NumPy {median_ms(product, asked):.1f})",
        ),
        Row(
            what="dense, a filter that keeps a tenth, ms",
            n_passages=size,
            value=f"{median_ms(lambda q: index.search(q, k=50, admitted=admitted), asked):.1f}",
        ),
        Row(what="dense: on disk, MB; to open, s", n_passages=size, value=f"{megabytes:.0f}; {opened:.2f}"),
    ]


def median_ms(ask: Callable[[Any], object], questions: Sequence[Any]) -> float:
    """Return the median time of asking, the first question left out to warm up."""
    times = []
    for question in questions:
        began = perf_counter()
        ask(question)
        times.append(1000 * (perf_counter() - began))
    return statistics.median(times[1:])


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
