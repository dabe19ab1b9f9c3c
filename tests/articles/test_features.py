"""What the labeller sees of a line: counted right, whatever the page holds."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.articles import line_marks, telling, word_codes
from rag.articles.features import N_DENSE, page_features
from rag.articles.line_marks import page_marks
from rag.articles.line_words import line_keys, lowered_page, page_words, sole_lines
from rag.articles.lines import split_lines


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=40).map(lambda text: text.replace("\n", " ")), min_size=1, max_size=20))
def test_any_page_has_finite_features_a_row_a_line(rows: list[str]) -> None:
    lines = split_lines("\n".join(rows))
    if lines:
        features = page_features(lines)
        assert features.dense.shape == (len(lines), N_DENSE)
        assert np.isfinite(features.dense).all()


def test_words_are_counted_by_line_and_kind() -> None:
    words = page_words(lowered_page("By Ann Lee, 5 March 2024\n\nwww.example.org | “The pier”\n\x00 nul"))
    assert words.n_words.tolist() == [6, 0, 5, 1]
    counted = words.kinds[0]
    assert (counted[word_codes.CREDIT], counted[word_codes.MONTH], counted[word_codes.YEAR]) == (1, 1, 1)
    assert counted[word_codes.NUMBER] == 2
    assert words.kinds[2, word_codes.ADDRESS] == 2
    assert words.kinds[2, word_codes.STOP] == 1
    assert words.letters[0] == len("ByAnnLee5March2024")


def test_a_lines_key_depends_on_its_words_their_order_and_no_number() -> None:
    keys = line_keys(page_words(lowered_page("Page 3 of 7\npage 12 OF 40!\nof page 3 7\n\nPage 3")))
    assert keys[0] == keys[1]
    assert len(set(keys.tolist())) == 4
    assert keys[3] == 0


def test_a_word_that_stands_once_is_known_from_those_that_stand_again() -> None:
    words = page_words(lowered_page("The pier is shut.\nThe PIER!\n\nIs the pier"))
    assert sole_lines(words).tolist() == [True, False, False, False]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60).map(lambda text: text.replace("\n", " ")))
def test_a_line_tells_of_every_family_that_it_holds_a_word_of(text: str) -> None:
    told = page_words(lowered_page(f"{text} cookies 5shares"))
    assert told.told[0] & telling.NOTICE
    assert told.told[0] & telling.BUTTON


def test_characters_are_classed_at_a_lines_edges_and_inside() -> None:
    marks = page_marks("“Who pays?”\na|b\nat 10:45\n\nこれは。")
    assert marks.end[0] == line_marks.STOP
    assert marks.first[0] == marks.last[0] == line_marks.QUOTE
    assert marks.counts[1, line_marks.BAR] == 1
    assert marks.clock.tolist() == [False, False, True, False, False]
    assert marks.counts[3].sum() == 0
    assert (marks.counts[4, line_marks.CJK], marks.end[4]) == (3, line_marks.STOP)
