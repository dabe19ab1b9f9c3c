"""Tiny files of each format, made on the fly."""

from __future__ import annotations

import gzip
import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TITLE = "River rises above the old bridge"
FIRST = "The river rose by two metres on Monday, the mayor of Harlow said, and the old bridge was closed to traffic."
SECOND = "Ann Lee, who farms below the dam, moved forty cows to higher ground before noon."
HTML = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p></body></html>"


def pdf(pages: Sequence[Sequence[tuple[float, float, float, str]]], info: Mapping[str, str] | None = None) -> bytes:
    """A PDF whose pages hold lines of print, each (x, y, size, text)."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    stated = " ".join(f"/{name} ({value})" for name, value in (info or {}).items())
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for n, rows in enumerate(pages):
        drawn = "\n".join(
            f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text.replace('(', '').replace(')', '')}) Tj ET"
            for x, y, size, text in rows
        )
        font = "/Resources << /Font << /F1 3 0 R >> >>"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * n} 0 R {font} >>",
            f"<< /Length {len(drawn.encode('cp1252'))} >>\nstream\n{drawn}\nendstream",
        ]
    objects.append(f"<< {stated} >>")
    return _assembled([text.encode("cp1252") for text in objects])


def _assembled(objects: Sequence[bytes]) -> bytes:
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    out.write(trailer % (len(objects) + 1, len(objects), start))
    return out.getvalue()


def column(*texts: str, x: float = 72, top: float = 700, size: float = 10) -> list[tuple[float, float, float, str]]:
    """Lines of print one below the other at the usual distance."""
    return [(x, top - 12 * n, size, text) for n, text in enumerate(texts)]


def article_pdf(info: Mapping[str, str] | None = None) -> bytes:
    """One page: a title, a byline, and two paragraphs set apart."""
    page = [(72.0, 740.0, 20.0, TITLE), (72.0, 720.0, 10.0, "By Ann Lee")]
    return pdf([[*page, *column(*wrapped(FIRST)), *column(*wrapped(SECOND), top=640)]], info)


def wrapped(text: str, width: int = 60) -> list[str]:
    """Text cut into lines."""
    import textwrap

    return textwrap.wrap(text, width, break_on_hyphens=False)


def word(*paragraphs: str, title: str = "", author: str = "") -> bytes:
    """A Word file of these paragraphs."""
    from docx import Document

    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.core_properties.title = title
    document.core_properties.author = author
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def mail(*parts: tuple[str, str], **headers: str) -> bytes:
    """A mail with a text of each medium given."""
    from email.message import EmailMessage

    message = EmailMessage()
    for name, value in headers.items():
        message[name] = value
    for n, (media, text) in enumerate(parts):
        subtype = "html" if media == "html" else "plain"
        if n == 0:
            message.set_content(text, subtype=subtype)
        else:
            message.add_alternative(text, subtype=subtype)
    return bytes(message)


def saved_page(html: str, *, url: str = "https://paper.example/2025/river", charset: str = "utf-8") -> bytes:
    """A page as browsers save it: the page, a frame and a picture."""
    head = (
        f"From: <Saved by a browser>\r\nSnapshot-Content-Location: {url}\r\nSubject: Saved\r\n"
        "Date: Sat, 22 Nov 2026 05:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="----cut"\r\n\r\n'
    )
    part = f"------cut\r\nContent-Type: text/html; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n"
    frame = "------cut\r\nContent-Type: text/html\r\nContent-Location: https://ads.example/\r\n\r\n<p>Advert</p>\r\n"
    picture = "------cut\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
    body = f"{part}Content-Location: {url}\r\n\r\n".encode() + html.encode(charset)
    return head.encode() + body + f"\r\n{frame}{picture}------cut--\r\n".encode()


def warc(
    *records: tuple[str, str, int, bytes], packed: bool = False, headers: Mapping[str, str] | None = None
) -> bytes:
    """A web archive; each record is (type, address, status, body) and stands in a gzip member of its own if packed."""
    parts: list[bytes] = []
    for kind, url, status, body in records:
        if kind == "response":
            more = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
            http = f"HTTP/1.1 {status} X\r\nContent-Type: text/html; charset=utf-8\r\n{more}\r\n".encode()
            media, block = "application/http; msgtype=response", http + body
        else:
            media, block = "text/plain", body
        head = (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-11-22T05:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:{len(parts)}>\r\nContent-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        record = head.encode() + block + b"\r\n\r\n"
        parts.append(gzip.compress(record, mtime=0) if packed else record)
    return b"".join(parts)


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A ZIP of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return out.getvalue()


RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>The Harlow Paper</title><link>https://paper.example/</link><description>All of it</description>
<item><title>{TITLE} &amp;amp; beyond</title><link>https://www.paper.example/river</link>
<media:title>A picture</media:title><media:description>Not the text, though it is by far the longest</media:description>
<dc:creator>Ann Lee and Bo Chan</dc:creator><pubDate>Mon, 03 Mar 2025 10:00:00 GMT</pubDate>
<description>Short.</description>
<content:encoded><![CDATA[<p>{FIRST}</p><p>{SECOND}</p>]]></content:encoded></item>
<item><title>No text in this one</title><link>https://paper.example/empty</link></item>
<item><title>Plain</title><author>desk@paper.example (Bo Chan)</author>
<guid isPermaLink="true">https://elsewhere.example/p</guid>
<source url="https://elsewhere.example/feed">The Elsewhere</source>
<description>Rates rose &amp;amp; fell.</description></item>
</channel></rss>""".encode()

ATOM = f"""<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>News | The Harlow Paper</title><author><name>Ann Lee</name></author>
<link rel="self" href="https://paper.example/feed"/><link href="https://paper.example/"/>
<entry><title type="text">Less &lt;b&gt; than</title><link rel="alternate" href="https://paper.example/a"/>
<published>2025-03-03T23:30:00-05:00</published><updated>2026-01-01T00:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{FIRST}</p></div></content></entry>
<entry><title>Second</title><updated>2026-01-01T00:00:00Z</updated>
<summary>{SECOND}</summary></entry></feed>""".encode()
