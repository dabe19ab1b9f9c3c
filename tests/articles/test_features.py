"""What the labeller sees of a line: counted right, whatever the page holds."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.articles import line_marks, line_words
from rag.articles.features import N_DENSE, page_features
from rag.articles.line_marks import page_marks
from rag.articles.line_words import line_keys, page_words
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
    words = page_words(["By Ann Lee, 5 March 2024", "", "www.example.org | “The pier”", "\x00 nul"])
    assert words.n_words.tolist() == [6, 0, 5, 1]
    counted = words.kinds[0]
    assert (counted[line_words.CREDIT], counted[line_words.MONTH], counted[line_words.YEAR]) == (1, 1, 1)
    assert counted[line_words.NUMBER] == 2
    assert words.kinds[2, line_words.ADDRESS] == 2
    assert words.kinds[2, line_words.STOP] == 1
    assert words.letters[0] == len("ByAnnLee5March2024")


def test_a_lines_key_depends_on_its_words_their_order_and_no_number() -> None:
    keys = line_keys(page_words(["Page 3 of 7", "page 12 OF 40!", "of page 3 7", "", "Page 3"]))
    assert keys[0] == keys[1]
    assert len(set(keys.tolist())) == 4
    assert keys[3] == 0


def test_characters_are_classed_at_a_lines_edges_and_inside() -> None:
    marks = page_marks(["“Who pays?”", "a|b", "at 10:45", "", "これは。"])
    assert marks.end[0] == line_marks.STOP
    assert marks.first[0] == marks.last[0] == line_marks.QUOTE
    assert marks.counts[1, line_marks.BAR] == 1
    assert marks.clock.tolist() == [False, False, True, False, False]
    assert marks.counts[3].sum() == 0
    assert (marks.counts[4, line_marks.CJK], marks.end[4]) == (3, line_marks.STOP)
