"""The facade: holds an open index and the models, turns arguments into a query, and decides nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.chain import Query, Resources, answer_events, answer_query, as_query, build_runnable
from rag.errors import IndexDamagedError, UsageError
from rag.examples import example_questions
from rag.retrieve.hybrid import retrieve
from rag.settings import Settings
from rag.types import Filter, Kind, Turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from langchain_core.runnables import Runnable

    from rag.index.protocol import Manifest
    from rag.types import Answer, Article, Event, Hit

DEFAULT_INDEX = Path("index")
DEFAULT_CORPUS = Path("corpus")


class Assistant:
    """Answers questions from one open index; safe to share between threads.

    Use `Assistant.open`; the constructor takes what is already loaded.
    """

    def __init__(self, resources: Resources) -> None:
        self._resources = resources

    @classmethod
    def open(
        cls,
        index_dir: str | Path = DEFAULT_INDEX,
        *,
        settings: Settings | None = None,
        clock: Callable[[], float] | None = None,
    ) -> Assistant:
        """Open an index with the models that it needs.

        Args:
            index_dir: the folder that `rag index` wrote.
            settings: those of the environment (`FOOTNOTE_...`) when None.
            clock: seconds, such as `time.perf_counter`, when answers shall carry timings; without it the same index,
                question and settings give the same bytes.

        Raises:
            IndexNotFoundError: there is no index; the message names the command that builds one.
            IndexDamagedError: its files are not the ones that were written.
            ModelError: the encoder or the CrossEncoder is not at hand.
            UsageError: the settings name a chat model, which this version does not ask.
        """
        from rag.answer.cross_encoder import SentenceJudge
        from rag.answer.reader import Reader
        from rag.index.encoder import load_encoder
        from rag.index.store import open_snapshot

        used = settings or Settings.from_env(os.environ)
        if used.model is not None:
            raise UsageError(
                f"No chat model answers in this version: leave --model and FOOTNOTE_MODEL ({used.model}) "
                "unset, and the articles' own sentences answer."
            )
        snapshot = open_snapshot(Path(index_dir), expect=used)
        encoder = load_encoder(used.encoder)
        if encoder.weights_hash != snapshot.manifest.encoder_hash:
            raise IndexDamagedError(
                f"The index in {index_dir} was built with other weights of {used.encoder}. "
                f"Build it again: rag index --rebuild --index {index_dir}"
            )
        judge = SentenceJudge.load(used.cross_encoder) if used.cross_encoder else None
        reader = Reader.load()
        return cls(
            Resources(snapshot=snapshot, encoder=encoder, reader=reader, judge=judge, settings=used, clock=clock)
        )

    @property
    def manifest(self) -> Manifest:
        """Describe the open index."""
        return self._resources.snapshot.manifest

    @property
    def settings(self) -> Settings:
        """Return the settings in force."""
        return self._resources.settings

    def articles(self) -> Sequence[Article]:
        """Return every article of the index, in order of path."""
        return self._resources.snapshot.articles()

    def article(self, article_id: str) -> Article:
        """Return one article; KeyError when the index has none of this id."""
        return self._resources.snapshot.article(article_id)

    def example_questions(self) -> list[str]:
        """Return a few questions that these articles can answer, to begin with."""
        return example_questions(self.articles())

    def ask(
        self,
        question: str,
        history: Sequence[tuple[str, str]] | None = None,
        *,
        outlets: Sequence[str] | None = None,
        since: str | None = None,
        until: str | None = None,
        kinds: Sequence[str] | None = None,
    ) -> Answer:
        """Answer a question with cited quotes, or say that the articles do not hold the answer.

        Args:
            question: in plain words, at most 2,000 characters.
            history: earlier (question, answer text) pairs, oldest first.
            outlets: answer only from these outlets.
            since: and only from articles of this ISO date or later (YYYY, YYYY-MM or YYYY-MM-DD).
            until: and only from articles of this date or earlier.
            kinds: and only from these kinds: report, analysis, opinion, interview, forum_post.

        Raises:
            UsageError: the question or a filter makes no sense.
        """
        query = self._query(question, history, outlets=outlets, since=since, until=until, kinds=kinds)
        return answer_query(query, self._resources)

    async def aask(
        self,
        question: str,
        history: Sequence[tuple[str, str]] | None = None,
        *,
        outlets: Sequence[str] | None = None,
        since: str | None = None,
        until: str | None = None,
        kinds: Sequence[str] | None = None,
    ) -> Answer:
        """Answer as `ask` does, without blocking the event loop."""
        query = self._query(question, history, outlets=outlets, since=since, until=until, kinds=kinds)
        return await self.as_runnable().ainvoke(query)

    def stream(
        self,
        question: str,
        history: Sequence[tuple[str, str]] | None = None,
        *,
        outlets: Sequence[str] | None = None,
        since: str | None = None,
        until: str | None = None,
        kinds: Sequence[str] | None = None,
    ) -> Iterator[Event]:
        """Answer as `ask` does, event by event; text comes only after it was checked."""
        query = self._query(question, history, outlets=outlets, since=since, until=until, kinds=kinds)
        return answer_events(query, self._resources)

    def search(self, question: str, k: int = 10, *, where: Filter | None = None) -> list[Hit]:
        """Return the k best passages for a question, best first.

        Raises:
            UsageError: the question makes no sense or k is below 1.
        """
        if k < 1:
            raise UsageError(f"k is {k}: ask for at least one passage.")
        used = self._resources
        return retrieve(
            as_query(question).question,
            snapshot=used.snapshot,
            encoder=used.encoder,
            settings=used.settings,
            where=where or Filter(),
            k=k,
        )

    def as_runnable(self) -> Runnable[Any, Answer]:
        """Return the chain as a LangChain Runnable: a question, or a mapping with `question` and `history`, in."""
        return build_runnable(self._resources)

    def _query(
        self,
        question: str,
        history: Sequence[tuple[str, str]] | None,
        *,
        outlets: Sequence[str] | None,
        since: str | None,
        until: str | None,
        kinds: Sequence[str] | None,
    ) -> Query:
        where = make_filter(outlets=outlets, since=since, until=until, kinds=kinds)
        known = {(article.metadata.outlet or "").casefold() for article in self.articles()}
        for outlet in where.outlets:
            if outlet.casefold() not in known:
                names = sorted({a.metadata.outlet for a in self.articles() if a.metadata.outlet})
                raise UsageError(f"No article is by {outlet!r}. The outlets are: {', '.join(names) or 'none known'}.")
        turns = tuple(Turn(asked, answered) for asked, answered in history or ())
        return as_query(Query(question=question, history=turns, where=where))


def make_filter(
    *,
    outlets: Sequence[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    kinds: Sequence[str] | None = None,
) -> Filter:
    """Check what a caller passed and return it as a filter.

    Raises:
        UsageError: a date is not ISO, the dates are the wrong way round, or a kind is unknown.
    """
    for bound in (since, until):
        if bound is not None and not _is_iso_date(bound):
            raise UsageError(f"{bound!r} is not a date: write it as 2025-08-01, 2025-08 or 2025.")
    if since and until and since[: len(until)] > until[: len(since)]:
        raise UsageError(f"Nothing lies since {since} and until {until}: swap the two dates.")
    known = {kind.value for kind in Kind}
    for kind in kinds or ():
        if kind not in known:
            raise UsageError(f"{kind!r} is no kind of article: use {', '.join(sorted(known))}.")
    return Filter(outlets=tuple(outlets or ()), kinds=tuple(map(Kind, kinds or ())), since=since, until=until)


def _is_iso_date(text: str) -> bool:
    from datetime import date

    parts = text.split("-")
    if [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]) or not all(part.isdigit() for part in parts):
        return False
    try:
        date(*(int(part) for part in [*parts, "01", "01"][:3]))
    except ValueError:
        return False
    return True


def ask(question: str) -> Answer:
    """Answer one question from the default index, which is built from `corpus/` first when missing or stale.

    Raises:
        RagError: as `Assistant.open`, `Assistant.ask` and building do.
    """
    from rag.index.build import build_index, is_stale
    from rag.index.encoder import load_encoder

    settings = Settings.from_env(os.environ)
    if is_stale(DEFAULT_CORPUS, DEFAULT_INDEX, settings):
        build_index(DEFAULT_CORPUS, DEFAULT_INDEX, settings=settings, encoder=load_encoder(settings.encoder))
    return Assistant.open(DEFAULT_INDEX, settings=settings).ask(question)
