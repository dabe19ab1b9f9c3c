"""Read the questions that were written for training, and set them beside the public texts that they ask about.

`questions/articles.jsonl` asks about the articles of WCXB's development pages and about those of
`questions/news.jsonl`, which are ours; `questions/paragraphs.jsonl` asks about Wikipedia paragraphs of the public
answerability set. Of public texts only character offsets are kept here; the texts stay in the data folder. How the
questions came about, and what they are for, stands in `questions/README.md`.

Articles are cut into passages as the assistant cuts them, and parted by site as `wcxb.py` parts pages.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.answer.reader_pieces import pieces_of
from rag.index.passages import Budget, context_parts, make_passages
from rag.settings import Settings
from rag.text.sentences import sentence_spans
from rag.text.words import terms
from rag.types import Article, Block, Kind, Metadata, Role, Span
from training.reader_data import Example
from training.wcxb import part_of, site_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tokenizers import Tokenizer

    from rag.types import Passage

WRITTEN = Path(__file__).with_name("questions")
ARTICLE_SOURCE, PARAGRAPH_SOURCE = "written_articles", "written_paragraphs"
KEY_LENGTH = 12
NOWHERE = Span(0, 0)
WORDS_ASKED_ABOUT = 1000
"""Whoever wrote the questions saw so many words of each public article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenQuestion:
    """A question about an article: `gold` are the sentences that answer, none where the article does not.

    `answer` is the span that answers, inside the first of them; `near` is the sentence that it is, or seems to be, in.
    """

    question: str
    kind: str
    gold: tuple[Span, ...]
    answer: Span | None
    near: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenArticle:
    """One article with its passages and its questions; `part` is "train", "dev" or "test", by site."""

    article: Article
    part: str
    passages: tuple[Passage, ...]
    questions: tuple[WrittenQuestion, ...]


def paragraph_key(text: str) -> str:
    """Name a paragraph by its text."""
    return hashlib.sha256(text.encode()).hexdigest()[:KEY_LENGTH]


