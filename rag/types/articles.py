"""Articles and what is made of them: from a file as found to a hit judged against a question.

Offsets are half-open spans of characters into `Article.text`. An identity (a passage) never carries an event (a score).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


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
    updated: str | None = None
    """Date of the last change that the page states, as YYYY-MM-DD."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a value of an article's metadata was read, so that a person can look.

    `name` is the metadata's field. `place` is "line" for a line of the page, its number in `line`, or else the name of
    what was read: "meta og:title", "JSON-LD author", "given with the file", "address", "text".
    """

    name: str
    place: str
    line: int | None = None


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
    `evidence` says where the metadata's values were read.
    """

    article_id: str
    path: str
    content_hash: str
    text: str
    blocks: tuple[Block, ...]
    removed: tuple[RemovedLine, ...] = ()
    metadata: Metadata = Metadata()
    evidence: tuple[Evidence, ...] = ()

    def __hash__(self) -> int:
        """Hash what tells articles apart, so that looking one up does not read its blocks through."""
        return hash((self.article_id, self.content_hash))


def attribution(article: Article, at: int) -> Metadata:
    """Return the metadata that holds for the words at an offset: another voice shares only the page's title."""
    for block in article.blocks:
        if block.role is Role.OTHER_VOICE and block.start <= at < block.end:
            about = article.metadata
            return Metadata(title=about.title, kind=Kind.FORUM_POST, language=about.language)
    return article.metadata


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
        if self.authors and not {a.casefold() for a in self.authors} & {a.casefold() for a in metadata.authors}:
            return False
        if self.kinds and metadata.kind not in self.kinds:
            return False
        if self.since is None and self.until is None:
            return True
        date = metadata.date
        if date is None:
            return False
        # Compared to the precision both have: "2025" is within since 2025-03-01, for some day of it may be.
        since, until = self.since or date, self.until or date
        return date[: len(since)] >= since[: len(date)] and date[: len(until)] <= until[: len(date)]
