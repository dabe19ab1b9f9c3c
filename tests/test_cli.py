"""The command line: its JSON, its exit statuses, and one line for every bad input."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from rag.cli import main

if TYPE_CHECKING:
    from pathlib import Path

ASK_KEYS = [
    "question",
    "status",
    "text",
    "confidence",
    "sentences",
    "citations",
    "sources",
    "views",
    "missing",
    "trace",
]
CITATION_KEYS = {"n", "article_id", "path", "title", "authors", "outlet", "date", "url", "kind", "speaker", "quote"}
HIT_KEYS = ["rank", "score", "passage_id", "article_id", "path", "title", "outlet", "date", "start", "end", "text"]
CLEAN_KEYS = ["title", "authors", "outlet", "date", "url", "kind", "language", "text", "blocks", "removed"]
QUESTION = "Which minerals did China stop exporting to the United States?"


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    """Run a command and return its exit status, standard output and standard error."""
    try:
        status = main(args)
    except SystemExit as stop:
        status = int(stop.code or 0)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def refused(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str]:
    """Run a command that must fail; return its status and its one line."""
    status, out, err = run(capsys, *args)
    assert out == ""
    assert err.count("\n") == 1, f"one line, not: {err}"
    return status, err


def test_an_answer_as_json_has_the_interface_s_keys(capsys: pytest.CaptureFixture[str], index_dir: Path) -> None:
    status, out, _ = run(capsys, "ask", QUESTION, "--index", str(index_dir), "--json")
    answer = json.loads(out)
    assert status == 0
    assert list(answer) == ASK_KEYS
    assert answer["status"] in {"answered", "partial", "conflict"}
    assert "gallium" in answer["text"]
    assert answer["citations"][0].keys() >= CITATION_KEYS
    assert [c["n"] for c in answer["citations"]] == list(range(1, len(answer["citations"]) + 1))
    assert set(answer["sentences"][0]) == {"text", "support", "score", "citations"}


def test_the_same_question_gives_the_same_bytes(capsys: pytest.CaptureFixture[str], index_dir: Path) -> None:
    first = run(capsys, "ask", QUESTION, "--index", str(index_dir), "--json")
    assert run(capsys, "ask", QUESTION, "--index", str(index_dir), "--json") == first


def test_a_question_off_the_subject_is_refused_with_status_3(
    capsys: pytest.CaptureFixture[str], index_dir: Path
) -> None:
    question = "Who won the women's singles final at Wimbledon?"
    status, out, _ = run(capsys, "ask", question, "--index", str(index_dir), "--json")
    answer = json.loads(out)
    assert (status, answer["status"], answer["citations"]) == (3, "abstained", [])
    assert answer["missing"]["reason"]


def test_timings_are_measured_on_request_only(capsys: pytest.CaptureFixture[str], index_dir: Path) -> None:
    _, out, _ = run(capsys, "ask", QUESTION, "--index", str(index_dir), "--json")
    assert json.loads(out)["trace"]["timings_ms"] == {}
    _, out, _ = run(capsys, "ask", QUESTION, "--index", str(index_dir), "--json", "--timings")
    assert set(json.loads(out)["trace"]["timings_ms"]) == {"rewrite", "search", "read", "check"}


def test_a_search_names_each_passage_and_its_article(capsys: pytest.CaptureFixture[str], index_dir: Path) -> None:
    status, out, _ = run(capsys, "search", QUESTION, "-k", "3", "--index", str(index_dir), "--json")
    hits = json.loads(out)["hits"]
    assert status == 0
    assert [list(hit) for hit in hits] == [HIT_KEYS] * 3
    assert [hit["rank"] for hit in hits] == [1, 2, 3]
    assert "China stopped all sales of antimony, gallium and germanium" in hits[1]["text"]
    assert hits[0]["score"] >= hits[1]["score"] >= hits[2]["score"]


def test_cleaning_from_standard_input_keeps_the_article(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (
        "Home\nSubscribe\n\nPort reopens\n\nThe port of Averill reopened on Monday, its operator said in a statement."
    )
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(page.encode())))
    status, out, _ = run(capsys, "clean", "-", "--json")
    record: dict[str, Any] = json.loads(out)
    assert status == 0
    assert list(record) == CLEAN_KEYS
    assert "The port of Averill reopened" in record["text"]
    assert "Subscribe" not in record["text"]


def test_a_claim_with_another_number_is_not_supported(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    evidence = tmp_path / "evidence.txt"
    evidence.write_text("The plant employs 420 people and opened in 2021.", encoding="utf-8")
    status, out, _ = run(
        capsys, "verify", "--claim", "The plant employs 420 people.", "--evidence", str(evidence), "--json"
    )
    right = json.loads(out)
    assert (status, right["verdict"]) == (0, "supported")
    assert list(right) == ["verdict", "score", "quote", "start", "end", "reasons"]
    _, out, _ = run(capsys, "verify", "--claim", "The plant employs 940 people.", "--evidence", str(evidence), "--json")
    wrong = json.loads(out)
    assert wrong["verdict"] == "contradicted"
    assert wrong["score"] < 0.5 < right["score"]


@pytest.mark.parametrize(
    ("question", "message"),
    [("", "The question is empty"), ("  ?!… ", "The question is empty"), ("why " * 2500, "9,999 characters long")],
)
def test_a_question_that_is_none_is_wrong_usage(
    capsys: pytest.CaptureFixture[str], question: str, message: str
) -> None:
    status, err = refused(capsys, "ask", question)
    assert status == 2
    assert message in err


def test_a_missing_index_names_the_command_that_builds_one(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, err = refused(capsys, "ask", QUESTION, "--index", str(tmp_path / "none"))
    assert status == 1
    assert "rag index" in err


def test_an_empty_or_missing_corpus_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for corpus in (tmp_path, tmp_path / "none"):
        status, err = refused(capsys, "index", str(corpus), "--index", str(tmp_path / "index"))
        assert status == 1
        assert str(corpus) in err


def test_unreadable_files_are_listed_and_the_rest_is_indexed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "good.txt").write_text("The port of Averill reopened on Monday, its operator said.", encoding="utf-8")
    (corpus / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (corpus / "empty.txt").write_bytes(b"")
    (corpus / "broken.txt").write_bytes(b"The ferry to Skerry sails again at dawn, \xff\xfe the harbour master said.")
    status, out, _ = run(capsys, "index", str(corpus), "--index", str(tmp_path / "index"), "--json")
    report = json.loads(out)
    assert status == 0
    assert {entry["path"] for entry in report["unreadable"]} == {"binary.txt", "empty.txt"}
    assert all(entry["reason"] for entry in report["unreadable"])
    assert report["n_articles"] == 2


def test_a_damaged_index_is_named_with_the_mend(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, index_dir: Path
) -> None:
    import shutil

    broken = tmp_path / "index"
    shutil.copytree(index_dir, broken)
    victim = next(path for path in sorted(broken.rglob("*")) if path.is_file() and "passages" in path.name)
    victim.write_bytes(victim.read_bytes()[:-20])
    status, err = refused(capsys, "ask", QUESTION, "--index", str(broken))
    assert status == 1
    assert victim.name in err
    assert "--rebuild" in err


@pytest.mark.parametrize(
    "args",
    [
        ["ask"],
        ["dance"],
        ["search", "x", "-k", "many"],
        ["ask", "Who?", "--since", "yesterday"],
        ["ask", "Who?", "--kind", "poem"],
        ["search", "Who?", "-k", "0"],
        ["verify", "--claim", "x", "--evidence", "/no/such/file"],
    ],
)
def test_wrong_usage_is_one_line_and_status_2(
    capsys: pytest.CaptureFixture[str], index_dir: Path, args: list[str]
) -> None:
    where = ["--index", str(index_dir)] if args[0] in {"ask", "search"} and len(args) > 1 else []
    assert refused(capsys, *args, *where)[0] == 2


def test_the_doctor_finds_the_shipped_corpus_healthy(capsys: pytest.CaptureFixture[str], index_dir: Path) -> None:
    status, out, _ = run(capsys, "doctor", "--index", str(index_dir), "--json")
    report = json.loads(out)
    assert status == 0
    assert report["healthy"] is True
    assert {"encoder", "index", "freshness", "duplicates"} <= {finding["check"] for finding in report["findings"]}
