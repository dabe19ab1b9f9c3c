"""Read the pages that were invented for the line labeller, and set them beside WCXB's among its training pages.

`pages/pages.jsonl` has a page a row: its `id` and its `lines`, each a role and the text as a scrape would have it; a
blank line has no role. How the pages came about stands in `pages/README.md`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rag.articles.dates import find_date
from rag.articles.lines import split_lines
from rag.types import Role
from training.line_labeller_pages import OWN, Rendering, Source

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from numpy.typing import NDArray

PAGES = Path(__file__).with_name("pages") / "pages.jsonl"

ROLES = {
    "T": Role.TITLE,
    "D": Role.DECK,
    "Y": Role.BYLINE,
    "A": Role.BYLINE,
    "B": Role.BODY,
    "C": Role.CAPTION,
    "O": Role.BIO,
    "P": Role.PULL_QUOTE,
    "V": Role.OTHER_VOICE,
    "X": None,
}
"""The letter of each role in the file, and what cleaning calls it; `X` is not kept, and a date line is `A`."""

MAIN = {"B": 1.0, "C": 0.3, "D": 0.2, "P": 0.2}
"""How much of a line of each role is main text: on WCXB's dev pages .2 of what cleaning calls a deck is, nothing of
captions that name their credit and of notes on the author, and some of the captions that do not.
"""

HEADS = {"T": 1, "Y": 2, "A": 3}
"""The column of the labels that each of these roles has for itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPage:
    """A page as its scrape has it: a role's letter and a text for each line, none for a blank one."""

    page_id: str
    part: str
    roles: tuple[str, ...]
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return the whole scrape."""
        return "\n".join(self.lines)

    @property
    def body(self) -> str:
        """Return the article's own text."""
        return "\n".join(line for role, line in zip(self.roles, self.lines, strict=True) if role == "B")

    @property
    def is_markdown(self) -> bool:
        """Say whether the scrape was saved as Markdown: it has links or images as Markdown writes them."""
        return self.text.count("](") > 3


def part_of_page(page_id: str) -> str:
    """Put a page into train (60 %), dev (15 %) or test (25 %) by the hash of its id."""
    place = int(hashlib.sha256(page_id.encode()).hexdigest(), 16) % 20
    return "train" if place < 12 else "dev" if place < 15 else "test"


def iter_own(path: Path = PAGES) -> Iterator[OwnPage]:
    """Yield every page of the file."""
    with path.open(encoding="utf-8", newline="\n") as file:
        for row in map(json.loads, file):
            page_id, lines = row["id"], row["lines"]
            yield OwnPage(
                page_id=page_id,
                part=part_of_page(page_id),
                roles=tuple(role for role, _ in lines),
                lines=tuple(text for _, text in lines),
            )


def own_sources(parts: Container[str], path: Path = PAGES) -> list[Source]:
    """Return the pages of some parts as training reads WCXB's, each under the names of the style that it has."""
    sources = []
    for page in iter_own(path):
        if page.part in parts:
            found = Rendering(text=page.text, labels=labels_of(page))
            names = ("markdown0", "markdown1") if page.is_markdown else ("block0", "block1", "single0", "wrapped0")
            sources.append(Source(page_id=page.page_id, kind=OWN, renderings=dict.fromkeys(names, found)))
    return sources


def labels_of(page: OwnPage) -> NDArray[np.float32]:
    """Return four labels for every line that is not blank: main text, title, author, date."""
    lines = split_lines(page.text)
    labels = np.zeros((len(lines), 4), np.float32)
    for row, line in zip(labels, lines, strict=True):
        role = page.roles[line.number - 1]
        row[0] = MAIN.get(role, 0.0)
        # The hours of a live report date its entries.
        if role in HEADS and (role != "A" or find_date(line.plain)):
            row[HEADS[role]] = 1.0
    return labels
