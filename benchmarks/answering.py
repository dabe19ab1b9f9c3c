"""Measure finding and answering on public sets, part by part.

    python -m benchmarks.answering DATA [--part selection refusal articles follow_ups] [--file ROWS.jsonl.gz]

- selection: the gold sentence first, and in the first three, over all sentences that are found: in its own article for
  the seven test articles of SQuAD 2.0 (`training/reader_data.py`) or every answerable row of --file, which has the same
  form; among twenty articles for our own questions about test sites (`training/questions/`).
- refusal: AUROC of answerable against topic absent, evidence removed and near misses on the same articles.
- articles: nDCG@10 and MAP of SummHay's news topics, asked with query and subtopic as its authors do.
- follow_ups: share of the gold rewrite's words that the rewritten question holds, beside the question as asked (CAsT).

Intervals are 95 % bootstrap intervals over questions (1,000 draws, seed 0).
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from eval.metrics.ranking import average_precision, ndcg_at_k
from rag.answer.features import FEATURES
from rag.answer.rank import rank
from rag.index.passages import Budget
from rag.retrieve.by_article import rank_articles
from rag.retrieve.rewrite import standalone_question
from rag.settings import Settings
from rag.text.sentences import sentence_spans
from rag.text.words import terms
from rag.types import Filter, Turn
from training.confidence import auroc, probabilities
from training.judgements import KINDS, judgements, written_judgements
from training.piles import index_of, squad_questions, written_questions
from training.reader_data import Example, read_split
from training.selection import case
from training.written import written_articles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rag.answer.reader import Reader
    from rag.types import Encoder
    from training.judgements import Judgement
    from training.piles import Question

PARTS = ("selection", "refusal", "articles", "follow_ups")
DRAWS = 1000
SENTENCES_A_PASSAGE = 4


def interval(values: Sequence[float]) -> str:
    """Return the mean with its 95 % bootstrap interval and n."""
    rng = np.random.default_rng(0)
    array = np.asarray(values, float)
    means = np.sort(array[rng.integers(0, len(array), (DRAWS, len(array)))].mean(axis=1))
    return f"{array.mean():.3f} [{means[int(0.025 * DRAWS)]:.3f}, {means[int(0.975 * DRAWS)]:.3f}] n {len(array)}"


def measure_selection(questions: Iterable[Question], encoder: Encoder, reader: Reader | None) -> None:
    """Print how often each scorer has the gold sentence first and in the first three."""
    settings = Settings()
    places: dict[str, list[int]] = {}
    for question in questions:
        one = case(question, encoder, settings)
        for name, column in (("BM25", "bm25"), ("MaxSim", "late")):
            places.setdefault(name, []).append(_place(one.rows[:, FEATURES.index(column)], one.gold))
        for name, helper in (("trees", None), ("trees and reader", reader)):
            if name == "trees" or helper is not None:
                ranked = rank(one.asked, one.hits, snapshot=question.index, encoder=encoder, reader=helper)
                right = (n for n, judged in enumerate(ranked) if question.gold.is_answer(judged.candidate))
                places.setdefault(name, []).append(next(right, len(ranked) + 3))
    for name, found in places.items():
        print(f"{name:18s} first {interval([at < 1 for at in found])}  in three {interval([at < 3 for at in found])}")


def _place(scores: np.ndarray, gold: Sequence[int]) -> int:
    return int((scores > max(scores[list(gold)])).sum()) if gold else 999


def measure_refusal(cases: Sequence[Judgement], *, with_reader: bool) -> None:
    """Print AUROC and balanced accuracy of the shipped confidence for each way of failing."""
    stored = json.loads(Path("rag/models/confidence.json").read_text("utf-8"))
    p = probabilities(stored["with_reader" if with_reader else "without_reader"], cases)
    kinds = np.array([case.kind for case in cases])
    answerable = p[kinds == "answerable"]
    for kind in KINDS[1:]:
        other = p[kinds == kind]
        balanced = [((answerable >= t).mean() + (other < t).mean()) / 2 for t in (0.2, 0.3, 0.4, 0.5)]
        shown = " ".join(f"{value:.3f}" for value in balanced)
        print(f"{kind:18s} AUROC {auroc(answerable, other):.3f}  balanced at .2 .3 .4 .5: {shown}  n {len(other)}")


def measure_articles(data: Path, encoder: Encoder) -> None:
    """Print nDCG@10 and MAP of articles ranked for SummHay's news topics."""
    gains, precisions = [], []
    for texts, queries in summhay_topics(data):
        index = index_of(texts, encoder, titled=False)
        for query, relevant in queries:
            ranked = rank_articles(query, snapshot=index, encoder=encoder, where=Filter(), depth=10_000)
            ids = [hit.article_id for hit in ranked]
            gains.append(ndcg_at_k(ids, dict.fromkeys(relevant, 1), k=10))
            precisions.append(average_precision(ids, frozenset(relevant)))
    print(f"nDCG@10 {interval(gains)}\nMAP     {interval(precisions)}")


