"""The stages of an answer, composed as a LangChain Runnable: rewrite, search, read, check, cite.

This is the one door to LangChain. A stage is a function from `State` to `State`; nothing is kept between questions, so
one chain serves any number of threads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from rag.answer.compose import Tools, draft_answer
from rag.assemble import assemble
from rag.errors import UsageError
from rag.retrieve.hybrid import retrieve
from rag.retrieve.rewrite import standalone_question
from rag.types import Answer, Draft, Event, EventKind, Filter, Hit, Trace, Turn, Verdict
from rag.verify.judge import verify_quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from langchain_core.runnables import Runnable

    from rag.answer.cross_encoder import SentenceJudge
    from rag.answer.reader import Reader
    from rag.index.protocol import Snapshot
    from rag.settings import Settings
    from rag.types import Encoder

MAX_QUESTION_CHARS = 2000
"""A question is a few sentences; what is longer is a text pasted by mistake, and would be searched as noise."""

EVERYTHING = Filter()
"""Lets every article through."""

EXTRACTIVE = "extractive"
"""The model's name in a trace when the articles' own sentences answer."""

_PIECES = re.compile(r"\[\d+\]|\s+|[^\s\[]+|\[")
"""Cuts any text into markers, words and white space; joined again, the pieces are the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question with the conversation before it and the articles that may answer it."""

    question: str
    history: tuple[Turn, ...] = ()
    where: Filter = EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """What is expensive and shared: an open index, the models, and a clock in seconds when timings are wanted."""

    snapshot: Snapshot
    encoder: Encoder
    reader: Reader | None
    settings: Settings
    judge: SentenceJudge | None = None
    clock: Callable[[], float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is known so far of one answer."""

    query: Query
    searched: str = ""
    hits: tuple[Hit, ...] = ()
    draft: Draft | None = None
    verdicts: tuple[Verdict, ...] = ()
    answer: Answer | None = None
    timings_ms: tuple[tuple[str, float], ...] = ()


def check_question(question: str) -> str:
    """Return the question without outer white space.

    Raises:
        UsageError: it is empty, holds no letter or digit, or is longer than `MAX_QUESTION_CHARS`.
    """
    asked = question.strip()
    if not any(character.isalnum() for character in asked):
        raise UsageError("The question is empty: ask it in words, for example: Who attended the talks?")
    if len(asked) > MAX_QUESTION_CHARS:
        raise UsageError(
            f"The question is {len(asked):,} characters long: ask it in at most {MAX_QUESTION_CHARS:,} characters."
        )
    return asked


def _rewrite(state: State) -> State:
    return replace(state, searched=standalone_question(state.query.question, state.query.history))


def _search(state: State, resources: Resources) -> State:
    settings = resources.settings
    hits = retrieve(
        state.searched,
        snapshot=resources.snapshot,
        encoder=resources.encoder,
        settings=settings,
        where=state.query.where,
        k=settings.passages_read,
    )
    return replace(state, hits=tuple(hits))


def _read(state: State, resources: Resources) -> State:
    tools = Tools(
        snapshot=resources.snapshot,
        encoder=resources.encoder,
        settings=resources.settings,
        reader=resources.reader,
        judge=resources.judge,
    )
    draft = draft_answer(state.searched, state.hits, tools)
    return replace(state, draft=draft)


def _check(state: State) -> State:
    if state.draft is None:
        return state
    verdicts = [verify_quoted(s.text, [quote.text for quote in s.quotes]) for s in state.draft.sentences]
    return replace(state, verdicts=tuple(verdicts))


def _cite(state: State, resources: Resources) -> State:
    if state.draft is None:
        return state
    manifest = resources.snapshot.manifest
    trace = Trace(
        question_searched=state.searched,
        timings_ms=dict(state.timings_ms),
        model=EXTRACTIVE,
        encoder=manifest.encoder,
        index_fingerprint=manifest.corpus_fingerprint,
        settings_hash=resources.settings.settings_hash,
    )
    answer = assemble(
        state.query.question,
        state.draft,
        state.verdicts,
        hits=state.hits,
        snapshot=resources.snapshot,
        trace=trace,
    )
    return replace(state, answer=answer)


def stages(resources: Resources) -> tuple[tuple[str, Callable[[State], State]], ...]:
    """Return the named stages in their order, each timed when the resources have a clock."""
    steps: tuple[tuple[str, Callable[[State], State]], ...] = (
        ("rewrite", _rewrite),
        ("search", partial(_search, resources=resources)),
        ("read", partial(_read, resources=resources)),
        ("check", _check),
        ("cite", partial(_cite, resources=resources)),
    )
    if resources.clock is None:
        return steps
    return tuple((name, partial(_timed, name=name, step=step, clock=resources.clock)) for name, step in steps)


def _timed(state: State, *, name: str, step: Callable[[State], State], clock: Callable[[], float]) -> State:
    began = clock()
    after = step(state)
    elapsed_ms = round((clock() - began) * 1000, 2)
    return replace(after, timings_ms=(*state.timings_ms, (name, elapsed_ms)))


def _finished(state: State) -> Answer:
    if state.answer is None:
        raise AssertionError("the last stage makes the answer")
    return state.answer


def answer_query(query: Query, resources: Resources) -> Answer:
    """Answer at one go, by the stages alone: a Runnable keeps books for as long as the sentences take to describe."""
    state = State(query=query)
    for _, step in stages(resources):
        state = step(state)
    return _finished(state)


def answer_events(query: Query, resources: Resources) -> Iterator[Event]:
    """Answer step by step: a stage event before each stage, then the checked text piece by piece, then the answer."""
    state = State(query=query)
    for name, step in stages(resources):
        yield Event(kind=EventKind.STAGE, text=name)
        state = step(state)
    answer = _finished(state)
    by_marker = {f"[{citation.n}]": citation for citation in answer.citations}
    for piece in _PIECES.findall(answer.text):
        if piece in by_marker:
            yield Event(kind=EventKind.CITATION, citation=by_marker[piece])
        yield Event(kind=EventKind.TOKEN, text=piece)
    yield Event(kind=EventKind.FINAL, answer=answer)


def as_query(given: object) -> Query:
    """Read a query from what callers of a Runnable pass: a string, a mapping of `ask`'s arguments, or a query.

    Raises:
        UsageError: it is none of these, or the question is unusable.
    """
    if isinstance(given, Query):
        return replace(given, question=check_question(given.question))
    if isinstance(given, str):
        return Query(question=check_question(given))
    if isinstance(given, Mapping) and isinstance(given.get("question"), str):
        history = tuple(Turn(question, answer) for question, answer in given.get("history") or ())
        where = given.get("where") or EVERYTHING
        return Query(question=check_question(given["question"]), history=history, where=where)
    raise UsageError('Ask with a string, or with {"question": "...", "history": [(question, answer), ...]}.')


def build_runnable(resources: Resources) -> Runnable[Any, Answer]:
    """Compose the stages as a LangChain Runnable from a question to an `Answer`."""
    from langchain_core.runnables import RunnableLambda

    chain: Runnable[Any, Any] = RunnableLambda(lambda given: State(query=as_query(given)), name="question")
    for name, step in stages(resources):
        chain = chain | RunnableLambda(step, name=name)
    return chain | RunnableLambda(_finished, name="answer")
