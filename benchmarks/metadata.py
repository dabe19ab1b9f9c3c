"""Title, author and date beside trafilatura's, htmldate's and newspaper4k's, on the same pages of sites not trained on.

    python -m benchmarks.metadata WCXB_FOLDER [--part test] [--kind article] [--pages 60]

For each tool and field it prints, with a 95 % bootstrap interval over pages: accuracy (right, or rightly nothing), the
precision of what is given where people marked a value, and recall of what they marked. Every tool gets the page's HTML
and no address; ours also gets the page's plain text. A title is right if its words are those marked; `title, near`
asks for four in five of the words, since a site's name after the title is no grave fault. An author is right if the
first one marked is among those given: organisations are marked as authors too, which ours never gives. No outlet is
marked: what we read of plain text is held against the name that the page's `og:site_name` gives its site. It needs the
extra `bench`: `pip install -e .[bench]`.
"""

from __future__ import annotations

import re
import time
import warnings
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from benchmarks.cleaning import SEED, chosen, interval, ours, page_parser
from rag.articles.field_choice import letters
from rag.articles.fields import read_fields
from rag.articles.page import page_blocks, parse_html
from rag.types import Metadata
from training.wcxb import Page, tokens
from training.wcxb_rendering import render

if TYPE_CHECKING:
    from collections.abc import Callable


class Said(NamedTuple):
    """What a tool says of a page; a tool that reads no such field leaves it None and is not scored on it."""

    title: str | None = None
    authors: tuple[str, ...] | None = None
    date: str | None = ""
    outlet: str | None = None


def trafilatura_says(html: str) -> Said:
    """Return trafilatura's metadata, asked for the original date."""
    import trafilatura

    document = trafilatura.bare_extraction(html, with_metadata=True, date_extraction_params={"original_date": True})
    if document is None or isinstance(document, dict):
        return Said("", (), "")
    return Said(document.title or "", tuple((document.author or "").split("; ")), document.date or "")


def htmldate_says(html: str) -> Said:
    """Return htmldate's original date; it reads nothing else."""
    from htmldate import find_date

    return Said(date=find_date(html, original_date=True) or "")


def newspaper_says(html: str) -> Said:
    """Return newspaper4k's metadata, with the fetching of pictures turned off."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from newspaper import Article, Config
    settings = Config()
    settings.fetch_images = False
    article = Article("https://example.org/", config=settings)
    article.download(input_html=html)
    article.parse()
    day = article.publish_date
    return Said(article.title or "", tuple(article.authors), day.date().isoformat() if day else "")


def ours_on_html(html: str) -> Said:
    """Return what we read of the page; its outlet is not scored, for the field that names it is the measure."""
    article = ours(html, "html")
    about = article.metadata if article else Metadata()
    return Said(about.title or "", about.authors, about.date or "")


def ours_on_text(html: str, seed: int) -> Said:
    """Return what we read of the page's plain text, one block a line."""
    article = ours(render(page_blocks(parse_html(html)), "block", seed), "text")
    about = article.metadata if article else Metadata()
    return Said(about.title or "", about.authors, about.date or "", about.outlet or "")


TOOLS: dict[str, Callable[[Page], Said]] = {
    "ours, HTML": lambda page: ours_on_html(page.html),
    "ours, plain text": lambda page: ours_on_text(page.html, SEED + int(page.page_id)),
    "trafilatura": lambda page: trafilatura_says(page.html),
    "htmldate": lambda page: htmldate_says(page.html),
    "newspaper4k": lambda page: newspaper_says(page.html),
}


class Judged(NamedTuple):
    """One page's outcome for one field: right, and whether the tool gave and people marked a value."""

    right: bool
    given: bool
    marked: bool


def judge(page: Page, said: Said) -> dict[str, Judged]:
    """Return the outcome of each field that the tool reads."""
    judged = {}
    if said.title is not None:
        theirs, ours_ = tokens(page.title or ""), tokens(said.title)
        shared = (Counter(theirs) & Counter(ours_)).total()
        near = 2 * shared >= 0.8 * (len(theirs) + len(ours_))
        judged["title"] = Judged(theirs == ours_, bool(ours_), bool(theirs))
        judged["title, near"] = Judged(near, bool(ours_), bool(theirs))
    if said.authors is not None:
        first = " ".join(tokens(re.split(r",|;|&|\band\b", page.author or "")[0]))
        names = [" ".join(tokens(author)) for author in said.authors if tokens(author)]
        judged["author"] = Judged(first in names if first else not names, bool(names), bool(first))
    if said.date is not None:
        marked = (page.date or "")[:10]
        judged["date"] = Judged(said.date == marked, bool(said.date), bool(marked))
    if said.outlet is not None and (site := site_name(page.html)):
        same = bool(letters(said.outlet)) and (letters(said.outlet) in site or site in letters(said.outlet))
        judged["outlet"] = Judged(same, bool(said.outlet), marked=True)
    return judged


def site_name(html: str) -> str:
    """Return the letters of what a page's fields call its site."""
    root = parse_html(html)
    named = read_fields(root).outlets if root is not None else []
    return letters(next((one.value for one in named if "site_name" in one.place), ""))


def row(outcomes: list[Judged], rng: np.random.Generator) -> str:
    """Return accuracy, precision and recall with their intervals."""
    kept = {
        "accuracy": [float(one.right) for one in outcomes],
        "precision": [float(one.right) for one in outcomes if one.given and one.marked],
        "recall": [float(one.right) for one in outcomes if one.marked],
    }
    cells = []
    for name, values in kept.items():
        if values:
            low, high = interval(values, rng)
            cells.append(f"{name} {np.mean(values):.3f} [{low:.3f}, {high:.3f}] n={len(values):<4}")
    return "  ".join(cells)


def main() -> None:
    """Run every tool on every page and print a row a tool and field."""
    parser = page_parser(__doc__)
    args = parser.parse_args()
    found: dict[str, dict[str, list[Judged]]] = defaultdict(lambda: defaultdict(list))
    seconds: dict[str, float] = defaultdict(float)
    n = 0
    for page in chosen(args.wcxb, args.part, args.kind, args.pages):
        n += 1
        for tool, says in TOOLS.items():
            started = time.perf_counter()
            try:
                said = says(page)
            except Exception as error:  # noqa: BLE001 - whatever another tool raises, it says nothing of this page
                print(f"  {tool} failed on {page.page_id}: {type(error).__name__}")
                said = Said(None, None, "") if tool == "htmldate" else Said("", (), "")
            seconds[tool] += time.perf_counter() - started
            for name, outcome in judge(page, said).items():
                found[name][tool].append(outcome)
    rng = np.random.default_rng(0)
    for name, tools in found.items():
        for tool, outcomes in tools.items():
            print(f"{name:12} {tool:17} {row(outcomes, rng)}")
    for tool, total in seconds.items():
        print(f"{tool:30} {n / total:6.1f} pages/s")


if __name__ == "__main__":
    main()
