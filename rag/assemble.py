"""Put a draft and its verdicts together as an answer: number the citations, list the sources, keep the quote law.

This is the last gate before anything is shown: a quote that is not the article's own text, character for character, is
dropped here, and a sentence left without a quote is no longer called supported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rag.types import Absence, Answer, AnswerSentence, Citation, Source, Support, Verdict, View, attribution

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rag.index.protocol import Snapshot
    from rag.types import Draft, Hit, Position, Quote, Trace

_FOREIGN_MARKER = re.compile(r"\[(\d+)\]")

UNCITED = 0
"""The number of a citation that is shown and not cited: the nearest passages of a refusal."""


@dataclass(slots=True)
class Numbering:
    """Hand out citation numbers in order of first appearance: one number a span, one space for the whole answer."""

    snapshot: Snapshot
    citations: list[Citation] = field(default_factory=list)
    _numbers: dict[tuple[str, int, int], int] = field(default_factory=dict)

    def cite(self, quote: Quote) -> Citation | None:
        """Return the citation of a quote, numbered anew if it has none; None when the quote is not in its article."""
        key = (quote.article_id, quote.start, quote.end)
        if key in self._numbers:
            return self.citations[self._numbers[key] - 1]
        citation = citation_of(quote, self.snapshot, n=len(self.citations) + 1)
        if citation is not None:
            self._numbers[key] = citation.n
            self.citations.append(citation)
        return citation


def citation_of(quote: Quote, snapshot: Snapshot, *, n: int = UNCITED) -> Citation | None:
    """Describe a quote with its article's metadata; None when the article does not hold it at its offsets.

    Words of another voice on the page (a forum's poster, a pasted post) are not the outlet's, nor its authors', and
    their day is not known: such a citation names its speaker and the page's title alone.
    """
    article = snapshot.article(quote.article_id)
    if not quote.text or article.text[quote.start : quote.end] != quote.text:
        return None
    about = attribution(article, quote.start)
    return Citation(
        n=n,
        article_id=article.article_id,
        path=article.path,
        title=about.title,
        authors=about.authors,
        outlet=about.outlet,
        date=about.date,
        url=about.url,
        kind=about.kind,
        speaker=quote.speaker,
        quote=quote.text,
        start=quote.start,
        end=quote.end,
        highlight=quote.highlight,
    )


def assemble(
    question: str, draft: Draft, verdicts: Sequence[Verdict], *, hits: Sequence[Hit], snapshot: Snapshot, trace: Trace
) -> Answer:
    """Return the answer that a verified draft makes; `verdicts[i]` judges `draft.sentences[i]`."""
    numbering = Numbering(snapshot)
    sentences = tuple(
        _sentence(sentence.text, sentence.quotes, verdict, numbering)
        for sentence, verdict in zip(draft.sentences, verdicts, strict=True)
    )
    views = _views(draft.positions, numbering)
    reason = draft.missing.reason if draft.missing else ""
    return Answer(
        question=question,
        status=draft.status,
        text="\n".join(filter(None, [*map(_marked, sentences), _own_markers_only(reason)])),
        confidence=draft.confidence,
        sentences=sentences,
        citations=tuple(numbering.citations),
        sources=_sources(numbering.citations, hits, snapshot),
        views=views,
        missing=_absence(draft, snapshot),
        trace=trace,
    )


def _sentence(text: str, quotes: Iterable[Quote], verdict: Verdict, numbering: Numbering) -> AnswerSentence:
    cited = [citation.n for citation in map(numbering.cite, quotes) if citation is not None]
    numbers = tuple(dict.fromkeys(cited))
    if not numbers:
        verdict = replace(verdict, support=Support.NOT_ENOUGH_INFO, score=0.0)
    return AnswerSentence(text=text, support=verdict.support, score=verdict.score, citations=numbers)


def _marked(sentence: AnswerSentence) -> str:
    return " ".join([_own_markers_only(sentence.text), "".join(f"[{n}]" for n in sentence.citations)]).rstrip()


def _own_markers_only(text: str) -> str:
    """Write a bracketed number of the article's own so that nobody takes it for a marker: "[4]" -> "(4)"."""
    return _FOREIGN_MARKER.sub(r"(\1)", text)


def _views(positions: Sequence[Position], numbering: Numbering) -> tuple[View, ...]:
    by_outlet: dict[str | None, list[Citation]] = {}
    for position in positions:
        citation = numbering.cite(position.quote)
        if citation is not None:
            by_outlet.setdefault(position.outlet, []).append(citation)
    return tuple(View(outlet=outlet, positions=tuple(held)) for outlet, held in by_outlet.items())


def _absence(draft: Draft, snapshot: Snapshot) -> Absence | None:
    if draft.missing is None:
        return None
    nearest = (citation_of(quote, snapshot) for quote in draft.missing.nearest)
    return Absence(reason=draft.missing.reason, nearest=tuple(found for found in nearest if found is not None))


def _sources(citations: Sequence[Citation], hits: Sequence[Hit], snapshot: Snapshot) -> tuple[Source, ...]:
    """List the cited articles in order of citation, then those retrieved and not used, once each."""
    order = dict.fromkeys([*(c.article_id for c in citations), *(hit.passage.article_id for hit in hits)])
    sources = []
    for article_id in order:
        article = snapshot.article(article_id)
        about = article.metadata
        sources.append(
            Source(
                article_id=article_id,
                path=article.path,
                title=about.title,
                authors=about.authors,
                outlet=about.outlet,
                date=about.date,
                url=about.url,
                kind=about.kind,
                n_citations=sum(citation.article_id == article_id for citation in citations),
            )
        )
    return tuple(sources)
