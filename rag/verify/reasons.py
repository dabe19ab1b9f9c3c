"""Say in plain words what a verdict rests on: what the evidence says instead, or what it does not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.text.words import STOPWORDS, words
from rag.types import Support
from rag.verify.evidence import content, rarity
from rag.verify.facts import FactKind

if TYPE_CHECKING:
    from rag.verify.features import Comparison

NAMED = frozenset((FactKind.NUMBER, FactKind.DATE, FactKind.NAME))
"""Facts that an evidence may leave out; the other kinds say how it puts what it has."""
MISSING_NAMED = 3
"""How many unsaid words a reason names: the rarest tell the most."""


def reasons_for(support: Support, claim: str, gathered: str, comparison: Comparison) -> tuple[str, ...]:
    """Return the reasons for a verdict on a claim, the weightiest first; never none."""
    if support is Support.SUPPORTED:
        return ("the evidence says the same",)
    findings = comparison.findings
    if support is Support.CONTRADICTED:
        conflicts = [str(finding) for finding in findings if finding.conflict]
        replaced = [
            f"the evidence says {one.found!r}, the claim says {one.claimed!r}"
            for one in comparison.substitutions
            if one.found
        ]
        return tuple(conflicts or replaced or ["the closest sentence speaks against it"])
    missing = [finding.unsaid for finding in findings if finding.kind in NAMED]
    said = " ".join(missing).lower()
    unsaid = [f"no sentence says {word!r}" for word in _unsaid(claim, gathered) if word not in said]
    return tuple([*missing, *unsaid] or ["the evidence does not say so"])


def _unsaid(claim: str, gathered: str) -> list[str]:
    """Return the rarest words of the claim that were not gathered."""
    held = content(gathered)
    absent = dict.fromkeys(word for word in words(claim) if word not in STOPWORDS and not content(word) <= held)
    return sorted(absent, key=lambda word: -max(map(rarity, content(word)), default=0.0))[:MISSING_NAMED]
