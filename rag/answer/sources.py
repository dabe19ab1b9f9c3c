"""See whose words a question asks for by outlet, author or poster: "according to CNN" is answered from CNN's alone.

Not done: articles named by their title or date; a filter of the caller's does that before retrieval.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rag.answer.question import content_terms
from rag.text.names import name_key, same_name
from rag.types import Hit, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.answer.question import Asked
    from rag.index.protocol import Snapshot
    from rag.types import Metadata

MOST_ADDED = 12
"""Passages added of a named article: a report of 2,000 words is read whole, a book is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """A question without the names of its sources, and the hits of the articles that it names (all when none)."""

    asked: Asked
    hits: tuple[Hit, ...]
    named: tuple[str, ...]


def narrow_to_named(asked: Asked, hits: Sequence[Hit], snapshot: Snapshot) -> Narrowed:
    """Keep the hits of the outlets and authors that the question names, when it names any that were found."""
    about = {hit.passage.article_id: snapshot.article(hit.passage.article_id).metadata for hit in hits}

    def speaks(name: str, hit: Hit) -> bool:
        posted = hit.passage.speaker is not None and same_name(name, hit.passage.speaker)
        return posted or is_source(name, about[hit.passage.article_id])

    # A poster's handle has no capital to be found by, so it is looked for as it is spelled.
    posters = {hit.passage.speaker for hit in hits if hit.passage.speaker}
    handles = sorted(poster for poster in posters if poster.casefold() in asked.text.casefold())
    given = dict.fromkeys([*asked.names, *handles])
    named = tuple(name for name in given if any(speaks(name, hit) for hit in hits))
    if not named:
        return Narrowed(asked=asked, hits=tuple(hits), named=())
    kept = [hit for hit in hits if any(speaks(name, hit) for name in named)]
    return Narrowed(asked=_without(asked, named), hits=tuple(_read_whole(kept, snapshot)), named=named)


def _read_whole(kept: Sequence[Hit], snapshot: Snapshot) -> list[Hit]:
    """Add the passages of a named source's article that retrieval passed over, when it is one article alone."""
    articles = {hit.passage.article_id for hit in kept}
    spoken = any(hit.passage.role is Role.OTHER_VOICE for hit in kept)
    if len(articles) != 1 or spoken:
        return list(kept)
    known = {hit.passage.passage_id for hit in kept}
    others = [passage for passage in snapshot.passages(articles.pop()) if passage.passage_id not in known]
    added = [Hit(passage=passage, score=0.0, rank=len(kept) + at) for at, passage in enumerate(others[:MOST_ADDED], 1)]
    return [*kept, *added]


def is_source(name: str, about: Metadata) -> bool:
    """Say whether a name means the outlet or an author of an article: "China Daily" means China Daily Global."""
    key = name_key(name).split()
    outlet = name_key(about.outlet or "").split()
    # "China Daily" shortens China Daily Global, "China" does not: one word must be the whole name of the outlet.
    shortens = len(key) > 1 and outlet[: len(key)] == key
    extends = bool(outlet) and key[: len(outlet)] == outlet
    return shortens or extends or any(same_name(name, author) for author in about.authors)


def _without(asked: Asked, named: Sequence[str]) -> Asked:
    """Take the sources' names out of what must be found in the text, unless nothing else would be left."""
    source_terms = {term for name in named for term in content_terms(name)}
    content = tuple(term for term in asked.content if term not in source_terms)
    kept = tuple(name for name in asked.names if name not in named)
    return replace(asked, content=content or asked.content, names=kept)
