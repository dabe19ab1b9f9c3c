"""Whether an answer says the facts that are owed: answer-string recall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eval.metrics.wording import holds

if TYPE_CHECKING:
    from collections.abc import Sequence


def answer_recall(text: str, facts: Sequence[Sequence[str]]) -> float:
    """Return the share of the facts owed of which any wording stands in the text, as whole words.

    This is ASQA's string recall (Stelmakh et al. 2022), used by ALCE for correctness:
    "It fell 41 percent to 519,000 tonnes.", (("41 percent", "41%"), ("2017",)) -> 0.5.
    """
    if not facts:
        raise ValueError("answer recall needs at least one fact")
    return sum(any(holds(text, wording) for wording in fact) for fact in facts) / len(facts)
