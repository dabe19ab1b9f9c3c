"""Read the WCXB development pages, score a text against their main content, and find title, author and date on them.

WCXB is published under CC BY 4.0: 1,497 web pages with the main text, title, author and date checked by people
(`ground_truth.jsonl.gz`, one line a page, and `html/ID.html.gz`). Sites never straddle the split: the registered
domain decides, by its hash, on which side a page falls.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

WORD = re.compile(r"\w+")
N = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One annotated page; `part` is "train", "dev" or "test", the same for all pages of a site."""

    page_id: str
    url: str
    site: str
    part: str
    kind: str
    html: str
    main: str
    title: str | None
    author: str | None
    date: str | None


def site_of(url: str) -> str:
    """Return the registered domain of a URL, or its host where none is known."""
    from tld import get_fld

    return get_fld(url, fail_silently=True, fix_protocol=True) or urlsplit(url).hostname or url


def part_of(site: str) -> str:
    """Put a site into train (70 %), dev (10 %) or test (20 %) by its hash."""
    place = int(hashlib.sha256(site.encode()).hexdigest(), 16) % 10
    return "test" if place < 2 else "dev" if place == 2 else "train"


def iter_pages(folder: Path) -> Iterator[Page]:
    """Yield every page that has a main text."""
    from rag.articles.decode import decode

    with gzip.open(folder / "ground_truth.jsonl.gz", "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            truth = row["ground_truth"]
            if not truth.get("main_content") or "file_id" not in row:
                continue
            data = gzip.decompress((folder / "html" / f"{row['file_id']}.html.gz").read_bytes())
            site = site_of(row["url"])
            yield Page(
                page_id=row["file_id"],
                url=row["url"],
                site=site,
                part=part_of(site),
                kind=row["_internal"]["page_type"]["primary"],
                html=decode(data, html=True),
                main=truth["main_content"],
                title=truth.get("title"),
                author=truth.get("author"),
                date=truth.get("publish_date"),
            )


def tokens(text: str) -> list[str]:
    """Return the words that scores are counted in."""
    return WORD.findall(text.lower())


def shingles(words: Sequence[str]) -> Counter[tuple[str, ...]]:
    """Count the runs of four words; a shorter text is one run."""
    if len(words) < N:
        return Counter([tuple(words)] if words else [])
    return Counter(zip(*(words[i:] for i in range(N)), strict=False))


def f1(text: str, gold: str) -> float:
    """Return the 4-gram F1 of a text against the main content, over multisets."""
    ours, theirs = shingles(tokens(text)), shingles(tokens(gold))
    shared = (ours & theirs).total()
    total = ours.total() + theirs.total()
    return 2 * shared / total if total else 1.0


def title_labels(lines: Sequence[str], title: str | None) -> NDArray[np.float32]:
    """Mark the lines that are the title, or hold it with a site's name beside it."""
    labels = np.zeros(len(lines), np.float32)
    if not title or not (gold := Counter(tokens(title))):
        return labels
    for i, line in enumerate(lines):
        ours = Counter(tokens(line)) if len(line) < 400 else Counter()
        labels[i] = 2 * (ours & gold).total() / max(ours.total() + gold.total(), 1) >= 0.8
    return labels


def author_labels(lines: Sequence[str], author: str | None) -> NDArray[np.float32]:
    """Mark the short lines that name the first author."""
    labels = np.zeros(len(lines), np.float32)
    name = " ".join(tokens(re.split(r",|;|&|\band\b", author or "")[0]))
    if len(name) < 4:
        return labels
    for i, line in enumerate(lines):
        if len(line) < 200:
            labels[i] = f" {name} " in f" {' '.join(tokens(line))} "
    return labels


def date_labels(lines: Sequence[str], date: str | None) -> NDArray[np.float32]:
    """Mark the short lines whose first date is the date of publication."""
    from rag.articles.dates import find_date

    labels = np.zeros(len(lines), np.float32)
    for i, line in enumerate(lines):
        if date and len(line) < 200 and any(char.isdigit() for char in line):
            labels[i] = find_date(line) == date[:10]
    return labels