def written_paragraphs(examples: Iterable[Example]) -> Iterator[Example]:
    """Yield the questions about those of the examples' paragraphs that have any, each paragraph once."""
    by_key: dict[str, list[dict[str, Any]]] = {}
    for line in (WRITTEN / "paragraphs.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        by_key.setdefault(row["paragraph"], []).append(row)
    for example in examples:
        for row in by_key.pop(paragraph_key(example.context), ()):
            answer = Span(*row["answer"]) if row["answer"] else NOWHERE
            yield _example(row["question"], example.context, answer, PARAGRAPH_SOURCE, example.title, example.header)


def piece_budget(tokenizer: Tokenizer) -> Budget:
    """Return the budget of passages by MiniLM's word pieces, as the default encoder has it."""
    settings = Settings()
    return Budget(
        count=lambda text: len(pieces_of(tokenizer, text).ids),
        passage=settings.passage_tokens,
        context=settings.context_tokens,
    )


def written_articles(data: Path, budget: Budget) -> list[WrittenArticle]:
    """Read the articles that have questions, in the order of the data set."""
    asked: dict[str, list[WrittenQuestion]] = {}
    for line in (WRITTEN / "articles.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        asked.setdefault(row["page"], []).append(_question(row))
    return [
        WrittenArticle(
            article=article,
            part=part,
            passages=tuple(make_passages(article, budget)),
            questions=tuple(asked[article.article_id]),
        )
        for article, part in (*_public_articles(data, set(asked)), *_own_articles())
    ]


def own_articles(budget: Budget) -> list[WrittenArticle]:
    """Read the invented articles alone, without their questions."""
    return [
        WrittenArticle(article=article, part=part, passages=tuple(make_passages(article, budget)), questions=())
        for article, part in _own_articles()
    ]


def reading_examples(one: WrittenArticle) -> Iterator[Example]:
    """Yield what a reader learns of an article: each question over the passage that answers or misleads."""
    for asked in one.questions:
        ranked = sorted(one.passages, key=lambda passage: -_shared(asked.question, passage.text))
        held = next((p for p in ranked if _holds(p, asked.near)), None)
        if held is None:
            continue
        if asked.answer is None:
            yield _over(asked, held, one)
        elif held.start <= asked.answer.start and asked.answer.end <= held.end:
            shifted = Span(asked.answer.start - held.start, asked.answer.end - held.start)
            yield _over(asked, held, one, shifted)


def _over(asked: WrittenQuestion, passage: Passage, one: WrittenArticle, answer: Span = NOWHERE) -> Example:
    header = " | ".join(context_parts(one.article, passage))
    return _example(asked.question, passage.text, answer, ARTICLE_SOURCE, one.article.article_id, header)


def _example(question: str, context: str, answer: Span, source: str, title: str, header: str) -> Example:
    start, end = answer
    spans = tuple((span.start, span.end) for span in sentence_spans(context))
    gold = next((at for at, span in enumerate(spans) if span[0] <= start < span[1]), None) if end > start else None
    return Example(
        question=question,
        context=context,
        answerable=end > start,
        start=start,
        end=end,
        source=source,
        title=title,
        has_span=True,
        sentences=spans,
        gold_sentence=gold,
        header=header,
    )


def _question(row: Mapping[str, object]) -> WrittenQuestion:
    def spans(name: str) -> Sequence[Sequence[int]]:
        return row[name]  # type: ignore[return-value]

    gold = tuple(Span(*span) for span in spans("gold"))
    return WrittenQuestion(
        question=str(row["question"]),
        kind=str(row["kind"]),
        gold=gold,
        answer=Span(*spans("answer")) if row["answer"] else None,  # type: ignore[arg-type]
        near=gold[0] if gold else Span(*spans("near")),  # type: ignore[arg-type]
    )


def _public_articles(data: Path, wanted: set[str]) -> Iterator[tuple[Article, str]]:
    """Yield WCXB's articles that are asked about, as far as they were read for it, and which part each is of."""
    with gzip.open(data / "wcxb_dev" / "ground_truth.jsonl.gz", "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            page = row.get("file_id", "")
            if page not in wanted:
                continue
            truth, site = row["ground_truth"], site_of(row["url"])
            about = Metadata(
                title=truth.get("title"),
                authors=(truth["author"],) if truth.get("author") else (),
                outlet=site.split(".")[0].capitalize(),
                date=truth.get("publish_date"),
                url=row["url"],
            )
            yield _article(page, _beginning(truth["main_content"]), about), part_of(site)


def _own_articles() -> Iterator[tuple[Article, str]]:
    """Yield our own articles; those of one outlet are of one part."""
    for line in (WRITTEN / "news.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        about = Metadata(
            title=row["title"],
            authors=(row["author"],) if row["author"] else (),
            outlet=row["outlet"],
            date=row["date"],
            kind=Kind(row["kind"]),
        )
        yield _article(row["page"], row["text"], about), part_of(row["outlet"])


def _beginning(text: str) -> str:
    """Return the sentences of the first `WORDS_ASKED_ABOUT` words: what is not in them may stand further on."""
    n_words, end = 0, 0
    for span in sentence_spans(text):
        n_words += len(text[span.start : span.end].split())
        if n_words > WORDS_ASKED_ABOUT:
            break
        end = span.end
    return text[:end]


def _article(page: str, text: str, about: Metadata) -> Article:
    blocks, at = [], 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            blocks.append(Block(role=Role.BODY, start=at, end=at + len(line), line=number))
        at += len(line) + 1
    return Article(article_id=page, path=page, content_hash="", text=text, blocks=tuple(blocks), metadata=about)


def _holds(passage: Passage, sentence: Span) -> bool:
    return passage.start <= sentence.start and sentence.end <= passage.end


def _shared(question: str, text: str) -> int:
    return len(set(terms(question)) & set(terms(text)))
