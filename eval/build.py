"""Take accepted questions into the shipped set: mend white space, check the gold, split by article, write.

`python -m eval.build FILE... [--corpus DIR] [--out FILE]` reads the files in order, the shipped set first if it is
among them, and refuses the lot when one question is malformed.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from eval.corpus import read_articles
from eval.dataset import read_questions, refuse_bad_references, write_questions
from eval.gold import check_gold, maybe_exact_quote
from eval.split import split_by_article
from rag.articles.duplicates import cluster_duplicates
from rag.errors import RagError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eval.types import Question
    from rag.types import Article


def build(files: Sequence[Path], corpus: Path) -> tuple[Question, ...]:
    """Return the questions of all files, checked and split, in order of id.

    Raises:
        GoldError: a question's gold is malformed or ties dev to test.
    """
    articles = {article.path: article for article in read_articles(corpus)}
    read = [question for file in files for question in read_questions(file)]
    questions = [replace(_exact(question, articles), is_draft=False) for question in read]
    refuse_bad_references(questions)
    check_gold(questions, articles)
    return split_by_article(sorted(questions, key=lambda question: question.id), together=_copies(articles))


def _copies(articles: Mapping[str, Article]) -> list[list[str]]:
    """Return the paths of near-duplicate articles, a group a story: a copy in test would give away a story of dev."""
    by_id = {article.article_id: article.path for article in articles.values()}
    groups: dict[str, list[str]] = {}
    for article_id, standing_for in cluster_duplicates(list(articles.values())).items():
        groups.setdefault(standing_for, []).append(by_id[article_id])
    return [sorted(paths) for paths in groups.values()]


def main(argv: Sequence[str] | None = None) -> int:
    """Build the shipped set from the command line."""
    parser = argparse.ArgumentParser(prog="python -m eval.build", description="Take questions into the shipped set.")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="questions, one JSON object a line")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"), metavar="DIR")
    parser.add_argument("--out", type=Path, default=Path("eval/questions.jsonl"), metavar="FILE")
    args = parser.parse_args(argv)
    try:
        questions = build(args.files, args.corpus)
    except RagError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_status
    write_questions(args.out, questions)
    print(f"{len(questions)} questions in {args.out}")
    return 0


def _exact(question: Question, articles: Mapping[str, Article]) -> Question:
    """Return the question with its quotes in the article's own white space, where it differs in nothing else."""
    gold = tuple(
        replace(g, quote=maybe_exact_quote(g.quote, articles[g.path].text) or g.quote) if g.path in articles else g
        for g in question.gold
    )
    return replace(question, gold=gold)


if __name__ == "__main__":
    raise SystemExit(main())
