"""A text is cut into claims that can be checked one by one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.words import words
from rag.verify.claims import split_claims


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Exports rose. Imports fell sharply.", ["Exports rose. Imports fell sharply."]),
        ("Exports rose in May. Imports fell in June.", ["Exports rose in May.", "Imports fell in June."]),
        (
            "Exports rose in May; imports fell in June.",
            ["Exports rose in May", "imports fell in June."],
        ),
        ("Yes. The plant closed in 2019.", ["Yes. The plant closed in 2019."]),
        ("Shares of U.S. Steel Corp. rose 3.5 percent.", ["Shares of U.S. Steel Corp. rose 3.5 percent."]),
    ],
)
def test_a_text_is_cut_at_sentences_and_semicolons_but_never_into_scraps(text: str, claims: list[str]) -> None:
    assert [text[start:end] for start, end in split_claims(text)] == claims


@given(st.text(alphabet=st.sampled_from("ab .;!?\n3A"), max_size=80))
def test_no_word_is_lost_between_claims(text: str) -> None:
    spans = split_claims(text)
    assert [word for start, end in spans for word in words(text[start:end])] == words(text)
    assert all(one.end <= two.start for one, two in pairwise(spans))
