"""How many copies of an article are found, how many different articles are taken for copies, and how fast.

    python -m benchmarks.duplicates WCXB_FOLDER [--articles 10000]

Pairs are made from the held-out articles of WCXB (their main texts): the same text under another name; a wire copy
(another headline, the last third cut, one word in fifteen changed); a corrected version (three words changed); the
first half alone; a brief (the first eighth); and, as different articles, neighbours that quote a whole paragraph of
each other. Then as many articles as asked for, made of the sentences of two pages each, a third of them with the same
footer and a third of them copies, are clustered by us and by datasketch's MinHash with locality-sensitive hashing,
whose candidates are compared as ours are. It needs the extra `bench`: `pip install -e .[bench]`.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

from rag.articles.duplicates import candidate_pairs, cluster_duplicates, hashed_runs, same_story
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


def brief(text: str, _rng: random.Random) -> str:
    """Return the first eighth of a text, sixty words at least."""
    words = text.split()
    return " ".join(words[: max(60, len(words) // 8)])


COPIES: dict[str, Callable[[str, random.Random], str]] = {
    "same text": lambda text, _rng: text,
    "wire copy": wire_copy,
    "corrected": corrected,
    "first half": half,
    "brief": brief,
}


FOOTER = " Subscribe to our newsletter and follow us. All rights reserved, no part of this page may be copied. "

Pairs = set[tuple[int, int]]


def many_articles(texts: list[str], n: int, rng: random.Random) -> tuple[list[Article], dict[str, Pairs]]:
    """Return n articles, three in ten of them copies, and the pairs of copies by kind."""
    sentences = [text.replace("\n", " ").split(". ") for text in texts]
    made: list[Article] = []
    while len(made) < n * 7 // 10:
        drawn = [rng.sample(part, min(len(part), 12)) for part in (rng.choice(sentences), rng.choice(sentences))]
        text = ". ".join(drawn[0] + drawn[1]) + FOOTER * (rng.random() < 1 / 3)
        made.append(article(f"{len(made):06}", text))
    pairs: dict[str, Pairs] = {}
    for name, copy in COPIES.items():
        for i in rng.sample(range(n * 7 // 10), n * 6 // 100):
            pairs.setdefault(name, set()).add((i, len(made)))
            made.append(article(f"{len(made):06}", copy(made[i].text, rng)))
    return made, pairs


def our_pairs(articles: list[Article]) -> Pairs:
    """Return the pairs that we find."""
    hashes: dict[str, int] = {}
    runs = [hashed_runs(one, hashes) for one in articles]
    return {(i, k) for i, k in candidate_pairs(runs) if same_story(runs[i], runs[k])}


def minhash_pairs(articles: list[Article], bands: int, rows: int) -> Pairs:
    """Return the pairs that MinHash with locality-sensitive hashing proposes and our comparison confirms."""
    from datasketch import MinHash, MinHashLSH

    hashes: dict[str, int] = {}
    runs = [hashed_runs(one, hashes) for one in articles]
    first = MinHash(num_perm=bands * rows, seed=1, hashfunc=int)
    index = MinHashLSH(num_perm=bands * rows, params=(bands, rows), prepickle=False)
    sketches = []
    for i, own in enumerate(runs):
        sketch = first.copy()
        sketch.update_batch((own % (1 << 32)).tolist())
        sketches.append(sketch)
        index.insert(i, sketch)
    proposed = {(min(i, k), max(i, k)) for i, sketch in enumerate(sketches) for k in index.query(sketch) if i != k}
    return {(i, k) for i, k in proposed if same_story(runs[i], runs[k])}


def measure_scale(texts: list[str], n: int) -> None:
    """Print recall by kind of copy, and seconds, of each way to find pairs."""
    articles, pairs = many_articles(texts, n, random.Random(1))
    ways: dict[str, Callable[[], Pairs]] = {
        "ours": lambda: our_pairs(articles),
        "MinHash, 64 bands of 2": lambda: minhash_pairs(articles, 64, 2),
        "MinHash, 32 bands of 4": lambda: minhash_pairs(articles, 32, 4),
    }
    for name, find in ways.items():
        started = time.perf_counter()
        found = find()
        seconds = time.perf_counter() - started
        recalls = "  ".join(f"{kind} {len(own & found) / len(own):.3f}" for kind, own in pairs.items())
        print(f"{len(articles)} articles, {name:24} {seconds:6.1f} s  {recalls}  (n={n * 6 // 100} each)")


def main() -> None:
    """Print recall for every kind of copy, and how many quoting neighbours are merged."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wcxb", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    args = parser.parse_args()
    rng = random.Random(0)
    pages = [page for page in iter_pages(args.wcxb) if page.kind == "article"]
    pages = [page for page in pages if len(page.main.split()) >= LEAST_WORDS]
    texts = [page.main for page in pages if page.part == "test"]
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
    measure_scale([page.main for page in pages], args.articles)


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
