"""Cleaning of our own invented pages (`training/pages`): the body's F1, and which role is taken for which.

    python -m benchmarks.own_pages [--part test]

prints the mean and median 4-gram F1 of the lines labelled as body against the body, with a 95 % bootstrap interval over
pages, and the confusion matrix of roles by line. Lines that are not kept count as furniture, for whichever reason.
"""

from __future__ import annotations

import argparse

import numpy as np

from benchmarks.cleaning import body_of, interval, ours, unmarked
from benchmarks.roles import Labels, confusion, table
from rag.types import Article, RemovalReason
from training.own_pages import ROLES, OwnPage, iter_own
from training.wcxb import f1


def gold_of(page: OwnPage) -> Labels:
    """Return the role of every line that is not blank."""
    roles = ((i, ROLES[letter]) for i, letter in enumerate(page.roles, start=1) if letter)
    return {(page.page_id, i): role.value if role else RemovalReason.FURNITURE.value for i, role in roles}


def found_of(page: OwnPage, article: Article) -> Labels:
    """Return the role that each line got."""
    found = {(page.page_id, removed.line): RemovalReason.FURNITURE.value for removed in article.removed}
    for block in article.blocks:
        n_lines = article.text.count("\n", block.start, block.end) + 1
        found |= {(page.page_id, block.line + k): block.role.value for k in range(n_lines)}
    return found


def main() -> None:
    """Clean the pages of one part and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", default="test", choices=["train", "dev", "test"])
    part = parser.parse_args().part
    gold: Labels = {}
    found: Labels = {}
    scores = []
    for page in iter_own():
        if page.part != part:
            continue
        article = ours(page.text, "markdown" if page.is_markdown else "text")
        scores.append(f1(unmarked(body_of(article)), unmarked(page.body)))
        gold |= gold_of(page)
        found |= found_of(page, article) if article else {}
    low, high = interval(scores, np.random.default_rng(0))
    print(f"body F1 {np.mean(scores):.3f} [{low:.3f}, {high:.3f}], median {np.median(scores):.3f}, n={len(scores)}")
    print(table(confusion(gold, found)))


if __name__ == "__main__":
    main()
