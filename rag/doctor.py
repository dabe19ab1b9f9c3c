"""Examine an index and its surroundings: damage, staleness, gaps in the metadata, duplicates, readiness offline.

It reports and never repairs; each finding that needs a hand names the command or the setting that mends it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import RagError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag.index.protocol import Snapshot
    from rag.settings import Settings
    from rag.types import Article


class Level(StrEnum):
    """How serious a finding is: only a `problem` keeps questions from being answered."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found, and what to do about it."""

    check: str
    level: Level
    detail: str
    mend: str = ""
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """All findings; `healthy` when none is a problem."""

    healthy: bool
    findings: tuple[Finding, ...]


def examine(index_dir: Path, *, settings: Settings) -> Examination:
    """Run every check on an index folder; a damaged index is a finding, not an error."""
    findings = [_encoder(settings), *_judge(settings), _prompt_counter()]
    try:
        from rag.index.store import open_snapshot

        snapshot = open_snapshot(index_dir, expect=settings)
    except RagError as error:
        findings.append(Finding(check="index", level=Level.PROBLEM, detail=str(error)))
    else:
        findings += _of_index(snapshot, index_dir, settings)
    healthy = all(finding.level is not Level.PROBLEM for finding in findings)
    return Examination(healthy=healthy, findings=tuple(findings))


def _encoder(settings: Settings) -> Finding:
    from rag.index.encoder import load_encoder

    try:
        encoder = load_encoder(settings.encoder)
    except RagError as error:
        return Finding(check="encoder", level=Level.PROBLEM, detail=str(error))
    return Finding(check="encoder", level=Level.OK, detail=f"{encoder.name} is at hand offline.")


def _judge(settings: Settings) -> Iterator[Finding]:
    if settings.cross_encoder is None:
        return
    from rag.answer.cross_encoder import SentenceJudge

    try:
        SentenceJudge.load(settings.cross_encoder)
    except RagError as error:
        yield Finding(check="cross-encoder", level=Level.PROBLEM, detail=str(error))
    else:
        yield Finding(check="cross-encoder", level=Level.OK, detail=f"{settings.cross_encoder} is at hand offline.")


def _prompt_counter() -> Finding:
    from rag.text.tokens import prompt_counter

    return Finding(check="token counter", level=Level.OK, detail=f"{prompt_counter().name} counts prompt tokens.")


def _of_index(snapshot: Snapshot, index_dir: Path, settings: Settings) -> Iterator[Finding]:
    manifest = snapshot.manifest
    yield Finding(
        check="index",
        level=Level.OK,
        detail=f"{manifest.n_articles} articles, {manifest.n_passages} passages, every checksum right.",
    )
    yield _staleness(Path(manifest.corpus_dir), index_dir, settings)
    articles = snapshot.articles()
    yield _lacking("dates", [a for a in articles if a.metadata.date is None], "no date of publication")
    yield _lacking("outlets", [a for a in articles if a.metadata.outlet is None], "no outlet")
    yield _lacking("authors", [a for a in articles if not a.metadata.authors], "no author")
    yield _duplicates(snapshot)
    if manifest.unreadable:
        yield Finding(
            check="unreadable files",
            level=Level.NOTE,
            detail=f"{len(manifest.unreadable)} could not be read.",
            mend="Mend or remove them, then: rag index",
            paths=tuple(f"{path}: {reason}" for path, reason in manifest.unreadable),
        )


def _staleness(corpus_dir: Path, index_dir: Path, settings: Settings) -> Finding:
    from rag.index.build import is_stale

    if not corpus_dir.is_dir():
        detail = f"The corpus folder {corpus_dir} is gone; the index still answers from what it read."
        return Finding(check="freshness", level=Level.NOTE, detail=detail)
    if is_stale(corpus_dir, index_dir, settings):
        mend = f"Run: rag index {corpus_dir} --index {index_dir}"
        return Finding(check="freshness", level=Level.NOTE, detail="The corpus has changed since.", mend=mend)
    return Finding(check="freshness", level=Level.OK, detail="The index holds the corpus as it is now.")


def _lacking(check: str, articles: list[Article], what: str) -> Finding:
    if not articles:
        return Finding(check=check, level=Level.OK, detail="Known for every article.")
    return Finding(
        check=check,
        level=Level.NOTE,
        detail=f"{len(articles)} of the articles name {what}; answers say so.",
        paths=tuple(article.path for article in articles),
    )


def _duplicates(snapshot: Snapshot) -> Finding:
    copies = [article for article in snapshot.articles() if snapshot.cluster(article.article_id) != article.article_id]
    if not copies:
        return Finding(check="duplicates", level=Level.OK, detail="No article repeats another.")
    pairs = (f"{copy.path} repeats {snapshot.article(snapshot.cluster(copy.article_id)).path}" for copy in copies)
    return Finding(
        check="duplicates",
        level=Level.NOTE,
        detail=f"{len(copies)} articles repeat another and count as one voice.",
        paths=tuple(pairs),
    )
