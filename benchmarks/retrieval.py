"""What each part of finding adds: an ablation over the shipped dev questions and public sets.

    python -m benchmarks.retrieval DATA

prints a row a way of ranking: keywords, vectors, both fused by ranks and by scores, late interaction over the first of
the fused, all three, and what `rag.retrieve` does (all three, near-duplicates once, leaders kept); the
shipped questions with title, outlet and date before each passage and without. Passages are judged on the shipped dev
questions (relevant is the first passage that covers each gold sentence) and on the four dev articles of SQuAD 2.0
together (relevant is the question's paragraph); articles on SummHay's news topics, each by its best passage. Intervals
are 95 % bootstrap intervals over questions. No test half is read.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.answering import interval, summhay_topics
from eval.dataset import read_questions
from eval.evidence import Judged, judge_passages, places_of
from eval.metrics.ranking import average_precision, ndcg_at_k, recall_at_k
from eval.types import Split
from rag.index.build import build_index
from rag.index.encoder import load_encoder
from rag.index.passages import Budget, encoded_text
from rag.index.store import open_snapshot
from rag.retrieve.fusion import by_score, fuse
from rag.retrieve.hybrid import COMPARED, compare, retrieve
from rag.retrieve.late import passage_scores
from rag.retrieve.rewrite import standalone_question
from rag.retrieve.weights import query_weights
from rag.settings import Settings
from rag.types import Filter
from training.memory_index import MemoryIndex
from training.piles import index_of
from training.reader_data import read_split

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rag.index.protocol import Snapshot
    from rag.types import Encoder, Hit

    Ranker = Callable[[str, Snapshot, Encoder], list[Hit]]

SETTINGS = Settings()
DEPTH = SETTINGS.candidate_count
SQUAD_EVERY = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, and how a ranking of passages for it is judged."""

    question: str
    judge: Callable[[Sequence[Hit]], Judged]


def keywords(question: str, snapshot: Snapshot, _encoder: Encoder) -> list[Hit]:
    """Rank by BM25."""
    return snapshot.keyword_hits(query_weights(question, snapshot), k=DEPTH, where=Filter())


def vectors(question: str, snapshot: Snapshot, encoder: Encoder) -> list[Hit]:
    """Rank by cosine."""
    return snapshot.dense_hits(encoder.encode_query(question), k=DEPTH, where=Filter())


def by_ranks(question: str, snapshot: Snapshot, encoder: Encoder) -> list[Hit]:
    """Fuse both by reciprocal ranks, 1 / (60 + rank), as Cormack et al. 2009."""
    rankings = (keywords(question, snapshot, encoder), vectors(question, snapshot, encoder))
    passages = {hit.passage.passage_id: hit.passage for ranking in rankings for hit in ranking}
    scores = dict.fromkeys(passages, 0.0)
    for hit in (hit for ranking in rankings for hit in ranking):
        scores[hit.passage.passage_id] += 1 / (60 + hit.rank)
    return by_score(scores, passages)


def fused(question: str, snapshot: Snapshot, encoder: Encoder) -> list[Hit]:
    """Mix both by their scores."""
    return fuse(keywords(question, snapshot, encoder), vectors(question, snapshot, encoder))


def late(question: str, snapshot: Snapshot, encoder: Encoder) -> list[Hit]:
    """Order the first fused passages by late interaction alone, each question word weighed by its idf."""
    near = fused(question, snapshot, encoder)[:COMPARED]
    texts = [hit.passage.text for hit in near]
    scores = passage_scores(question, texts, encoder, idf=query_weights(question, snapshot))
    by_id = {hit.passage.passage_id: score for hit, score in zip(near, scores, strict=True)}
    return by_score(by_id, {hit.passage.passage_id: hit.passage for hit in near})


def fused_with_late(question: str, snapshot: Snapshot, encoder: Encoder) -> list[Hit]:
    """Mix late interaction with the fused score."""
    weights = query_weights(question, snapshot)
    return compare(question, fused(question, snapshot, encoder), encoder=encoder, weights=weights)


def shipped(question: str, snapshot: Snapshot, encoder: Encoder) -> list[Hit]:
    """Rank as the assistant does."""
    return retrieve(question, snapshot=snapshot, encoder=encoder, settings=SETTINGS, where=Filter(), k=DEPTH)


WAYS: dict[str, Ranker] = {
    "keywords (BM25)": keywords,
    "vectors": vectors,
    "both by reciprocal ranks": by_ranks,
    "both by scores": fused,
    "late interaction": late,
    "scores and late interaction": fused_with_late,
    "as shipped": shipped,
}


