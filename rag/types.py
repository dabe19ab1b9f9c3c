"""The nouns of Footnote: read this file first, and every signature in the package can be guessed.

`RawArticle` (a file as found) → `Article` (cleaned, labelled) → `Passage` (a span of one article) → `Hit` (a passage
judged against one question) → `Draft` (sentences with quotes) → `Verdict` (what the verifier says of a sentence) →
`Answer` (what leaves the package, with its `Citation`s).

Everything here is frozen: an identity (a passage) never carries an event (a score). Offsets are half-open spans of
characters into `Article.text`. Scores are higher-is-better, always. Nothing here imports anything else of ours but
`rag.render`, late, so that an answer can write itself down.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray


class Span(NamedTuple):
    """A half-open range of character offsets into a text."""

    start: int
    end: int


class Role(StrEnum):
    """What a block of kept text is; only these may be searched and cited."""

    TITLE = "title"
    DECK = "deck"
    BYLINE = "byline"
    BODY = "body"
    CAPTION = "caption"
    BIO = "bio"
    PULL_QUOTE = "pull_quote"
    OTHER_VOICE = "other_voice"


class RemovalReason(StrEnum):
    """Why a line of the page is not part of the article."""

    FURNITURE = "furniture"
    RELATED = "related"
    TICKER = "ticker"
    NOTICE = "notice"
    PAYWALL = "paywall"
    COPYRIGHT = "copyright"
    SPAM = "spam"
    REPEATED = "repeated"


class Kind(StrEnum):
    """What sort of article it is."""

    REPORT = "report"
    ANALYSIS = "analysis"
    OPINION = "opinion"
    INTERVIEW = "interview"
    FORUM_POST = "forum_post"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is known about an article besides its text; unknown stays None or empty and is never guessed."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    date: str | None = None
    """Date of publication as YYYY-MM-DD (or YYYY-MM, YYYY where the page says no more)."""
    url: str | None = None
    kind: Kind | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawArticle:
    """One article as found: its place, its text before cleaning, and what its container said about it.

    `path` is relative to the corpus with forward slashes; the n-th record of a container is `name.jsonl#n`.
    `media` is "text", "markdown" or "html" and says which cleaner reads it. `given` holds metadata stated outside the
    text (a JSON field, an HTML head).
    """

    path: str
    text: str
    media: str = "text"
    given: Metadata = Metadata()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A run of kept text under one role; `line` is the raw line (from 1) where it starts."""

    role: Role
    start: int
    end: int
    line: int
    speaker: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedLine:
    """A raw line that is not part of the article, and why."""

    line: int
    reason: RemovalReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news item after cleaning: text that can be searched and cited, labelled block by block.

    `article_id` derives from the path alone, `content_hash` from the raw text and the metadata given with it.
    """

    article_id: str
    path: str
    content_hash: str
    text: str
    blocks: tuple[Block, ...]
    removed: tuple[RemovedLine, ...] = ()
    metadata: Metadata = Metadata()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A contiguous span of one article under one voice: the unit that is embedded, retrieved and read.

    `text == article.text[start:end]`. `section` is the nearest heading above, `speaker` whoever's words an
    other_voice block holds; both are context, never part of the quote.
    """

    passage_id: str
    article_id: str
    start: int
    end: int
    text: str
    role: Role = Role.BODY
    speaker: str | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage judged against one question: `score` is comparable within one ranking only, `rank` counts from 1."""

    passage: Passage
    score: float
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which articles a question may be answered from; an empty field lets everything through.

    Dates are inclusive ISO strings; an article of unknown date passes only when neither bound is set. Outlets and
    authors compare without regard to case.
    """

    outlets: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    since: str | None = None
    until: str | None = None

    def admits(self, metadata: Metadata) -> bool:
        """Say whether an article with this metadata may be used."""
        if self.outlets and (metadata.outlet or "").casefold() not in {o.casefold() for o in self.outlets}:
            return False
        if self.authors and not {a.casefold() for a in self.authors} & {
            a.casefold() for a in metadata.authors
        }:
            return False
        if self.kinds and metadata.kind not in self.kinds:
            return False
        if self.since is None and self.until is None:
            return True
        # A date known to the month or year passes if any day of it does: "2025" is within "since 2025-03-01".
        date = metadata.date
        if date is None:
            return False
        return (self.since is None or date >= self.since[: len(date)]) and (
            self.until is None or date <= self.until[: len(date)]
        )


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
        return asdict(self)

    def to_markdown(self) -> str:
        """Return the answer with Markdown footnotes; article text is escaped."""
        from rag.render import answer_markdown

        return answer_markdown(self)

    def to_html(self) -> str:
        """Return one self-contained HTML page; article text is escaped."""
        from rag.render import answer_html

        return answer_html(self)


class Encoder(Protocol):
    """Turn texts into unit vectors; anything that encodes will do, and `rag.testing` has a double."""

    @property
    def name(self) -> str:
        """Name the model, as the manifest records it."""

    @property
    def weights_hash(self) -> str:
        """Return the SHA-256 of the weights, so that an index is never searched with other ones."""

    @property
    def dimension(self) -> int:
        """Return the length of the vectors."""

    @property
    def max_tokens(self) -> int:
        """Return how many tokens of a passage the model reads, special tokens left out."""

    def count_tokens(self, text: str) -> int:
        """Count tokens as the model does, without truncating and without special tokens."""

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text, shape (len(texts), dimension)."""

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """Return the unit vector of a question, shape (dimension,)."""

    def encode_words(self, texts: Sequence[str]) -> list[WordVectors]:
        """Return unit vectors of each text's tokens, for late interaction (MaxSim)."""


class WordVectors(NamedTuple):
    """The tokens of one text that stand for characters: `vectors[i]` belongs to `text[spans[i].start:spans[i].end]`."""

    spans: list[Span]
    vectors: NDArray[np.float32]
