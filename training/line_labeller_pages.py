"""The pages that the line labeller is trained on: drawn, cut, set into other pages' furniture, and put into batches.

Features are computed as a page is drawn, since they depend on the whole of it: an article may lose part of what
surrounds it (people copy articles without their menus too), be set between the head and the foot of another site's
page, or have adverts and teasers set between its paragraphs, so that few articles meet many kinds of furniture.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import torch

from rag.articles.features import PageFeatures, page_features
from rag.articles.lines import PageLines, split_lines

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from rag.articles.lines import Line

LONGEST = 1000
"""Lines read of a page: a few listings are ten times longer and would take half of the time."""
CROPPED = 0.2
"""Share of drawn pages that lose part of what surrounds the article."""
BARE = 0.4
"""Share of those that lose all of it, as the text of a feed or a table of articles has lost it."""
GRAFTED = 0.25
"""Share of drawn pages whose article is set into another page's furniture."""
OWN_HOSTS = 0.4
"""Share of those for which that page is one of our own, where there are any: WCXB's news pages are few."""
BROKEN = 0.35
"""Share of drawn articles that get furniture between their paragraphs, where there is any."""
MOST_BREAKS = 4
ENDS = '.?!"”’'
MARKDOWN = "markdown"
OWN = "own"
"""The kind of page that was invented for training (`own_pages`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """A page in one style: its text and its labels, shape (lines, 4)."""

    text: str
    labels: NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A page in all its renderings; `kind` is WCXB's type of page, or says that it is our own."""

    page_id: str
    kind: str
    renderings: dict[str, Rendering]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A page ready for the network; `headed` says whether its title, author and date labels can be trusted."""

    features: PageFeatures
    labels: NDArray[np.float32]
    sizes: NDArray[np.float32]
    headed: bool


def read_sources(folder: Path, parts: Container[str]) -> list[Source]:
    """Return the pages of some parts of the split."""
    sources = []
    with gzip.open(folder / "pages.jsonl.gz", "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            renderings = {
                name: Rendering(text=found["text"], labels=np.array(found["labels"], np.float32))
                for name, found in row["renderings"].items()
                if np.any(np.array(found["labels"])[:, 0] > 0.5)
            }
            if row["part"] in parts and renderings:
                sources.append(Source(page_id=row["page_id"], kind=row["kind"], renderings=renderings))
    return sources


def drawn(lines: Sequence[Line], labels: NDArray[np.float32], *, headed: bool = True) -> Drawn:
    """Return a page's features and labels, cut to the longest that is read."""
    page, labels = PageLines(lines[:LONGEST]), labels[:LONGEST]
    features = page_features(page)
    sizes = np.array([len(line.plain.split()) for line in page], np.float32)
    return Drawn(features=features, labels=labels, sizes=sizes, headed=headed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """What articles are set into and between: other articles, our own pages, and what stands between their paragraphs.

    `breaks` are runs of lines, those of Markdown apart from the others.
    """

    articles: Sequence[Source]
    own: Sequence[Source] = ()
    breaks: Mapping[bool, Sequence[Sequence[Line]]] = field(default_factory=dict)


def furniture(sources: Sequence[Source]) -> Furniture:
    """Return the furniture that some pages have."""
    own = [source for source in sources if source.kind == OWN]
    breaks: dict[bool, list[Sequence[Line]]] = {True: [], False: []}
    for source in own:
        name, found = next(iter(source.renderings.items()))
        lines = split_lines(found.text)
        main = np.flatnonzero(found.labels[:, 0] > 0.5)
        runs = [lines[i + 1 : k] for i, k in pairwise(main.tolist()) if not found.labels[i + 1 : k].any()]
        breaks[name.startswith(MARKDOWN)] += [run for run in runs if run]
    return Furniture(articles=[source for source in sources if source.kind == "article"], own=own, breaks=breaks)


def draw(source: Source, among: Furniture, rng: np.random.Generator) -> Drawn:
    """Draw a rendering of a page, whole, cropped, or grafted into the furniture of another page in the same style."""
    name = str(rng.choice(sorted(source.renderings)))
    found = source.renderings[name]
    lines: Sequence[Line] = split_lines(found.text)
    labels = found.labels
    breaks = among.breaks.get(name.startswith(MARKDOWN), ())
    if breaks and source.kind in ("article", OWN) and rng.random() < BROKEN:
        lines, labels = _broken(lines, labels, breaks, rng)
    chance = rng.random()
    if chance >= CROPPED + GRAFTED:
        return drawn(lines, labels)
    first, end = _around(labels, rng, 15)
    lines, labels = lines[first:end], labels[first:end]
    pool = among.own if among.own and rng.random() < OWN_HOSTS else among.articles
    hosts = [host for host in pool if name in host.renderings]
    if chance < CROPPED or not hosts:
        return drawn(lines, labels)
    other = hosts[rng.integers(len(hosts))].renderings[name]
    rows = split_lines(other.text)
    low, high = _around(other.labels, rng, 4)
    above, below = other.labels[:low].copy(), other.labels[high:].copy()
    above[:], below[:] = 0, 0
    return drawn([*rows[:low], *lines, *rows[high:]], np.concatenate([above, labels, below]), headed=False)


def _broken(
    lines: Sequence[Line], labels: NDArray[np.float32], breaks: Sequence[Sequence[Line]], rng: np.random.Generator
) -> tuple[Sequence[Line], NDArray[np.float32]]:
    """Set a few runs of furniture between the paragraphs of an article."""
    main = labels[:, 0] > 0.5
    gaps = [i for i in range(1, len(lines)) if main[i - 1] and main[i] and lines[i - 1].plain[-1:] in ENDS]
    if not gaps:
        return lines, labels
    broken: list[Line] = []
    rows, done = [], 0
    for i in sorted(rng.choice(gaps, min(len(gaps), int(rng.integers(1, MOST_BREAKS + 1))), replace=False).tolist()):
        run = breaks[int(rng.integers(len(breaks)))]
        # Blank lines on a page that has none would give the furniture away.
        run = run if lines[i].blanks_before else [line._replace(blanks_before=0) for line in run]
        broken += [*lines[done:i], *run]
        rows += [labels[done:i], np.zeros((len(run), labels.shape[1]), np.float32)]
        done = i
    return [*broken, *lines[done:]], np.concatenate([*rows, labels[done:]])


def _around(labels: NDArray[np.float32], rng: np.random.Generator, reach: int) -> tuple[int, int]:
    """Return the range of lines from the first to the last of the main content, some more on both sides."""
    main = np.flatnonzero(labels[:, 0] > 0.5)
    reach *= int(rng.random() >= BARE)
    first = max(int(main[0]) - int(rng.integers(reach + 1)), 0)
    return first, min(int(main[-1]) + 1 + int(rng.integers(reach + 1)), len(labels))


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Pages padded to one length: arrays of shape (pages, lines, ...)."""

    dense: torch.Tensor
    edges: torch.Tensor
    words: torch.Tensor
    labels: torch.Tensor
    sizes: torch.Tensor
    mask: torch.Tensor
    headed: torch.Tensor

    @property
    def inputs(self) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return what the network reads."""
        return self.dense, self.edges, self.words, self.mask


def batch_of(pages: Sequence[Drawn]) -> Batch:
    """Pad pages to one length."""
    longest = max(len(page.labels) for page in pages)

    def padded(rows: Sequence[NDArray[np.generic]], kind: type) -> torch.Tensor:
        out = np.zeros((len(rows), longest, *rows[0].shape[1:]), kind)
        for into, row in zip(out, rows, strict=True):
            into[: len(row)] = row
        return torch.from_numpy(out)

    return Batch(
        dense=padded([page.features.dense for page in pages], np.float32),
        edges=padded([page.features.edges for page in pages], np.int64),
        words=padded([page.features.words for page in pages], np.int64),
        labels=padded([page.labels for page in pages], np.float32),
        sizes=padded([page.sizes for page in pages], np.float32),
        mask=padded([np.ones(len(page.labels), np.float32) for page in pages], np.float32),
        headed=torch.tensor([float(page.headed) for page in pages]),
    )
