"""Answers: what leaves the package, with its citations, sources and views."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from rag.types.drafts import Status, Support

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rag.types.articles import Kind, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A numbered reference of an answer: `article.text[start:end] == quote`, always."""

    n: int
    article_id: str
    path: str
    title: str | None
    authors: tuple[str, ...]
    outlet: str | None
    date: str | None
    url: str | None
    kind: Kind | None
    speaker: str | None
    quote: str
    start: int
    end: int
    highlight: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSentence:
    """One sentence of an answer, its markers left out, with the verdict on it and the numbers it cites."""

    text: str
    support: Support
    score: float
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An article behind an answer, `n_citations` times cited (0: retrieved and not used)."""

    article_id: str
    path: str
    title: str | None
    authors: tuple[str, ...]
    outlet: str | None
    date: str | None
    url: str | None
    kind: Kind | None
    n_citations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The positions that one outlet's articles report, each a citation-shaped quote with its speaker."""

    outlet: str | None
    positions: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """What leaves the package when something is missing: the reason, and the nearest quotes, never cited."""

    reason: str
    nearest: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """How an answer came about; `timings_ms` is the only part that may differ between two equal runs."""

    question_searched: str
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    model: str
    encoder: str
    index_fingerprint: str
    settings_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What leaves the package: `text` carries [n] markers, and every n is in `citations`."""

    question: str
    status: Status
    text: str
    confidence: float
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    sources: tuple[Source, ...]
    views: tuple[View, ...]
    missing: Absence | None
    trace: Trace

    @property
    def abstained(self) -> bool:
        """Say whether the articles were found not to hold the answer."""
        return self.status is Status.ABSTAINED

    def to_dict(self) -> dict[str, Any]:
        """Return plain lists, dicts, strings and numbers, in the order of the JSON interface."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return plain

    def to_markdown(self) -> str:
        """Return the answer with Markdown footnotes; article text is escaped."""
        from rag.render import answer_markdown

        return answer_markdown(self)

    def to_html(self) -> str:
        """Return one self-contained HTML page; article text is escaped."""
        from rag.render import answer_html

        return answer_html(self)


class EventKind(StrEnum):
    """What a streamed event brings."""

    STAGE = "stage"
    TOKEN = "token"  # noqa: S105  # a piece of text, no secret
    CITATION = "citation"
    FINAL = "final"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One step of a streamed answer.

    A `stage` event has the stage's name in `text`, a `token` event the next piece of the answer's text, a `citation`
    event the citation whose marker comes next, and the last one, `final`, the whole answer. Joined, the tokens are
    `answer.text`.
    """

    kind: EventKind
    text: str = ""
    citation: Citation | None = None
    answer: Answer | None = None
