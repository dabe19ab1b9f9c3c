"""Articles as JSON records and back. JSON is written in ASCII, because a scrape may hold code points UTF-8 cannot."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rag.types import Article, Block, Evidence, Kind, Metadata, RemovalReason, RemovedLine, Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def article_record(article: Article) -> dict[str, Any]:
    """Return an article as JSON holds it."""
    return asdict(article)


def article_of(record: dict[str, Any]) -> Article:
    """Return the article of a record; the record is used up."""
    about = record.pop("metadata")
    kind = Kind(about.pop("kind")) if about["kind"] else about.pop("kind")
    blocks = (Block(role=Role(block.pop("role")), **block) for block in record.pop("blocks"))
    removed = (RemovedLine(line=line["line"], reason=RemovalReason(line["reason"])) for line in record.pop("removed"))
    evidence = tuple(Evidence(**one) for one in record.pop("evidence", ()))
    return Article(
        blocks=tuple(blocks),
        removed=tuple(removed),
        metadata=Metadata(authors=tuple(about.pop("authors")), kind=kind, **about),
        evidence=evidence,
        **record,
    )


def write_lines(path: Path, records: Iterable[dict[str, Any]]) -> None:
    """Write one record a line."""
    with path.open("w", encoding="ascii", newline="\n") as file:
        for record in records:
            file.write(json.dumps(record) + "\n")


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read what `write_lines` wrote."""
    with path.open(encoding="ascii") as file:
        return [json.loads(line) for line in file]
