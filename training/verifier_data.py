"""Read the public claims and split them, by evidence and never by row, into three parts.

The forests grow on `grow`, are chosen and calibrated on `tune`, and `test` is reported and nothing else. Rows that
share a claim or an evidence sentence, text normalised, stand in one part. FEVER-symmetric is test as a whole, with
every FEVER row that it was made from, and so are three domains of SummEdits.

What is made here: FEVER has no evidence that says nothing, so a claim meets the nearest evidence of another claim, and
no long one, so evidences are joined. No claim is edited by rule: a model learns the rules, and nothing that is
reported may rest on them.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import chain
from typing import TYPE_CHECKING

from rag.text.sentences import sentence_spans
from rag.verify.evidence import content, rarity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

SUPPORTED, CONTRADICTED, UNKNOWN = "supported", "contradicted", "not_enough_info"
GROW, TUNE, TEST = "grow", "tune", "test"
# Shares of the groups, by hash: grow, then tune, then test.
SHARES = {"wice_dev": (40, 30), "fm2_dev": (25, 25), "fever_dev": (72, 20)}
USUAL_SHARES = (75, 15)
TEST_SOURCES = ("fever_symmetric_v0.1", "fever_symmetric_v0.2")
TEST_DOMAINS = ("summedits_qmsumm", "summedits_scitldr", "summedits_sales_email")
# A sentence this short ("He was born in 1950.") may stand on two pages and ties nothing together.
TYING_LENGTH = 40
# Breaking NLI is seven parts contradiction; of one evidence no more than this many rows are kept.
ROWS_AN_EVIDENCE = 3
N_STRANGERS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One labelled pair; `group` ties together what shares a claim or an evidence sentence."""

    claim: str
    evidence: str
    label: str
    source: str
    group: str
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    claim: str
    evidence: str
    label: str
    source: str
    tie: str = ""


def read_rows(data: Path) -> list[Row]:
    """Return every row of `data`, in a fixed order, with its part."""
    read = [*_claims(data), *_summedits(data), *_wice(data)]
    groups = _groups(read)
    touched = {group for row, group in zip(read, groups, strict=True) if row.source in TEST_SOURCES}
    rows = [
        Row(
            claim=row.claim,
            evidence=row.evidence,
            label=row.label,
            source=row.source,
            group=group,
            part=TEST if group in touched else _part(row.source, group),
        )
        for row, group in zip(read, groups, strict=True)
    ]
    return [*rows, *_made(rows)]


def _part(source: str, group: str) -> str:
    if source in TEST_SOURCES or source in TEST_DOMAINS:
        return TEST
    grow, tune = SHARES.get(source, USUAL_SHARES)
    at = int(hashlib.sha256(group.encode()).hexdigest()[:8], 16) % 100
    return GROW if at < grow else TUNE if at < grow + tune else TEST


def _claims(data: Path) -> Iterator[_Read]:
    per_evidence: Counter[tuple[str, str, str]] = Counter()
    with gzip.open(data / "claims" / "claims.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            key = (row["source"], row["evidence"], row["label"])
            per_evidence[key] += 1
            if row["source"] == "breaking_nli" and per_evidence[key] > ROWS_AN_EVIDENCE:
                continue
            yield _Read(claim=row["claim"], evidence=row["evidence"], label=row["label"], source=row["source"])


def _wice(data: Path) -> Iterator[_Read]:
    lines = (data / "wice_dev" / "claim_dev_oracle_chunks.jsonl").read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, lines):
        label = SUPPORTED if row["label"] == "supported" else UNKNOWN
        tie = row["meta"]["claim_title"]
        yield _Read(claim=row["claim"], evidence="\n".join(row["evidence"]), label=label, source="wice_dev", tie=tie)


def _summedits(data: Path) -> Iterator[_Read]:
    for path in sorted((data / "summedits_dev").glob("*.json")):
        for row in json.loads(path.read_text(encoding="utf-8")):
            label = SUPPORTED if row["label"] == 1 else CONTRADICTED
            yield _Read(claim=row["summary"], evidence=row["doc"], label=label, source=path.stem, tie=row["doc"])


