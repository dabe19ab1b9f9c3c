"""`rag clean` on a folder: what changed is cleaned, what cannot be read is told last, evidence comes when asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from rag.cli import main
from tests.articles.pages import FORUM_PAGE, OPINION_PAGE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "pages"
    place.mkdir()
    (place / "a.txt").write_text(OPINION_PAGE, encoding="utf-8")
    (place / "b.txt").write_text(FORUM_PAGE, encoding="utf-8")
    (place / "empty.txt").write_text("", encoding="utf-8")
    return place


def test_what_cannot_be_read_is_told_with_its_reason_and_the_rest_is_cleaned(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    assert main(["clean", str(folder), "--json"]) == 0
    printed = capsys.readouterr()
    assert len(json.loads(printed.out)) == 2
    assert printed.err.splitlines() == ["rag: 1 could not be read:", "rag: empty.txt: the file is empty"]


def test_a_report_keeps_a_memory_and_comes_out_the_same_from_it(
    capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    report, memory = tmp_path / "report.html", tmp_path / "report.memory.jsonl"
    assert main(["clean", str(folder), "--report", str(report)]) == 0
    first, remembered = report.read_bytes(), memory.read_bytes()
    memory.chmod(0o444)
    assert main(["clean", str(folder), "--report", str(report)]) == 0
    assert (report.read_bytes(), memory.read_bytes()) == (first, remembered)
    (folder / "b.txt").unlink()
    assert main(["clean", str(folder), "--report", str(report)]) == 0
    assert b"b.txt" not in report.read_bytes()
    assert b"empty.txt" in report.read_bytes()
    capsys.readouterr()


def test_evidence_is_added_on_request_only(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert main(["clean", str(folder / "a.txt"), "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    assert main(["clean", str(folder / "a.txt"), "--json", "--evidence"]) == 0
    full = json.loads(capsys.readouterr().out)
    assert list(full) == [*plain, "updated", "evidence"]
    lines = OPINION_PAGE.split("\n")
    at = {one["name"]: one["line"] for one in full["evidence"]}
    assert full["title"] in lines[at["title"] - 1]


def test_a_file_that_is_missing_is_one_line_on_standard_error(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["clean", str(tmp_path / "none.txt")]) == 1
    assert capsys.readouterr().err.count("\n") == 1
