"""Exchange with other tools: ragas' EvaluationDataset (JSON lines of single turns) and BEIR's three files.

Exported files hold only what those tools read; exact offsets, speakers and refusal reasons have no place there and are
lost. `ragas:FILE` and `beir:DIR` read such files back.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from eval.adapters.collection import Collection, Document, iter_rows
from eval.errors import SetError
from eval.types import Gold, Question, QuestionKind, UnanswerableReason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from eval.types import Graded
    from rag.types import Article


def export_ragas(path: Path, graded: Iterable[Graded]) -> int:
    """Write one single-turn sample a question and return how many: what was asked, shown, said and owed."""
    rows = [_sample(g) for g in graded]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return len(rows)


def read_ragas(path: Path) -> list[Collection]:
    """Read single-turn samples as questions over their own reference contexts (retrieved ones where there are none).

    A sample without `reference` and without contexts counts as unanswerable.

    Raises:
        SetError: the file is malformed or holds no sample with a question.
    """
    rows = [row for row in iter_rows(path) if isinstance(row.get("user_input"), str)]
    if not rows:
        raise SetError(f"{path} holds no ragas sample: each line needs user_input as a text.")
    texts = dict.fromkeys(text for row in rows for text in _contexts(row))
    ids = {text: f"c{number}" for number, text in enumerate(texts, start=1)}
    return [
        Collection(
            name=path.stem,
            documents=tuple(Document(id=name, text=text) for text, name in ids.items()),
            questions=tuple(_question(number, row, ids) for number, row in enumerate(rows, start=1)),
            asks=True,
            depth=10,
            not_comparable="ragas grades with a language model; these figures are counted by rule",
        )
    ]


def export_beir(folder: Path, questions: Iterable[Question], articles: Sequence[Article]) -> int:
    """Write corpus, queries and judgments of the answerable questions; return how many queries."""
    answerable = [q for q in questions if q.is_answerable and q.gold]
    corpus = [{"_id": a.path, "title": a.metadata.title or "", "text": a.text} for a in articles]
    queries = [{"_id": q.id, "text": q.standalone or q.question} for q in answerable]
    judged = [(q.id, path) for q in answerable for path in dict.fromkeys(gold.path for gold in q.gold)]
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    _write_rows(folder / "corpus.jsonl", corpus)
    _write_rows(folder / "queries.jsonl", queries)
    lines = ["query-id\tcorpus-id\tscore", *(f"{name}\t{path}\t1" for name, path in judged)]
    (folder / "qrels" / "test.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    return len(queries)


def _write_rows(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


def _sample(graded: Graded) -> dict[str, object]:
    question = graded.question
    return {
        "user_input": question.standalone or question.question,
        "retrieved_contexts": [quote.quote for quote in (*graded.quotes, *graded.nearest)],
        "reference_contexts": [gold.quote for gold in question.gold],
        "response": graded.text,
        "reference": "; ".join(fact[0] for fact in question.answers),
    }


def _contexts(row: Mapping[str, Any]) -> list[str]:
    return [text for text in row.get("reference_contexts") or row.get("retrieved_contexts") or [] if text.strip()]


def _question(number: int, row: Mapping[str, Any], ids: Mapping[str, str]) -> Question:
    gold = tuple(Gold(path=ids[text]) for text in dict.fromkeys(row.get("reference_contexts") or []) if text in ids)
    reference = str(row.get("reference") or "").strip()
    if not gold and not reference:
        return Question(
            id=f"ragas-{number}",
            kind=QuestionKind.UNANSWERABLE,
            question=row["user_input"],
            is_answerable=False,
            unanswerable_reason=UnanswerableReason.TOPIC_ABSENT,
        )
    return Question(
        id=f"ragas-{number}",
        kind=QuestionKind.FACT,
        question=row["user_input"],
        is_answerable=True,
        answers=tuple((fact.strip(),) for fact in reference.split(";") if fact.strip()),
        gold=gold,
    )
