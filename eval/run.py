"""Ask every question and grade what comes back, in order, on as many threads as there are cores.

Not done: printing, progress bars, files. `iter_graded` yields, and the command line wraps it.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from eval.answerer import calculate_on_one_thread
from eval.case import make_case
from eval.grade import grade
from eval.metrics.consistency import paraphrase_consistency
from eval.types import Reply

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from eval.answerer import Answerer
    from eval.metrics.citations import Entails
    from eval.types import Graded, Question
    from rag.types import Article

SEARCH_DEPTH = 10
"""How many passages are judged in a set with gold sentences."""


def iter_graded(
    questions: Iterable[Question],
    answerer: Answerer,
    *,
    entails: Entails | None = None,
    asks: bool = True,
    depth: int = SEARCH_DEPTH,
    workers: int = 1,
) -> Iterator[Graded]:
    """Yield each question graded, in order; `asks` is False for a set that only ranks, `depth` passages deep.

    `workers` threads share the answerer, which must allow it; latencies are then those of a busy machine.
    """
    articles: Mapping[str, Article] = {article.article_id: article for article in answerer.articles()}

    def graded(question: Question) -> Graded:
        reply = ask(question, answerer, asks=asks, depth=depth)
        return grade(make_case(question, reply, articles, entails), asks=asks)

    begin = calculate_on_one_thread if workers > 1 else None
    with ThreadPoolExecutor(max_workers=workers, initializer=begin) as pool:
        yield from pool.map(graded, questions)


def ask(question: Question, answerer: Answerer, *, asks: bool, depth: int) -> Reply:
    """Return what an answerer makes of a question; whatever it raises becomes the reply's error."""
    began = perf_counter()
    try:
        if not asks:
            hits = answerer.search(question.question, k=depth)
            return Reply(answer=None, hits=tuple(hits), seconds=perf_counter() - began)
        answer = answerer.ask(question.question, question.history or None)
        seconds = perf_counter() - began
        hits = answerer.search(answer.trace.question_searched, k=depth)
        alone = None
        if question.standalone:
            alone = answerer.ask(question.standalone)
    except Exception as error:  # noqa: BLE001  # any crash of what is measured is a miss to count, not a reason to stop
        name = type(error).__name__
        return Reply(answer=None, hits=(), seconds=perf_counter() - began, error=f"{name}: {error}")
    return Reply(answer=answer, hits=tuple(hits), seconds=seconds, standalone_answer=alone)


def with_consistency(graded: Sequence[Graded]) -> tuple[Graded, ...]:
    """Return the questions with `consistency` added to each paraphrase whose original was asked too."""
    by_id = {g.question.id: g for g in graded}
    return tuple(_with_consistency(g, by_id.get(g.question.paraphrase_of or "")) for g in graded)


def _with_consistency(graded: Graded, original: Graded | None) -> Graded:
    if original is None or graded.error is not None or original.error is not None:
        return graded
    value = paraphrase_consistency(_quotes(graded), _quotes(original))
    return replace(graded, values={**graded.values, "consistency": value})


def _quotes(graded: Graded) -> set[str]:
    """Return what an answer rests on; a refusal rests on nothing, whatever it shows as nearest."""
    return {f"{quote.path}:{quote.start}-{quote.end}" for quote in graded.quotes}
