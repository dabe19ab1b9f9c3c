"""Dense search: exact, filtered before ranking, the same after saving."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from rag.index.vectors import VectorIndex

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


@pytest.fixture
def vectors() -> NDArray[np.float32]:
    made = np.random.default_rng(3).standard_normal((50, 8)).astype(np.float32)
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


def test_the_best_are_those_of_a_full_scan(vectors: NDArray[np.float32]) -> None:
    scores = vectors @ vectors[4]
    found = VectorIndex.build(vectors).search(vectors[4], k=7, admitted=None)
    assert [number for number, _ in found] == np.argsort(-scores)[:7].tolist()
    assert [score for _, score in found] == pytest.approx(np.sort(scores)[::-1][:7].tolist(), abs=1e-6)


def test_the_filter_is_applied_before_ranking(vectors: NDArray[np.float32]) -> None:
    admitted = np.zeros(50, dtype=bool)
    admitted[[1, 9, 33]] = True
    found = VectorIndex.build(vectors).search(vectors[4], k=10, admitted=admitted)
    assert {number for number, _ in found} == {1, 9, 33}


def test_a_filter_that_admits_nothing_finds_nothing(vectors: NDArray[np.float32]) -> None:
    assert VectorIndex.build(vectors).search(vectors[0], k=5, admitted=np.zeros(50, dtype=bool)) == []


def test_asking_for_more_than_there_is_gives_all(vectors: NDArray[np.float32]) -> None:
    assert len(VectorIndex.build(vectors).search(vectors[0], k=500, admitted=None)) == 50


def test_what_was_saved_answers_the_same(tmp_path: Path, vectors: NDArray[np.float32]) -> None:
    index = VectorIndex.build(vectors)
    index.save(tmp_path / "v")
    loaded = VectorIndex.load(tmp_path / "v")
    assert loaded.search(vectors[2], k=9, admitted=None) == index.search(vectors[2], k=9, admitted=None)
    assert np.array_equal(loaded.vectors(), vectors)


def test_equal_vectors_come_in_order_of_number() -> None:
    same = np.tile(np.array([[1.0, 0.0]], dtype=np.float32), (5, 1))
    found = VectorIndex.build(same).search(same[0], k=5, admitted=None)
    assert [number for number, _ in found] == [0, 1, 2, 3, 4]
