"""What sort of article a page says that it is: report, analysis, opinion, interview, forum post; or nothing.

Said in a header, a trail of sections, the line right above the title, a note on the author, the address, or a wire's
dateline. A menu names every section of a site and says nothing of this article.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rag.articles.voices import is_forum
from rag.types import Kind, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.articles.lines import Line, PageLines
    from rag.articles.marks import Labels

_TRAIL = re.compile(r"^\W*[\w& -]{2,30}(?:\s*[/>»›]\s*[\w&,' -]{2,40}){1,4}\W*$")
_OPINION = re.compile(
    r"^\W*(?:opinions?|op-?ed|commentary|column(?:ists?)?|editorials?|viewpoint|comment|perspectives?"
    r"|letters?)\W*$"
    r"|^\W*(?:opinion|op-?ed|commentary|editorial|viewpoint)\s*[:|/–—]|[/>»›]\s*(?:opinions?|op-?ed"
    r"|commentary|columnists?|editorials?)\b"
    r"|^\W*opinion by\b", re.IGNORECASE,
)  # fmt: skip
_OPINED = re.compile(
    r"\bviews? (?:expressed|and opinions|in this)\b|\bopinions? expressed\b|\b(?:columnist|commentator)\b"
    r"|\bcontributed this article\b",
    re.IGNORECASE,
)
_ANALYSIS = re.compile(r"^\W*(?:news )?(?:analysis|explainer)\b|\banalysis by\b|[/>»›]\s*analysis\b", re.IGNORECASE)
_INTERVIEW = re.compile(
    r"\binterview (?:with|by)\b|^\W*(?:q ?& ?a|(?:the )?interviews?)\W*$|[/>»›]\s*interviews?\b", re.IGNORECASE
)
_WIRE = re.compile(r"^[A-Z][A-Z ,.'-]{2,30}.{0,25}\((?:Reuters|AP|AFP|Xinhua|UPI|EFE)\)\s*[—–-]")
_KIND_IN_URL = (("/opinion", Kind.OPINION), ("/commentisfree", Kind.OPINION), ("/analysis", Kind.ANALYSIS),
                ("/op-ed", Kind.OPINION), ("/editorial", Kind.OPINION), ("/interview", Kind.INTERVIEW))  # fmt: skip
_ANALYSTS = frozenset({"Foreign Affairs", "The Diplomat", "Brookings", "Council on Foreign Relations", "CSIS"})
"""Outlets that publish essays and analysis, and no reports."""


class KindFound(NamedTuple):
    """A kind and where it was read: the index of a line, or the name of another place."""

    kind: Kind
    at: int | str


def stated_kind(text: str) -> Kind | None:
    """Return the kind that a header or a record names: `Forum post` -> `Kind.FORUM_POST`."""
    named = text.casefold().replace(" ", "_")
    return Kind(named) if named in set(Kind) else None


def find_kind(lines: PageLines, labels: Labels, url: str | None, outlet: str | None) -> KindFound | None:
    """Return the kind that the page itself states, and where."""
    if Role.OTHER_VOICE in labels.marks and is_forum(lines):
        return KindFound(Kind.FORUM_POST, "page")
    if found := _in_lines(lines, labels):
        return found
    for part, kind in _KIND_IN_URL:
        if url and part in url.casefold():
            return KindFound(kind, "address")
    if outlet in _ANALYSTS:
        return KindFound(Kind.ANALYSIS, "outlet")
    wire = next((i for i in labels.body()[:2] if _WIRE.match(lines[i].plain)), None)
    return None if wire is None else KindFound(Kind.REPORT, wire)


def _in_lines(lines: Sequence[Line], labels: Labels) -> KindFound | None:
    body = labels.body()
    first = labels.title if labels.title is not None else body[0] if body else 0
    end = len(lines)
    sections = [i for i in range(max(first - 6, 0), first) if _TRAIL.match(lines[i].plain)]
    sections += [*range(max(first - 1, 0), min(first + 1, end)), *range(first + 1, min(first + 4, end))]
    sections = [i for i in sections if len(lines[i].plain) < 150]
    notes = [i for i, mark in enumerate(labels.marks) if mark is Role.BIO]
    for pattern, kind, places in ((_INTERVIEW, Kind.INTERVIEW, sections), (_ANALYSIS, Kind.ANALYSIS, sections),
                                  (_OPINION, Kind.OPINION, sections), (_OPINED, Kind.OPINION, notes)):  # fmt: skip
        at = next((i for i in places if pattern.search(lines[i].plain)), None)
        if at is not None:
            return KindFound(kind, at)
    return None
