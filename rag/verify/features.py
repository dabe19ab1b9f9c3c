"""Describe one claim against its evidence in numbers: what the judge's model weighs.

Not done: vectors. Words aligned by MiniLM moved AUROC by +.001 on FEVER, +.002 on FEVER-symmetric, +.005 on FM2, +.023
on WiCE and -.03 to -.05 on SummEdits (80 to 240 rows each): they tell a stranger from a paraphrase, which counting
words does as well, and not "rose" from "fell".
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rag.text.lexicon import word_set
from rag.text.names import find_names
from rag.text.words import stem, words
from rag.verify.evidence import content, rarity
from rag.verify.facts import FactKind, Finding, compare
from rag.verify.polarity import count_negations, negated_stems
from rag.verify.substitutions import Substitution, substitutions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rag.verify.evidence import Evidence, Gathered

FOCUS_WORDS = word_set(
    "all always any before after both each every few first if less more most never no none not once only or other "
    "over same some than under until without about against again below above off out up down"
)
"""Function words that change what is claimed; the other function words are left out of account."""
# Sentences from which on an evidence would name what it supports: there a claim with a name that the evidence does not
# hold was supported 176 times of 1,244 (without such a name 1,517 of 2,814), in a shorter one 1,577 times of 5,915.
LONG = 8
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A claim laid beside the evidence gathered for it: the numbers, and the findings that reasons are made of."""

    values: Mapping[str, float]
    findings: tuple[Finding, ...]
    substitutions: tuple[Substitution, ...]


def compared(claim: str, evidence: Evidence, gathered: Gathered) -> Comparison:
    """Return the text features of one claim (no model needed)."""
    start, end = evidence.sentences[gathered.best]
    closest = evidence.text[start:end]
    findings = tuple(compare(claim, closest, gathered.text))
    replaced = substitutions(claim, closest)
    values = {
        **_coverage(claim, closest, evidence, gathered),
        **_order(claim, closest, gathered.text),
        **_facts(claim, findings),
        **_absent(claim, evidence),
        **_polarity(claim, closest),
        **_replaced(replaced),
        "claim_words": math.log1p(len(words(claim))),
        "closest_words": math.log1p(len(words(closest))),
        "sentences": math.log1p(len(evidence.sentences)),
        "gathered": float(len(gathered.chosen)),
        "verbatim": float(plain(claim).rstrip(".") in plain(evidence.text)),
    }
    return Comparison(values=values, findings=findings, substitutions=replaced)


def plain(text: str) -> str:
    """Return a text with its white space and its quotation marks made one kind, lower-cased."""
    straight = text.translate({ord(mark): '"' for mark in "“”„«»"} | {ord(mark): "'" for mark in "‘’"})
    return _BLANK.sub(" ", straight).strip().lower()


def _coverage(claim: str, closest: str, evidence: Evidence, gathered: Gathered) -> dict[str, float]:
    own = sorted(content(claim))
    weights = np.array([rarity(term) for term in own] or [0.0])
    total = float(weights.sum()) or 1.0
    chosen = frozenset().union(*(evidence.terms[at] for at in gathered.chosen))
    everything = frozenset().union(*evidence.terms)
    values: dict[str, float] = {}
    for name, held in (("closest", content(closest)), ("gathered", chosen), ("evidence", everything)):
        missing = [weight for term, weight in zip(own, weights, strict=False) if term not in held]
        values[f"covered_{name}"] = 1 - sum(missing) / total
        values[f"missing_{name}"] = float(len(missing))
        values[f"rarest_missing_{name}"] = max(missing, default=0.0)
    reverse = [rarity(term) for term in content(closest)]
    kept = [rarity(term) for term in content(closest) if term in own]
    values["precision_closest"] = sum(kept) / (sum(reverse) or 1.0)
    focus = [word for word in words(claim) if word in FOCUS_WORDS]
    said = set(words(gathered.text))
    values["focus_missing"] = float(sum(word not in said for word in focus))
    there = {word for word in words(closest) if word in FOCUS_WORDS}
    values["focus_unclaimed"] = float(len(there - set(focus)))
    return values


def _order(claim: str, closest: str, gathered: str) -> dict[str, float]:
    own = [stem(word) for word in words(claim)]
    values: dict[str, float] = {}
    for n in (2, 3):
        grams = _grams(own, n)
        held = _grams([stem(word) for word in words(gathered)], n)
        values[f"grams_{n}"] = len(grams & held) / max(1, len(grams))
    values["in_order"] = _longest_common([*own], [stem(word) for word in words(closest)]) / max(1, len(own))
    return values


def _grams(items: Sequence[str], n: int) -> set[tuple[str, ...]]:
    return {tuple(items[at : at + n]) for at in range(len(items) - n + 1)}


def _longest_common(one: Sequence[str], two: Sequence[str]) -> int:
    """Return the length of the longest common subsequence."""
    row = [0] * (len(two) + 1)
    for item in one:
        before = 0
        for at, other in enumerate(two, start=1):
            before, row[at] = row[at], before + 1 if item == other else max(row[at], row[at - 1])
    return row[-1]


def _facts(claim: str, findings: Sequence[Finding]) -> dict[str, float]:
    values: dict[str, float] = {}
    for kind in FactKind:
        found = [finding for finding in findings if finding.kind is kind]
        values[f"{kind}_conflicts"] = float(sum(finding.conflict for finding in found))
        if kind in {FactKind.NUMBER, FactKind.DATE, FactKind.NAME}:
            values[f"{kind}_missing"] = float(sum(not finding.conflict for finding in found))
    values["digits"] = float(sum(char.isdigit() for char in claim) > 0)
    return values


def _absent(claim: str, evidence: Evidence) -> dict[str, float]:
    """Count names and digits of the claim that stand nowhere in the evidence, however long it is."""
    everything = frozenset().union(*evidence.terms)
    names = [content(claim[start:end]) for start, end in find_names(claim)]
    digits = {term for term in content(claim) if term[0].isdigit()}
    n_names, n_digits = float(sum(not name <= everything for name in names)), float(len(digits - everything))
    is_long = len(evidence.sentences) >= LONG
    return {
        "names_absent": n_names,
        "digits_absent": n_digits,
        "names_absent_long": n_names if is_long else 0.0,
        "digits_absent_long": n_digits if is_long else 0.0,
    }


def _polarity(claim: str, closest: str) -> dict[str, float]:
    ours, theirs = count_negations(claim), count_negations(closest)
    shared = content(claim) & content(closest)
    flipped = (negated_stems(claim) ^ negated_stems(closest)) & shared
    return {
        "negations_claim": float(ours),
        "negations_closest": float(theirs),
        "negations_odd": float((ours + theirs) % 2),
        "flipped": sum(rarity(term) for term in flipped) / (sum(rarity(term) for term in shared) or 1.0),
    }


def _replaced(found: Sequence[Substitution]) -> dict[str, float]:
    replaced = [one.weight for one in found if one.found]
    inserted = [one.weight for one in found if not one.found]
    return {
        "replaced": float(len(replaced)),
        "replaced_weight": max(replaced, default=0.0),
        "inserted": float(len(inserted)),
        "inserted_weight": max(inserted, default=0.0),
    }
