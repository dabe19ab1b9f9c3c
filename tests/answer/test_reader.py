"""The reader's own laws, and what its shipped weights must get right on hand-written cases."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.answer.reader import Reader, Reading
from rag.answer.reader_pieces import WINDOW_PIECES, Pieces, window, windows
from rag.errors import ModelError

if TYPE_CHECKING:
    from pathlib import Path

PARAGRAPH = (
    "The port of Merrow was closed on 4 March after a crane fell. "
    "Harbour master Ilse Brandt said that repairs would cost 12 million crowns. "
    "Ferries to the northern islands were moved to Tolland."
)
SENTENCES = [(0, 60), (61, 135), (136, 190)]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


def made_pieces(words: list[str]) -> Pieces:
    spans, cursor = [], 0
    for word in words:
        spans.append((cursor, cursor + len(word)))
        cursor += len(word) + 1
    return Pieces(ids=tuple(range(1000, 1000 + len(words))), spans=tuple(spans), words=tuple(words))


@given(st.integers(0, 90), st.integers(0, 900))
def test_windows_cover_every_piece_and_none_is_too_long(n_question: int, n_paragraph: int) -> None:
    laid = windows(made_pieces(["who"] * n_question), made_pieces(["word"] * n_paragraph))
    covered = {piece for each in laid for piece in range(each.offset, each.offset + each.n_pieces)}
    assert covered == set(range(n_paragraph))
    assert all(len(each.ids) == len(each.sides) == len(each.matches) <= WINDOW_PIECES for each in laid)


def test_matches_tell_exact_words_from_words_that_differ_by_their_ending() -> None:
    read = window(made_pieces(["who", "invaded", "france"]), made_pieces(["france", "was", "invades", "by"]))
    assert read.matches == [0, 1, 3, 2, 0, 5, 4, 6, 4, 0]


def test_window_starts_the_paragraph_where_it_says() -> None:
    read = window(made_pieces(["who"]), made_pieces(["a", "b", "c"]), offset=1)
    assert read.ids[read.first] == 1001
    assert read.n_pieces == 2


@given(st.integers(1, 90), st.integers(0, 90), st.integers(1, 900))
def test_every_window_stands_under_the_header_and_none_is_too_long(n_question: int, n_header: int, n: int) -> None:
    question, header, paragraph = (
        made_pieces([word] * count) for word, count in (("who", n_question), ("title", n_header), ("word", n))
    )
    laid = windows(question, paragraph, header=header)
    covered = {piece for each in laid for piece in range(each.offset, each.offset + each.n_pieces)}
    assert covered == set(range(n))
    for each in laid:
        assert len(each.ids) == len(each.sides) == len(each.matches) <= WINDOW_PIECES
        assert each.ids[each.first : each.first + each.n_pieces] == list(
            paragraph.ids[each.offset : each.offset + each.n_pieces]
        )


def test_words_of_the_question_are_seen_in_the_header() -> None:
    read = window(made_pieces(["who", "invaded"]), made_pieces(["it"]), header=made_pieces(["invaded", "lands"]))
    assert read.matches == [0, 1, 2, 0, 5, 4, 4, 0]
    assert read.first == 6


@settings(deadline=None)  # the first example pays for importing torch
@given(st.lists(st.floats(-1, 1, width=32), min_size=128, max_size=128))
def test_packing_a_matrix_moves_no_number_by_more_than_a_step(values: list[float]) -> None:
    import torch

    from rag.answer.reader_weights import GROUP, packed, unpacked

    matrix = torch.tensor(values).view(1, 128)
    codes, scale = packed(matrix)
    assert codes.numel() * 2 == matrix.numel()
    allowed = scale.float().repeat_interleave(GROUP, dim=1) * 0.51 + 1e-6
    assert bool(((unpacked(codes, scale) - matrix).abs() <= allowed).all())


def test_a_reading_gives_each_sentence_its_share_of_starts_and_ends() -> None:
    reading = Reading(
        answerable=0.5,
        start=0,
        end=3,
        span_score=1.0,
        null_score=0.0,
        total=2.0,
        pieces=((0, 3), (4, 7), (8, 9)),
        starts=(0.5, 0.2, 0.1),
        ends=(0.1, 0.4, 0.1),
    )
    assert reading.sentence_mass([(0, 4), (4, 9)]) == pytest.approx([0.3, 0.4])
    assert reading.placed == pytest.approx(0.7)


def test_a_header_is_read_and_nothing_is_found_in_it(reader: Reader) -> None:
    question = "Who closed the port of Merrow?"
    bare, headed = (reader.read(question, [PARAGRAPH], above)[0] for above in (None, ["Oda Lind closed Merrow"]))
    assert headed.pieces == bare.pieces
    assert 0 <= headed.start < headed.end <= len(PARAGRAPH)
    assert (headed.answerable, headed.null_score) != (bare.answerable, bare.null_score)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("When was the port of Merrow closed?", "4 March"),
        ("Who is the harbour master?", "Ilse Brandt"),
        ("How much would the repairs cost?", "12 million"),
        ("Where were the ferries moved?", "Tolland"),
    ],
)
def test_the_best_span_holds_the_answer(reader: Reader, question: str, answer: str) -> None:
    reading = reader.read(question, [PARAGRAPH])[0]
    assert answer in PARAGRAPH[reading.start : reading.end]
    assert reading.end - reading.start < 50


def test_the_sentence_that_answers_has_the_largest_share(reader: Reader) -> None:
    masses = reader.read("How much would the repairs cost?", [PARAGRAPH])[0].sentence_mass(SENTENCES)
    assert masses[1] == max(masses)
    assert sum(masses) <= 1


@pytest.mark.parametrize(
    ("asked", "near_miss"),
    [
        ("Where were the ferries moved?", "Where were the trams moved?"),
        ("When was the port of Merrow closed?", "When was the port of Kestrel opened?"),
        ("How much would the repairs cost?", "How much would the lawsuit cost?"),
    ],
)
def test_a_near_miss_is_less_answerable_than_the_question(reader: Reader, asked: str, near_miss: str) -> None:
    question, changed = (reader.read(each, [PARAGRAPH])[0].answerable for each in (asked, near_miss))
    assert changed < question


def test_readings_come_in_the_order_of_the_texts(reader: Reader) -> None:
    other = "Bakers in Oslo were on strike."
    apart = [reader.read("Who was on strike?", [text])[0] for text in (PARAGRAPH, other)]
    together = reader.read("Who was on strike?", [PARAGRAPH, other])
    assert [each.answerable for each in together] == pytest.approx([each.answerable for each in apart], abs=1e-3)
    assert [(each.start, each.end) for each in together] == [(each.start, each.end) for each in apart]


def test_an_answer_far_down_a_long_text_is_found(reader: Reader) -> None:
    text = "The council met again on Monday and talked about roads. " * 40 + PARAGRAPH
    reading = reader.read("Who is the harbour master?", [text])[0]
    assert text[reading.start : reading.end].strip("., ") == "Ilse Brandt"
    assert len(reading.pieces) == len(reading.starts) == len(reading.ends)


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_a_text_without_words_has_no_span(reader: Reader, text: str) -> None:
    reading = reader.read("Who?", [text])[0]
    assert (reading.start, reading.end) == (0, 0)
    assert 0 <= reading.answerable <= 1


def test_no_texts_give_no_readings(reader: Reader) -> None:
    assert reader.read("Who?", []) == []


def test_readings_are_the_same_bytes_in_another_process_and_with_other_threads() -> None:
    program = (
        "import sys, torch; torch.set_num_threads(int(sys.argv[1]));"
        "from rag.answer.reader import Reader;"
        "print(Reader.load().read(sys.argv[2], [sys.argv[3]] * 3 + [sys.argv[3] * 9]))"
    )
    arguments = ("Who is the harbour master?", PARAGRAPH)
    one, two = (
        subprocess.run(  # the interpreter that runs the tests, on our own words
            [sys.executable, "-c", program, threads, *arguments], capture_output=True, check=True, text=True
        ).stdout
        for threads in ("1", "2")
    )
    assert one == two


def test_missing_weights_are_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"No reader weights at .*reinstall"):
        Reader.load(tmp_path)


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "reader.safetensors").write_bytes(b"\x08\x00\x00\x00\x00\x00\x00\x00notjson!")
    with pytest.raises(ModelError, match="cannot be read"):
        Reader.load(tmp_path)
