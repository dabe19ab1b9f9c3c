"""Is the answer right: the facts owed, the gold sentences shown, the words spent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eval.evidence import owed
from eval.metrics.answer_strings import answer_recall
from eval.metrics.token_f1 import token_f1
from eval.scores import Score
from rag.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from eval.case import Case
    from eval.evidence import Place
    from eval.types import ShownQuote


def answering(case: Case) -> Iterator[Score]:
    """Yield the headline `correct`, then what it is made of.

    Correct is 1 for refusing what is unanswerable; for what is answerable it is the share of the facts owed, or of
    the gold sentences shown where no short fact is owed. A refusal of an answerable question scores 0.
    """
    if not case.question.is_answerable:
        yield Score("correct", float(case.abstained))
        return
    yield Score("correct", correctness(case, case.said, case.quotes))
    if case.question.answers:
        yield Score("answer_recall", answer_recall(case.said, case.question.answers))
    if not case.places:
        return
    yield Score(
        "token_f1", token_f1(case.worded, " ".join(_nearest(group, case.worded) for group in owed(case.places)))
    )
    yield from _evidence(case)
    yield from _marked_span(case)


def correctness(case: Case, said: str, quotes: Sequence[ShownQuote]) -> float | None:
    """Return how far words and quotes answer an answerable question; None when its gold does not say."""
    if case.question.answers:
        return answer_recall(said, case.question.answers)
    if case.places:
        return _share_of_gold_shown(case, quotes) if said else 0.0
    return None


def holds_answer(case: Case) -> bool | None:
    """Say whether the quotes shown hold the whole answer: the event that a confidence is the probability of.

    After a refusal these are the nearest quotes. None when the gold does not say, or nothing came back.
    """
    if case.answer is None:
        return None
    if not case.question.is_answerable:
        return False
    shown = case.quotes if case.answered else case.nearest
    words = case.said if case.answered else " … ".join(quote.quote for quote in shown)
    value = correctness(case, words, shown)
    return None if value is None else value == 1


def _share_of_gold_shown(case: Case, quotes: Sequence[ShownQuote]) -> float:
    groups = owed(case.places)
    return sum(any(_is_shown(place, quotes) for place in group) for group in groups) / len(groups)


def _is_shown(place: Place, quotes: Sequence[ShownQuote]) -> bool:
    return any(place.is_covered(quote.path, Span(quote.start, quote.end), quote.quote) for quote in quotes)


def _nearest(group: Sequence[Place], worded: str) -> str:
    """Return the gold sentence, of those that serve alike, whose words the answer shares most."""
    return max((place.gold.quote for place in group), key=lambda quote: token_f1(worded, quote))


def _evidence(case: Case) -> Iterator[Score]:
    cited = case.quotes if case.answered else ()
    yield Score("evidence_recall", _share_of_gold_shown(case, cited))
    yield Score("evidence_first", float(bool(cited) and cited[0].is_gold))
    if cited:
        yield Score("evidence_precision", sum(quote.is_gold for quote in cited) / len(cited))


def _marked_span(case: Case) -> Iterator[Score]:
    """Yield SQuAD's F1 of the first span marked inside a quote against the fact it is nearest to."""
    marked = next((quote for quote in case.quotes if quote.highlight is not None), None)
    if not case.answered or not case.question.answers or marked is None or marked.highlight is None:
        return
    start, end = (offset - marked.start for offset in marked.highlight)
    said = marked.quote[start:end]
    yield Score("span_f1", max(token_f1(said, wording) for fact in case.question.answers for wording in fact))
