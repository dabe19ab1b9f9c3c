"""Index public articles and our own in memory, and put to each index the questions that it answers.

SQuAD's articles are an index each, of their paragraphs under their title. The articles that our own questions ask about
come in piles of `PILE`, cut into passages and indexed with their context as the assistant does it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.index.passages import Budget, encoded_text
from rag.types import Article, Block, Metadata, Passage, Role
from training.memory_index import MemoryIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from rag.answer.evidence import Candidate
    from rag.settings import Settings
    from rag.types import Encoder
    from training.reader_data import Example
    from training.written import WrittenArticle, WrittenQuestion

PILE = 20
"""Articles to an index of our own questions: a pile of several subjects, as a user's is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """What answers a question: which passages hold it, and which sentences are it."""

    holds: Callable[[Passage], bool]
    is_answer: Callable[[Candidate], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that is answered, and the index that it is asked of."""

    text: str
    index: MemoryIndex
    gold: Gold


def article_indexes(examples: Iterable[Example], encoder: Encoder) -> dict[str, MemoryIndex]:
    """Index every article by itself: its paragraphs, in order of first appearance, are its passages."""
    paragraphs: dict[str, dict[str, None]] = defaultdict(dict)
    for example in examples:
        paragraphs[example.title][example.context] = None
    return {title: index_of({title: list(texts)}, encoder, titled=True) for title, texts in paragraphs.items()}


def index_of(texts: dict[str, list[str]], encoder: Encoder, *, titled: bool) -> MemoryIndex:
    """Index articles given as lists of paragraphs, each paragraph a passage; `titled` says that the keys are titles."""
    known = {key: _article(key, paragraphs, titled=titled) for key, paragraphs in texts.items()}
    passages = {
        key: [
            Passage(
                passage_id=f"{key}#{n:04}",
                article_id=key,
                start=block.start,
                end=block.end,
                text=article.text[block.start : block.end],
            )
            for n, block in enumerate(article.blocks)
        ]
        for key, article in known.items()
    }
    every = [passage.text for own in passages.values() for passage in own]
    return MemoryIndex(passages, encoder.encode_passages(every), known=known)


def _article(key: str, paragraphs: Sequence[str], *, titled: bool) -> Article:
    blocks, at = [], 0
    for line, paragraph in enumerate(paragraphs, 1):
        blocks.append(Block(role=Role.BODY, start=at, end=at + len(paragraph), line=line))
        at += len(paragraph) + 1
    about = Metadata(title=key.replace("_", " ")) if titled else Metadata()
    return Article(
        article_id=key, path=key, content_hash="", text="\n".join(paragraphs), blocks=tuple(blocks), metadata=about
    )


def index_of_written(articles: Sequence[WrittenArticle], encoder: Encoder, budget: Budget) -> MemoryIndex:
    """Index whole articles as the assistant does: each passage is encoded and searched with its context."""
    read = {
        passage.passage_id: encoded_text(one.article, passage, budget) for one in articles for passage in one.passages
    }
    return MemoryIndex(
        {one.article.article_id: one.passages for one in articles},
        encoder.encode_passages(list(read.values())),
        known={one.article.article_id: one.article for one in articles},
        read=read,
    )


def squad_questions(examples: Sequence[Example], encoder: Encoder) -> Iterator[Question]:
    """Yield the answerable questions of SQuAD's articles, each to be asked of its own article."""
    indexes = article_indexes(examples, encoder)
    for example in examples:
        if example.answerable and example.has_span:
            yield Question(text=example.question, index=indexes[example.title], gold=squad_gold(example))


def written_questions(articles: Sequence[WrittenArticle], encoder: Encoder, settings: Settings) -> Iterator[Question]:
    """Yield the answerable questions of our own, each to be asked of a pile of `PILE` articles."""
    budget = Budget.of(settings, encoder)
    for at in range(0, len(articles), PILE):
        pile = articles[at : at + PILE]
        index = index_of_written(pile, encoder, budget)
        for article in pile:
            for asked in article.questions:
                gold = written_gold(article, asked)
                if gold is not None:
                    yield Question(text=asked.question, index=index, gold=gold)


def squad_gold(example: Example) -> Gold:
    """Return what answers a question of SQuAD: the sentence of its own paragraph where the annotated answer starts."""

    def is_answer(candidate: Candidate) -> bool:
        held = candidate.passage.text == example.context and example.end > example.start
        return held and candidate.local.start <= example.start < candidate.local.end

    return Gold(holds=lambda passage: passage.text == example.context, is_answer=is_answer)


def written_gold(article: WrittenArticle, asked: WrittenQuestion) -> Gold | None:
    """Return what answers a question of our own: whatever touches its gold sentences; None where nothing does."""
    if not asked.gold:
        return None

    def touches(article_id: str, start: int, end: int) -> bool:
        return article_id == article.article.article_id and any(s < end and start < e for s, e in asked.gold)

    return Gold(
        holds=lambda passage: touches(passage.article_id, passage.start, passage.end),
        is_answer=lambda candidate: touches(candidate.passage.article_id, *candidate.span),
    )
