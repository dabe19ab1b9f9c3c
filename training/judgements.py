"""Ask public questions in each of the ways in which an index may or may not hold the answer, and note the signals.

Answerable ones are right when a sentence that answers is among those shown. From each are made two that cannot be
answered: it is asked of articles about something else (topic absent), and of its own with what holds the answer taken
out of what was retrieved (evidence removed). To these come near misses, asked of the articles that they are about.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from rag.answer.choose import choose
from rag.answer.compose import Tools, find
from rag.answer.confidence import SIGNALS, signals
from rag.index.passages import Budget
from rag.retrieve.hybrid import retrieve
from rag.settings import Settings
from rag.types import Filter
from training.piles import PILE, Gold, index_of, index_of_written, squad_gold, written_gold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rag.answer.reader import Reader
    from rag.types import Encoder, Hit
    from training.memory_index import MemoryIndex
    from training.reader_data import Example, Split
    from training.written import WrittenArticle

KINDS = ("answerable", "topic_absent", "evidence_removed", "near_miss")

GROUP = 5
"""Titles of SQuAD to an index: a pile of several subjects, as a user's is."""

QUESTIONS = 300
"""Questions of a set that are asked, evenly spaced, before they are asked in other ways."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One question's signals, its kind, and whether the sentences shown answer it."""

    kind: str
    title: str
    right: bool
    signals: tuple[float, ...]


def groups(examples: Sequence[Example]) -> list[list[Example]]:
    """Put the examples of neighbouring titles together, `GROUP` titles each."""
    titles = sorted({example.title for example in examples})
    # At least two groups, so that there is a foreign one to ask about what it does not hold.
    size = max(1, min(GROUP, len(titles) // 2))
    parts = [titles[at : at + size] for at in range(0, len(titles), size)]
    return [[example for example in examples if example.title in part] for part in parts]


def judgements(examples: Sequence[Example], encoder: Encoder, reader: Reader | None) -> Iterator[Judgement]:
    """Ask each group's questions of its own index and of the next group's."""
    grouped = groups(examples)
    indexes = []
    for group in grouped:
        texts: dict[str, dict[str, None]] = {}
        for example in group:
            texts.setdefault(example.title, {})[example.context] = None
        paragraphs = {title: list(seen) for title, seen in texts.items()}
        indexes.append(index_of(paragraphs, encoder, titled=True))
    for at, group in enumerate(grouped):
        ask = _Asking(own=indexes[at], foreign=indexes[(at + 1) % len(indexes)], encoder=encoder, reader=reader)
        for example in islice(group, 0, None, spacing(len(examples))):
            gold = squad_gold(example) if example.answerable else None
            yield from ask.every_kind(example.question, example.title, gold)


def written_judgements(
    articles: Sequence[WrittenArticle], encoder: Encoder, reader: Reader | None
) -> Iterator[Judgement]:
    """Ask our own questions of the pile of articles that theirs is in, and of the next pile."""
    budget = Budget.of(Settings(), encoder)
    piles = [articles[at : at + PILE] for at in range(0, len(articles), PILE)]
    indexes = [index_of_written(pile, encoder, budget) for pile in piles]
    for at, pile in enumerate(piles):
        ask = _Asking(own=indexes[at], foreign=indexes[(at + 1) % len(indexes)], encoder=encoder, reader=reader)
        questions = [(article, asked) for article in pile for asked in article.questions]
        for article, asked in islice(questions, 0, None, spacing(sum(len(one.questions) for one in articles))):
            yield from ask.every_kind(asked.question, article.article.article_id, written_gold(article, asked))


def spacing(n_questions: int) -> int:
    """Return every how manieth of so many questions is asked."""
    return max(1, n_questions // QUESTIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asking:
    """Ask in each of the ways in which an index may or may not hold the answer."""

    own: MemoryIndex
    foreign: MemoryIndex
    encoder: Encoder
    reader: Reader | None

    def every_kind(self, question: str, title: str, gold: Gold | None) -> Iterator[Judgement]:
        """Yield the question's judgements, one for each way."""
        hits = self._hits(question, self.own)
        if gold is None:
            yield self._judge(question, "near_miss", title, hits, self.own)
            return
        yield self._judge(question, "answerable", title, hits, self.own, gold)
        others = [hit for hit in hits if not gold.holds(hit.passage)]
        yield self._judge(question, "evidence_removed", title, others, self.own)
        yield self._judge(question, "topic_absent", title, self._hits(question, self.foreign), self.foreign)

    def _hits(self, question: str, index: MemoryIndex) -> list[Hit]:
        settings = Settings()
        k = settings.passages_read
        return retrieve(question, snapshot=index, encoder=self.encoder, settings=settings, where=Filter(), k=k)

    def _judge(
        self,
        question: str,
        kind: str,
        title: str,
        hits: Sequence[Hit],
        index: MemoryIndex,
        gold: Gold | None = None,
    ) -> Judgement:
        tools = Tools(snapshot=index, encoder=self.encoder, settings=Settings(), reader=self.reader)
        found = find(question, hits, tools)
        if not found.ranked:
            return Judgement(kind=kind, title=title, right=False, signals=(0.0,) * len(SIGNALS))
        values = signals(found.asked, found.ranked, found.absent, found.idf)
        shown = choose(found.ranked, most=tools.settings.max_sentences)
        right = gold is not None and any(gold.is_answer(one.candidate) for one in shown)
        return Judgement(kind=kind, title=title, right=right, signals=tuple(float(values[name]) for name in SIGNALS))


def public_judgements(
    split: Split, articles: Sequence[WrittenArticle], part: str, encoder: Encoder, reader: Reader | None
) -> dict[str, list[Judgement]]:
    """Judge one part ("train", "dev" or "test") of each public set."""
    titled = [one for one in getattr(split, part) if one.title]
    own = [one for one in articles if one.part == part]
    return {
        "SQuAD": list(judgements(titled, encoder, reader)),
        "our own": list(written_judgements(own, encoder, reader)),
    }
