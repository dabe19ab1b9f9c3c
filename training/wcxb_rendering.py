"""Render an HTML page as the plain text that people's scrapers make of it, in the styles that the labeller must read.

`block`: one block a line, an empty line between blocks. `single`: the same with single newlines. `layout`: lists
indented with bullets, empty lines where a browser leaves them. `markdown`: headings, links, emphasis, quotations.
`wrapped`: as `layout`, hard-wrapped as text browsers do. `pieces`: every text node on its own line, as naive scripts
do. A seed varies what scrapers differ in (bullets, indentation, image texts); the words are the page's own.
"""

from __future__ import annotations

import random
import textwrap
from typing import TYPE_CHECKING

from rag.articles.lines import tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.articles.page import PageBlock, Run

STYLES = ("block", "single", "layout", "markdown", "wrapped", "pieces")
"""All the renderings, the four that are reported first."""


def render(blocks: Sequence[PageBlock], style: str, seed: int = 0) -> str:
    """Return the page's text in one style."""
    rng = random.Random(f"{style}-{seed}")
    if style == "markdown":
        return _markdown(blocks, rng)
    if style == "pieces":
        return "\n".join(piece for block in blocks for piece in _pieces(block))
    if style in ("layout", "wrapped"):
        return _layout(blocks, rng, wrapped=style == "wrapped")
    breaks = rng.random() < 0.7
    rows = rng.random() < 0.5
    lines = [
        line
        for block in _joined_cells(blocks, " " if rng.random() < 0.5 else " | ", wanted=rows)
        for line in _texts(block, breaks=breaks)
    ]
    return ("\n" if style == "single" else "\n\n").join(lines)


def _pieces(block: PageBlock) -> list[str]:
    return [text for run in block.runs if run.style not in ("img", "br") and (text := tidy(run.text))]


def _texts(block: PageBlock, *, breaks: bool) -> list[str]:
    """Return a block's text, cut at line breaks if asked for."""
    joined = "".join(
        ("\x00" if breaks else " ") if run.style == "br" else "" if run.style == "img" else run.text
        for run in block.runs
    )
    return [text for part in joined.split("\x00") if (text := tidy(part))]


def _joined_cells(blocks: Sequence[PageBlock], glue: str, *, wanted: bool) -> list[PageBlock]:
    """Join the cells of a table's row into one block, as many renderers do."""
    from rag.articles.page import PageBlock, Run

    if not wanted:
        return list(blocks)
    joined: list[PageBlock] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if last and block.tag in ("td", "th") and last.tag in ("td", "th", "tr") and last.row == block.row:
            joined[-1] = PageBlock(
                "tr", last.depth, last.regions, [*last.runs, Run(glue), *block.runs], last.number, last.row
            )
        else:
            joined.append(block)
    return joined


def _layout(blocks: Sequence[PageBlock], rng: random.Random, *, wrapped: bool) -> str:
    bullet = rng.choice(["* ", "• ", "  • ", "- ", "+ ", "o "])
    step = rng.choice([2, 2, 4])
    base = rng.choice([0, 0, 0, 3, 4])
    width = rng.choice([70, 72, 78, 80, 100])
    tight = rng.random() < 0.5
    rows: list[str] = []
    for block in _joined_cells(blocks, rng.choice([" ", "  ", "\t"]), wanted=rng.random() < 0.7):
        for text in _texts(block, breaks=True):
            indent = base + step * max(block.depth - 1, 0)
            mark = ""
            if block.tag == "li":
                mark = f"{block.number}. " if block.number > 0 else bullet
            elif block.tag == "blockquote" or "blockquote" in block.regions:
                indent += 4
            spaced = block.tag in ("p", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "figure", "pre")
            spaced = spaced or (block.tag != "li" and not tight)
            if spaced and rows and rows[-1]:
                rows.append("")
            lead = " " * indent + mark
            if wrapped:
                rows += textwrap.wrap(text, width, initial_indent=lead, subsequent_indent=" " * len(lead)) or [
                    lead + text
                ]
            else:
                rows.append(lead + text)
            if spaced:
                rows.append("")
    return "\n".join(rows)


def _markdown(blocks: Sequence[PageBlock], rng: random.Random) -> str:
    links = rng.random() < 0.75
    images = rng.random() < 0.5
    emphasis = rng.random() < 0.7
    bullet = rng.choice(["* ", "- ", "  * "])
    single = rng.random() < 0.25
    width = 78 if rng.random() < 0.15 else 0
    rows: list[str] = []
    for block in _joined_cells(blocks, " | ", wanted=True):
        text = tidy("".join(_markdown_run(run, links=links, images=images, emphasis=emphasis) for run in block.runs))
        if not text:
            continue
        lead = ""
        if block.tag[0] == "h" and block.tag[1:].isdigit():
            lead = "#" * int(block.tag[1:]) + " "
        elif block.tag == "li":
            lead = "  " * max(block.depth - 1, 0) + (f"{block.number}. " if block.number > 0 else bullet)
        elif "blockquote" in block.regions or block.tag == "blockquote":
            lead = "> "
        elif block.tag in ("tr", "td", "th"):
            lead, text = "| ", text + " |"
        if rows and not single and not (block.tag == "li" and rows[-1].lstrip()[:1] in "*-0123456789"):
            rows.append("")
        rows += textwrap.wrap(lead + text, width, break_long_words=False) if width else [lead + text]
    return "\n".join(rows)


def _markdown_run(run: Run, *, links: bool, images: bool, emphasis: bool) -> str:
    if run.style == "img":
        return f"![{run.text}]({run.href})" if images else ""
    if run.style == "br":
        return " "
    text = run.text
    bare = tidy(text)
    if emphasis and run.style and bare:
        mark = "**" if run.style == "b" else "_"
        text = text.replace(text.strip(), f"{mark}{text.strip()}{mark}")
    if links and run.href and bare:
        text = text.replace(text.strip(), f"[{text.strip()}]({run.href})")
    return text
