"""A reply laid out for grading: the gold located, the quotes a reader saw, the words that were said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eval.evidence import places_of, shown_quote
from eval.metrics.citations import CitedSentence
from rag.types import Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eval.evidence import Place
    from eval.metrics.citations import Entails
    from eval.types import Question, Reply, ShownQuote
    from rag.types import Answer, Article

_MARKER = re.compile(r"\s*\[\d+\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question with its reply; `entails` is None when no verifier is at hand."""

    question: Question
    reply: Reply
    articles: Mapping[str, Article]
    places: tuple[Place, ...]
    quotes: tuple[ShownQuote, ...]
    nearest: tuple[ShownQuote, ...]
    entails: Entails | None = None

    @property
    def answer(self) -> Answer | None:
        """Return what came back, None after a crash."""
        return self.reply.answer

    @property
    def abstained(self) -> bool:
        """Say whether it refused; a crash is no refusal."""
        return self.answer is not None and self.answer.abstained

    @property
    def answered(self) -> bool:
        """Say whether it claimed an answer."""
        return self.answer is not None and not self.answer.abstained

    @property
    def said(self) -> str:
        """Return what a reader was told: the sentences without markers, and the speakers named beside the quotes."""
        if self.answer is None or not self.answered:
            return ""
        return said_by(self.answer)

    @property
    def worded(self) -> str:
        """Return the answer's own words alone, markers left out."""
        return "" if self.answer is None or not self.answered else _MARKER.sub("", self.answer.text)

    @property
    def cited_sentences(self) -> list[CitedSentence]:
        """Return the answer's sentences, each with the quotes that it cites."""
        if self.answer is None or not self.answered:
            return []
        by_number = {quote.n: quote.quote for quote in self.quotes}
        return [
            CitedSentence(s.text, tuple(by_number[n] for n in s.citations if n in by_number))
            for s in self.answer.sentences
        ]

    def path_of(self, article_id: str) -> str:
        """Return the path of an article, or its id when the index names one that it does not hold."""
        return self.articles[article_id].path if article_id in self.articles else article_id


def said_by(answer: Answer) -> str:
    """Return what an answer tells its reader, markers left out, speakers put in; a refusal tells nothing."""
    if answer.status is Status.ABSTAINED:
        return ""
    speakers = [c.speaker for c in answer.citations if c.speaker]
    return " … ".join([_MARKER.sub("", answer.text), *dict.fromkeys(speakers)])


def make_case(
    question: Question, reply: Reply, articles: Mapping[str, Article], entails: Entails | None = None
) -> Case:
    """Lay out a reply; `articles` is keyed by id and holds every article that the gold names."""
    places = places_of(question.gold, articles.values())
    answer = reply.answer
    cited = answer.citations if answer is not None else ()
    nearest = answer.missing.nearest if answer is not None and answer.missing is not None else ()
    return Case(
        question=question,
        reply=reply,
        articles=articles,
        places=places,
        quotes=tuple(shown_quote(c, places, articles.get(c.article_id)) for c in cited),
        nearest=tuple(shown_quote(c, places, articles.get(c.article_id)) for c in nearest),
        entails=entails,
    )
