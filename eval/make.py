"""Draft questions from somebody's own articles, by rule: gaps for numbers, dates and names, who-said, and near misses.

Every draft is marked as one, and a run leaves drafts out until a person has removed the mark: rules write stilted
questions, and a near miss made by swapping a name may have an answer elsewhere that no rule sees.

Not done: rewording. Questions share their words with the article, so they flatter keyword search; write paraphrases.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from eval.types import Gold, Question, QuestionKind, UnanswerableReason
from rag.text.dates import Precision, find_dates
from rag.text.names import find_names
from rag.text.numbers import find_quantities
from rag.text.sentences import sentence_spans
from rag.text.speech import find_speech
from rag.types import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rag.types import Article

GAP = "____"
MIN_WORDS, MAX_WORDS = 8, 40
"""Shorter sentences ("It was 12.") make gaps that anything fills, longer ones a question that nobody reads."""
PER_KIND = 2
"""Drafts of each kind from one article: enough to choose from, few enough to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    """A sentence of an article's body, and where it stands in the article's text."""

    article: Article
    text: str
    start: int

    def gapped(self, start: int, end: int) -> str:
        """Return the sentence with a gap in place of some of its characters."""
        return f"{self.text[:start]}{GAP}{self.text[end:]}"


def draft_questions(articles: Sequence[Article]) -> tuple[Question, ...]:
    """Draft at most `PER_KIND` questions of each kind from every article, numbered in order of path."""
    ordered = sorted(articles, key=lambda article: article.path)
    drafts: list[Question] = []
    for article in ordered:
        sentences = list(_sentences(article))
        for kind in (_numbers, _dates, _names, _speakers):
            drafts += islice(kind(sentences), PER_KIND)
        drafts += draft_near_misses(article, ordered)
    return tuple(replace(draft, id=f"draft-{number:04}") for number, draft in enumerate(drafts, start=1))


def draft_near_misses(article: Article, articles: Sequence[Article]) -> list[Question]:
    """Draft at most `PER_KIND` questions on one of some articles that it does not answer, without ids."""
    return list(islice(_near_misses(list(_sentences(article)), articles), PER_KIND))


def _sentences(article: Article) -> Iterator[_Sentence]:
    for block in article.blocks:
        if block.role is not Role.BODY:
            continue
        text = article.text[block.start : block.end]
        for start, end in sentence_spans(text):
            if MIN_WORDS <= len(text[start:end].split()) <= MAX_WORDS:
                yield _Sentence(article=article, text=text[start:end], start=block.start + start)


def _numbers(sentences: Sequence[_Sentence]) -> Iterator[Question]:
    for sentence in sentences:
        quantities = find_quantities(sentence.text)
        if len(quantities) == 1:
            found = quantities[0]
            asked = f"How much or how many: “{sentence.gapped(found.start, found.end)}”?"
            yield _draft(QuestionKind.NUMBER, asked, sentence, sentence.text[found.start : found.end])


def _dates(sentences: Sequence[_Sentence]) -> Iterator[Question]:
    for sentence in sentences:
        mentions = find_dates(sentence.text)
        if len(mentions) == 1 and mentions[0].precision in {Precision.DAY, Precision.MONTH, Precision.YEAR}:
            found = mentions[0]
            asked = f"When: “{sentence.gapped(found.start, found.end)}”?"
            yield _draft(QuestionKind.DATE, asked, sentence, sentence.text[found.start : found.end])


def _names(sentences: Sequence[_Sentence]) -> Iterator[Question]:
    """Yield gaps for the one full name of a sentence; a single word may be a nickname that many answers would fit."""
    for sentence in sentences:
        names = find_names(sentence.text)
        if len(names) == 1 and " " in sentence.text[names[0].start : names[0].end]:
            start, end = names[0]
            asked = f"Who or what: “{sentence.gapped(start, end)}”?"
            yield _draft(QuestionKind.FACT, asked, sentence, sentence.text[start:end])


def _speakers(sentences: Sequence[_Sentence]) -> Iterator[Question]:
    """Yield who-said questions whose sentence names the speaker itself, so that the gold stands alone."""
    for sentence in sentences:
        for speech in find_speech(sentence.article.text):
            speaker = speech.speaker
            is_inside = sentence.start <= speech.start and speech.end <= sentence.start + len(sentence.text)
            if speech.direct and speaker and is_inside and speaker in sentence.text:
                words = sentence.article.text[speech.start : speech.end].strip("\"“”',.? ")
                draft = _draft(QuestionKind.WHO_SAID, f"Who said “{words}”?", sentence, speaker)
                yield replace(draft, speaker=speaker)


def _near_misses(sentences: Sequence[_Sentence], articles: Sequence[Article]) -> Iterator[Question]:
    """Yield number questions about somebody else: the name swapped for one that this article never mentions."""
    for sentence in sentences:
        quantities = find_quantities(sentence.text)
        names = [
            span
            for span in find_names(sentence.text)
            if not any(span.start < q.end and q.start < span.end for q in quantities)
        ]
        if len(quantities) != 1 or not names:
            continue
        stranger = _stranger(sentence, articles)
        if stranger is None:
            return
        found, name = quantities[0], names[0]
        gapped = sentence.gapped(found.start, found.end)
        was = sentence.text[name.start : name.end]
        yield Question(
            id="",
            kind=QuestionKind.UNANSWERABLE,
            question=f"How much or how many: “{gapped.replace(was, stranger)}”?",
            is_answerable=False,
            unanswerable_reason=UnanswerableReason.NEAR_MISS,
            note=f"{sentence.article.path} says it of {was}, not of {stranger}",
            is_draft=True,
        )


def _stranger(sentence: _Sentence, articles: Sequence[Article]) -> str | None:
    """Return a name of two words or more from the next articles that this article does not hold."""
    at = articles.index(sentence.article)
    for other in (*articles[at + 1 :], *articles[:at]):
        for start, end in find_names(other.text):
            name = other.text[start:end]
            if " " in name and "\n" not in name and name not in sentence.article.text:
                return name
    return None


def _draft(kind: QuestionKind, asked: str, sentence: _Sentence, answer: str) -> Question:
    return Question(
        id="",
        kind=kind,
        question=asked,
        is_answerable=True,
        answers=((answer,),),
        gold=(Gold(path=sentence.article.path, quote=sentence.text),),
        outlet=sentence.article.metadata.outlet,
        is_draft=True,
    )
