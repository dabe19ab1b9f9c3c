"""Read public claims as rows for the reader: a claim is asked like a question, 'supported' counts as answered.

A claim and the evidence that supports or contradicts it differ by a name, a number, a relation or a negation, which is
what a near miss is. No claim has a span. Claims over one text share a group, so that the pairwise loss compares them.

Not done here: anything about the held-out articles; `read_claims` drops what shares a run of words with them.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING

from training.reader_data import Example, word_runs

if TYPE_CHECKING:
    import random
    from collections.abc import Collection

CLAIMS_FILE = Path("claims") / "claims.jsonl.gz"
# Most rows taken of each source, so that sets written by one rule do not outweigh those written by people.
MOST_ROWS = {
    "fever_dev": 3000,
    "fever_symmetric_v0.1": 700,
    "fever_symmetric_v0.2": 400,
    "fm2_dev": 1200,
    "factcheck_gpt": 800,
    "negation_nli_MNLI": 700,
    "negation_nli_SNLI": 700,
    "breaking_nli": 700,
    "med": 800,
}


def read_claims(data: Path, held_runs: Collection[tuple[str, ...]], rng: random.Random) -> list[Example]:
    """Return a sample of the claims, as many supported as not in each source, none that shares text with `held_runs`.

    Raises:
        FileNotFoundError: the data folder lacks the claims.
    """
    by_source: dict[str, tuple[list[Example], list[Example]]] = {name: ([], []) for name in MOST_ROWS}
    with gzip.open(data / CLAIMS_FILE, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["source"] in by_source:
                example = _example(row)
                by_source[row["source"]][example.answerable].append(example)
    chosen: list[Example] = []
    for source, halves in by_source.items():
        half = min(MOST_ROWS[source] // 2, *(len(one) for one in halves))
        chosen.extend(example for one in halves for example in rng.sample(one, half))
    return [example for example in chosen if not any(run in held_runs for run in word_runs(example.context))]


def _example(row: dict[str, str]) -> Example:
    return Example(
        question=row["claim"].strip(),
        context=row["evidence"],
        answerable=row["label"] == "supported",
        start=0,
        end=0,
        source=row["source"],
        title="",
        has_span=False,
        sentences=(),
        gold_sentence=None,
    )