def edited_sentences(data: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """Map each (summary, document) of SummEdits to (its one edited sentence, label); several edits are left out."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for path in sorted((data / "summedits_dev").glob("*.json")):
        for row in json.loads(path.read_text(encoding="utf-8")):
            old = {row["original_summary"][start:end] for start, end in sentence_spans(row["original_summary"])}
            new = [row["summary"][start:end] for start, end in sentence_spans(row["summary"])]
            changed = [sentence for sentence in new if sentence not in old] or new
            if row["label"] == 0 and len(changed) != 1:
                continue
            only_added = row["edit_types"] == ["hallucinated_fact_insertion"]
            label = SUPPORTED if row["label"] == 1 else UNKNOWN if only_added else CONTRADICTED
            found[row["summary"], row["doc"]] = (changed[0], label)
    return found


def _normal(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def _groups(rows: Sequence[_Read]) -> list[str]:
    """Tie rows that share a claim or a long evidence sentence; return one group name a row."""
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        while parent.setdefault(key, key) != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    roots: list[str] = []
    for row in rows:
        ties = [row.tie] if row.tie else list(_ties(row))
        keys = [f"{row.source if row.tie else ''}:{tie}" for tie in ties]
        for key in keys[1:]:
            parent[root(key)] = root(keys[0])
        roots.append(keys[0])
    return [root(key) for key in roots]


def _ties(row: _Read) -> Iterator[str]:
    yield _normal(row.claim)
    for start, end in sentence_spans(row.evidence):
        if end - start >= TYING_LENGTH:
            yield _normal(row.evidence[start:end])


def _made(rows: Sequence[Row]) -> Iterator[Row]:
    """Add rows to FEVER's and FM2's: claims over strangers' evidence, and claims over long evidence.

    A stranger is the evidence of another group of the same part that is nearest to the claim: it says nothing of it.
    Long evidence is eight strangers, with the claim's own in their midst where it has one.
    """
    chosen = [row for row in rows if row.source in {"fever_dev", "fm2_dev"}]
    parted = [[row for row in chosen if row.part == part] for part in (GROW, TUNE, TEST)]
    for row, near in chain.from_iterable(map(_with_strangers, parted)):
        draw = int(hashlib.sha256(row.claim.encode()).hexdigest()[:8], 16) % 10
        if draw < 6:
            yield replace(row, evidence=near[0].evidence, label=UNKNOWN, source=f"{row.source}+stranger")
        around = [one.evidence for one in near[1:]]
        own = [row.evidence] if draw % 2 else []
        if draw in {0, 1, 2, 3}:
            text = "\n".join([*around[: draw + 2], *own, *around[draw + 2 :]])
            yield replace(row, evidence=text, label=row.label if own else UNKNOWN, source=f"{row.source}+long")


def _with_strangers(chosen: Sequence[Row]) -> Iterator[tuple[Row, list[Row]]]:
    """Yield each row with the nine strangers that are nearest to its claim, nearest first; rows with fewer are left."""
    holders: dict[str, list[int]] = defaultdict(list)
    terms = [content(row.evidence) for row in chosen]
    for at, found in enumerate(terms):
        for term in found:
            holders[term].append(at)
    for row in chosen:
        scores: Counter[int] = Counter()
        for term in sorted(content(row.claim)):
            if len(holders[term]) < len(chosen) / 50:
                for other in holders[term]:
                    scores[other] += int(1000 * rarity(term))
        # By the square root of its length, or the longest evidences would be everybody's nearest.
        ranked = sorted(scores, key=lambda other: (-scores[other] / len(terms[other]) ** 0.5, other))[:80]
        near = {chosen[at].evidence: chosen[at] for at in reversed(ranked)}
        strangers = [one for one in reversed(near.values()) if _is_stranger(one, row)]
        if len(strangers) >= N_STRANGERS:
            yield row, strangers[:N_STRANGERS]


def _is_stranger(other: Row, row: Row) -> bool:
    """Say whether another row's evidence is not the claim's own, nor that of a twin of the claim."""
    if other.group == row.group or other.evidence == row.evidence:
        return False
    return SequenceMatcher(None, other.claim, row.claim, autojunk=False).quick_ratio() < 0.85
