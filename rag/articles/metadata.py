"""What an article says about itself: title, authors, outlet, dates, address, kind, language; true or absent.

Statements outside the text (a JSON field, an HTML head) come first, then header lines, then the lines around the
title. A date is the article's only if it stands in its head or its address: never a copyright year, a caption, a list
of other articles, the file's or the scrape's. Every value comes with the place where it was read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rag.articles.bylines import cased_as_in, is_worded, names_in_byline
from rag.articles.dates import date_in_url, find_date
from rag.articles.dating import Day, published_day, updated_day
from rag.articles.field_choice import Given, letters
from rag.articles.headlines import is_byline
from rag.articles.kinds import find_kind, stated_kind
from rag.articles.outlets import outlet_in_lines, outlet_of_url
from rag.articles.patterns import bare_url
from rag.articles.signing import find_signature
from rag.articles.telling import ADDRESS
from rag.types import Evidence, Kind, Metadata, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.articles.labeller import LineChances
    from rag.articles.lines import Line, PageLines
    from rag.articles.marks import Labels

_HEADER = re.compile(
    r"^(title|headline|authors?|by|byline|date|published|updated|modified|outlet|source|publisher|url|link|kind"
    r"|type)\s*:\s*(\S.*)$",
    re.IGNORECASE,
)
_HEADER_NAMES = {"headline": "title", "author": "authors", "by": "authors", "byline": "authors", "published": "date",
                 "source": "outlet", "publisher": "outlet", "link": "url", "type": "kind",
                 "modified": "updated"}  # fmt: skip


class Known(NamedTuple):
    """The metadata of an article, and where each value of it was read."""

    metadata: Metadata
    evidence: tuple[Evidence, ...]


class _Read(NamedTuple):
    """A value and where it stands: the index of a line, or the name of another place."""

    value: str | None
    at: int | str = ""


class _People(NamedTuple):
    names: tuple[str, ...]
    at: int | str = ""


_NOTHING = _Read(None)


def find_metadata(lines: PageLines, labels: Labels, chances: LineChances, given: Given) -> Known:
    """Return what is known of an article, given metadata first, with the evidence for each value."""
    headers = header_fields(lines)
    stated = _stated(given)
    url = _first(stated["url"], headers.get("url"), _address(lines))
    outlet = _first(stated["outlet"], headers.get("outlet"), _outlet(lines, labels, url.value))
    body = "\n".join(lines[i].plain for i, mark in enumerate(labels.marks) if isinstance(mark, Role))
    title = _title(lines, labels, chances, given, _first(stated["title"], headers.get("title")))
    header_date = headers.get("date", _NOTHING)
    published = _first(
        stated["date"],
        _Read(find_date(header_date.value or ""), header_date.at),
        _of_day(published_day(lines, labels, chances)),
        _Read(date_in_url(url.value) if url.value else None, "address"),
    )
    header_update = headers.get("updated", _NOTHING)
    updated = _first(
        stated["updated"],
        _Read(find_date(header_update.value or ""), header_update.at),
        _of_day(updated_day(lines, labels)),
    )
    people = _authors(lines, labels, headers, given)
    kind, kind_at = _kind(lines, labels, headers, given, url.value, outlet.value)
    language = given.metadata.language or language_of(body)
    metadata = Metadata(
        title=title.value,
        authors=tuple(dict.fromkeys(cased_as_in(name, body) for name in people.names)),
        outlet=outlet.value,
        date=published.value,
        url=url.value,
        kind=kind,
        language=language,
        updated=updated.value,
    )
    language_at = given.places.get("language", "text")
    places = (title.at, people.at, outlet.at, published.at, url.at, kind_at, language_at, updated.at)
    named = zip(("title", "authors", "outlet", "date", "url", "kind", "language", "updated"), places, strict=True)
    return Known(metadata, tuple(_evidence(name, at, lines) for name, at in named if getattr(metadata, name)))


def _evidence(name: str, at: int | str, lines: Sequence[Line]) -> Evidence:
    if isinstance(at, int):
        return Evidence(name=name, place="line", line=lines[at].number)
    return Evidence(name=name, place=at)


def _first(*found: _Read | None) -> _Read:
    return next((one for one in found if one is not None and one.value), _NOTHING)


def _stated(given: Given) -> dict[str, _Read]:
    names = ("title", "outlet", "date", "updated", "url")
    return {name: _Read(getattr(given.metadata, name), given.places.get(name, GIVEN)) for name in names}


GIVEN = "given with the file"
"""The place of a value that a record, a feed or another container states."""


def _of_day(day: Day | None) -> _Read:
    return _Read(day.date, day.at) if day else _NOTHING


def header_fields(lines: Sequence[Line]) -> dict[str, _Read]:
    """Return the `Title: ...` lines with which some scrapes begin, under common names; front matter counts."""
    found: dict[str, _Read] = {}
    for i, line in enumerate(lines[:12]):
        if line.plain.strip("-") == "":
            continue
        match = _HEADER.match(line.plain)
        if not match:
            break
        name = match[1].lower()
        found.setdefault(_HEADER_NAMES.get(name, name), _Read(match[2].strip().strip("\"'"), i))
    # One such line may be prose or a byline ("Source: Reuters"); a header has at least two.
    return found if len(found) >= 2 else {}


def _authors(lines: PageLines, labels: Labels, headers: dict[str, _Read], given: Given) -> _People:
    """Return the people named: with the file, in a header, in a byline, below the article, in an editor's note."""
    if given.metadata.authors:
        return _People(given.metadata.authors, given.places.get("authors", GIVEN))
    stated = headers.get("authors", _NOTHING)
    if names := names_in_byline("By " + (stated.value or "").strip("[]")):
        return _People(tuple(names), stated.at)
    if people := _in_bylines(lines, labels):
        return people
    signature = find_signature(lines, labels)
    return _People(signature.names, signature.at) if signature else _People(())


