"""Did search find the evidence: ranking metrics, for answerable questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eval.evidence import judge_articles, judge_passages
from eval.metrics.ranking import average_precision, ndcg_at_k, recall_at_k, reciprocal_rank
from eval.scores import Score

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eval.case import Case

RECALL_DEPTHS = (1, 5, 10)


def finding(case: Case) -> Iterator[Score]:
    """Yield recall at each depth, the reciprocal rank, nDCG@10 and average precision.

    Passages are judged against gold sentences; where the gold is whole articles, articles are.
    """
    question, hits = case.question, case.reply.hits
    if not question.is_answerable or not question.gold:
        return
    if case.places:
        judged = judge_passages(hits, case.places, case.path_of)
    else:
        judged = judge_articles(hits, question.gold, case.path_of)
    for k in RECALL_DEPTHS:
        yield Score(f"recall@{k}", recall_at_k(judged.ranking, judged.relevant, k=k))
    yield Score("mrr", reciprocal_rank(judged.ranking, judged.relevant))
    yield Score("ndcg@10", ndcg_at_k(judged.ranking, judged.grades, k=10))
    yield Score("map", average_precision(judged.ranking, judged.relevant))
