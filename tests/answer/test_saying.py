"""Whose words stand at a place of an article, whatever its blocks are."""

from __future__ import annotations

from dataclasses import replace

from rag.answer.saying import speaker_at
from rag.types import Article, Block, Role, Span
from tests.answer.newsroom import article


def with_roles(one: Article, **roles: Role) -> Article:
    """Give blocks, counted from 0 as `b0`, other roles."""
    blocks: list[Block] = [replace(block, role=roles.get(f"b{at}", block.role)) for at, block in enumerate(one.blocks)]
    return replace(one, blocks=tuple(blocks))


def who(one: Article, words: str) -> str | None:
    at = one.text.index(words)
    return speaker_at(one, Span(at, at + len(words)))


def test_a_pull_quote_is_said_by_whoever_says_it_in_the_body() -> None:
    one = with_roles(
        article(
            "a",
            "“You can ask a man to move his chair,” said Constanze Meyer, a trader. “The Plaza was a chair.”",
            "> “The Plaza was a chair.”",
        ),
        b1=Role.PULL_QUOTE,
    )
    assert who(one, "> “The Plaza was a chair.”") == "Constanze Meyer"


def test_a_condensed_pull_quote_is_found_by_its_words() -> None:
    one = with_roles(
        article(
            "a",
            "“So the law sees a choir as 40 fingerprints,” said Ada Wu.",
            "> “The law sees a choir as fingerprints.”",
        ),
        b1=Role.PULL_QUOTE,
    )
    assert who(one, "> “The law sees a choir as fingerprints.”") == "Ada Wu"


def test_a_pull_quote_of_the_articles_own_words_is_the_articles() -> None:
    one = with_roles(
        article(
            "a", "Ada Wu, a lawyer, left. Nobody takes the room in which a guest was robbed.", "> Nobody takes it."
        ),
        b1=Role.PULL_QUOTE,
    )
    assert who(one, "> Nobody takes it.") is None


def test_a_caption_between_paragraphs_does_not_hide_who_speaks() -> None:
    one = with_roles(
        article(
            "a",
            "Ada Wu, a lawyer, left the bank.",
            "Banker Ben Low at his desk. Photo by Gil Tran",
            "She said that it was over.",
        ),
        b1=Role.CAPTION,
    )
    assert who(one, "She said that it was over.") == "Ada Wu"


def test_answers_of_an_interview_are_of_whoever_was_asked() -> None:
    one = article(
        "a",
        "Interview by Ben Low",
        "Ada Wu, a lawyer, received us.",
        "**Were you surprised?**",
        "I was. My chairman, Gil Tran, said that he was not.",
        "**Will you stay?**",
        "We will.",
        "**Do you mind?**",
        "I do.",
        authors=("Ben Low",),
    )
    assert who(one, "My chairman, Gil Tran, said that he was not.") == "Ada Wu"
    assert who(one, "**Will you stay?**") is None
    assert who(one, "Ada Wu, a lawyer, received us.") is None


def test_a_columnists_own_words_have_no_speaker() -> None:
    one = article(
        "a",
        "Antony Blinken, the secretary of state, praised trade. I would not put it so roundly.",
        authors=("Yusra Haddadin",),
    )
    assert who(one, "I would not put it so roundly.") is None
