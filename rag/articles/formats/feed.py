"""A feed saved as a file (RSS 0.9 to 2.0, Atom) to its entries, with lxml told to expand and fetch nothing.

An entry's fullest text is taken: content before summary. The outlet is the entry's source, or a feed's own title where
the entry lies on the feed's own site. Atom's `updated` is no date of publication and is not read.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rag.articles.dates import find_date
from rag.articles.formats.faults import broken_as
from rag.articles.formats.stated import people, web_address
from rag.articles.lines import tidy
from rag.articles.outlets import outlet_of_url
from rag.errors import ArticleError
from rag.types import Metadata, RawArticle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

_OURS = (
    "",
    "{http://www.w3.org/2005/Atom}",
    "{http://purl.org/rss/1.0/}",
    "{http://my.netscape.com/rdf/simple/0.9/}",
)
"""Namespaces of the feed itself; the same names in others (media, podcasts) say something else."""

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_DATE = "{http://purl.org/dc/elements/1.1/}date"
_ORIGINAL = "{http://rssnamespace.org/feedburner/ext/1.0}origLink"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"
_BODY = "{http://www.w3.org/1999/xhtml}body"

_TAG = re.compile(
    r"</?(?:p|div|br|a|img|span|em|strong|b|i|ul|ol|li|h[1-6]|blockquote|figure|table|article)\b[^>]*>", re.IGNORECASE
)
_PARTS_OF_A_NAME = re.compile(r"\s[-–—|>»:/·]\s|:\s")
_NOT_NAME = re.compile(
    r"\b(?:rss|feeds?|latest|headlines|all (?:stories|articles|posts)|search|results)\b", re.IGNORECASE
)


def read_feed(data: bytes, *, path: str) -> list[RawArticle]:
    """Return the entries of a feed that hold text, in the feed's order; the n-th has the path `name#n`.

    Raises:
        ArticleError: the file is not a feed, declares entities of its own, or has no entry with text.
    """
    with broken_as(path, "an RSS or Atom feed"):
        root = _parse(data, path)
        if _name(root) not in ("rss", "feed", _RDF):
            raise ArticleError(path, "it is XML but no feed: only RSS and Atom are read")
        entries = [element for element in root.iter() if _name(element) in ("item", "entry")]
        if not entries:
            raise ArticleError(path, "the feed has no entry")
        home = next((element for element in root.iter() if _name(element) == "channel"), root)
        found = [article for n, entry in enumerate(entries, 1) if (article := _article(entry, home, f"{path}#{n}"))]
    if not found:
        raise ArticleError(path, f"none of the feed's {len(entries)} entries holds text: save the articles themselves")
    return found


def _parse(data: bytes, path: str) -> Element:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    root = etree.fromstring(data.lstrip(), parser)
    if root is None:
        raise ValueError("no element in it")
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(iter(dtd.iterentities()), None) is not None:
        raise ArticleError(path, "it declares entities of its own, which no feed needs and which can swell without end")
    return root


def _name(element: Element) -> str:
    """Return an element's name, bare if it is the feed's own; of an entity or a comment, nothing."""
    if not isinstance(element.tag, str):
        return ""
    space, _, local = element.tag.rpartition("}")
    return local if (space and space + "}") in _OURS else element.tag


def _children(element: Element, *names: str) -> Iterator[Element]:
    return (child for child in element if _name(child) in names)


def _article(entry: Element, home: Element, path: str) -> RawArticle | None:
    title = _title(entry)
    text, is_html = _text(entry)
    if not text.strip():
        return None
    given = _stated(entry, home, title)
    if not is_html:
        return RawArticle(path=path, text=f"{title}\n\n{text}" if title else text, given=given)
    # Stood in a page of its own, as the cleaner of pages expects a headline and an article in it.
    head = f"<h1>{escape(title)}</h1>\n" if title else ""
    page = f"<!DOCTYPE html>\n<html><head><title>{escape(title or '')}</title></head>\n<body><article>\n{head}{text}\n"
    return RawArticle(path=path, text=f"{page}</article></body></html>\n", media="html", given=given)


def _title(entry: Element) -> str | None:
    element = next(_children(entry, "title"), None)
    if element is None:
        return None
    stated = _words(element)
    # Only Atom can say that a title is plain; elsewhere, markup and entities are usual and mean what HTML means.
    return tidy(stated if element.get("type") == "text" else unescape(_TAG.sub("", stated))) or None


def _words(element: Element) -> str:
    """Return an element's text; of an entity that XML does not know, its HTML meaning."""
    return unescape("".join(element.itertext()))


def _text(entry: Element) -> tuple[str, bool]:
    """Return the longest of an entry's texts and whether it is HTML."""
    found = [_inner(element) for element in _children(entry, "description", "content", "summary", _CONTENT, _BODY)]
    return max(found, key=lambda item: len(item[0]), default=("", False))


def _inner(element: Element) -> tuple[str, bool]:
    from lxml import etree

    declared = element.get("type")
    if any(isinstance(child.tag, str) for child in element):
        inner = "".join(etree.tostring(child, encoding="unicode", with_tail=True) for child in element)
        # Whatever prefix XHTML has here, HTML has none.
        return escape(element.text or "", quote=False) + re.sub(r"(</?)\w+:(?=\w)", r"\1", inner), True
    text = "".join(element.itertext())
    if declared is not None and "html" not in declared:
        return text, False
    is_html = declared is not None or _name(element) == _CONTENT or _TAG.search(text) is not None
    return (text, True) if is_html else (unescape(text), False)


def _stated(entry: Element, home: Element, title: str | None) -> Metadata:
    url = _link(entry)
    dates = (child.text or "" for child in _children(entry, "pubDate", "published", _DATE))
    return Metadata(
        title=title,
        authors=_authors(entry) or _authors(home),
        outlet=outlet_of_url(url) or _outlet(entry, home, url),
        date=next((date for text in dates if (date := find_date(text))), None),
        url=url,
    )


def _link(element: Element) -> str | None:
    """Return the address of the page that an entry or a feed stands for."""
    found = [child.text for child in _children(element, _ORIGINAL)]
    pages = (link for link in _children(element, "link") if link.get("rel", "alternate") == "alternate")
    found += [link.get("href") or link.text for link in pages]
    found += [guid.text for guid in _children(element, "guid") if guid.get("isPermaLink", "true") != "false"]
    return next((url for value in found if (url := web_address(value))), None)


def _authors(element: Element) -> tuple[str, ...]:
    names: list[str] = []
    for child in _children(element, "author", _CREATOR):
        stated = next((name.text for name in _children(child, "name")), child.text) or ""
        # RSS: "desk@paper.example (Ann Lee)".
        named = re.search(r"@\S+ \(([^()]+)\)", stated)
        names += people(named[1] if named else stated)
    return tuple(dict.fromkeys(names))


def _outlet(entry: Element, home: Element, url: str | None) -> str | None:
    """Return the outlet that an entry names, else the feed's title if it is a name and the entry lies on its site."""
    for source in _children(entry, "source"):
        named = next(_children(source, "title"), source)
        if stated := tidy(named.text or ""):
            return stated
    name = next((tidy(_words(title)) for title in _children(home, "title")), "")
    if not name or len(name) > 40 or _PARTS_OF_A_NAME.search(name) or _NOT_NAME.search(name):
        return None
    return name if _same_site(_link(home), url) else None


def _same_site(one: str | None, other: str | None) -> bool:
    hosts = [(urlsplit(url).hostname or "").removeprefix("www.") if url else "" for url in (one, other)]
    short, long = sorted(hosts, key=len)
    return bool(short) and (long == short or long.endswith("." + short))
