"""Passages: exact, whole, of one voice, and never longer than the encoder reads."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.index.passages import Budget, encoded_text, make_passages, passage_context
from rag.settings import Settings
from rag.testing import BagOfWordsEncoder
from rag.text.words import words
from rag.types import Article, Passage, Role
from tests.index.corpora import article_of


def budget(passage: int = 20, context: int = 8) -> Budget:
    return Budget(count=lambda text: len(words(text)), passage=passage, context=context)


PARAGRAPHS = st.lists(
    st.text(alphabet=st.sampled_from('ab .?!,"”“中😀é\u00a0X'), min_size=1, max_size=120).filter(
        lambda text: bool(text.strip())
    ),
    min_size=1,
    max_size=6,
)


@given(PARAGRAPHS, st.integers(min_value=1, max_value=30))
@settings(max_examples=200)
def test_passages_are_exact_cover_the_body_and_fit(paragraphs: list[str], room: int) -> None:
    article = article_of(*((Role.OTHER_VOICE, paragraph) for paragraph in paragraphs))
    fit = budget(room)
    passages = make_passages(article, fit)
    left = list(article.text)
    for one in passages:
        assert one.text == article.text[one.start : one.end] == one.text.strip() != ""
        assert fit.count(one.text) <= room, "nothing is longer than the encoder reads"
        left[one.start : one.end] = " " * (one.end - one.start)
    assert not "".join(left).strip(), "every visible character belongs to a passage"
    starts = [one.start for one in passages]
    assert starts == sorted(set(starts)), "in reading order, no passage inside another"
    assert make_passages(article, fit) == passages, "the same ids"
    assert len({one.passage_id for one in passages}) == len(passages)


def made(*blocks: tuple[Role, str], room: int = 20, speaker: str | None = None) -> list[Passage]:
    return make_passages(article_of(*blocks, speaker=speaker), budget(room))


def test_whole_paragraphs_are_packed_while_they_fit() -> None:
    first, second, third = "One two three four.", "Five six seven eight.", "Nine ten eleven twelve."
    passages = made((Role.BODY, first), (Role.BODY, second), (Role.BODY, third), room=8)
    assert [one.text for one in passages] == [f"{first}\n\n{second}", third]


def test_a_question_goes_with_its_answer() -> None:
    said, asked, answered = "One two three four.", "*Five six seven?*", "Nine ten eleven twelve."
    passages = made((Role.BODY, said), (Role.BODY, asked), (Role.BODY, answered), room=8)
    assert [one.text for one in passages] == [said, f"{asked}\n\n{answered}"]


def test_a_question_stays_behind_an_answer_that_leaves_no_room() -> None:
    said, asked, answered = "One two three four.", "Five six seven?", "Nine ten eleven twelve thirteen fourteen."
    passages = made((Role.BODY, said), (Role.BODY, asked), (Role.BODY, answered), room=8)
    assert [one.text for one in passages] == [f"{said}\n\n{asked}", answered]


def test_only_a_cut_paragraph_overlaps_and_by_one_sentence() -> None:
    long = "One two three. Four five six. Seven eight nine. Ten eleven twelve."
    passages = made((Role.BODY, "Before it all."), (Role.BODY, long), (Role.BODY, "After it all."), room=6)
    assert [one.text for one in passages] == [
        "Before it all.",
        "One two three. Four five six.",
        "Four five six. Seven eight nine.",
        "Seven eight nine. Ten eleven twelve.",
        "After it all.",
    ]


def test_a_sentence_that_fits_is_never_cut() -> None:
    text = "One two three four five six seven. Eight nine ten eleven twelve thirteen. Fourteen fifteen."
    sentences = ["One two three four five six seven.", "Eight nine ten eleven twelve thirteen.", "Fourteen fifteen."]
    passages = made((Role.BODY, text), room=7)
    assert all(any(sentence in one.text for one in passages) for sentence in sentences)


def test_an_endless_sentence_is_cut_at_clauses_and_loses_nothing() -> None:
    text = "The first clause has six words, the second clause has six more, and the third one ends it here."
    passages = made((Role.BODY, text), room=9)
    assert [one.text for one in passages] == [
        "The first clause has six words,",
        "the second clause has six more,",
        "and the third one ends it here.",
    ]


def test_a_word_longer_than_the_room_is_cut_between_characters() -> None:
    passages = made((Role.BODY, "中" * 25), room=10)
    assert [len(one.text) for one in passages] == [10, 10, 5]


def test_voices_never_mix() -> None:
    passages = made(
        (Role.TITLE, "A title"),
        (Role.DECK, "A deck."),
        (Role.BYLINE, "By A. Writer"),
        (Role.BODY, "The body."),
        (Role.CAPTION, "A caption."),
        (Role.CAPTION, "Another caption."),
        (Role.BODY, "More body."),
        (Role.OTHER_VOICE, "A comment."),
        (Role.BIO, "The writer writes."),
        speaker="poster",
    )
    assert [(one.role, one.text, one.speaker) for one in passages] == [
        (Role.TITLE, "A title", None),
        (Role.DECK, "A deck.", None),
        (Role.BODY, "The body.", None),
        (Role.CAPTION, "A caption.", None),
        (Role.CAPTION, "Another caption.", None),
        (Role.BODY, "More body.", None),
        (Role.OTHER_VOICE, "A comment.", "poster"),
        (Role.BIO, "The writer writes.", None),
    ]


def test_a_heading_is_the_section_of_what_follows() -> None:
    passages = made(
        (Role.BODY, "The opening has a full stop."),
        (Role.BODY, "### **Who pays**"),
        (Role.BODY, "The company will put in most of it."),
        (Role.BODY, "Toward more rational engagement"),
        (Role.BODY, "After many rounds of talks it is evident."),
    )
    assert [(one.section, one.text) for one in passages] == [
        (None, "The opening has a full stop."),
        ("Who pays", "The company will put in most of it."),
        ("Toward more rational engagement", "After many rounds of talks it is evident."),
    ]


@pytest.mark.parametrize("line", ["• Gallium and germanium", "What will it cost?", "lower-case remainder of a line"])
def test_a_short_line_that_is_no_heading_stays_in_the_body(line: str) -> None:
    passages = made((Role.BODY, line), (Role.BODY, "The company will put in most of the money itself."))
    assert line in passages[0].text


def test_a_pull_quote_that_repeats_the_body_is_no_passage() -> None:
    body = "De-risking is often described as a Western goal. But China has pursued such a strategy for over a decade."
    said_again = made(
        (Role.BODY, body), (Role.PULL_QUOTE, "China has pursued “de-risking” for over a decade."), room=40
    )
    new = made((Role.BODY, body), (Role.PULL_QUOTE, "Soybeans rotted in Dakota silos."), room=40)
    assert [one.role for one in said_again] == [Role.BODY]
    assert [one.role for one in new] == [Role.BODY, Role.PULL_QUOTE]


def context(article: Article, role: Role, room: int = 50) -> str:
    fit = budget(40, room)
    passage = next(one for one in make_passages(article, fit) if one.role is role)
    return passage_context(article, passage, fit)


def test_the_context_names_title_outlet_date_and_section() -> None:
    article = article_of((Role.BODY, "# Costs"), (Role.BODY, "It is dear."), title="A furnace is relit")
    assert context(article, Role.BODY) == "A furnace is relit | The Harbor Post | 2025-04-07 | Costs"


def test_another_voice_is_never_given_the_outlets_name() -> None:
    article = article_of((Role.OTHER_VOICE, "Fools, all of them."), speaker="poster", title="A furnace is relit")
    assert context(article, Role.OTHER_VOICE) == "A furnace is relit | 2025-04-07 | poster"


def test_a_long_context_is_shortened_to_its_room_from_its_longest_part() -> None:
    article = article_of((Role.BODY, "It is dear."), title="A very long title that goes on for twelve words in all")
    text = context(article, Role.BODY, room=10)
    assert len(words(text)) <= 10
    assert text.endswith("| The Harbor Post | 2025-04-07")


@given(PARAGRAPHS, st.text(max_size=300), st.integers(min_value=4, max_value=60))
def test_context_and_passage_together_are_read_to_the_end(paragraphs: list[str], title: str, room: int) -> None:
    encoder = BagOfWordsEncoder(max_tokens=room)
    fit = Budget.of(Settings(), encoder)
    article = article_of(*((Role.BODY, paragraph) for paragraph in paragraphs), title=title)
    for passage in make_passages(article, fit):
        assert encoder.count_tokens(encoded_text(article, passage, fit)) <= encoder.max_tokens


def test_passages_of_a_cut_paragraph_advance() -> None:
    passages = made((Role.BODY, "Aa bb cc. " * 40), room=7)
    assert all(one.start < two.start and one.end < two.end for one, two in pairwise(passages))
