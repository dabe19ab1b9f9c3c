"""What the shell sees: records for `--json`, and lines for people.

Pure functions from our nouns to dicts or lines; printing is left to the command line. Control characters of articles
never reach the terminal, where they could move the cursor or set the title.
"""

from __future__ import annotations

import sys
import textwrap
import unicodedata
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeVar

from rag.render import reference_line
from rag.types import attribution

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rag.types import Answer, Article, Citation, Hit

Item = TypeVar("Item")

WIDTH = 100


def safe(text: str) -> str:
    """Return text with every control character, line breaks too, replaced by a space."""
    return "".join(" " if unicodedata.category(char) == "Cc" else char for char in text)


def progress_bar(items: Sequence[Item], /, *, stage: str) -> Iterable[Item]:
    """Wrap a stage of a build with a bar on standard error; nothing is drawn where nobody watches."""
    from tqdm import tqdm

    wrapped: Iterable[Item] = tqdm(items, desc=stage, file=sys.stderr, disable=None, leave=False)
    return wrapped


def answer_lines(answer: Answer) -> Iterator[str]:
    """Yield the answer, its numbered quotes, and for a refusal the nearest passages."""
    for line in answer.text.split("\n"):
        yield from textwrap.wrap(safe(line), WIDTH) or [""]
    if answer.citations:
        yield ""
    for citation in answer.citations:
        yield from _note(f"[{citation.n}]", citation)
    if answer.missing and answer.missing.nearest:
        yield "Nearest:"
        for near in answer.missing.nearest:
            yield from _note("  -", near)
    yield f"({answer.status}, confidence {answer.confidence:.0%})"


def _note(head: str, citation: Citation) -> Iterator[str]:
    speaker = f"{citation.speaker}, in " if citation.speaker else ""
    line = f"{head} {speaker}{reference_line(citation)}: “{citation.quote}”"
    yield from textwrap.wrap(safe(line), WIDTH, subsequent_indent="    ")


def hit_record(hit: Hit, article: Article) -> dict[str, Any]:
    """Return one line of `rag search --json`."""
    passage = hit.passage
    about = attribution(article, passage.start)
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "passage_id": passage.passage_id,
        "article_id": passage.article_id,
        "path": article.path,
        "title": about.title,
        "outlet": about.outlet,
        "date": about.date,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
    }


def hit_lines(hit: Hit, article: Article) -> Iterator[str]:
    """Yield a passage for a person: where it stands, then its text."""
    about = attribution(article, hit.passage.start)
    yield safe(f"{hit.rank}. {about.outlet or article.path}, {about.title or 'no title'} ({about.date or 'no date'})")
    yield from textwrap.wrap(safe(hit.passage.text), WIDTH, initial_indent="   ", subsequent_indent="   ")


def article_record(article: Article, *, evidence: bool = False) -> dict[str, Any]:
    """Return what `rag clean --json` prints of one article; with the evidence for its metadata if that is wanted."""
    about = asdict(article.metadata)
    record = {
        **{name: about[name] for name in ("title", "authors", "outlet", "date", "url", "kind", "language")},
        "text": article.text,
        "blocks": [asdict(block) for block in article.blocks],
        "removed": [asdict(line) for line in article.removed],
    }
    if evidence:
        record |= {"updated": about["updated"], "evidence": [asdict(one) for one in article.evidence]}
    return record
