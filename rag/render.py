"""Write an answer down for a reader: Markdown with footnotes, or one self-contained HTML page.

Everything that comes from an article or a model is escaped here and nowhere else; the only markup is ours. This module
imports nothing of ours at run time, so that the nouns in `rag.types` may use it.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote as url_quote
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rag.types import Absence, Answer, Citation, Span, View

_MARKDOWN_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!$])")
_FRAGMENT_WORDS = 6
"""Words at either end of a text fragment: enough to be unique on a page, short enough to survive small edits."""

STATUS_LINES = {
    "answered": "Answered from the articles",
    "partial": "Partly answered: the articles do not hold all of it",
    "conflict": "The sources disagree",
    "abstained": "Not in these articles",
}
# Spelled out because the C library's names follow the user's locale.
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class Described(Protocol):
    """What a reference needs to say of an article: a citation and a source both have it."""

    @property
    def title(self) -> str | None:
        """Return the headline."""

    @property
    def authors(self) -> tuple[str, ...]:
        """Return who wrote it."""

    @property
    def outlet(self) -> str | None:
        """Return who published it."""

    @property
    def date(self) -> str | None:
        """Return the day of publication, ISO."""

    @property
    def path(self) -> str:
        """Return the file it was read from."""


def spoken_date(date: str | None) -> str:
    """Spell an ISO date as a reader says it: "2025-08-01" -> "1 August 2025", None -> "no date given"."""
    if date is None:
        return "no date given"
    year, *rest = date.split("-")
    if not rest:
        return year
    month = _MONTHS[int(rest[0]) - 1]
    return f"{int(rest[1])} {month} {year}" if len(rest) > 1 else f"{month} {year}"


def reference_line(item: Described) -> str:
    """Describe a source in one plain line: outlet, title, authors, date, each only as far as it is known."""
    parts = [item.outlet, f"“{item.title}”" if item.title else None, ", ".join(item.authors) or None]
    known = [part for part in parts if part] or [item.path]
    return ", ".join([*known, spoken_date(item.date)])


def quote_link(url: str | None, quote: str) -> str | None:
    """Link to the quoted sentence on the publisher's own page by a text fragment; None without a web address."""
    if url is None or urlsplit(url).scheme not in {"http", "https"}:
        return None
    words = quote.split()
    if len(words) <= 2 * _FRAGMENT_WORDS:
        fragment = _fragment(words)
    else:
        fragment = f"{_fragment(words[:_FRAGMENT_WORDS])},{_fragment(words[-_FRAGMENT_WORDS:])}"
    return f"{url.split('#')[0]}#:~:text={fragment}"


def _fragment(words: list[str]) -> str:
    # A dash or a comma separates parts of a text directive, so both must be percent-encoded within one.
    return url_quote(" ".join(words), safe="").replace("-", "%2D")


def markdown_text(text: str) -> str:
    """Escape text so that Markdown shows it as it stands, line breaks folded into spaces."""
    return _MARKDOWN_SPECIAL.sub(r"\\\1", " ".join(text.split()))


def answer_markdown(answer: Answer) -> str:
    """Return the answer as Markdown: the text with footnote markers, then the notes."""
    lines = [f"**{markdown_text(answer.question)}**", ""]
    for sentence in answer.sentences:
        lines += [markdown_text(sentence.text) + "".join(f"[^{n}]" for n in sentence.citations), ""]
    if answer.missing:
        lines += [markdown_text(answer.missing.reason), ""]
        lines += [
            f"- nearest: “{markdown_text(near.quote)}” — {_markdown_source(near)}" for near in answer.missing.nearest
        ]
    for view in answer.views:
        lines += ["", f"*{markdown_text(view.outlet or 'Outlet unknown')}*", ""]
        lines += [f"- {_markdown_position(position)}" for position in view.positions]
    lines += [""] + [f"[^{c.n}]: “{markdown_text(c.quote)}” — {_markdown_source(c)}" for c in answer.citations]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def _markdown_source(citation: Citation) -> str:
    speaker = f"{markdown_text(citation.speaker)}, in " if citation.speaker else ""
    link = quote_link(citation.url, citation.quote)
    line = speaker + markdown_text(reference_line(citation))
    return f"{line} (<{link}>)" if link else line


def _markdown_position(position: Citation) -> str:
    speaker = f"{markdown_text(position.speaker)}: " if position.speaker else ""
    return f"{speaker}“{markdown_text(position.quote)}”" + (f"[^{position.n}]" if position.n else "")


