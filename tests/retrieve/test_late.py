from __future__ import annotations

import numpy as np
import pytest

from rag.retrieve.late import STOPWORD_WEIGHT, passage_scores, token_spans, token_weights, word_similarities
from rag.testing import BagOfWordsEncoder
from rag.types import Span

ENCODER = BagOfWordsEncoder()


def test_a_span_is_compared_by_its_own_words_alone() -> None:
    passage = "Gallium rose. Soybeans fell."
    spans = [Span(0, 13), Span(14, 28), Span(3, 3)]
    gallium = word_similarities("gallium", passage, spans, ENCODER)[:, 0]
    assert gallium[0] == pytest.approx(1, abs=1e-3)
    assert gallium[1] < 1
    assert gallium[2] == 0


def test_function_words_weigh_little_and_a_rare_word_its_idf() -> None:
    question = "Who banned gallium?"
    weights = dict(
        zip(_tokens(question), token_weights(question, {"gallium": 4.0}, token_spans(question, ENCODER)), strict=True)
    )
    assert weights["gallium"] == 4.0
    assert weights["Who"] == STOPWORD_WEIGHT


def test_the_passage_with_the_rare_word_scores_higher_than_the_one_with_the_common_word() -> None:
    idf = {"ban": 0.5, "gallium": 4.0}
    scores = passage_scores("banned gallium", ["They banned it.", "They sold gallium."], ENCODER, idf=idf)
    assert scores[1] > scores[0]


def test_a_question_without_words_scores_nothing() -> None:
    assert passage_scores("", ["They banned it."], ENCODER, idf={}) == [0.0]


def _tokens(text: str) -> list[str]:
    return [text[span.start : span.end] for span in token_spans(text, ENCODER)]


def test_similarities_have_a_row_a_span_and_a_column_a_token() -> None:
    found = word_similarities("banned gallium", "", [Span(0, 0)], ENCODER)
    assert found.shape == (1, 2)
    assert not np.any(found)
