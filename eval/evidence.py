"""Find the gold among what was shown and what was retrieved.

A quote or a passage is gold when it covers at least half of a gold sentence in the gold's own article, or when the
same sentence stands in it word for word, wherever that is: a wire copy or a pull quote is as good as the original.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eval.gold import span_of
from eval.metrics.grounding import is_quote_valid, is_verbatim
from eval.types import ShownQuote
from rag.types import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from eval.types import Gold
    from rag.types import Article, Citation, Hit


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A gold sentence with its span in its article."""

    gold: Gold
    span: Span

    def is_covered(self, path: str, span: Span, text: str) -> bool:
        """Say whether a text, standing at a span of an article, holds at least half of this gold sentence."""
        shared = min(span.end, self.span.end) - max(span.start, self.span.start)
        is_half = path == self.gold.path and 2 * shared >= self.span.end - self.span.start
        return is_half or is_verbatim(text, self.gold.quote)


def owed(places: Sequence[Place]) -> list[tuple[Place, ...]]:
    """Return what is owed as evidence, each item a gold sentence with those that serve as well; any one will do."""
    groups: dict[str, list[Place]] = {}
    for number, place in enumerate(places):
        groups.setdefault(place.gold.either or f"only {number}", []).append(place)
    return [tuple(group) for group in groups.values()]


def places_of(gold: Sequence[Gold], articles: Iterable[Article]) -> tuple[Place, ...]:
    """Locate every gold sentence; gold that is a whole article has no sentence and no place."""
    wanted = {g.path for g in gold if g.quote}
    by_path = {article.path: article for article in articles if article.path in wanted} if wanted else {}
    return tuple(Place(gold=g, span=span_of(g, by_path[g.path])) for g in gold if g.quote)


def shown_quote(citation: Citation, places: Sequence[Place], article: Article | None) -> ShownQuote:
    """Describe a citation as its reader saw it, judged against the gold and against its article (None: unknown)."""
    span = Span(citation.start, citation.end)
    return ShownQuote(
        n=citation.n,
        path=citation.path,
        title=citation.title,
        outlet=citation.outlet,
        date=citation.date,
        speaker=citation.speaker,
        quote=citation.quote,
        start=citation.start,
        end=citation.end,
        highlight=citation.highlight,
        authors=citation.authors,
        is_gold=any(place.is_covered(citation.path, span, citation.quote) for place in places),
        is_valid=article is not None
        and is_quote_valid(article.text, quote=citation.quote, start=citation.start, end=citation.end),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A ranking of ids with the grade of each relevant one, in the terms of `metrics.ranking`."""

    ranking: tuple[str, ...]
    grades: dict[str, int]

    @property
    def relevant(self) -> frozenset[str]:
        """Return the ids of a grade above 0."""
        return frozenset(name for name, grade in self.grades.items() if grade > 0)


def judge_passages(hits: Sequence[Hit], places: Sequence[Place], path_of: Callable[[str], str]) -> Judged:
    """Judge passages: relevant is the first one that covers each gold sentence, or one that serves as well.

    A passage that covers two gold sentences counts once; a gold sentence that no hit covers stays owed, under a name
    that no ranking holds. So a second copy of what was found already earns nothing, and the ideal can be reached.
    """
    grades: dict[str, int] = {}
    for number, group in enumerate(owed(places)):
        found = next((hit for hit in hits if any(_covers(hit, place, path_of) for place in group)), None)
        grades[found.passage.passage_id if found else f"unfound {number}"] = 1
    return Judged(ranking=tuple(hit.passage.passage_id for hit in hits), grades=grades)


def judge_articles(hits: Sequence[Hit], gold: Iterable[Gold], path_of: Callable[[str], str]) -> Judged:
    """Judge whole articles, each ranked where its best passage stands."""
    ranking = dict.fromkeys(path_of(hit.passage.article_id) for hit in hits)
    return Judged(ranking=tuple(ranking), grades={g.path: g.grade for g in gold})


def first_rank(hits: Sequence[Hit], places: Sequence[Place], path_of: Callable[[str], str]) -> int | None:
    """Return the rank of the first passage that covers any gold sentence."""
    return next((hit.rank for hit in hits if any(_covers(hit, place, path_of) for place in places)), None)


def _covers(hit: Hit, place: Place, path_of: Callable[[str], str]) -> bool:
    passage = hit.passage
    return place.is_covered(path_of(passage.article_id), Span(passage.start, passage.end), passage.text)
