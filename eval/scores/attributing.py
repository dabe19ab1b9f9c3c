"""Are words given to who said them, to the outlet that printed them, and one voice counted once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eval.metrics.attribution import is_same_outlet, is_same_person
from eval.metrics.voices import count_repeats
from eval.metrics.wording import holds
from eval.scores import Score
from eval.types import QuestionKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eval.case import Case
    from eval.types import ShownQuote


def attributing(case: Case) -> Iterator[Score]:
    """Yield speaker and outlet accuracy where one is owed and an answer was given, and `one_voice` for wire copies."""
    quote = judged_quote(case)
    if not case.question.is_answerable or quote is None:
        return
    if case.question.speaker:
        yield Score("speaker", float(names_speaker(quote, case.question.speaker)))
    if case.question.outlet:
        yield Score("outlet", float(is_same_outlet(quote.outlet or "", case.question.outlet)))
    if case.question.kind is QuestionKind.NEAR_DUPLICATE:
        yield Score("one_voice", float(count_repeats([shown.quote for shown in case.quotes]) == 0))


def judged_quote(case: Case) -> ShownQuote | None:
    """Return the quote whose attribution counts: the first that is gold, or else the first; None without an answer."""
    if not case.answered:
        return None
    return next((quote for quote in case.quotes if quote.is_gold), next(iter(case.quotes), None))


def names_speaker(quote: ShownQuote, owed: str) -> bool:
    """Say whether a quote is given to a person: by its speaker, or else by its author or its own words.

    Without a speaker a reader takes a quote for its author's words, so a columnist needs no speaker of her own.
    """
    if quote.speaker is not None:
        return is_same_person(quote.speaker, owed)
    if any(is_same_person(author, owed) for author in quote.authors):
        return True
    return holds(quote.quote, owed) or holds(quote.quote, owed.rsplit(maxsplit=1)[-1])
