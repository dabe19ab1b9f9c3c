"""Whether two wordings of one question get the same answer: Jaccard's overlap (1912) of their quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet


def paraphrase_consistency(quotes: AbstractSet[str], other_quotes: AbstractSet[str]) -> float:
    """Return how far two answers rest on the same quotes (Jaccard); two abstentions agree fully.

    It needs no gold, so it also catches two answers that are wrong in different ways. {"a", "b"}, {"b"} -> 0.5.
    """
    if not quotes and not other_quotes:
        return 1.0
    return len(quotes & other_quotes) / len(quotes | other_quotes)
