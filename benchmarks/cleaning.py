"""Cleaning beside the tools that people use, on sites that no training saw.

    python -m benchmarks.cleaning WCXB_FOLDER [--part test] [--kind article] [--pages 60] [--rows FILE] [--speed]

prints, for the held-out articles of WCXB's development pages, the mean 4-gram F1 against the main text marked by
people, with a 95 % bootstrap interval over pages: trafilatura, readability-lxml and jusText on HTML; ours on HTML and
on plain text in every rendering; and what keeping everything would score. `body` counts only lines labelled as the
article's own text, `text` everything that can be searched (title, captions and notes too). Then pages a CPU second
(set OMP_NUM_THREADS=1: idle threads count too), for whole cleaning and for the `labeller` alone, which stops before
rules and metadata: of one pass, and with the least time of several for each page, which others on the machine disturb
less. Last the confusion matrix of roles on our own pages (`benchmarks.roles`). `--speed` prints only pages a second.
`benchmarks.metadata` scores metadata. It needs the extra `bench`: `pip install -e .[bench]`.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.roles import confusion, found_labels, gold_labels, table
from rag.articles.captions import is_caption
from rag.articles.clean import clean_article
from rag.articles.headlines import is_byline, is_dated
from rag.articles.labeller import line_chances
from rag.articles.lines import first_word, plain_words, split_lines
from rag.articles.page import page_blocks, parse_html
from rag.articles.patterns import removal_reason
from rag.errors import ArticleError
from rag.types import Article, RawArticle, Role
from training.wcxb import Page, f1, iter_pages
from training.wcxb_rendering import STYLES, render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

Scores = dict[str, list[float]]

PASSES = 5
"""How often each tool reads each page for its least time."""

MEMORIES = (first_word, is_byline, is_caption, is_dated, plain_words, removal_reason)
"""What remembers lines: forgotten before each pass, or a pass would find the lines of the one before."""

SEED = 7_000_000
"""Renderings are drawn with seeds that no training page had."""


def trafilatura_text(html: str) -> str:
    """Return trafilatura's text at its defaults."""
    import trafilatura

    return trafilatura.extract(html, include_comments=False) or ""


def readability_text(html: str) -> str:
    """Return the text of readability-lxml's summary."""
    from lxml import html as lxml_html
    from readability import Document

    summary = Document(html).summary()
    return "\n".join(lxml_html.fromstring(summary).itertext()) if summary.strip() else ""


def justext_text(html: str) -> str:
    """Return jusText's good paragraphs, with its English stop list."""
    import justext

    paragraphs = justext.justext(html.encode("utf-8"), justext.get_stoplist("English"))
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


TOOLS: dict[str, Callable[[str], str]] = {
    "trafilatura": trafilatura_text,
    "readability-lxml": readability_text,
    "jusText": justext_text,
}


def ours(text: str, media: str) -> Article | None:
    """Return our article, or None where we refuse the page."""
    try:
        return clean_article(RawArticle(path="page", text=text, media=media))
    except ArticleError:
        return None


def body_of(article: Article | None) -> str:
    """Return only what is labelled as the article's own text."""
    blocks = article.blocks if article else ()
    return "\n".join(article.text[b.start : b.end] for b in blocks if article and b.role is Role.BODY)


def unmarked(text: str) -> str:
    """Return a text without the addresses of Markdown links and images, which no main text holds."""
    return re.sub(r"\]\([^)]*\)", "] ", text)


def score_page(page: Page, scores: Scores) -> None:
    """Add every tool's F1 on one page, in place; a crash is a miss."""

    def scored(name: str, make: Callable[[], str]) -> str:
        try:
            text = make()
        except Exception as error:  # noqa: BLE001 - whatever another tool raises, it scores nothing on this page
            print(f"  {name} failed on {page.page_id}: {type(error).__name__}")
            text = ""
        scores[name].append(f1(text, page.main))
        return text

    for name, tool in TOOLS.items():
        scored(f"{name}, HTML", lambda tool=tool: tool(page.html))
    article: list[Article | None] = []
    scored("ours body, HTML", lambda: body_of(article.append(ours(page.html, "html")) or article[-1]))
    scores["ours text, HTML"].append(f1(article[-1].text if article[-1] else "", page.main))
    blocks = page_blocks(parse_html(page.html))
    for style in STYLES:
        text = render(blocks, style, SEED + int(page.page_id))
        media = "markdown" if style == "markdown" else "text"
        scored(
            f"ours body, {style}",
            lambda text=text, media=media: unmarked(body_of(article.append(ours(text, media)) or article[-1])),
        )
        scores[f"ours text, {style}"].append(f1(unmarked(article[-1].text) if article[-1] else "", page.main))
        if style == "block":
            scores["keep everything, block"].append(f1(text, page.main))
            long_lines = [line for line in text.split("\n") if len(line.split()) >= 20]
            scores["lines of 20 words, block"].append(f1("\n".join(long_lines), page.main))


