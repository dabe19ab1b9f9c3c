"""A double for the answerer seam that really answers: by shared words, over articles in memory, without a model.

Public, so that whoever writes an answerer of their own can test against the same seam, and a floor for every other
answerer: `rag eval --model python:eval.testing:open_overlap`.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from eval.metrics.wording import words
from rag.text.sentences import sentence_spans
from rag.types import (
    Absence,
    Answer,
    AnswerSentence,
    Article,
    Block,
    Citation,
    Hit,
    Metadata,
    Passage,
    Role,
    Span,
    Status,
    Support,
    Trace,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

REFUSAL = "The articles do not say."
_FUNCTION_WORDS = frozenset(words("what who when where why how did does do is was were of in on at to for by it and"))


def make_article(path: str, text: str, *, outlet: str | None = None, date: str | None = None) -> Article:
    """Return an article of one body block."""
    name = hashlib.sha256(path.encode()).hexdigest()[:12]
    return Article(
        article_id=name,
        path=path,
        content_hash=hashlib.sha256(text.encode()).hexdigest()[:12],
        text=text,
        blocks=(Block(role=Role.BODY, start=0, end=len(text), line=1),),
        metadata=Metadata(title=path, outlet=outlet, date=date),
    )


def open_overlap(index_dir: Path) -> OverlapAnswerer:
    """Open the double over the articles of an index.

    Raises:
        RagError: as opening an index does.
    """
    from rag.index.store import open_snapshot

    return OverlapAnswerer(open_snapshot(index_dir).articles())


class OverlapAnswerer:
    """Answer with the sentence that shares most words with the question, and refuse when it shares too few."""

    def __init__(self, articles: Sequence[Article], *, at_least: float = 0.5) -> None:
        self._articles = {article.article_id: article for article in articles}
        self._at_least = at_least

    def articles(self) -> Sequence[Article]:
        """Return every article."""
        return list(self._articles.values())

    def article(self, article_id: str) -> Article:
        """Return one article."""
        return self._articles[article_id]

    def search(self, question: str, k: int = 10) -> list[Hit]:
        """Return the k sentences that share most words with the question, each a passage."""
        scored = [
            (_shared(question, article.text[span.start : span.end]), article, span)
            for article in self._articles.values()
            for span in sentence_spans(article.text)
        ]
        best = sorted(scored, key=lambda item: (-item[0], item[1].path, item[2]))[:k]
        return [
            Hit(passage=_passage(article, span), score=score, rank=rank)
            for rank, (score, article, span) in enumerate(best, start=1)
        ]

    def ask(self, question: str, history: Sequence[tuple[str, str]] | None = None) -> Answer:
        """Answer from the best sentence, the questions before it counted as part of this one."""
        searched = " ".join([*(turn[0] for turn in history or ()), question])
        best = self.search(searched, k=1)[0]
        citation = self._citation(best.passage)
        trace = Trace(
            question_searched=searched, model="overlap", encoder="none", index_fingerprint="none", settings_hash="none"
        )
        if best.score < self._at_least:
            refused = Absence(reason=REFUSAL, nearest=(replace(citation, n=0),))
            return _answer(question, Status.ABSTAINED, best.score, None, refused, trace)
        return _answer(question, Status.ANSWERED, best.score, citation, None, trace)

    def _citation(self, passage: Passage) -> Citation:
        article = self._articles[passage.article_id]
        return Citation(
            n=1,
            article_id=article.article_id,
            path=article.path,
            title=article.metadata.title,
            authors=(),
            outlet=article.metadata.outlet,
            date=article.metadata.date,
            url=None,
            kind=None,
            speaker=None,
            quote=passage.text,
            start=passage.start,
            end=passage.end,
        )


def _answer(
    question: str, status: Status, confidence: float, cited: Citation | None, missing: Absence | None, trace: Trace
) -> Answer:
    sentences = (
        (AnswerSentence(text=cited.quote, support=Support.SUPPORTED, score=1.0, citations=(1,)),) if cited else ()
    )
    return Answer(
        question=question,
        status=status,
        text=f"{cited.quote} [1]" if cited else REFUSAL,
        confidence=confidence,
        sentences=sentences,
        citations=(cited,) if cited else (),
        sources=(),
        views=(),
        missing=missing,
        trace=trace,
    )


def _passage(article: Article, span: Span) -> Passage:
    return Passage(
        passage_id=f"{article.article_id}:{span.start}",
        article_id=article.article_id,
        start=span.start,
        end=span.end,
        text=article.text[span.start : span.end],
    )


def _shared(question: str, sentence: str) -> float:
    asked = set(words(question)) - _FUNCTION_WORDS
    return len(asked & set(words(sentence))) / len(asked) if asked else 0.0
