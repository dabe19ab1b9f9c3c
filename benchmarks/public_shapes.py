"""Write public data into the shapes that `rag eval` reads.

    python -m benchmarks.public_shapes DATA OUT

DATA holds the sets as `training/` reads them. Written: OUT/squad_held_out (SQuAD 2.0's rows of the seven articles that
no model here was trained on), OUT/clapnq (ClapNQ's dev questions as SQuAD's flat rows), OUT/summedits (SummEdits' texts
and edited summaries as RAGTruth's two files; the three kinds that the verifier was not trained on).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from training.reader_data import held_out_titles, iter_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

SQUAD = "squad2_dev"
SUMMEDITS = ("qmsumm", "scitldr", "sales_email")


def squad_held_out(data: Path) -> list[dict[str, Any]]:
    """Return SQuAD's rows of the test articles, by the rule of `training/reader_data.py`."""
    rows = [row for row in iter_rows(data) if row["source"] == SQUAD]
    test, _ = held_out_titles(str(row["title"]) for row in rows)
    return [row for row in rows if row["title"] in test]


def clapnq(data: Path) -> Iterator[dict[str, Any]]:
    """Yield ClapNQ's questions; any sentence that its annotators selected is gold."""
    for kind in ("answerable", "unanswerable"):
        for row in _json_lines(data / "clapnq_dev" / f"clapnq_dev_{kind}.jsonl"):
            passage = row["passages"][0]
            selected = row["output"][0].get("selected_sentences") or []
            sentences = [sentence for sentence in selected if sentence and sentence in passage["text"]]
            if kind == "answerable" and not sentences:
                continue
            yield {
                "id": row["id"],
                "question": f"{row['input']}?",
                "title": passage["title"],
                "context": passage["text"],
                "answerable": kind == "answerable",
                "answer_text": sentences[0] if sentences else None,
                "evidence": sentences,
            }


def summedits(data: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return sources and responses; an edited summary, whose label is 0, counts as hallucinated."""
    sources, responses = [], []
    for kind in SUMMEDITS:
        rows = json.loads((data / "summedits_dev" / f"summedits_{kind}.json").read_text("utf-8"))
        for number, row in enumerate(rows, start=1):
            name = f"{kind}-{number}"
            sources.append({"source_id": name, "task_type": kind, "source_info": row["doc"]})
            labels = [] if row["label"] else [{"label_type": "edited"}]
            responses.append({"id": name, "source_id": name, "response": row["summary"], "labels": labels})
    return sources, responses


def _json_lines(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text("utf-8").splitlines())


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


def main() -> None:
    """Write every shape from the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.public_shapes", description=__doc__)
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("out", type=Path, metavar="OUT")
    args = parser.parse_args()
    _write(args.out / "squad_held_out" / "held_out.jsonl", squad_held_out(args.data))
    _write(args.out / "clapnq" / "clapnq.jsonl", clapnq(args.data))
    sources, responses = summedits(args.data)
    _write(args.out / "summedits" / "source_info.jsonl", sources)
    _write(args.out / "summedits" / "response.jsonl", responses)
    print(f"written to {args.out}: {', '.join(sorted(path.name for path in args.out.iterdir()))}")


if __name__ == "__main__":
    main()
