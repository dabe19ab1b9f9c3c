"""An HTML page to an article: trafilatura and the line labeller vote on the page's own lines.

This is the door to trafilatura. Its text is never used as such: each line of the page's text
(`rag.articles.page.page_text`) is looked up in it, so that whatever is kept stands on the page, with its line. Metadata
are read from the page's own fields (`rag.articles.fields`), for each value must say where it stands.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import numpy as np

from rag.articles.field_choice import Given, choose
from rag.articles.fields import read_fields
from rag.articles.headlines import with_known_title
from rag.articles.labeller import LineChances, line_chances
from rag.articles.lines import Line, split_lines
from rag.articles.metadata import find_metadata
from rag.articles.page import page_blocks, parse_html
from rag.articles.roles import label_lines
from rag.errors import ArticleError
from rag.types import Metadata

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rag.types import Article, RawArticle

_WORD = re.compile(r"\w+")
_N = 4

LEAN = 0.4
"""How far trafilatura's vote moves a line's chance: what it keeps stays unless the labeller gives it less than .1, what
it drops comes back where the labeller gives it .9. Swept on the dev sites' 85 articles (F1 of the body): .05 to .25 for
the first, .75 to .9 for the second, all between .935 and .942 (trafilatura alone .930).
"""


def clean_html(raw: RawArticle) -> Article:
    """Return the article on an HTML page; lines are those of the page's text.

    Raises:
        ArticleError: the page has no text.
    """
    from rag.articles.clean import assemble

    root = parse_html(raw.text)
    blocks = page_blocks(root) if root is not None else []
    lines = split_lines("\n".join(block.text for block in blocks if block.text))
    if not lines:
        raise ArticleError(raw.path, "the page has no visible text: check that it was saved after it had loaded")
    extraction = extract(raw.text)
    given = merge(Given(raw.given), choose(read_fields(root)))
    known_title = given.metadata.title if given.sure or raw.given.title else None
    chances = html_chances(lines, with_known_title(lines, line_chances(lines), known_title), extraction)
    labels = label_lines(lines, chances)
    found = find_metadata(lines, labels, chances, given)
    return assemble(raw, lines, labels, found)


def html_chances(lines: Sequence[Line], chances: LineChances, extracted: str) -> LineChances:
    """Return the chances with trafilatura's vote in the main ones; where it found nothing, the labeller's alone."""
    if len(extracted) < 200:
        return chances
    votes = found_in(lines, extracted)
    return chances._replace(main=(chances.main + LEAN * (2 * votes - 1)).astype(np.float32))


def found_in(lines: Sequence[Line], text: str) -> NDArray[np.float32]:
    """Return for each line how much of it stands in a text, read in order: 1 for a line of it, else a share of runs.

    A heading that a page says twice, in its table of contents and above its section, is found where its neighbours
    are found too; a line that is no line of the text is judged by its runs of four words among what is left of it.
    """
    keys = [" ".join(_WORD.findall(line.plain.lower())) for line in lines]
    rows = [" ".join(_WORD.findall(row.lower())) for row in text.split("\n")]
    votes = np.zeros(len(lines), np.float32)
    left = set(range(len(rows)))
    for start, place, size in SequenceMatcher(None, keys, rows, autojunk=False).get_matching_blocks():
        votes[start : start + size] = 1.0
        left -= set(range(place, place + size))
    matched = {rows[k] for k in range(len(rows)) if k not in left}
    words = [word for k in sorted(left) for word in rows[k].split()]
    runs = {tuple(words[i : i + _N]) for i in range(len(words) - _N + 1)}
    for i in np.flatnonzero(votes == 0):
        own = keys[i].split()
        hits = [tuple(own[k : k + _N]) in runs for k in range(len(own) - _N + 1)]
        if hits and keys[i] not in matched:
            votes[i] = sum(hits) / len(hits)
    return votes


def extract(html: str) -> str:
    """Return the text that trafilatura keeps of a page; nothing where it fails."""
    import trafilatura

    document = trafilatura.bare_extraction(html, include_comments=False, include_tables=True, with_metadata=False)
    return "" if document is None or isinstance(document, dict) else document.text or ""


def merge(first: Given, second: Given) -> Given:
    """Return what was given first with what it leaves open taken from the second."""
    names = [f.name for f in fields(Metadata) if not getattr(first.metadata, f.name)]
    open_ones = {name: getattr(second.metadata, name) for name in names}
    return Given(
        metadata=replace(first.metadata, **open_ones),
        places={**{name: second.places[name] for name in names if name in second.places}, **first.places},
        titles=second.titles,
        sure=second.sure and first.metadata.title is None,
    )
