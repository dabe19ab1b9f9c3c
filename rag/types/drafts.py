"""Drafts and verdicts: what is proposed as an answer, and what the verifier says of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rag.types.articles import Span


class Turn(NamedTuple):
    """One earlier exchange of a conversation."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """An exact span of an article offered as evidence: `text == article.text[start:end]`.

    `speaker` is who says the words inside the article, None for the article's own voice. `highlight` is the part of
    the quote (offsets into the article) that holds the answer itself.
    """

    article_id: str
    start: int
    end: int
    text: str
    speaker: str | None = None
    highlight: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSentence:
    """One sentence of a draft, without markers, and the quotes that it rests on."""

    text: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What one voice says on a matter."""

    quote: Quote
    outlet: str | None
    speaker: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Why there is no answer, in words for the reader, and the quotes that came nearest."""

    reason: str
    nearest: tuple[Quote, ...] = ()


class Status(StrEnum):
    """How an answer stands: `partial` answers a part of the question, `conflict` shows sources that contradict."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    ABSTAINED = "abstained"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the answerer proposes before anything is verified; `confidence` is P(the quotes answer the question)."""

    status: Status
    sentences: tuple[DraftSentence, ...]
    confidence: float
    positions: tuple[Position, ...] = ()
    missing: Missing | None = None


class Support(StrEnum):
    """What the evidence says of a claim (FEVER's three labels)."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    NOT_ENOUGH_INFO = "not_enough_info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The verifier's word on one claim: `score` is P(supported); the quote is a span of the evidence or empty."""

    support: Support
    score: float
    quote: str = ""
    start: int = 0
    end: int = 0
    reasons: tuple[str, ...] = ()
