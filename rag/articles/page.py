"""An HTML page as its visible blocks, in reading order: the lines that a person copying the page would get.

This is the door to lxml. Nothing is judged here: menus and footers come out too, for the labeller to tell apart.
But: styles are not computed, so what only a style sheet hides is still there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from rag.articles.lines import tidy

_BLOCKS_WORDS = """
address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol
option p pre search section summary table tbody td tfoot th thead tr ul video audio
"""
_BLOCKS = frozenset(_BLOCKS_WORDS.split())
_SKIPPED_WORDS = """
script style noscript template svg math head iframe object embed canvas select datalist textarea
map area link meta title input
"""
_SKIPPED = frozenset(_SKIPPED_WORDS.split())
Element: TypeAlias = Any
"""An lxml element: the library publishes no types."""

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_REGIONS = ("nav", "header", "footer", "aside", "article", "main", "figure", "form", "blockquote", "table")


class Run(NamedTuple):
    """A piece of a block's text; `href` is where a link leads, `style` is "b", "i", "img" or empty."""

    text: str
    href: str = ""
    style: str = ""


@dataclass(slots=True)
class PageBlock:
    """A visible block: its tag, the depth of lists around it, the regions it lies in, and its runs of text."""

    tag: str
    depth: int
    regions: frozenset[str]
    runs: list[Run] = field(default_factory=list)
    number: int = 0
    row: int = 0

    @property
    def text(self) -> str:
        """Return the words of the block, white space collapsed, images left out."""
        return tidy("".join(run.text for run in self.runs if run.style != "img"))


class _Walker:
    """Collect blocks while walking a tree: the state that one pass needs, and nothing more."""

    def __init__(self, *, with_noscript: bool) -> None:
        self.blocks: list[PageBlock] = []
        self.open: list[str] = []
        self.hrefs: list[str] = []
        self.styles: list[str] = []
        self.runs: list[Run] = []
        self.counters: list[int] = []
        self.row = 0
        self.skipped = _SKIPPED - {"noscript"} if with_noscript else _SKIPPED

    def add(self, text: str | None) -> None:
        if text:
            self.runs.append(Run(text, self.hrefs[-1] if self.hrefs else "", self.styles[-1] if self.styles else ""))

    def flush(self) -> None:
        if any(run.text.strip() for run in self.runs):
            tag = self.open[-1] if self.open else "body"
            if "li" in self.open[-3:] and tag in ("p", "div"):
                tag = "li"
            depth = sum(name in ("ul", "ol", "menu", "dir") for name in self.open)
            regions = frozenset(name for name in _REGIONS if name in self.open)
            number = self.counters[-1] if tag == "li" and self.counters else 0
            self.blocks.append(PageBlock(tag, depth, regions, self.runs, number, self.row))
        self.runs = []

    def start(self, element: Element, tag: str) -> None:
        if tag in _BLOCKS:
            self.flush()
            self.open.append(tag)
            self._count(tag)
        elif tag == "a":
            self.hrefs.append(element.get("href") or "#")
        elif tag in ("b", "strong", "i", "em"):
            self.styles.append("b" if tag in ("b", "strong") else "i")
        elif tag == "br":
            self.runs.append(Run("\n", "", "br"))
        elif tag == "img" and (alt := tidy(element.get("alt") or "")):
            self.runs.append(Run(alt, element.get("src") or "", "img"))
        self.add(element.text)

    def _count(self, tag: str) -> None:
        if tag == "ol":
            self.counters.append(0)
        elif tag in ("ul", "menu", "dir"):
            self.counters.append(-1_000_000)
        elif tag == "li" and self.counters:
            self.counters[-1] += 1
        elif tag == "tr":
            self.row += 1

    def end(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.flush()
            self.open.pop()
            if tag in ("ol", "ul", "menu", "dir"):
                self.counters.pop()
        elif tag == "a":
            self.hrefs.pop()
        elif tag in ("b", "strong", "i", "em"):
            self.styles.pop()


def _is_hidden(element: Element) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and _HIDDEN.search(style) is not None)


def parse_html(text: str) -> Element | None:
    """Return the root element of a page, or None where nothing can be made of it."""
    from lxml import etree, html

    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        return html.document_fromstring(text.encode("utf-8", "surrogatepass"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def page_blocks(root: Element, *, with_noscript: bool = False) -> list[PageBlock]:
    """Return the visible blocks of a parsed page in reading order."""
    from lxml import etree

    walker = _Walker(with_noscript=with_noscript)
    steps = etree.iterwalk(root, events=("start", "end"))
    skipping = None
    for event, element in steps:
        if not isinstance(element.tag, str):
            if event == "end":
                walker.add(element.tail)
            continue
        tag = element.tag.lower()
        if event == "start":
            if tag in walker.skipped or _is_hidden(element):
                skipping = element
                steps.skip_subtree()
                continue
            walker.start(element, tag)
            continue
        if skipping is element:
            skipping = None
        else:
            walker.end(tag)
        walker.add(element.tail)
    walker.flush()
    return [block for block in walker.blocks if any(run.text.strip() for run in block.runs)]


def page_text(html: str) -> str:
    """Return a page's visible text, one block a line: what an HTML article's line numbers count."""
    root = parse_html(html)
    if root is None:
        return ""
    return "\n".join(block.text for block in page_blocks(root) if block.text)