def print_table(name: str, asked: Sequence[tuple[Asked, Snapshot]], encoder: Encoder) -> None:
    """Print recall@5, nDCG@10 and MAP of every way; each question has the index that it is asked of."""
    print(f"## {name}")
    for way, ranker in WAYS.items():
        rows = [_scores(one.judge(ranker(one.question, snapshot, encoder))) for one, snapshot in asked]
        columns = zip(("recall@5", "nDCG@10", "MAP"), zip(*rows, strict=True), strict=True)
        print(f"{way:28s} " + "  ".join(f"{metric} {interval(values)}" for metric, values in columns), flush=True)


def _scores(found: Judged) -> tuple[float, float, float]:
    return (
        recall_at_k(found.ranking, found.relevant, k=5),
        ndcg_at_k(found.ranking, found.grades, k=10),
        average_precision(found.ranking, found.relevant),
    )


def print_shipped(encoder: Encoder) -> None:
    """Ask the shipped dev questions of an index with context before each passage, and of one without."""
    with TemporaryDirectory() as folder:
        build_index(Path("corpus"), Path(folder), settings=SETTINGS, encoder=encoder)
        snapshot = open_snapshot(Path(folder), expect=SETTINGS)
    articles = {article.article_id: article for article in snapshot.articles()}
    asked = [
        Asked(
            question=standalone_question(question.question, question.history),
            judge=partial(
                judge_passages,
                places=places_of(question.gold, articles.values()),
                path_of=lambda article_id: articles[article_id].path,
            ),
        )
        for question in read_questions(Path("eval/questions.jsonl"))
        if question.split is Split.DEV and question.is_answerable
    ]
    passages = {article_id: snapshot.passages(article_id) for article_id in articles}
    budget = Budget.of(SETTINGS, encoder)
    every = [passage for own in passages.values() for passage in own]
    with_context = {one.passage_id: encoded_text(articles[one.article_id], one, budget) for one in every}
    for name, read in (("", with_context), (", without title, outlet and date", {})):
        index = MemoryIndex(
            passages,
            encoder.encode_passages([read.get(one.passage_id, one.text) for one in every]),
            known=articles,
            clusters={article_id: snapshot.cluster(article_id) for article_id in articles},
            read=read,
        )
        print_table(f"shipped dev questions{name}", [(one, index) for one in asked], encoder)


def print_squad(data: Path, encoder: Encoder) -> None:
    """Ask every third answerable question of the dev articles of all their paragraphs together."""
    examples = [one for one in read_split(data).dev if one.title]
    texts: dict[str, dict[str, None]] = {}
    for example in examples:
        texts.setdefault(example.title, {})[example.context] = None
    index = index_of({title: list(paragraphs) for title, paragraphs in texts.items()}, encoder, titled=False)
    answerable = [one for one in examples if one.answerable][::SQUAD_EVERY]
    asked = [Asked(question=one.question, judge=partial(_judge_paragraph, wanted=one.context)) for one in answerable]
    print_table("SQuAD 2.0, four dev articles", [(one, index) for one in asked], encoder)


def _judge_paragraph(hits: Sequence[Hit], wanted: str) -> Judged:
    found = next((hit.passage.passage_id for hit in hits if hit.passage.text == wanted), "unfound")
    return Judged(ranking=tuple(hit.passage.passage_id for hit in hits), grades={found: 1})


def print_summhay(data: Path, encoder: Encoder) -> None:
    """Ask SummHay's queries, each of its own topic's index."""
    asked = []
    for texts, queries in summhay_topics(data):
        index = index_of(texts, encoder, titled=False)
        for query, relevant in queries:
            judge = partial(_judge_articles, grades=dict.fromkeys(relevant, 1))
            asked.append((Asked(question=query, judge=judge), index))
    print_table("SummHay, news topics: articles by their best passage among the candidates", asked, encoder)


def _judge_articles(hits: Sequence[Hit], grades: dict[str, int]) -> Judged:
    return Judged(ranking=tuple(dict.fromkeys(hit.passage.article_id for hit in hits)), grades=grades)


def main() -> None:
    """Print the three tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    data = parser.parse_args().data
    encoder = load_encoder(SETTINGS.encoder)
    print_shipped(encoder)
    print_squad(data, encoder)
    print_summhay(data, encoder)


if __name__ == "__main__":
    main()
