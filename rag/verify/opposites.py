"""Know which words cannot both be true of one thing, from a hand-written list of fields.

Not done: senses. "Left" is a direction and a past tense, so a pair found here is a hint that the judge weighs.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rag.text.words import stem
from rag.verify.evidence import MODEL_FOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIXES = ("un", "in", "im", "dis", "non", "il", "ir", "anti")
"""Put before a word they turn it round: "unhappy" is the opposite of "happy"."""
SHORTEST_TURNED = 4


def are_opposites(one: str, two: str) -> bool:
    """Say whether two stems are of opposite sides of one field, or one is the other with a prefix that turns it."""
    return two in _tables()[0].get(one, frozenset()) or _turns(one, two) or _turns(two, one)


def are_allies(one: str, two: str) -> bool:
    """Say whether two stems stand on one side of a field: "rose" and "climbed"."""
    return one == two or two in _tables()[1].get(one, frozenset())


def _turns(one: str, two: str) -> bool:
    return len(one) >= SHORTEST_TURNED and two.endswith(one) and two.removesuffix(one) in PREFIXES


@lru_cache(maxsize=1)
def _tables() -> tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]]:
    """Return every stem's opposites and its allies."""
    opposites: dict[str, set[str]] = {}
    allies: dict[str, set[str]] = {}
    for line in (MODEL_FOLDER / "opposites.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        sides = [{stem(word) for word in side.split()} for side in line.split("|")]
        for own, other in (sides, sides[::-1]):
            for word in own:
                opposites.setdefault(word, set()).update(other - own)
                allies.setdefault(word, set()).update(own)
    return _frozen(opposites), _frozen(allies)


def _frozen(table: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {word: frozenset(found) for word, found in table.items()}
