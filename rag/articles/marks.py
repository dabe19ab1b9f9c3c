"""What the lines of a page have been found to be, line by line: the state that cleaning fills in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rag.types import RemovalReason, Role

if TYPE_CHECKING:
    from rag.articles.outlets import TopName


@dataclass(slots=True)
class Labels:
    """What each line is, as it becomes known: a role, or the reason why it is not part of the article.

    `reasons` says why a line is certainly no part of an article from its wording alone, None where it may be. `names`
    are those at the top of the page, once they were looked for.
    """

    marks: list[Role | RemovalReason]
    speakers: list[str | None]
    reasons: list[RemovalReason | None]
    title: int | None = None
    authors: list[str] = field(default_factory=list)
    names: list[TopName] | None = None
    _read: tuple[list[Role | RemovalReason], list[int]] = field(default=([], []), repr=False)

    def body(self) -> list[int]:
        """Return the indices of the lines that are the article's own text."""
        # Every rule asks, and few rules change anything: to compare the marks takes a tenth of reading them.
        if self._read[0] != self.marks:
            body = Role.BODY
            self._read = self.marks.copy(), [i for i, mark in enumerate(self.marks) if mark is body]
        return self._read[1]

    def kept(self, i: int) -> bool:
        """Say whether line i is kept under some role."""
        return isinstance(self.marks[i], Role)
