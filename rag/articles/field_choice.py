"""Which of a page's fields to believe: from `PageFields` to metadata, each value with the field it was read in.

A field is written by a program, and often badly: a title carries the site's name, an author is the site or a log-in, an
address is the home page's. A value is taken where it can be what it says, and two fields that agree come first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from rag.articles.bylines import is_desk, names_in_byline
from rag.articles.dates import find_date
from rag.articles.fields import PERSON
from rag.types import Metadata

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rag.articles.fields import Field, PageFields


class Given(NamedTuple):
    """Metadata stated outside the text, and for each value by its field's name where it was stated.

    `titles` are the letters of every form that the page's fields give the title, the site's name left out or not.
    `sure` says that a heading and a field agree on the title.
    """

    metadata: Metadata = Metadata()
    places: Mapping[str, str] = {}  # never written to
    titles: frozenset[str] = frozenset()
    sure: bool = False


_CUT = re.compile(r"\s+[|–—»·•:-]+\s+|\s*::\s*|\s*[|»]\s*")
"""What stands between a title and its site's name: `Rivers rise | The Paper`."""

_LEAD = re.compile(r"^\W*(?:(?:written|posted|words|text|reviewed)? ?\bby\b|authors?)\b\s*:?\s*", re.IGNORECASE)
_ONE_NAME = re.compile(r"(?=.*[A-Z])[^\W\d_][\w.'’-]{2,24}")
"""One word with a capital in it: what has none is a log-in."""
_LOWER_NAME = re.compile(r"[^\W\d_][\w'’-]+(?: [^\W\d_][\w'’-]+){1,2}")


def choose(fields: PageFields) -> Given:
    """Return the metadata that a page's fields give."""
    outlet = next((one for one in fields.outlets if _is_outlet(one.value)), None)
    url = next((one for one in fields.addresses if _is_address(one.value)), None)
    own = _site_names(fields)
    heading = _agreed_heading(fields, own)
    title = heading or _lone_title(fields)
    authors, author_place = _authors(fields.authors, own)
    published = _date(fields.published)
    updated = _date(fields.updated)
    found = {"title": title, "outlet": outlet, "url": url, "date": published, "updated": updated}
    places = {name: one.place for name, one in found.items() if one}
    return Given(
        metadata=Metadata(
            title=title.value if title else None,
            authors=authors,
            outlet=outlet.value if outlet else None,
            date=published.value if published else None,
            updated=updated.value if updated else None,
            url=url.value if url else None,
        ),
        places=places | ({"authors": author_place} if authors else {}),
        titles=frozenset(letters(form) for one in fields.titles for form in title_forms(one.value)),
        sure=heading is not None,
    )


def letters(text: str) -> str:
    """Return the letters and digits of a text in lower case: `Rivers rise!` and `RIVERS RISE` are the same."""
    return "".join(char for char in text.casefold() if char.isalnum())


def title_forms(stated: str) -> Iterator[str]:
    """Yield a stated title whole, and what stands before and after each bar or dash that may set off a site's name."""
    yield stated
    for cut in _CUT.finditer(stated):
        yield stated[: cut.start()]
        yield stated[cut.end() :]


def _site_names(fields: PageFields) -> frozenset[str]:
    """Return the letters of the names under which the site itself goes."""
    hosts = [urlsplit(one.value).hostname or "" for one in fields.addresses if _is_address(one.value)]
    named = [letters(one.value) for one in fields.outlets]
    labels = [letters(host.removeprefix("www.").rpartition(".")[0]) for host in hosts]
    return frozenset(name for name in [*named, *labels] if len(name) > 2)


def _agreed_heading(fields: PageFields, own: frozenset[str]) -> Field | None:
    """Return the heading that a title field repeats; of several the longest, and never the site's own name."""
    whole = {letters(one.value) for one in fields.titles}
    forms = {letters(form) for one in fields.titles for form in title_forms(one.value)} - own - {""}
    found = [one for one in fields.headings if letters(one.value) in forms]
    exact = [one for one in found if letters(one.value) in whole]
    return exact[0] if exact else max(found, key=lambda one: len(one.value), default=None)


def _lone_title(fields: PageFields) -> Field | None:
    if fields.titles:
        stated = fields.titles[0]
        return stated._replace(value=_CUT.split(stated.value)[0] or stated.value)
    return fields.headings[0] if len(fields.headings) == 1 else None


def _is_outlet(name: str) -> bool:
    return 2 <= len(name) <= 60 and not re.search(r"https?:|www\.|@", name)


def _is_address(url: str) -> bool:
    """Say whether an address is a page's of the web and not a site's front."""
    if not re.match(r"https?://[^\s<>\"]+$", url):
        return False
    return len(urlsplit(url).path.strip("/")) > 0 or bool(urlsplit(url).query)


def _date(fields: Sequence[Field]) -> Field | None:
    return next((one._replace(value=day) for one in fields if (day := find_date(one.value))), None)


def _authors(fields: Sequence[Field], own: frozenset[str]) -> tuple[tuple[str, ...], str]:
    """Return the people whom the first field that names any names, and that field."""
    places = list(dict.fromkeys(one.place for one in fields))
    for place in places:
        barred = frozenset() if place == PERSON else own
        names = [name for one in fields if one.place == place for name in _people(one.value, barred, own)]
        if names and (len(set(names)) == 1 or "class" not in place):
            return tuple(dict.fromkeys(names)), place
    return (), ""


def _people(stated: str, barred: frozenset[str], own: frozenset[str]) -> list[str]:
    """Return the people in an author's field: full names, or a single name or a pen name that is not the site's.

    A full name that is the site's too is a person's where the page says so: many keep a site under their own name.
    """
    plain = _LEAD.sub("", re.sub(r"\s*\([^)]*\)", "", stated)).strip()
    if re.search(r"https?:|www\.|@|\.(?:com|org|net)\b", plain) or letters(plain) in barred:
        return []
    if names := [name for name in names_in_byline(f"By {plain}") if letters(name) not in barred]:
        return names
    alone = _ONE_NAME.fullmatch(plain) or _LOWER_NAME.fullmatch(plain)
    inside = any(letters(plain) in name or name in letters(plain) for name in own)
    return [plain] if alone and not inside and not is_desk(plain) else []
