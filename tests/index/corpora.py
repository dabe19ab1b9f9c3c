"""Small corpora and articles that the tests of the index share."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from rag.types import Article, Block, Metadata, Role

if TYPE_CHECKING:
    from pathlib import Path

TARIFFS = """The tariff on soybeans rises

By Ada Moreno

HARBOR CITY - The tariff on American soybeans rose to 34 percent in April, the customs office of Harbor City said on
Monday, and the cooperative at the mouth of the river stopped loading ships before the week was out.

Farmers had sold a third of their crop abroad in the year before, and most of it went to one buyer. "We have silos for
one more harvest and not for two," said Cal Ostergren, who manages the cooperative.

The next talks are set for the middle of May, and nobody in the county expects them to end quickly.
"""

MINERALS = """A smelter for antimony is relit

By Roswitha Kane

HARROW FLAT - A furnace that last ran in the spring of 2001 will be relit before the end of the year, because the metal
that it makes has become hard to buy at any price since China banned its export in December 2024.

The company will spend $84 million on it, and 137 people will work there. "For twenty years customers told us that the
cheapest tonne was the safest," said Delia Marchetti, the chief executive.
"""


def write_corpus(folder: Path, **texts: str) -> Path:
    """Write one article a keyword: `a__b` becomes `a/b.txt`."""
    for name, text in texts.items():
        path = folder / f"{name.replace('__', '/')}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def article_of(*blocks: tuple[Role, str], speaker: str | None = None, title: str | None = None) -> Article:
    """Put blocks together as cleaning does, with an empty line between them."""
    text, made = "", []
    for line, (role, words) in enumerate(blocks, start=1):
        text += "\n\n" if text else ""
        voice = speaker if role is Role.OTHER_VOICE else None
        made.append(Block(role=role, start=len(text), end=len(text) + len(words), line=line, speaker=voice))
        text += words
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Article(
        article_id="0123456789abcdef",
        path="made.txt",
        content_hash=digest,
        text=text,
        blocks=tuple(made),
        metadata=Metadata(title=title, outlet="The Harbor Post", date="2025-04-07"),
    )