def answer_body_html(answer: Answer, note: Callable[[int], str]) -> str:
    """Return the answer's sentences as escaped paragraphs, `note(n)` writing the marker of citation n.

    The part of a quote that answers is marked where the sentence repeats the quote. A sentence that its quotes do not
    support is marked as such, never silently kept.
    """
    by_number = {citation.n: citation for citation in answer.citations}
    paragraphs = []
    for sentence in answer.sentences:
        text = _sentence_html(sentence.text, [by_number[n] for n in sentence.citations])
        if sentence.support != "supported":
            text = f'<span class="unsupported" title="{sentence.support.replace("_", " ")}">{text}</span>'
        paragraphs.append(f"<p>{text} {''.join(map(note, sentence.citations))}</p>")
    if answer.missing:
        paragraphs.append(f"<p>{escape(answer.missing.reason)}</p>")
    return "".join(paragraphs)


def _sentence_html(text: str, citations: Sequence[Citation]) -> str:
    for citation in citations:
        before, found, after = text.partition(citation.quote)
        if found:
            return f"{escape(before)}{highlighted_html(citation)}{escape(after)}"
    return escape(text)


def highlighted_html(citation: Citation) -> str:
    """Return a quote as escaped HTML with the part that answers inside our own <mark>."""
    return _marked(citation.quote, citation.start, citation.highlight)


def _marked(quote: str, start: int, highlight: Span | None) -> str:
    if highlight is None:
        return escape(quote)
    a, b = highlight.start - start, highlight.end - start
    return f"{escape(quote[:a])}<mark>{escape(quote[a:b])}</mark>{escape(quote[b:])}"


_STYLE = """
:root{color-scheme:light dark;--ink:#1d2129;--soft:#5c6470;--line:#d9dde3;--paper:#fff;--accent:#8a3324;--mark:#ffe9a8}
@media(prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#a3abb6;--line:#3a404a;--paper:#16181d}}
@media(prefers-color-scheme:dark){:root{--accent:#f0a58f;--mark:#6b5410}}
body{font:1.05rem/1.6 Georgia,serif;color:var(--ink);background:var(--paper)}
body{max-width:44rem;margin:2.5rem auto;padding:0 1rem}
h1{font-size:1.35rem;line-height:1.3}.status{color:var(--soft);font:.85rem/1.4 system-ui,sans-serif}
a{color:var(--accent)}sup a{text-decoration:none;padding:0 .1em}mark{background:var(--mark);color:inherit}
.unsupported{color:var(--soft);text-decoration:underline wavy}
ol{padding-left:1.4rem}li{margin:.8rem 0;border-top:1px solid var(--line);padding-top:.6rem}
.source{color:var(--soft);font:.85rem/1.4 system-ui,sans-serif;display:block;margin-top:.2rem}
blockquote{margin:.4rem 0;padding-left:.8rem;border-left:3px solid var(--line);overflow-wrap:anywhere}
@media print{body{margin:0;max-width:none}}
"""


def answer_html(answer: Answer) -> str:
    """Return the answer as one HTML page that needs nothing else and prints well."""
    body = answer_body_html(answer, lambda n: f'<sup><a href="#note-{n}">[{n}]</a></sup>')
    status = f"{STATUS_LINES[answer.status]} · confidence {answer.confidence:.0%}"
    notes = "".join(_html_note(citation) for citation in answer.citations)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(answer.question)}</title><style>{_STYLE}</style></head><body>"
        f'<h1>{escape(answer.question)}</h1><p class="status">{status}</p>{body}'
        f"{_html_absence(answer.missing)}{_html_views(answer.views)}"
        f"{f'<ol>{notes}</ol>' if notes else ''}</body></html>\n"
    )


def _html_note(citation: Citation) -> str:
    return (
        f'<li id="note-{citation.n}" value="{citation.n}"><blockquote>{highlighted_html(citation)}</blockquote>'
        f"{_html_source(citation)}</li>"
    )


def _html_source(citation: Citation) -> str:
    speaker = f"{escape(citation.speaker)}, in " if citation.speaker else ""
    line = speaker + escape(reference_line(citation))
    link = quote_link(citation.url, citation.quote)
    return f'<span class="source">{f"<a href={chr(34)}{escape(link)}{chr(34)}>{line}</a>" if link else line}</span>'


def _html_absence(missing: Absence | None) -> str:
    if missing is None or not missing.nearest:
        return ""
    items = "".join(f"<blockquote>{escape(near.quote)}</blockquote>{_html_source(near)}" for near in missing.nearest)
    return f"<h2>Nearest passages</h2>{items}"


def _html_views(views: tuple[View, ...]) -> str:
    if not views:
        return ""
    columns = "".join(
        f"<h3>{escape(view.outlet or 'Outlet unknown')}</h3>"
        + "".join(f"<blockquote>{highlighted_html(p)}</blockquote>{_html_source(p)}" for p in view.positions)
        for view in views
    )
    return f"<h2>Who says what</h2>{columns}"
