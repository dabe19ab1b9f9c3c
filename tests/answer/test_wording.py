from __future__ import annotations

from rag.answer.wording import attributed
from rag.types import Article, Kind, Quote
from tests.answer.newsroom import article

WORDS = "We have stood up."


def said(one: Article, speaker: str | None = None) -> str:
    start = one.text.index(WORDS)
    quote = Quote(article_id=one.article_id, start=start, end=start + len(WORDS), text=WORDS, speaker=speaker)
    return attributed(quote, one)


def test_outlet_authors_and_date_stand_before_the_quote() -> None:
    one = article("a", WORDS, outlet="China Daily Global", authors=("Gao Cheng", "Bu Yanjun"), date="2025-08-01")
    assert said(one) == f'China Daily Global (Gao Cheng and Bu Yanjun, 1 August 2025): "{WORDS}"'


def test_a_speaker_is_named_before_the_outlet() -> None:
    one = article("a", WORDS, outlet="CNN", authors=("A Writer",), date="2025-04-11")
    assert said(one, "Jason Furman") == f'Jason Furman, in CNN (11 April 2025): "{WORDS}"'


def test_a_posters_words_are_never_the_outlets() -> None:
    one = article("a", "CNN wrote this.", WORDS, outlet="CNN", kind=Kind.FORUM_POST, posted={WORDS: "tidewatcher"})
    assert said(one, "tidewatcher") == f'tidewatcher, in a forum post: "{WORDS}"'


def test_an_unknown_outlet_is_said_to_be_the_article_by_its_title() -> None:
    assert said(article("a", WORDS)) == f'“On a”: "{WORDS}"'
