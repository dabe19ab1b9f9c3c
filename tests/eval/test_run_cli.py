"""`rag eval` from its arguments to its exit status, over a tiny index and an answerer named on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from eval.dataset import write_questions
from eval.run_cli import main
from eval.testing import OverlapAnswerer
from tests.eval.cases import ABSENT, ARTICLES, COST, QUESTIONS

if TYPE_CHECKING:
    from pathlib import Path


MODEL = "python:tests.eval.test_run_cli:open_double"
REFUSER = "python:tests.eval.test_run_cli:open_refuser"
CRASHER = "python:tests.eval.test_run_cli:open_crasher"


def open_double(index_dir: Path) -> OverlapAnswerer:
    """Stand in for an index: the folder is not read."""
    assert index_dir.name == "index"
    return OverlapAnswerer(ARTICLES)


def open_refuser(index_dir: Path) -> OverlapAnswerer:
    """Stand in for an answerer that refuses everything."""
    assert index_dir.name == "index"
    return OverlapAnswerer(ARTICLES, at_least=2)


def open_crasher(index_dir: Path) -> OverlapAnswerer:
    """Stand in for an answerer that cannot answer."""
    assert index_dir.name == "index"
    return OverlapAnswerer(ARTICLES, at_least=object())  # type: ignore[arg-type]  # it shall crash


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_questions(tmp_path / "mine.jsonl", QUESTIONS)


def evaluate(*more: str, model: str = MODEL) -> int:
    """Run `rag eval` on the tiny set."""
    return main(["--set", "mine.jsonl", "--index", "index", "--model", model, *more])


def test_a_set_of_ones_own_is_measured_and_saved(capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate("--json") == 0
    record = json.loads(capsys.readouterr().out)
    (part,) = record["parts"]
    assert (part["name"], part["n"], part["measures"]["correct"]["value"]) == ("mine", 3, 1.0)
    assert record["saved"].startswith("eval/results/")
    assert record["gate"] is None


def test_a_part_of_a_set_does_not_take_the_place_of_the_whole(tmp_path: Path) -> None:
    evaluate()
    evaluate("--limit", "2")
    names = sorted(path.stem.rpartition("-python")[0] for path in (tmp_path / "eval" / "results").iterdir())
    assert [name.partition("mine")[2] for name in names] == ["", "-limit-2"]


def test_the_table_shows_intervals_and_counts(capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate() == 0
    shown = capsys.readouterr().out
    assert "Correct" in shown
    assert "100.0 [29.2–100.0] n 3" in shown
    assert "no gate holds for this set" in shown


def test_the_page_is_written(tmp_path: Path) -> None:
    assert evaluate("--html", "report.html") == 0
    assert (tmp_path / "report.html").read_text("utf-8").startswith("<!doctype html>")


def test_the_gate_passes_what_was_pinned_and_fails_what_is_worse(capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate("--baseline", "floors.json", "--update") == 0
    assert evaluate("--baseline", "floors.json") == 0
    capsys.readouterr()
    assert evaluate("--baseline", "floors.json", model=REFUSER) == 1
    assert "GATE FAILED" in capsys.readouterr().out


def test_an_update_does_not_lower_a_floor_silently(capsys: pytest.CaptureFixture[str]) -> None:
    evaluate("--baseline", "floors.json", "--update")
    assert evaluate("--baseline", "floors.json", "--update", model=REFUSER) == 2
    assert "--allow-regression" in capsys.readouterr().err
    assert evaluate("--baseline", "floors.json", "--update", "--allow-regression", model=REFUSER) == 0


def test_a_run_that_crashed_pins_no_floor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate("--baseline", "floors.json", "--update", model=CRASHER) == 2
    assert "3 of 3 questions crashed" in capsys.readouterr().err
    assert not (tmp_path / "floors.json").exists()


def test_changed_questions_fail_the_gate_with_the_command_to_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluate("--baseline", "floors.json", "--update")
    write_questions(tmp_path / "mine.jsonl", (COST, ABSENT))
    assert evaluate("--baseline", "floors.json") == 1
    assert (
        "the questions changed since the baseline was pinned: look, then run rag eval --update"
        in capsys.readouterr().out
    )


def test_two_saved_runs_are_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evaluate()
    evaluate(model=REFUSER)
    saved = sorted(str(path) for path in (tmp_path / "eval" / "results").iterdir())
    capsys.readouterr()
    assert main(["--compare", *saved]) == 0
    assert "B gets wrong what A got right: 2" in capsys.readouterr().out
    assert main(["--compare", *saved, "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["flips"]) == 2


def test_drafts_are_made_once_and_left_out_of_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "own").mkdir()
    text = "Talks\n\nCorvane Metals will put $41 million of its own cash into the new furnace this year.\n"
    (tmp_path / "own" / "a.txt").write_text(text * 1, "utf-8")
    assert main(["--make", "drafts.jsonl", "--corpus", "own"]) == 0
    assert main(["--make", "drafts.jsonl", "--corpus", "own"]) == 2, "accepted questions are not written over"
    assert main(["--set", "drafts.jsonl", "--index", "index", "--model", MODEL]) == 2
    assert "holds drafts only" in capsys.readouterr().err


def test_results_are_exported_for_other_tools(tmp_path: Path) -> None:
    assert evaluate("--export", "ragas:out.jsonl") == 0
    assert len((tmp_path / "out.jsonl").read_text("utf-8").splitlines()) == 3
    assert evaluate("--export", "beir:out") == 0
    assert (tmp_path / "out" / "qrels" / "test.tsv").is_file()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--set", "gone.jsonl"], "there is no such set or file"),
        (["--set", "beir:gone"], "is not there"),
        (["--compare", "a", "b"], "no run begins with 'a'"),
        (["--set", "mine.jsonl", "--index", "index", "--model", "python:nowhere:x"], "python:package.module:function"),
        (["--set", "mine.jsonl", "--index", "index", "--model", MODEL, "--limit", "1", "--update"], "--limit measures"),
        (["--set", "mine.jsonl", "--index", "index", "--model", MODEL, "--export", "csv:x"], "ragas:FILE or beir:DIR"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert complaint in error
    assert error.count("\n") == 1


def test_an_unknown_option_is_one_line_and_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--colour", "dev"])
    assert stopped.value.code == 2
    assert capsys.readouterr().err == "rag eval: unrecognized arguments: --colour dev (see rag eval --help)\n"
