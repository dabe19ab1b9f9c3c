"""A mail (.eml) or a page saved as one (.mhtml) to its article, with the standard library's parser.

A mail's HTML is preferred to its plain text, which newsletters fill with little more than addresses. Attachments are
passed over. A saved page's own date is that of the saving, so it is not read; its title stands in its HTML.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rag.articles.dates import find_date
from rag.articles.formats.faults import broken_as
from rag.articles.formats.payload import decode_payload
from rag.articles.formats.stated import people, web_address
from rag.articles.lines import tidy
from rag.errors import ArticleError
from rag.types import Metadata, RawArticle

if TYPE_CHECKING:
    from email.message import EmailMessage, MIMEPart

_REPLY = re.compile(r"^(?:(?:fwd?|re|aw|wg|tr|rv|sv|vs)\s*:\s*)+", re.IGNORECASE)


def read_mail(data: bytes, *, path: str) -> RawArticle:
    """Return the article in a mail: its subject is the title, its sender the author if a person's name is given.

    Raises:
        ArticleError: the file is broken or has no text.
    """
    with broken_as(path, "a mail"):
        message = _parse(data)
        part = message.get_body(preferencelist=("html", "plain"))
        text, media = _text_of(part) if part is not None else ("", "text")
        given = _stated(message)
    if not message.keys() or not text.strip():
        raise ArticleError(path, "the mail has no text: export it again as .eml, or save its text")
    return RawArticle(path=path, text=text, media=media, given=given)


def read_saved_page(data: bytes, *, path: str) -> RawArticle:
    """Return the page that an MHTML file holds: its root part, without frames and pictures.

    Raises:
        ArticleError: the file is broken or has no page.
    """
    with broken_as(path, "a page saved as MHTML"):
        message = _parse(data)
        pages = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
        start = message.get_param("start")
        root = next((page for page in pages if start and page.get("Content-ID") == start), pages[0] if pages else None)
        text = _text_of(root)[0] if root is not None else ""
        places = (root["Content-Location"] if root is not None else None, message["Snapshot-Content-Location"])
        url = next((found for place in places if (found := web_address(place and str(place)))), None)
    if not text.strip():
        raise ArticleError(path, "it holds no page: save it again as MHTML, or as HTML")
    return RawArticle(path=path, text=text, media="html", given=Metadata(url=url))


def _parse(data: bytes) -> EmailMessage:
    from email import policy
    from email.parser import BytesParser

    # Files that passed through an editor or an archive may begin with a blank line or a byte order mark.
    return BytesParser(policy=policy.default).parsebytes(data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"))


def _text_of(part: MIMEPart) -> tuple[str, str]:
    """Return a part's text and its medium."""
    html = part.get_content_type() != "text/plain"
    payload = part.get_payload(decode=True)
    text = decode_payload(payload if isinstance(payload, bytes) else b"", part.get_content_charset(), html=html)
    if not html and str(part.get_param("format", "")).lower() == "flowed":
        # A space at the end of a line says that the paragraph goes on (RFC 3676); "-- " is a signature's mark.
        text = re.sub(r"(?<!^--) \n(?=[^\n>])", " ", text, flags=re.MULTILINE)
    return text, "html" if html else "text"


def _stated(message: EmailMessage) -> Metadata:
    subject = tidy(str(message.get("Subject", "")))
    passed_on = _REPLY.match(subject)
    title = _REPLY.sub("", subject) or None
    if passed_on:
        # Whoever passed a mail on neither wrote nor dated what is in it.
        return Metadata(title=title)
    sender = message.get("From")
    names = [address.display_name for address in sender.addresses] if sender is not None else []
    return Metadata(
        title=title,
        authors=tuple(person for name in names for person in people(name)),
        date=find_date(str(message.get("Date", ""))),
    )
