"""The bytes of a part (of a mail, of a web archive) to text, by the character set that its header declares."""

from __future__ import annotations

import codecs

from rag.articles.decode import decode

# Browsers and mail programs write these while using the marks of their Windows superset.
_SUPERSETS = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "iso8859-9": "cp1254"}


def decode_payload(data: bytes, charset: str | None, *, html: bool) -> str:
    """Return the text of a part with plain line ends; without a true character set its bytes are the evidence."""
    if charset:
        try:
            name = codecs.lookup(charset).name
            text = data.decode(_SUPERSETS.get(name, name))
        except (LookupError, ValueError):
            return decode(data, html=html)
        return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return decode(data, html=html)
