"""What a conversation has come to before a follow-up is asked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rag.retrieve.mentions import Mention, mentions_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rag.types import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """The last turn, its question made whole; what was mentioned, latest first; what each pronoun last stood for.

    `meant` is keyed by "he", "she", "it" and "they", whatever their case was.
    """

    last: Turn
    mentions: tuple[Mention, ...]
    meant: Mapping[str, str] = field(default_factory=dict)

    def keeps(self, pronoun: str) -> str | None:
        """Return what a pronoun stood for, as long as the last question speaks of it."""
        name = self.meant.get(pronoun)
        return name if name is not None and name in self.last.question else None


def begun(turn: Turn) -> Talk:
    """Return the talk that one turn makes."""
    return Talk(last=turn, mentions=tuple(mentions_of(turn)))


def continued(talk: Talk, turn: Turn, meant: Mapping[str, str]) -> Talk:
    """Return the talk with one more turn, in which the pronouns meant what they are given."""
    return replace(talk, last=turn, mentions=(*mentions_of(turn), *talk.mentions), meant={**talk.meant, **meant})
