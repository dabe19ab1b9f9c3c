"""Batches keep questions of one paragraph together and lose none."""

# ruff: noqa: S311  the generator only shuffles examples

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from rag.answer.reader_pieces import Pieces, window
from training.reader_batches import Row, batch_of, iter_batches, units


def row(group: int, *, answerable: bool, n_pieces: int = 5) -> Row:
    words = ("word",) * n_pieces
    text = Pieces(ids=(7,) * n_pieces, spans=((0, 1),) * n_pieces, words=words)
    return Row(read=window(text, text), start=0, end=0, answerable=answerable, group=group)


rows = st.lists(st.builds(row, st.integers(0, 5), answerable=st.booleans(), n_pieces=st.integers(1, 60)), min_size=1)


@given(rows, st.integers(0, 99))
def test_every_row_is_in_exactly_one_batch_of_at_most_the_size(made: list[Row], seed: int) -> None:
    rng = random.Random(seed)
    batches = list(iter_batches(units(made, rng), rng, size=8))
    assert sorted(map(id, made)) == sorted(id(each) for batch in batches for each in batch)
    assert all(len(batch) <= 8 for batch in batches)


def test_a_unit_sets_an_answerable_question_beside_a_near_miss_of_the_same_paragraph() -> None:
    made = [row(1, answerable=True), row(1, answerable=True), row(1, answerable=False), row(2, answerable=False)]
    grouped = units(made, random.Random(1))
    assert [[each.answerable for each in unit] for unit in grouped] == [[True, False, True], [False]]


def test_batches_are_padded_to_a_multiple_of_thirty_two() -> None:
    batch = batch_of([row(1, answerable=True, n_pieces=5), row(2, answerable=False, n_pieces=20)])
    assert tuple(batch.pieces.shape) == (2, 64)
    assert batch.answerable.tolist() == [1.0, 0.0]


def test_the_rivals_of_a_question_go_where_its_row_goes() -> None:
    rivals = (row(3, answerable=False), row(4, answerable=False))
    one = replace(row(1, answerable=True), asked=5, rivals=rivals)
    (unit,) = units([one], random.Random(1))
    assert unit == [one, *rivals]
