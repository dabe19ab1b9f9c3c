"""Know which words point in opposite directions, and which way a text's words point, negations reckoned in.

Not done: senses. "Works" is a plant as well as a success, so whoever asks weighs the words around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.text.lexicon import word_set
from rag.text.words import word_spans, words

if TYPE_CHECKING:
    from collections.abc import Mapping

_Pairs = tuple[tuple[str, str], ...]

_OPPOSITES: _Pairs = (
    (
        (
            "rise rose risen rising increase increased increasing grow grew grown growing climb climbed climbing gain "
            "gained more up expand expanded higher jumped surged added adding moved"
        ),
        (
            "fall fell fallen falling decrease decreased decreasing decline declined declining drop dropped dropping "
            "shrink shrank shrunk less fewer down cut lower slumped plunged lost retreated"
        ),
    ),
    (
        "approve approved support supported supports back backed accept accepted agreed agrees welcome welcomed",
        "reject rejected oppose opposed opposes refuse refused deny denied disagreed disagrees",
    ),
    (
        "open opened opening start started begin began resume resumed",
        "close closed closing stop stopped end ended suspend suspended",
    ),
    ("strengthen strengthened strong stronger", "weaken weakened weak weaker"),
    ("success succeeded successful works worked", "failure failed flop fails"),
    ("caused because due", "unrelated despite"),
)
"""Words that point in opposite directions, in pairs of lists."""

_LOOSE = word_set(
    "more up higher less fewer down lower moved moving adding back works worked flop strong stronger weak weaker "
    "success failure caused because due unrelated despite open close start end cut support"
)
"""Words above that are nouns, comparisons or joints as often as verbs."""

_UNDONE: _Pairs = (
    ("create created creating hire hired hiring", "cut cuts cutting shed eliminate eliminated dismiss dismissed"),
    ("raise raised raising", "reduce reduced reducing lowered lowering cutting"),
    ("allow allowed allows permit permitted", "ban banned bans forbid forbade forbidden prohibit prohibited"),
    ("ease eased easing relax relaxed lift lifted lifting", "tighten tightened impose imposed imposing"),
    ("confirm confirmed confirms", "deny denied denies dispute disputed disputes"),
)
"""Verbs that undo each other: of two sources either may be right in its time, so they make no conflict between them."""

_NEGATIONS = word_set("no not never none neither nor without cannot can't didn't doesn't isn't wasn't won't aren't")
_REACH = 3
"""Words that a negation reaches ahead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """A word that points to one `side` of a pair, a negation before it reckoned in and part of its `text`."""

    text: str
    pair: int
    side: int

    def is_against(self, other: Direction) -> bool:
        """Say whether two words point to the two sides of one pair."""
        return self.pair == other.pair and self.side != other.side

    def agrees_with(self, other: Direction) -> bool:
        """Say whether two words point to the same side of one pair."""
        return self.pair == other.pair and self.side == other.side


def _sides(pairs: _Pairs) -> dict[str, tuple[tuple[int, int], ...]]:
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    for pair, lists in enumerate(pairs):
        for side, listed in enumerate(lists):
            for word in listed.split():
                found[word] = (*found.get(word, ()), (pair, side))
    return found


OPPOSED = _sides(_OPPOSITES)
"""The sides that words point to when two sources are compared."""

DONE = {
    word: sides
    for word, sides in _sides(_OPPOSITES + _UNDONE).items()
    if word not in _LOOSE or any(pair >= len(_OPPOSITES) for pair, _ in sides)
}
"""The sides that verbs point to when a question takes an act for granted."""


def directions(text: str, sides: Mapping[str, tuple[tuple[int, int], ...]]) -> list[Direction]:
    """Return where the words of a text point, in order; a negation shortly before a word turns it round."""
    spoken = words(text)
    if sides.keys().isdisjoint(spoken):
        return []
    spans = word_spans(text)
    found = []
    for at, word in enumerate(spoken):
        if word not in sides:
            continue
        before = [near for near in range(max(0, at - _REACH), at) if spoken[near] in _NEGATIONS]
        spelled = text[spans[before[0] if before else at].start : spans[at].end]
        found += [Direction(text=spelled, pair=pair, side=1 - side if before else side) for pair, side in sides[word]]
    return found
