"""How many copies of an article are found, and how many different articles are taken for copies.

    python -m benchmarks.duplicates WCXB_FOLDER

Pairs are made from the held-out articles of WCXB (their main texts): the same text under another name; a wire copy
(another headline, the last third cut, one word in fifteen changed); a corrected version (three words changed); the
first half alone; and, as different articles, neighbours that quote a whole paragraph of each other.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import TYPE_CHECKING

from rag.articles.duplicates import cluster_duplicates
from rag.types import Article, Block, Role
from training.wcxb import iter_pages

if TYPE_CHECKING:
    from collections.abc import Callable

LEAST_WORDS = 150
"""Shorter texts are notices rather than articles."""


def article(name: str, text: str) -> Article:
    """Return a text as a cleaned article of one block."""
    block = Block(role=Role.BODY, start=0, end=len(text), line=1)
    return Article(article_id=name, path=name, content_hash=name, text=text, blocks=(block,))


def edited(words: list[str], rng: random.Random, n: int) -> list[str]:
    """Change n words at places drawn by chance."""
    out = list(words)
    for place in rng.sample(range(len(out)), min(n, len(out))):
        out[place] = f"{out[place]}s"
    return out


def wire_copy(text: str, rng: random.Random) -> str:
    """Return a text as another outlet would print it."""
    words = text.split()
    kept = words[: len(words) * 2 // 3]
    return "Another headline for it " + " ".join(edited(kept, rng, len(kept) // 15))


def corrected(text: str, rng: random.Random) -> str:
    """Return a text with three words changed."""
    return " ".join(edited(text.split(), rng, 3))


def half(text: str, _rng: random.Random) -> str:
    """Return the first half of a text."""
    words = text.split()
    return " ".join(words[: len(words) // 2])


COPIES: dict[str, Callable[[str, random.Random], str]] = {
    "same text": lambda text, _rng: text,
    "wire copy": wire_copy,
    "corrected": corrected,
    "first half": half,
}


def main() -> None:
    """Print recall for every kind of copy, and how many quoting neighbours are merged."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wcxb", type=Path)
    args = parser.parse_args()
    rng = random.Random(0)
    pages = [page for page in iter_pages(args.wcxb) if page.part == "test" and page.kind == "article"]
    texts = [page.main for page in pages if len(page.main.split()) >= LEAST_WORDS]
    found = 0
    for name, copy in COPIES.items():
        originals = [article(f"{i}", text) for i, text in enumerate(texts)]
        copies = [article(f"{i}-copy", copy(text, rng)) for i, text in enumerate(texts)]
        clusters = cluster_duplicates([*originals, *copies])
        hits = sum(clusters[f"{i}"] == clusters[f"{i}-copy"] for i in range(len(texts)))
        found += hits
        strangers = sum(clusters[f"{i}"] == clusters[f"{i + 1}"] for i in range(len(texts) - 1))
        print(f"{name:12} recall {hits / len(texts):.3f}  n={len(texts)}  different neighbours merged {strangers}")
    merged = quoting_merged(texts)
    n_quoting = len(texts) - 1
    print(f"quoting a paragraph: merged {merged} of {n_quoting}")
    print(f"precision over all pairs {found / (found + merged):.3f}")


def quoting_merged(texts: list[str]) -> int:
    """Return how many articles are merged with the neighbour whose longest paragraph they quote."""
    merged = 0
    for i in range(len(texts) - 1):
        quoted = max((part for part in texts[i + 1].split("\n") if len(part.split()) <= 120), key=len, default="")
        pair = [article("a", f"{texts[i]}\n{quoted}"), article("b", texts[i + 1])]
        clusters = cluster_duplicates(pair)
        merged += clusters["a"] == clusters["b"]
    return merged


if __name__ == "__main__":
    main()
