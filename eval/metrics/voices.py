"""Whether one voice is counted once: a wire story that two outlets print is one witness, not two. Ours."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from eval.metrics.token_f1 import token_f1

if TYPE_CHECKING:
    from collections.abc import Sequence

SAME_WORDS = 0.8
"""Word F1 from which two quotes are one text: edited copies of a wire sentence in the corpus reach .85 and more, two
reporters' sentences on one event stay under .6."""


def count_repeats(quotes: Sequence[str]) -> int:
    """Return how many pairs among the quotes are one text, word for word or nearly."""
    return sum(token_f1(one, other) >= SAME_WORDS for one, other in combinations(quotes, 2))
