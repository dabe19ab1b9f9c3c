"""Lines are kept in runs: a doubtful line goes with its neighbours, a sure one by itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.articles.lines import split_lines
from rag.articles.runs import CHANGE, in_runs

SHORT, LONG = "A few words", "word " * 36


def kept(*lines: tuple[str, float]) -> list[bool]:
    return in_runs(split_lines("\n".join(text for text, _ in lines)), np.array([p for _, p in lines], np.float32))


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ([(LONG, 0.95), (SHORT, 0.3), (LONG, 0.95)], [True, True, True]),
        ([(LONG, 0.95), (LONG, 0.1), (LONG, 0.95)], [True, False, True]),
        ([(SHORT, 0.1), (SHORT, 0.7), (SHORT, 0.1)], [False, False, False]),
        ([(SHORT, 0.1), (LONG, 0.9), (SHORT, 0.1)], [False, True, False]),
        ([(LONG, 0.95), (SHORT, 0.4)], [True, False]),
    ],
)
def test_a_doubtful_line_goes_with_its_neighbours(lines: list[tuple[str, float]], wanted: list[bool]) -> None:
    assert kept(*lines) == wanted


def test_a_page_without_a_line_has_none_to_keep() -> None:
    assert kept() == []


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 30), st.floats(0, 1)), min_size=1, max_size=9))
def test_no_other_course_is_likelier(rows: list[tuple[int, float]]) -> None:
    lines = split_lines("\n".join("w " * size for size, _ in rows))
    main = np.array([p for _, p in rows], np.float32)
    chance = np.clip(main.astype(float), 1e-4, 1 - 1e-4)
    odds = np.log(chance / (1 - chance)) * np.sqrt([size for size, _ in rows]) / 3

    def worth(course: np.ndarray) -> float:
        return float((odds * course).sum() - CHANGE * np.abs(np.diff(course, prepend=0, append=0)).sum())

    courses = (np.array([n >> k & 1 for k in range(len(rows))]) for n in range(2 ** len(rows)))
    assert worth(np.array(in_runs(lines, main), int)) == pytest.approx(max(map(worth, courses)))
