"""Hold every question's gold against the articles: what is quoted must stand there, what is owed must be in a quote.

A question that fails is refused by name. Measuring on it would punish an answerer for being right.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from eval.errors import GoldError
from eval.metrics.wording import holds
from rag.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from eval.types import Gold, Question
    from rag.types import Article


def check_gold(questions: Iterable[Question], articles: Mapping[str, Article]) -> None:
    """Refuse questions whose gold does not stand in the articles, which are keyed by path.

    Raises:
        GoldError: naming the first such question and what is wrong.
    """
    for question in questions:
        for path in question.about:
            if path not in articles:
                raise GoldError(question.id, f"no article has the path {path!r}")
        for gold in question.gold:
            if gold.path not in articles:
                raise GoldError(question.id, f"no article has the path {gold.path!r}")
            if gold.quote and gold.quote not in articles[gold.path].text:
                raise GoldError(question.id, f"the cleaned text of {gold.path} does not hold {_short(gold.quote)}")
        quotes = " … ".join(gold.quote for gold in question.gold)
        for fact in question.answers:
            if quotes and not any(holds(quotes, wording) for wording in fact):
                raise GoldError(question.id, f"the answer {fact[0]!r} stands in none of its gold quotes")


def span_of(gold: Gold, article: Article) -> Span:
    """Return where a checked gold quote stands in its article's text."""
    start = article.text.index(gold.quote)
    return Span(start, start + len(gold.quote))


def maybe_exact_quote(quote: str, article_text: str) -> str | None:
    """Return the article's own characters for a quote copied with other white space or another Unicode form."""
    if quote in article_text:
        return quote
    words = [re.escape(word) for word in unicodedata.normalize("NFC", quote).split()]
    match = re.search(r"\s+".join(words), article_text)
    return match.group() if match else None


def settled_gold(question: Question, articles: Mapping[str, Article]) -> Question:
    """Return a public set's question with its gold as cleaning left it: a sentence that is gone stands for its article.

    Nobody wrote these quotes against the cleaned text, so white space may differ and cleaning may have dropped a line.
    """
    texts = {g.path: articles[g.path].text if g.path in articles else "" for g in question.gold}
    gold = tuple(replace(g, quote=maybe_exact_quote(g.quote, texts[g.path]) or "") for g in question.gold)
    return replace(question, gold=gold)


def _short(quote: str) -> str:
    return repr(quote if len(quote) <= 80 else f"{quote[:77]}...")
