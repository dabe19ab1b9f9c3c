"""Saved runs come back whole, and two of them are compared fairly."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from eval.compare import Difference, compare_runs
from eval.errors import SetError
from eval.measures import BY_NAME
from eval.metrics.grounding import is_verbatim
from eval.run import iter_graded
from eval.store import commit_name, load_run, save_run, saved_runs
from eval.table import comparison_lines
from eval.testing import OverlapAnswerer
from eval.types import Question, Run
from tests.eval.cases import ARTICLES, COST, QUESTIONS, answerer

if TYPE_CHECKING:
    from pathlib import Path


def run_of(asked: OverlapAnswerer, questions: tuple[Question, ...] = QUESTIONS, **changes: str) -> Run:
    """Run the double over questions and wrap the outcome as a run."""
    about = {"set_name": "all", "commit": "abc", "model": "overlap", "encoder": "e", "settings_hash": "s",
             "index_fingerprint": "i", "questions_sha": "q", "corpus_sha": "c"} | changes  # fmt: skip
    return Run(**about, graded=tuple(iter_graded(questions, asked, entails=is_verbatim)))


def many(n: int) -> tuple[Question, ...]:
    """Return n copies of one question under different ids."""
    return tuple(replace(COST, id=f"q{number}") for number in range(n))


def test_a_saved_run_comes_back_whole(tmp_path: Path) -> None:
    run = run_of(answerer())
    path = save_run(run, tmp_path)
    assert path.name == "abc-all-overlap.json"
    assert load_run(str(path)) == run
    assert load_run("abc", tmp_path) == run


def test_a_name_that_fits_no_run_or_several_is_refused_with_the_choice(tmp_path: Path) -> None:
    with pytest.raises(SetError, match=r"no run begins with 'zzz'.*none yet"):
        load_run("zzz", tmp_path)
    save_run(run_of(answerer()), tmp_path)
    save_run(run_of(answerer(), set_name="dev"), tmp_path)
    with pytest.raises(SetError, match=r"several runs begin with 'abc'.*abc-all-overlap, abc-dev-overlap"):
        load_run("abc", tmp_path)


def test_a_file_that_is_no_run_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}", "utf-8")
    with pytest.raises(SetError, match="is no saved run"):
        load_run(str(tmp_path / "x.json"))


def test_saved_runs_come_newest_first(tmp_path: Path) -> None:
    assert saved_runs(tmp_path) == []
    for age, model in ((200, "old"), (100, "new")):
        path = save_run(run_of(answerer(), model=model), tmp_path)
        os.utime(path, (1_000_000 - age, 1_000_000 - age))
    assert [load_run(str(path)).model for path in saved_runs(tmp_path)] == ["new", "old"]


def test_a_folder_outside_git_has_no_commit(tmp_path: Path) -> None:
    assert commit_name(tmp_path) == "no-commit"


def test_a_run_does_not_differ_from_itself() -> None:
    comparison = compare_runs(run_of(answerer()), run_of(answerer()))
    assert comparison.flips == ()
    assert not any(d.is_real for d in comparison.differences)


def test_a_refuser_is_really_worse_and_every_flip_is_listed() -> None:
    questions = many(30)
    comparison = compare_runs(
        run_of(answerer(), questions), run_of(OverlapAnswerer(ARTICLES, at_least=2), questions, model="refuser")
    )
    correct = next(d for d in comparison.differences if d.measure.name == "correct")
    assert (correct.a, correct.b, correct.low, correct.high) == (1, 0, -1, -1)
    assert correct.is_real
    assert len(comparison.flips) == 30
    assert "B gets wrong what A got right: 30" in list(comparison_lines(comparison))


def test_one_flip_of_thirty_is_not_called_real() -> None:
    questions = many(30)
    a = run_of(answerer(), questions)
    worse = next(iter_graded(questions[:1], OverlapAnswerer(ARTICLES, at_least=2), entails=is_verbatim))
    comparison = compare_runs(a, replace(a, graded=(worse, *a.graded[1:])))
    assert len(comparison.flips) == 1
    assert not any(d.is_real for d in comparison.differences)


def test_runs_without_a_question_in_common_are_refused() -> None:
    with pytest.raises(SetError, match="share no question"):
        compare_runs(run_of(answerer(), many(2)), run_of(answerer(), (replace(COST, id="z"),)))


def test_a_question_whose_gold_changed_in_between_is_left_out_and_counted() -> None:
    changed = replace(COST, answers=(("137",),))
    comparison = compare_runs(run_of(answerer()), run_of(answerer(), (changed, *QUESTIONS[1:])))
    assert (comparison.n, comparison.n_changed) == (2, 1)
    assert "left out because they changed in between: 1" in list(comparison_lines(comparison))
    with pytest.raises(SetError, match="share no question"):
        compare_runs(run_of(answerer(), (COST,)), run_of(answerer(), (changed,)))


def test_a_real_difference_says_which_run_is_the_better_one() -> None:
    questions = many(30)
    refuser = run_of(OverlapAnswerer(ARTICLES, at_least=2), questions)
    lines = list(comparison_lines(compare_runs(refuser, run_of(answerer(), questions))))
    (correct,) = (line for line in lines if line.startswith("* Correct"))
    assert correct.endswith("B better")
    assert BY_NAME["ece"].lower_is_better
    falling = Difference(BY_NAME["ece"], a=0.3, b=0.1, low=-0.3, high=-0.1, p=0.001, n=30, is_real=True)
    assert falling.is_gain
