"""Small articles and an index in memory over them, for tests of finding and answering."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.testing import BagOfWordsEncoder
from rag.types import Article, Block, Filter, Hit, Kind, Metadata, Passage, Role
from training.memory_index import MemoryIndex

if TYPE_CHECKING:
    from collections.abc import Mapping

EVERYTHING = Filter()


def article(
    name: str,
    *paragraphs: str,
    outlet: str | None = None,
    authors: tuple[str, ...] = (),
    date: str | None = None,
    kind: Kind | None = None,
    posted: Mapping[str, str] | None = None,
) -> Article:
    """Make an article of paragraphs; `posted` gives a poster's name for a paragraph that is not the outlet's."""
    blocks: list[Block] = []
    at = 0
    for paragraph in paragraphs:
        speaker = next((who for text, who in (posted or {}).items() if text == paragraph), None)
        role = Role.OTHER_VOICE if speaker else Role.BODY
        blocks.append(Block(role=role, start=at, end=at + len(paragraph), line=len(blocks) + 1, speaker=speaker))
        at += len(paragraph) + 1
    about = Metadata(title=f"On {name}", outlet=outlet, authors=authors, date=date, kind=kind)
    text = "\n".join(paragraphs)
    return Article(
        article_id=name, path=f"{name}.txt", content_hash=name, text=text, blocks=tuple(blocks), metadata=about
    )


def index(*articles: Article, clusters: Mapping[str, str] | None = None) -> MemoryIndex:
    """Index articles, a passage a block."""
    passages = {one.article_id: [_passage(one, block) for block in one.blocks] for one in articles}
    texts = [passage.text for held in passages.values() for passage in held]
    vectors = BagOfWordsEncoder().encode_passages(texts)
    return MemoryIndex(passages, vectors, known={one.article_id: one for one in articles}, clusters=clusters)


def _passage(one: Article, block: Block) -> Passage:
    return Passage(
        passage_id=f"{one.article_id}:{block.start}",
        article_id=one.article_id,
        start=block.start,
        end=block.end,
        text=one.text[block.start : block.end],
        role=block.role,
        speaker=block.speaker,
    )


def hits(snapshot: MemoryIndex) -> list[Hit]:
    """Return every passage of an index as a hit, in order of article."""
    every = [passage for one in snapshot.articles() for passage in snapshot.passages(one.article_id)]
    return [Hit(passage=passage, score=1 / rank, rank=rank) for rank, passage in enumerate(every, 1)]
