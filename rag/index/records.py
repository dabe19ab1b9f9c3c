"""Turn articles and passages into JSON records and back: what stands in a generation's `.jsonl` files.

A passage's record holds its span only; its words are those of its article, so the two cannot come apart.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from rag.articles.records import article_of, article_record, read_lines, write_lines
from rag.types import Passage, Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rag.types import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """An article and the one that speaks for its near-duplicates."""

    article: Article
    cluster: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPassage:
    """A passage and the key of the text that was encoded for it."""

    passage: Passage
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file of the corpus as a build found it: its hash, the articles in it, and what of it could not be read."""

    path: str
    sha256: str
    article_ids: tuple[str, ...] = ()
    unreadable: tuple[tuple[str, str], ...] = ()


def write_articles(path: Path, stored: Iterable[StoredArticle]) -> None:
    """Write one article a line."""
    write_lines(path, ({"cluster": one.cluster, **article_record(one.article)} for one in stored))


def read_articles(path: Path) -> list[StoredArticle]:
    """Read what `write_articles` wrote."""
    return [StoredArticle(cluster=record.pop("cluster"), article=article_of(record)) for record in read_lines(path)]


def write_passages(path: Path, stored: Iterable[StoredPassage]) -> None:
    """Write one passage a line, in order of its number."""
    write_lines(
        path,
        (
            {
                "article_id": one.passage.article_id,
                "start": one.passage.start,
                "end": one.passage.end,
                "role": one.passage.role,
                "speaker": one.passage.speaker,
                "section": one.passage.section,
                "passage_id": one.passage.passage_id,
                "key": one.key,
            }
            for one in stored
        ),
    )


def read_passages(path: Path, articles: Iterable[Article]) -> list[StoredPassage]:
    """Read what `write_passages` wrote; the words come from the articles."""
    texts = {article.article_id: article.text for article in articles}
    stored: list[StoredPassage] = []
    for record in read_lines(path):
        key = record.pop("key")
        text = texts[record["article_id"]][record["start"] : record["end"]]
        record["role"] = Role(record["role"])
        stored.append(StoredPassage(passage=Passage(text=text, **record), key=key))
    return stored


def write_sources(path: Path, sources: Iterable[Source]) -> None:
    """Write one file of the corpus a line."""
    write_lines(path, (asdict(source) for source in sources))


def read_sources(path: Path) -> list[Source]:
    """Read what `write_sources` wrote."""
    return [
        Source(
            path=record["path"],
            sha256=record["sha256"],
            article_ids=tuple(record["article_ids"]),
            unreadable=tuple((name, reason) for name, reason in record["unreadable"]),
        )
        for record in read_lines(path)
    ]
