"""What a container says of its article, kept only where it is plausible: true or absent.

A subject, a feed's entry and an office file's properties are written by people and by programs; a program's default
("Document1", "Microsoft Word - draft3.doc", the owner of the machine) is no evidence.
"""

from __future__ import annotations

import re

from rag.articles.bylines import names_in_byline
from rag.articles.lines import tidy

_HEAD_CHARS = 1500
"""A byline stands at the top: within a page's first third, or again under the article's last words."""

_DEFAULT_TITLE = re.compile(
    r"^(?:microsoft word|powerpoint|untitled|document|presentation|slide|print|layout|title|template)\b.{0,8}$"
    r"|^microsoft\b|\.(?:docx?|pdf|indd|qxd|rtf|odt|html?|txt)$|^https?:|^[\w.-]+$",
    re.IGNORECASE,
)

_SITE = re.compile(r"\s+[|–—·»-]\s+[^|–—·»]{2,40}$")


def plausible_title(title: object, text: str) -> str | None:
    """Return a document's title property if its text says the same, else None.

    A printed page's is its headline and its site; the headline alone is taken if it is a line of the text:
    `"Rivers rise | The Paper"` -> `"Rivers rise"`.
    """
    stated = tidy(_printable(title))
    if not 2 <= len(stated.split()) <= 40 or _DEFAULT_TITLE.search(stated):
        return None
    head = _SITE.sub("", stated)
    if len(head.split()) >= 2 and _letters(head) in {_letters(line) for line in text.split("\n")}:
        return head
    # Two words may stand anywhere by chance.
    where = text if len(stated.split()) > 2 else text[:_HEAD_CHARS]
    return stated if _letters(stated) in _letters(where) else None


def plausible_authors(author: object, text: str) -> tuple[str, ...]:
    """Return those people of a document's author property whom the head or the foot of its text names too."""
    around = _letters(text[:_HEAD_CHARS] + " " + text[-_HEAD_CHARS:])
    return tuple(name for name in people(author) if _letters(name) in around)


def people(author: object) -> tuple[str, ...]:
    """Return the people that a field names, never an outlet or a desk: `"Ann Lee and Bo Chan"` -> both."""
    return tuple(names_in_byline(f"By {tidy(_printable(author))}"))


def web_address(value: object) -> str | None:
    """Return an address of the web as it is, anything else as None."""
    stated = value.strip() if isinstance(value, str) else ""
    return stated if re.fullmatch(r"https?://[^\s<>\"]{4,2000}", stated, re.IGNORECASE) else None


def _printable(value: object) -> str:
    return "".join(char if char.isprintable() else " " for char in value) if isinstance(value, str) else ""


def _letters(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
