"""What an article says about itself: title, authors, outlet, date, address, kind, language; true or absent.

Statements outside the text (a JSON field, an HTML head) come first, then header lines, then the lines around the
title. A date is the article's only if it stands in its head or its address: never a copyright year, a caption, a list
of other articles, the file's or the scrape's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.articles.bylines import cased_as_in, names_in_byline
from rag.articles.dates import date_in_url, find_date
from rag.articles.headlines import is_note
from rag.articles.outlets import outlet_in_lines, outlet_of_url
from rag.articles.patterns import bare_url
from rag.articles.voices import is_foot, is_forum
from rag.types import Kind, Metadata, RemovalReason, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.articles.labeller import LineChances
    from rag.articles.lines import Line
    from rag.articles.marks import Labels

_HEADER = re.compile(
    r"^(title|headline|authors?|by|byline|date|published|outlet|source|publisher|url|link|kind"
    r"|type)\s*:\s*(\S.*)$",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"\b(?:updated|modified|edited)\b", re.IGNORECASE)
_PUBLISHED = re.compile(r"\b(?:published|posted|first)\b", re.IGNORECASE)
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


def find_metadata(lines: Sequence[Line], labels: Labels, chances: LineChances, given: Metadata) -> Metadata:
    """Return what is known of an article, given metadata first."""
    headers = header_fields(lines)
    head = _head(lines, labels)
    whole = [line.plain for line in lines]
    url = given.url or headers.get("url") or _address(lines)
    outlet = given.outlet or headers.get("outlet") or outlet_in_lines(head, whole, url) or outlet_of_url(url)
    authors = given.authors or _header_authors(headers) or tuple(labels.authors) or _signed(lines, labels)
    body = "\n".join(lines[i].plain for i, mark in enumerate(labels.marks) if isinstance(mark, Role))
    title = _title(lines, labels, chances, given.title or headers.get("title"))
    date = given.date or find_date(headers.get("date", "")) or _date(lines, labels, chances)
    return Metadata(
        title=title,
        authors=tuple(dict.fromkeys(cased_as_in(name, body) for name in authors)) or _noted_authors(lines, labels),
        outlet=outlet,
        date=date or (date_in_url(url) if url else None),
        url=url,
        kind=given.kind or _kind(lines, labels, headers, url, outlet),
        language=given.language or language_of(body),
    )


def header_fields(lines: Sequence[Line]) -> dict[str, str]:
    """Return the `Title: ...` lines with which some scrapes begin, under common names; front matter counts."""
    names = {"headline": "title", "author": "authors", "by": "authors", "byline": "authors", "published": "date",
             "source": "outlet", "publisher": "outlet", "link": "url", "type": "kind"}  # fmt: skip
    found: dict[str, str] = {}
    for line in lines[:12]:
        if line.plain.strip("-") == "":
            continue
        match = _HEADER.match(line.plain)
        if not match:
            break
        name = match[1].lower()
        found.setdefault(names.get(name, name), match[2].strip().strip("\"'"))
    # One such line may be prose or a byline ("Source: Reuters"); a header has at least two.
    return found if len(found) >= 2 else {}


def _header_authors(headers: dict[str, str]) -> tuple[str, ...]:
    return tuple(names_in_byline("By " + headers["authors"].strip("[]"))) if "authors" in headers else ()


def _head(lines: Sequence[Line], labels: Labels) -> list[str]:
    """Return the lines from just above the title to the first body line, and the byline's own."""
    body = labels.body()
    if not body:
        return []
    first = labels.title if labels.title is not None else body[0]
    low, high = max(min(first, body[0]) - 3, 0), body[0] + 1
    bylines = [i for i, mark in enumerate(labels.marks) if mark is Role.BYLINE]
    wanted = sorted({*range(low, high), *bylines})
    return [lines[i].plain.strip("•* ") for i in wanted if labels.marks[i] is not Role.OTHER_VOICE]


def _address(lines: Sequence[Line]) -> str | None:
    """Return the only address that stands on a line of its own; of several none is known to be the article's."""
    found = {url for line in lines if (url := bare_url(line.plain))}
    return found.pop() if len(found) == 1 else None


