"""A page's words looked up all at once: as each would be by itself, whatever stood in the memory before."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.articles.line_words import lowered, lowered_page, page_words
from rag.articles.lines import split_lines, tidy
from rag.articles.word_codes import HASH_BITS, word_codes

WORDS = st.text(st.characters(exclude_characters=" \x00"), min_size=1, max_size=30).map(
    lambda word: word.encode("utf-8", "surrogatepass")
)


def codes(words: list[bytes]) -> list[int]:
    sizes = np.array([len(word) for word in words], np.int64)
    ends = np.cumsum(sizes + 1) - 1
    found: list[int] = word_codes(b" ".join(words), ends - sizes, ends).tolist()
    return found


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=20))
def test_a_word_has_one_code_wherever_it_stands(words: list[bytes]) -> None:
    together = codes(words)
    assert together == codes(words)
    assert together == [codes([word])[0] for word in words]


def test_words_that_begin_alike_are_told_apart_and_numbers_by_their_kind_only() -> None:
    alike = codes([b"internat", b"internationalisation", b"internationalisations", b"internationalisationsgesetze"])
    assert len({code & HASH_BITS for code in alike}) == 4
    (march, year) = codes([b"12", b"2024"])
    assert march & HASH_BITS == year & HASH_BITS
    assert march != year


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_a_page_is_lowered_as_its_text_is(text: str) -> None:
    page = lowered_page(text).decode("utf-8", "surrogatepass")
    assert page.split() == lowered(text).split()
    assert [row.split() for row in page.split("\n")] == [row.split() for row in lowered(text).split("\n")]


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("aB9 .#\t\r\x0b\x1f\xa0\u2003\u3000\u2028\ud800é\u0301\n"), max_size=60))
def test_splitting_tidies_every_row_as_it_would_one(text: str) -> None:
    tidied = [tidy(row) for row in text.split("\n")]
    assert [line.text for line in split_lines(text)] == [row for row in tidied if row]


def test_a_page_without_a_word_has_none() -> None:
    words = page_words(b"")
    assert words.n_words.tolist() == words.told.tolist() == [0]
