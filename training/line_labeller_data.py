"""Render every WCXB page in every style, label its lines, and keep their features as plain arrays.

    python -m training.line_labeller_data WCXB_FOLDER OUT_FOLDER

writes one `.npz` a page (no pickles) and `pages.jsonl`. Takes about ten minutes on one core.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rag.articles.features import page_features
from rag.articles.lines import split_lines
from rag.articles.page import page_blocks, parse_html
from training.wcxb import Page, author_labels, date_labels, f1, iter_pages, line_labels, title_labels, tokens
from training.wcxb_rendering import STYLES, render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag.articles.page import PageBlock

SEEDS = {"block": 1, "single": 1, "layout": 2, "markdown": 2, "wrapped": 1, "pieces": 1}

CROP = "cropped"
"""The name of a further rendering in a style drawn by chance, with part of the page around the article cut away:
people copy articles without their menus too.
"""


def main(source: Path, out: Path) -> None:
    """Write the arrays of all pages."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / "pages.jsonl").open("a", encoding="utf-8") as listing:
        for page in iter_pages(source):
            if (out / f"{page.page_id}.npz").exists():
                continue
            rows = write_page(page, out)
            listing.writelines(json.dumps(row) + "\n" for row in rows)
            listing.flush()


def write_page(page: Page, out: Path) -> list[dict[str, object]]:
    """Write one page's renderings and return their descriptions."""
    root = parse_html(page.html)
    blocks = page_blocks(root) if root is not None else []
    rows: list[dict[str, object]] = []
    arrays: dict[str, np.ndarray] = {}
    for name, text in renderings(blocks, page):
        lines = split_lines(text)[:3000]
        if len(lines) < 2:
            continue
        plain = [line.plain for line in lines]
        main = line_labels(plain, page.main)
        features = page_features(lines)
        kept = "\n".join(line for line, y in zip(plain, main, strict=True) if y > 0.5)
        heads = [
            main,
            title_labels(plain, page.title),
            author_labels(plain, page.author),
            date_labels(plain, page.date),
        ]
        arrays |= {
            f"{name}_dense": features.dense.astype(np.float16),
            f"{name}_edges": features.edges.astype(np.uint16),
            f"{name}_words": features.words.astype(np.uint16),
            f"{name}_labels": np.stack(heads, axis=1),
            f"{name}_sizes": np.array([len(tokens(line.plain)) for line in lines], np.int32),
        }
        row = {"page_id": page.page_id, "name": name, "site": page.site, "part": page.part, "kind": page.kind}
        rows.append(row | {"n": len(lines), "oracle": round(f1(kept, page.main), 4)})
    np.savez_compressed(out / f"{page.page_id}.npz", **arrays)
    return rows


def renderings(blocks: list[PageBlock], page: Page) -> Iterator[tuple[str, str]]:
    """Yield the name and text of every rendering of a page."""
    if not blocks:
        return
    number = int(page.page_id)
    for style, n_seeds in SEEDS.items():
        for seed in range(n_seeds):
            yield f"{style}{seed}", render(blocks, style, seed + 10 * number)
    rng = random.Random(number)
    marked = np.flatnonzero(line_labels([block.text for block in blocks], page.main) > 0.5)
    if len(marked):
        first = rng.randint(max(0, int(marked[0]) - 20), int(marked[0]))
        last = rng.randint(int(marked[-1]) + 1, min(len(blocks), int(marked[-1]) + 30) + 1)
        yield CROP, render(blocks[first:last], rng.choice(STYLES), number)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
