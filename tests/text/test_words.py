"""Words and terms."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.words import STOPWORDS, stem, terms, word_spans, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("U.S.'s", ["us"]),
        ("the U.S.-Chinese war", ["the", "us", "chinese", "war"]),
        ("1,200,000 and 2.36", ["1200000", "and", "2.36"]),
        ("China's tariffs, ‘China’s’", ["china", "tariffs", "china"]),
        ("don't don’t", ["don't", "don't"]),
        ("5G C919 G-7", ["5g", "c919", "g", "7"]),
        ("São Paulo café", ["sao", "paulo", "cafe"]),
        ("中文abc한국", ["中", "文", "abc", "한", "국"]),
        ("**bold**, _under_", ["bold", "under"]),
        ("2018–19", ["2018", "19"]),
        ("😀 !? —", []),
    ],
)
def test_words_are_what_a_reader_would_compare(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_terms_leave_function_words_and_endings_out() -> None:
    assert terms("The tariffs were raised by the U.S.") == ["tariff", "rais", "us"]


def test_a_hyphened_word_is_found_written_either_way() -> None:
    assert set(terms("derisking")) <= set(terms("de-risking"))
    assert set(terms("G7")) <= set(terms("the G-7"))


def test_no_stopword_is_a_term() -> None:
    assert terms(" ".join(sorted(STOPWORDS))) == []


@given(st.text(max_size=80))
def test_there_is_one_span_a_word_in_order(text: str) -> None:
    spans = word_spans(text)
    assert len(spans) == len(words(text))
    assert all(one.end <= two.start for one, two in pairwise(spans))
    assert all(words(text[start:end])[:1] == [word] for (start, end), word in zip(spans, words(text), strict=True))


@given(st.text(max_size=60))
def test_case_changes_no_word_of_plain_letters(text: str) -> None:
    plain = "".join(char for char in text if char.isascii() and char != ".")
    assert words(plain) == words(plain.upper()) == words(plain.lower())


def test_stemming_is_stable() -> None:
    assert stem("exporting") == stem("exports") == "export"
