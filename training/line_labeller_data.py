"""Render every WCXB page in every style and label its lines.

    python -m training.line_labeller_data WCXB_FOLDER OUT_FOLDER

writes `pages.jsonl.gz`, one page a line. Takes about four minutes on one core.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rag.articles.lines import split_lines
from rag.articles.page import page_blocks, parse_html
from training.wcxb import Page, author_labels, date_labels, iter_pages, title_labels
from training.wcxb_labels import line_labels
from training.wcxb_rendering import render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag.articles.page import PageBlock

SEEDS = {"block": 2, "single": 1, "layout": 2, "markdown": 2, "wrapped": 1, "pieces": 1}

LONGEST = 3000
"""Lines kept of a page; two listings of 1,497 pages are longer."""


def main(source: Path, out: Path) -> None:
    """Write the renderings and labels of all pages."""
    out.mkdir(parents=True, exist_ok=True)
    with gzip.open(out / "pages.jsonl.gz", "wt", encoding="utf-8", compresslevel=3) as listing:
        for page in iter_pages(source):
            if row := described(page):
                listing.write(json.dumps(row) + "\n")


def described(page: Page) -> dict[str, object] | None:
    """Return a page's renderings with four labels a line: main content, title, author, date."""
    root = parse_html(page.html)
    blocks = page_blocks(root) if root is not None else []
    renderings = {}
    for name, text in rendered(blocks, int(page.page_id)):
        plain = [line.plain for line in split_lines(text)]
        if not 2 <= len(plain) <= LONGEST:
            continue
        heads = (
            line_labels(plain, page.main),
            title_labels(plain, page.title),
            author_labels(plain, page.author),
            date_labels(plain, page.date),
        )
        labels = np.round(np.stack(heads, axis=1).astype(np.float64), 3)
        renderings[name] = {"text": text, "labels": labels.tolist()}
    if not renderings:
        return None
    return {"page_id": page.page_id, "site": page.site, "part": page.part, "kind": page.kind, "renderings": renderings}


def rendered(blocks: list[PageBlock], number: int) -> Iterator[tuple[str, str]]:
    """Yield the name and text of every rendering of a page."""
    for style, n_seeds in SEEDS.items():
        for seed in range(n_seeds if blocks else 0):
            yield f"{style}{seed}", render(blocks, style, seed + 10 * number)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
