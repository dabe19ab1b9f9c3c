"""Our own HTML for the page: pure functions from answers to escaped markup.

The only tags are the ones written here; every string of an article, a question or a model passes through `escape`.
Colours derive from the text colour, so that one style serves light and dark.
"""

from __future__ import annotations

from datetime import date
from html import escape
from typing import TYPE_CHECKING

from rag.render import STATUS_LINES, answer_body_html, highlighted_html, quote_link, reference_line

if TYPE_CHECKING:
    from rag.types import Answer, Article, Citation, Source

STYLE = """<style>
.fn-answer{font-family:Georgia,'Times New Roman',serif;font-size:1.06rem;line-height:1.65;overflow-wrap:anywhere}
.fn-answer p{margin:0 0 .7rem}
.fn-note{position:relative;font-size:.72em;vertical-align:super;cursor:help;color:#b4472f;font-weight:600;
 font-family:system-ui,sans-serif;padding:0 .12em}
.fn-card{visibility:hidden;opacity:0;position:absolute;left:-1rem;bottom:1.6em;width:min(24rem,78vw);z-index:20;
 background:Canvas;color:CanvasText;border:1px solid rgba(128,128,128,.45);border-radius:.4rem;padding:.6rem .75rem;
 font:400 .85rem/1.45 Georgia,serif;box-shadow:0 6px 24px rgba(0,0,0,.25);transition:opacity .12s}
.fn-note:hover .fn-card,.fn-note:focus .fn-card{visibility:visible;opacity:1}
.fn-quote{border-left:3px solid rgba(180,71,47,.55);padding:.1rem 0 .1rem .8rem;margin:.15rem 0;line-height:1.55;
 font-family:Georgia,serif;overflow-wrap:anywhere}
.fn-source{font-size:.84rem;line-height:1.45;opacity:.78}
.fn-kind{border:1px solid currentColor;border-radius:1rem;padding:0 .5em;font-size:.74rem;opacity:.8;white-space:nowrap}
.fn-status{font-size:.84rem;opacity:.78;margin-bottom:.35rem}
.unsupported{opacity:.6;text-decoration:underline wavy}
.fn-article{font-family:Georgia,serif;line-height:1.65;overflow-wrap:anywhere}
.fn-article p{margin:0 0 .8rem}
mark{background:rgba(255,190,30,.38);color:inherit;padding:.05em 0;border-radius:.15em}
mark mark{background:rgba(255,140,0,.55)}
@media(max-width:640px){.fn-card{position:fixed;left:4vw;right:4vw;bottom:5rem;width:auto}}
</style>"""

CONTEXT_CHARS = 1200
"""How much of an article is shown on either side of a quote before the whole article is asked for."""


def status_html(answer: Answer) -> str:
    """Return the line above an answer: how it stands and how sure it is."""
    sure = f" · {answer.confidence:.0%} sure" if not answer.abstained else ""
    searched = answer.trace.question_searched
    rewritten = f" · searched for “{escape(searched)}”" if searched and searched != answer.question else ""
    return f'<div class="fn-status">{STATUS_LINES[answer.status]}{sure}{rewritten}</div>'


def answer_html(answer: Answer) -> str:
    """Return an answer's text with its markers as notes that show their quote on hover or focus."""
    by_number = {citation.n: citation for citation in answer.citations}
    body = answer_body_html(answer, lambda n: _note(by_number[n]))
    return f'<div class="fn-answer">{body}</div>'


def _note(citation: Citation) -> str:
    return (
        f'<span class="fn-note" tabindex="0">[{citation.n}]<span class="fn-card">“{highlighted_html(citation)}”<br>'
        f'<span class="fn-source">{source_html(citation)}</span></span></span>'
    )


def source_html(citation: Citation) -> str:
    """Return who says it, where and when, with the kind of article and a link to the sentence when there is one."""
    speaker = f"<b>{escape(citation.speaker)}</b>, in " if citation.speaker else ""
    kind = f' <span class="fn-kind">{escape(citation.kind.replace("_", " "))}</span>' if citation.kind else ""
    link = quote_link(citation.url, citation.quote)
    there = f' <a href="{escape(link)}" target="_blank" rel="noopener noreferrer">at the publisher</a>' if link else ""
    return f"{speaker}{escape(reference_line(citation))}{kind}{there}"


def quote_html(citation: Citation) -> str:
    """Return a quote with the part that answers marked."""
    number = f"<b>[{citation.n}]</b> " if citation.n else ""
    return f'<div class="fn-quote">{number}“{highlighted_html(citation)}”</div>'


def citation_html(citation: Citation) -> str:
    """Return a quote and its source."""
    return f'{quote_html(citation)}<div class="fn-source">{source_html(citation)}</div>'


def numbered_source_html(citation: Citation, today: date) -> str:
    """Return a source with its number and its age, for the list under an answer."""
    number = f"<b>[{citation.n}]</b> " if citation.n else ""
    return f'<div class="fn-source">{number}{source_html(citation)} · {age(citation.date, today)}</div>'


def article_html(article: Article, citation: Citation, *, whole: bool) -> str:
    """Return the article around a quote, or all of it, with the quoted sentence marked.

    A quote that is not at its offsets is not marked anywhere: a wrong highlight is worse than none.
    """
    text = article.text
    if text[citation.start : citation.end] != citation.quote:
        return '<div class="fn-source">The quote is no longer in this article: build the index again.</div>'
    start = 0 if whole else _paragraph_edge(text, max(citation.start - CONTEXT_CHARS, 0))
    end = len(text) if whole else min(citation.end + CONTEXT_CHARS, len(text))
    before, after = text[start : citation.start], text[citation.end : end]
    marked = f"{escape(before)}<mark>{highlighted_html(citation)}</mark>{escape(after)}"
    paragraphs = "".join(f"<p>{part}</p>" for part in marked.split("\n") if part.strip())
    return f'<div class="fn-article">{"…" if start else ""}{paragraphs}{"…" if end < len(text) else ""}</div>'


def _paragraph_edge(text: str, at: int) -> int:
    """Return the start of the paragraph that holds a position."""
    return text.rfind("\n", 0, at) + 1


def draft_html(text: str) -> str:
    """Return text that is still arriving, escaped, in the answer's own type."""
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
    return f'<div class="fn-answer">{paragraphs}</div>'


def unused_source_html(source: Source) -> str:
    """Return one retrieved article that the answer does not use."""
    return f'<div class="fn-source">{escape(reference_line(source))}</div>'


def age(published: str | None, today: date) -> str:
    """Say how old an article is: "3 months old", or "age unknown" when its day is not known."""
    if published is None or len(published) < 10:
        return "age unknown"
    days = (today - date.fromisoformat(published)).days
    for unit, length in (("year", 365), ("month", 30), ("day", 1)):
        if days >= length:
            count = days // length
            return f"{count} {unit}{'s' if count > 1 else ''} old"
    return "today’s"