def summhay_topics(data: Path) -> Iterator[tuple[dict[str, list[str]], list[tuple[str, set[str]]]]]:
    """Yield each news topic's articles cut into passages, and its queries with the articles that are relevant."""
    for path in sorted((data / "summhay_news" / "data").glob("topic_news*.json")):
        topic = json.loads(path.read_text("utf-8"))
        texts = {f"{at:03}": _passages(one["document_text"]) for at, one in enumerate(topic["documents"])}
        yield texts, list(_queries(topic))


def _passages(text: str) -> list[str]:
    spans = sentence_spans(text)
    step = SENTENCES_A_PASSAGE - 1
    starts = range(0, len(spans), step)
    return [text[spans[at].start : spans[min(at + step, len(spans) - 1)].end] for at in starts]


def _queries(topic: Mapping[str, list[dict[str, object]]]) -> Iterator[tuple[str, set[str]]]:
    for subtopic in topic["subtopics"]:
        insights = {one["insight_id"] for one in subtopic["insights"]}  # type: ignore[attr-defined]
        held = {
            f"{at:03}"
            for at, one in enumerate(topic["documents"])
            if insights & set(one["insights_included"])  # type: ignore[call-overload]
        }
        yield f"{subtopic['query']} {subtopic['subtopic']}", held


def measure_follow_ups(data: Path) -> None:
    """Print word recall, precision and F1 against the gold rewrites of TREC CAsT, as asked and as rewritten."""
    with gzip.open(data / "rewrites" / "rewrites.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rows = [row for row in rows if row["source"] in {"cast2019", "cast2020"} and row["history"]]
    random.Random(0).shuffle(rows)
    for name in ("as asked", "rewritten"):
        scores = []
        for row in rows:
            turns = [Turn(question, "") for question in row["history"]]
            text = row["question"] if name == "as asked" else standalone_question(row["question"], turns)
            said, wanted = set(terms(text)), set(terms(row["rewrite"]))
            shared = len(said & wanted)
            scores.append((shared / max(1, len(wanted)), 2 * shared / max(1, len(said) + len(wanted))))
        print(f"{name:10s} recall {interval([r for r, _ in scores])}  F1 {interval([f for _, f in scores])}")


def rows_of(path: Path) -> list[Example]:
    """Read answerable rows of another file of the same form."""
    from training.reader_data import _example

    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [_example(json.loads(line)) for line in lines]


def main() -> None:
    """Measure the parts asked for."""
    from rag.answer.reader import Reader
    from rag.index.encoder import load_encoder

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--part", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--file", type=Path, help="rows to select on instead of the test articles")
    parser.add_argument("--every", type=int, default=1, help="select on every n-th question")
    parser.add_argument("--no-reader", action="store_true")
    given = parser.parse_args()
    encoder = load_encoder(Settings().encoder)
    reader = None if given.no_reader else Reader.load()
    test = rows_of(given.file) if given.file else [one for one in read_split(given.data).test if one.title]
    articles = written_articles(given.data, Budget.of(Settings(), encoder))
    own = [] if given.file else [one for one in articles if one.part == "test"]
    source = given.file.name if given.file else "SQuAD"
    for part in given.part:
        print(f"## {part}")
        if part == "selection":
            asked = {source: squad_questions(test, encoder)}
            if own:
                asked["our own"] = written_questions(own, encoder, Settings())
            for name, questions in asked.items():
                print(f"### {name}")
                measure_selection(islice(questions, 0, None, given.every), encoder, reader)
        elif part == "refusal":
            judged = {source: judgements(test, encoder, reader)}
            if own:
                judged["our own"] = written_judgements(own, encoder, reader)
            for name, cases in judged.items():
                print(f"### {name}")
                measure_refusal(list(cases), with_reader=reader is not None)
        elif part == "articles":
            measure_articles(given.data, encoder)
        else:
            measure_follow_ups(given.data)


if __name__ == "__main__":
    main()
