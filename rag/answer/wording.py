"""Say whose words a quote is, in front of it: outlet, author and date as far as they are known, or the speaker.

Nothing is added to the quote and nothing taken from it. An outlet is named only for its own article's words; whoever
posted or is quoted is named for theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.render import spoken_date
from rag.types import Kind, Role

if TYPE_CHECKING:
    from rag.types import Article, Metadata, Quote

MAX_NAMED_AUTHORS = 3
"""More authors than this are shortened to the first and 'others', so that the quote stays in sight."""


def attributed(quote: Quote, article: Article) -> str:
    """Return the answer sentence for a quote: `Outlet (Author, date): "exact words"`."""
    return f'{voice(quote, article)}: "{quote.text}"'


def voice(quote: Quote, article: Article) -> str:
    """Name whose words a quote is and where they stand."""
    if role_at(article, quote.start) is Role.OTHER_VOICE:
        place = "in a forum post" if article.metadata.kind is Kind.FORUM_POST or _looks_posted(article) else "in a post"
        return f"{quote.speaker or 'Somebody unnamed'}, {place}"
    source = _outlet_name(article.metadata)
    if quote.speaker:
        about = _in_brackets(None, article.metadata.date)
        return f"{quote.speaker}, in {_lowered(source)}{about}"
    return f"{source}{_in_brackets(_authors(article.metadata.authors), article.metadata.date)}"


def role_at(article: Article, at: int) -> Role:
    """Return the role of the block that holds an offset; body where no block does."""
    return next((block.role for block in article.blocks if block.start <= at < block.end), Role.BODY)


def _looks_posted(article: Article) -> bool:
    return any(block.role is Role.OTHER_VOICE for block in article.blocks)


def _outlet_name(about: Metadata) -> str:
    if about.outlet:
        return about.outlet
    if about.title:
        return f"“{about.title}”"
    return "An article of unknown outlet"


def _lowered(source: str) -> str:
    return source[0].lower() + source[1:] if source.startswith("An article") else source


def _authors(names: tuple[str, ...]) -> str | None:
    if not names:
        return None
    if len(names) > MAX_NAMED_AUTHORS:
        return f"{names[0]} and others"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _in_brackets(authors: str | None, date: str | None) -> str:
    known = [part for part in (authors, spoken_date(date) if date else None) if part]
    return f" ({', '.join(known)})" if known else ""
