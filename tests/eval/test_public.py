"""A public set from folder to figures, through a real index and the real assistant."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from eval.run_cli import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

DOCUMENTS = {
    "d1": "Corvane Metals will relight the furnace at Harrow Flat because antimony has become hard to buy anywhere.",
    "d2": "The cooperative shipped fewer soybeans to Chinese buyers and will borrow for a crushing plant at Dunmore.",
    "d3": "Two gas carriers are being built at the yard, and the second berth of the terminal is to be ready in 2029.",
}


def test_a_beir_folder_is_indexed_searched_and_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "tiny"
    (folder / "qrels").mkdir(parents=True)
    corpus = [{"_id": name, "title": f"Report {name}", "text": text} for name, text in DOCUMENTS.items()]
    queries = [{"_id": "q1", "text": "Why is the furnace relit?"}, {"_id": "q2", "text": "When is the berth ready?"}]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, corpus)), "utf-8")
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)), "utf-8")
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td3\t1\n", "utf-8")

    assert main(["--set", f"beir:{folder}", "--json", "--html", "report.html"]) == 0

    record = json.loads(capsys.readouterr().out)
    (part,) = record["parts"]
    assert part["n"] == 2
    assert part["measures"]["ndcg@10"]["value"] == 1
    assert "abstention_f1" not in part["measures"], "nothing was asked"
    assert record["not_comparable"]
    assert (tmp_path / "report.html").is_file()
    assert (tmp_path / record["saved"]).is_file()
