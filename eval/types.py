"""The nouns of the evaluation: a question with its gold, what came back, and what it is worth.

`Question` (with `Gold`) → `Reply` (what the answerer returned) → `Graded` (one question's values) → `Run` (all of
them, with what they were measured on). Aggregates are derived from a run, never stored in place of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rag.types import Answer, Hit, Span, Status, Trace, Turn


class QuestionKind(StrEnum):
    """What a question asks for; the table of results has one line each."""

    FACT = "fact"
    NUMBER = "number"
    DATE = "date"
    WHO_SAID = "who_said"
    VIEWPOINT = "viewpoint"
    COMPARISON = "comparison"
    MULTI_HOP = "multi_hop"
    TIMELINE = "timeline"
    PARAPHRASE = "paraphrase"
    FOLLOW_UP = "follow_up"
    QUOTE_ATTRIBUTION = "quote_attribution"
    CORRECTION = "correction"
    NEAR_DUPLICATE = "near_duplicate"
    CONFLICT = "conflict"
    UNANSWERABLE = "unanswerable"


class UnanswerableReason(StrEnum):
    """Why the corpus does not hold the answer."""

    TOPIC_ABSENT = "topic_absent"
    NEAR_MISS = "near_miss"
    FALSE_PREMISE = "false_premise"
    BEYOND_DATES = "beyond_dates"
    INJECTION = "injection"


class Split(StrEnum):
    """Which half a question belongs to: tune on dev, report test."""

    DEV = "dev"
    TEST = "test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """Evidence that answers: an exact sentence of one article, or a whole article when `quote` is empty.

    `grade` is the relevance that ranking metrics use; the shipped questions know only 1. Gold sentences of one question
    that share a name in `either` say the same or serve as well: any one of them will do.
    """

    path: str
    quote: str = ""
    grade: int = 1
    either: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question with what a right answer owes.

    `answers` lists the facts owed, each as one or more wordings of which any will do. `standalone` is a follow-up
    worded so that it needs no history. `about` names the articles that an unanswerable question is near to, so that it
    is split with them. `is_draft` marks a question made by rule that nobody has accepted yet.
    """

    id: str
    kind: QuestionKind
    question: str
    is_answerable: bool
    split: Split | None = None
    history: tuple[Turn, ...] = ()
    standalone: str | None = None
    answers: tuple[tuple[str, ...], ...] = ()
    gold: tuple[Gold, ...] = ()
    speaker: str | None = None
    outlet: str | None = None
    expect_status: Status | None = None
    unanswerable_reason: UnanswerableReason | None = None
    about: tuple[str, ...] = ()
    paraphrase_of: str | None = None
    note: str | None = None
    is_draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What an answerer returned for one question; `error` names the exception when it crashed.

    `standalone_answer` is the answer to a follow-up's stand-alone wording, asked without its history.
    """

    answer: Answer | None
    hits: tuple[Hit, ...]
    seconds: float
    standalone_answer: Answer | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownQuote:
    """A quote as a reader was shown it, with what the grader found: is it the gold, is it really in the article."""

    n: int
    path: str
    title: str | None
    outlet: str | None
    date: str | None
    speaker: str | None
    quote: str
    start: int
    end: int
    highlight: Span | None
    is_gold: bool
    is_valid: bool
    authors: tuple[str, ...] = ()


class GradedSentence(NamedTuple):
    """One sentence of an answer: its text, the verifier's word, and the numbers it cites."""

    text: str
    support: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """One question, what came back and what it is worth.

    `values` holds a number for each metric that applies and could be graded; `ungraded` names those that apply and
    could not be; a metric in neither does not apply. `holds_answer` says whether the quotes shown (the nearest ones
    when it abstained) hold the answer: the event that `confidence` is the probability of.
    """

    question: Question
    status: Status | None
    text: str
    confidence: float | None
    sentences: tuple[GradedSentence, ...] = ()
    quotes: tuple[ShownQuote, ...] = ()
    nearest: tuple[ShownQuote, ...] = ()
    reason: str | None = None
    trace: Trace | None = None
    seconds: float
    holds_answer: bool | None = None
    values: Mapping[str, float] = field(default_factory=dict)
    ungraded: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Every question of a set, graded, and what it was measured on.

    `commit` ends in "-dirty" when the tree had changes; `questions_sha` and `corpus_sha` are 12 hex digits each.
    """

    set_name: str
    commit: str
    model: str
    encoder: str
    settings_hash: str
    index_fingerprint: str
    questions_sha: str
    corpus_sha: str
    graded: tuple[Graded, ...]


class Estimate(NamedTuple):
    """A figure with its 95 % interval, the number of questions behind it, and how many could not be graded."""

    value: float
    low: float
    high: float
    n: int
    n_ungraded: int = 0