def _in_bylines(lines: PageLines, labels: Labels) -> _People | None:
    """Return the authors of the head's bylines; where no 'By' leads, what only looks like a name is left out."""
    bylines = [i for i, mark in enumerate(labels.marks) if mark is Role.BYLINE]
    places: dict[str, int] = {}
    for name in labels.authors:
        at = next((i for i in bylines if name in names_in_byline(lines[i].plain)), None)
        if at is not None and (is_byline(lines[at].plain) or not is_worded(name, lines.whole)):
            places[name] = at
    return _People(tuple(places), next(iter(places.values()))) if places else None


def _head(lines: Sequence[Line], labels: Labels) -> list[int]:
    """Return the lines from just above the title to the first body line, and the byline's own."""
    body = labels.body()
    if not body:
        return []
    first = labels.title if labels.title is not None else body[0]
    low, high = max(min(first, body[0]) - 3, 0), body[0] + 1
    bylines = [i for i, mark in enumerate(labels.marks) if mark is Role.BYLINE]
    wanted = sorted({*range(low, min(high, len(lines))), *bylines})
    return [i for i in wanted if labels.marks[i] is not Role.OTHER_VOICE]


def _outlet(lines: PageLines, labels: Labels, url: str | None) -> _Read:
    if found := outlet_in_lines(_head(lines, labels), lines, url, labels.names):
        return _Read(found.name, found.at)
    return _Read(outlet_of_url(url), "address")


def _address(lines: PageLines) -> _Read:
    """Return the only address that stands on a line of its own; of several none is known to be the article's."""
    found = {url: i for i, told in enumerate(lines.told) if told & ADDRESS and (url := bare_url(lines[i].plain))}
    return _Read(*next(iter(found.items()))) if len(found) == 1 else _NOTHING


_HOME = re.compile(r"^Home(?:\s*[»/>▸›|]\s*(?:[^»/>▸›|]{2,30}\s*[»/>▸›|]\s*)?)(?=\S)", re.IGNORECASE)
"""The trail that some pages set before the headline on its own line: `Home » News » Rivers rise`."""


def _title(lines: Sequence[Line], labels: Labels, chances: LineChances, given: Given, stated: _Read) -> _Read:
    """Return the title as it stands on the page; one stated elsewhere yields to a surer line that shares its words."""
    if labels.title is None or (given.sure and stated.value):
        return stated
    text = re.sub(r"^(?:title|headline)\s*:\s*", "", lines[labels.title].plain, flags=re.IGNORECASE).strip(" *_#")
    text = _HOME.sub("", text)
    line = _Read(text, labels.title)
    if stated.value is None or not text:
        return line if text else stated
    if letters(text) in given.titles:
        return line
    ours, theirs = set(re.findall(r"\w+", text.lower())), set(re.findall(r"\w+", stated.value.lower()))
    close = len(ours & theirs) >= 0.5 * min(len(ours), len(theirs))
    return line if close and chances.title[labels.title] > 0.5 else stated


def _kind(
    lines: PageLines, labels: Labels, headers: dict[str, _Read], given: Given, url: str | None, outlet: str | None
) -> tuple[Kind | None, int | str]:
    if given.metadata.kind:
        return given.metadata.kind, given.places.get("kind", GIVEN)
    header = headers.get("kind", _NOTHING)
    if kind := stated_kind(header.value or ""):
        return kind, header.at
    found = find_kind(lines, labels, url, outlet)
    return (found.kind, found.at) if found else (None, "")


def language_of(text: str) -> str | None:
    """Return the two-letter code of a text's language, or None where there is too little to tell."""
    if len(text) < 60:
        return None
    # This is py3langid's door; the library keeps its model after the first call.
    from py3langid import classify

    return str(classify(text[:300])[0])
