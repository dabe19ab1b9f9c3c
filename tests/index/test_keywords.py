"""Keyword search against exact BM25, worked out by hand and by a reference."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.index.keywords import K1, B, KeywordIndex

if TYPE_CHECKING:
    from pathlib import Path

WORDS = ("tariff", "soy", "china", "export", "metal", "port")
PASSAGES = st.lists(st.lists(st.sampled_from(WORDS), max_size=12), min_size=1, max_size=12)
QUERY = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True)


def lucene_idf(n_passages: int, n_holding: int) -> float:
    return math.log(1 + (n_passages - n_holding + 0.5) / (n_holding + 0.5))


def weights(index: KeywordIndex, query: list[str]) -> dict[str, float]:
    return {term: lucene_idf(len(index), index.document_frequency(term)) for term in query}


def test_a_score_worked_by_hand() -> None:
    index = KeywordIndex.build([["tariff", "soy", "soy"], ["tariff"], ["port", "port"]])
    hits = index.search({"soy": 2.0}, k=3, admitted=None)
    # tf 2, length 3, mean length 2: 2 * 2 / (2 + 1.2 * (0.25 + 0.75 * 3 / 2)) = 4 / 3.65
    assert [number for number, _ in hits] == [0]
    assert hits[0][1] == pytest.approx(4 / 3.65)


@given(PASSAGES, QUERY)
def test_ranking_equals_bm25_summed_passage_by_passage(passages: list[list[str]], query: list[str]) -> None:
    index = KeywordIndex.build(passages)
    mean = sum(map(len, passages)) / len(passages)
    expected = []
    for number, listed in enumerate(passages):
        score = 0.0
        for term in query:
            holding = sum(term in one for one in passages)
            tf = listed.count(term)
            if tf:
                norm = K1 * (1 - B + B * len(listed) / mean)
                score += lucene_idf(len(passages), holding) * tf / (tf + norm)
        if score > 0:
            expected.append((number, score))
    found = index.search(weights(index, query), k=len(passages), admitted=None)
    assert dict(found) == pytest.approx(dict(expected))
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


def test_the_reference_library_agrees() -> None:
    import bm25s

    rng = np.random.default_rng(7)
    passages = [[WORDS[at] for at in rng.integers(0, len(WORDS), rng.integers(3, 30))] for _ in range(60)]
    query = ["soy", "china", "port"]
    index = KeywordIndex.build(passages)
    ours = dict(index.search(weights(index, query), k=60, admitted=None))
    reference = bm25s.BM25(k1=K1, b=B, method="lucene")
    reference.index(passages, show_progress=False)
    theirs = reference.get_scores(query)
    assert [ours.get(number, 0.0) for number in range(60)] == pytest.approx(theirs.tolist(), rel=1e-5)


@given(PASSAGES, QUERY, st.data())
def test_the_filter_is_applied_before_ranking(passages: list[list[str]], query: list[str], data: st.DataObject) -> None:
    index = KeywordIndex.build(passages)
    admitted = np.array(data.draw(st.lists(st.booleans(), min_size=len(passages), max_size=len(passages))), dtype=bool)
    everything = index.search(weights(index, query), k=len(passages), admitted=None)
    found = index.search(weights(index, query), k=2, admitted=admitted)
    assert found == [one for one in everything if admitted[one[0]]][:2]


@given(st.lists(st.lists(st.text(alphabet="aé中", min_size=1, max_size=3), max_size=5), max_size=6))
def test_what_was_saved_answers_the_same(tmp_path_factory: pytest.TempPathFactory, passages: list[list[str]]) -> None:
    folder = tmp_path_factory.mktemp("keywords")
    index = KeywordIndex.build(passages)
    index.save(folder, "k-")
    loaded = KeywordIndex.load(folder, "k-")
    query = dict.fromkeys(index.terms, 1.0)
    assert loaded.terms == index.terms
    assert loaded.search(query, k=9, admitted=None) == index.search(query, k=9, admitted=None)


def test_no_file_needs_unpickling(tmp_path: Path) -> None:
    KeywordIndex.build([["soy"]]).save(tmp_path, "")
    for path in tmp_path.glob("*.npy"):
        np.load(path, allow_pickle=False)
    assert {path.suffix for path in tmp_path.iterdir()} == {".npy", ".txt"}


def test_ties_fall_to_the_earlier_passage() -> None:
    index = KeywordIndex.build([["port"], ["soy"], ["soy"], ["soy"]])
    assert [number for number, _ in index.search({"soy": 1.0}, k=2, admitted=None)] == [1, 2]
