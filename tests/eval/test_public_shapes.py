"""Public data written into the shapes that the adapters read, on tiny files of the same form."""

from __future__ import annotations

import gzip
import json
import sys
from typing import TYPE_CHECKING

from benchmarks.public_shapes import SUMMEDITS, main
from eval.adapters.ragtruth import read_ragtruth
from eval.adapters.squad import read_squad
from training.reader_data import N_TEST_TITLES

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def squad_row(title: str) -> dict[str, object]:
    """Return one answerable row of an article."""
    return {
        "question": f"Who spoke in {title}?", "context": f"{title} is a town. Ana spoke in {title}.", "title": title,
        "sentences": [f"{title} is a town.", f"Ana spoke in {title}."], "evidence_sentence_index": 1,
        "answer_text": "Ana", "answerable": True, "source": "squad2_dev", "id": title,
    }  # fmt: skip


def test_every_shape_is_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("answerability", "clapnq_dev", "summedits_dev"):
        (tmp_path / folder).mkdir()
    with gzip.open(tmp_path / "answerability" / "answerability.jsonl.gz", "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(squad_row(f"Town{at}")) + "\n" for at in range(20))
    passage = {"title": "Tides", "text": "Tides rise . The moon pulls them ."}
    answered = {"id": "1", "input": "what pulls the tides", "passages": [passage],
                "output": [{"selected_sentences": ["The moon pulls them ."]}]}  # fmt: skip
    refused = {"id": "2", "input": "who named the tides", "passages": [passage], "output": [{"answer": ""}]}
    for kind, row in (("answerable", answered), ("unanswerable", refused)):
        (tmp_path / "clapnq_dev" / f"clapnq_dev_{kind}.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    edits = [{"doc": "Ana spoke.", "summary": "Ana spoke.", "label": 1}, {"doc": "x", "summary": "Bo.", "label": 0}]
    for kind in SUMMEDITS:
        (tmp_path / "summedits_dev" / f"summedits_{kind}.json").write_text(json.dumps(edits), "utf-8")
    out_dir = tmp_path / "out"
    monkeypatch.setattr(sys, "argv", ["public_shapes", str(tmp_path), str(out_dir)])
    main()

    (held_out,) = read_squad(out_dir / "squad_held_out")
    assert len(held_out.questions) == N_TEST_TITLES
    assert held_out.questions[0].gold[0].quote.startswith("Ana spoke in Town")
    (clapnq,) = read_squad(out_dir / "clapnq")
    assert [question.is_answerable for question in clapnq.questions] == [True, False]
    assert clapnq.questions[0].gold[0].quote == "The moon pulls them ."
    responses = read_ragtruth(out_dir / "summedits")
    assert [response.is_hallucinated for response in responses] == [False, True] * len(SUMMEDITS)
