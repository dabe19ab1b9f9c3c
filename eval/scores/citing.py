"""Does every sentence stand on its quotes, and every quote in its article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eval.metrics.citations import citation_precision, citation_recall
from eval.metrics.grounding import exact_groundedness
from eval.scores import Score
from rag.errors import ModelError
from rag.types import Support

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from eval.case import Case
    from eval.metrics.citations import CitedSentence, Entails


def citing(case: Case) -> Iterator[Score]:
    """Yield quote validity for whatever was shown; the rest for answers, where a sentence must stand on its quotes."""
    shown = (*case.quotes, *case.nearest)
    if shown:
        yield Score("quote_validity", sum(quote.is_valid for quote in shown) / len(shown))
    if case.answer is None or not case.answered:
        return
    sentences = case.cited_sentences
    if not sentences:
        yield from (Score(name, 0.0) for name in ("grounded", "grounded_exact", "citation_recall"))
        return
    supported = [sentence.support is Support.SUPPORTED for sentence in case.answer.sentences]
    yield Score("grounded", sum(supported) / len(supported))
    yield Score("grounded_exact", exact_groundedness(sentences))
    yield Score("citation_recall", _judged(citation_recall, sentences, case.entails))
    if any(sentence.quotes for sentence in sentences):
        yield Score("citation_precision", _judged(citation_precision, sentences, case.entails))


def _judged(
    metric: Callable[[Sequence[CitedSentence], Entails], float],
    sentences: Sequence[CitedSentence],
    entails: Entails | None,
) -> float | None:
    """Return a metric that needs the verifier; None when there is none, or its model is not at hand."""
    if entails is None:
        return None
    try:
        return metric(sentences, entails)
    except ModelError:
        return None
