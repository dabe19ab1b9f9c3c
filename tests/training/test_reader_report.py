"""The measures that the reader's card reports, on cases worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.reader_report import auroc, span_f1, words_of

scores = st.lists(st.integers(0, 9).map(float), min_size=1, max_size=12)


@given(scores, scores)
def test_auroc_is_the_share_of_pairs_in_the_right_order(positive: list[float], negative: list[float]) -> None:
    pairs = [(one > other) + (one == other) / 2 for one in positive for other in negative]
    assert auroc(positive, negative) == pytest.approx(sum(pairs) / len(pairs))


def test_answers_are_compared_without_case_articles_and_punctuation() -> None:
    assert words_of("The  Grainger-Town, area") == ["graingertown", "area"]


@pytest.mark.parametrize(
    ("found", "gold", "f1"), [("in October 1973", "October 1973", 0.8), ("Rome", "Paris", 0.0), ("", "Paris", 0.0)]
)
def test_span_f1_is_the_harmonic_mean_of_word_precision_and_recall(found: str, gold: str, f1: float) -> None:
    assert span_f1(found, gold) == pytest.approx(f1)