def _title(lines: Sequence[Line], labels: Labels, chances: LineChances, stated: str | None) -> str | None:
    """Return the title as it stands on the page; one stated elsewhere yields to a surer line that shares its words."""
    if labels.title is None:
        return stated
    text = re.sub(r"^(?:title|headline)\s*:\s*", "", lines[labels.title].plain, flags=re.IGNORECASE).strip(" *_#")
    if stated is None or not text:
        return text or stated
    ours, theirs = set(re.findall(r"\w+", text.lower())), set(re.findall(r"\w+", stated.lower()))
    close = len(ours & theirs) >= 0.5 * min(len(ours), len(theirs))
    return text if close and chances.title[labels.title] > 0.5 else stated


def _date(lines: Sequence[Line], labels: Labels, chances: LineChances) -> str | None:
    """Return the date of a byline or dateline, a 'published' one before an 'updated' one."""
    candidates: list[tuple[float, str]] = []
    body = labels.body()
    top = labels.title if labels.title is not None else body[0] if body else 0
    for i, mark in enumerate(labels.marks):
        near = top - 6 <= i <= top + 30 and not isinstance(mark, Role) and mark is not RemovalReason.RELATED
        if (mark is not Role.BYLINE and not (near and chances.date[i] > 0.4)) or is_foot(lines[i].plain):
            continue
        text = lines[i].plain
        if date := find_date(text):
            bonus = bool(_PUBLISHED.search(text)) - 0.5 * bool(_UPDATED.search(text))
            candidates.append((float(chances.date[i]) + bonus, date))
    return max(candidates, key=lambda item: item[0])[1] if candidates else None


_SIGNED = re.compile(
    r"^\W*(?:this (?:post|article|story) was )?(?:written|posted|story|words|reporting) by:? (?=[A-Z])", re.IGNORECASE
)


def _signed(lines: Sequence[Line], labels: Labels) -> tuple[str, ...]:
    """Return the authors that a line just below the article names, where its head names none."""
    body = labels.body()
    for line in lines[body[-1] + 1 : body[-1] + 13] if body else []:
        if len(line.plain) < 200 and (found := _SIGNED.match(line.plain)):
            return tuple(names_in_byline("By " + line.plain[found.end() :]))
    return ()


_NOTED = re.compile(r"^\W*(?:Editor'?s'? note:\s*)([A-Z][\w'’.-]+(?: [A-Z][\w'’.-]*){1,3}),? is an? ")


def _noted_authors(lines: Sequence[Line], labels: Labels) -> tuple[str, ...]:
    """Return the author whom an editor's note presents, where no byline names one."""
    for line, mark in zip(lines, labels.marks, strict=True):
        if mark is Role.BIO and (found := _NOTED.match(line.plain)) and is_note(line.plain):
            return (found[1],)
    return ()


def _kind(
    lines: Sequence[Line], labels: Labels, headers: dict[str, str], url: str | None, outlet: str | None
) -> Kind | None:
    """Return the kind that the page states: in a header, a trail of sections, above the title, or in a note."""
    stated = headers.get("kind", "").casefold().replace(" ", "_")
    if stated in set(Kind):
        return Kind(stated)
    if Role.OTHER_VOICE in labels.marks and is_forum(lines):
        return Kind.FORUM_POST
    body = labels.body()
    first = labels.title if labels.title is not None else body[0] if body else 0
    texts = [line.plain for line in lines]
    # A menu names every section: only a trail, or the line right above the title, names this article's.
    sections = [text for text in texts[max(first - 6, 0) : first] if _TRAIL.match(text)]
    sections += texts[max(first - 1, 0) : first + 1] + texts[first + 1 : first + 4]
    notes = [text for text, mark in zip(texts, labels.marks, strict=True) if mark is Role.BIO]
    for pattern, kind, places in ((_INTERVIEW, Kind.INTERVIEW, sections), (_ANALYSIS, Kind.ANALYSIS, sections),
                                  (_OPINION, Kind.OPINION, sections), (_OPINED, Kind.OPINION, notes)):  # fmt: skip
        if any(pattern.search(text) for text in places if len(text) < 150 or places is notes):
            return kind
    for part, kind in _KIND_IN_URL:
        if url and part in url.casefold():
            return kind
    if outlet in _ANALYSTS:
        return Kind.ANALYSIS
    return Kind.REPORT if any(_WIRE.match(texts[i]) for i in body[:2]) else None


def language_of(text: str) -> str | None:
    """Return the two-letter code of a text's language, or None where there is too little to tell."""
    if len(text) < 60:
        return None
    # This is py3langid's door; the library keeps its model after the first call.
    from py3langid import classify

    return str(classify(text[:300])[0])