def interval(values: list[float], rng: np.random.Generator) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of a mean over pages."""
    sample = np.array(values)
    means = sample[rng.integers(len(sample), size=(2000, len(sample)))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def chosen(folder: Path, part: str, kind: str, limit: int) -> Iterator[Page]:
    """Yield the pages asked for."""
    n = 0
    for page in iter_pages(folder):
        if page.part == part and page.kind == kind and n < limit:
            n += 1
            yield page


def print_table(scores: Scores) -> None:
    """Print a row a tool: mean and interval."""
    rng = np.random.default_rng(0)
    for name, values in scores.items():
        low, high = interval(values, rng)
        print(f"{name:28} {np.mean(values):.3f}  [{low:.3f}, {high:.3f}]  n={len(values)}")


def print_speed(pages: list[Page]) -> None:
    """Print the pages that each tool reads in a second of one core's time, and how often trafilatura's that is.

    The tools take turns, so that what else the machine does falls on all of them.
    """
    rendered = {
        style: [render(page_blocks(parse_html(page.html)), style, SEED + int(page.page_id)) for page in pages]
        for style in ("block", "layout", "markdown")
    }
    html = [page.html for page in pages]
    runs: dict[str, tuple[Callable[[str], object], list[str]]] = {
        **{f"{name}, HTML": (tool, html) for name, tool in TOOLS.items()},
        "ours, HTML": (lambda text: ours(text, "html"), html),
    }
    for style, texts in rendered.items():
        media = "markdown" if style == "markdown" else "text"
        runs[f"ours, {style}"] = (lambda text, media=media: ours(text, media), texts)
        runs[f"labeller, {style}"] = (lambda text: line_chances(split_lines(text)), texts)
    for run, texts in runs.values():
        run(texts[0])
    passes = [{name: _times(*run) for name, run in runs.items()} for _ in range(PASSES)]
    for name in runs:
        first, least = (
            [len(pages) / times[one].sum() for one in (name, "trafilatura, HTML")]
            for times in (passes[0], {tool: np.min([one[tool] for one in passes], axis=0) for tool in runs})
        )
        print(
            f"{name:28} {first[0]:6.0f} pages/s  {first[0] / first[1]:5.2f} x trafilatura"
            f"   least {least[0]:6.0f} pages/s  {least[0] / least[1]:5.2f} x trafilatura",
        )


def _times(run: Callable[[str], object], texts: list[str]) -> NDArray[np.float64]:
    """Return the processor's seconds for each text."""
    for function in MEMORIES:
        function.cache_clear()
    times = []
    for text in texts:
        started = time.process_time()
        run(text)
        times.append(time.process_time() - started)
    return np.array(times)


def page_parser(about: str) -> argparse.ArgumentParser:
    """Return a parser of the options that choose pages, for every benchmark over them."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wcxb", type=Path)
    parser.add_argument("--part", default="test", choices=["train", "dev", "test"])
    parser.add_argument("--kind", default="article")
    parser.add_argument("--pages", type=int, default=10**9)
    return parser


def main() -> None:
    """Score every tool on the pages and print the tables."""
    parser = page_parser(__doc__)
    parser.add_argument("--rows", type=Path)
    parser.add_argument("--speed", action="store_true")
    args = parser.parse_args()
    scores: Scores = defaultdict(list)
    names: list[dict[str, Any]] = []
    pages = list(chosen(args.wcxb, args.part, args.kind, args.pages))
    for page in pages if not args.speed else ():
        score_page(page, scores)
        names.append({"page_id": page.page_id, "url": page.url} | {k: round(v[-1], 4) for k, v in scores.items()})
    if args.rows:
        args.rows.write_text("".join(json.dumps(row) + "\n" for row in names), encoding="utf-8")
    print_table(scores)
    print_speed(pages)
    if not args.speed:
        gold = gold_labels()
        print(table(confusion(gold, found_labels(Path("corpus"), {page for page, _ in gold}))))


if __name__ == "__main__":
    main()
