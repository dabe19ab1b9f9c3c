r"""Bytes to text, by the evidence that the bytes carry: a mark, valid UTF-8, a declaration, then a guess.

Line ends are left as they are but for `\r\n` and a lone `\r`, which become `\n`, so that line numbers are what an
editor shows.
"""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)

# Browsers read these names as their supersets (WHATWG Encoding Standard), and pages are written for browsers.
_AS_BROWSERS = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252",
                "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "ks_c_5601-1987": "cp949",
                "euc-kr": "cp949", "iso-8859-9": "cp1254"}  # fmt: skip


def decode(data: bytes, *, html: bool = False) -> str:
    """Return the text of a file's bytes; what cannot be read becomes U+FFFD rather than an error."""
    return _decode(data, html=html).replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes, *, html: bool) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        broken = error
    if html and (declared := _declared(data)):
        return data.decode(declared, "replace")
    # One bad byte in a long UTF-8 text is damage, not another encoding.
    lossy = data.decode("utf-8", "replace")
    n_bad = lossy.count("\ufffd")
    n_multibyte = sum(1 for char in lossy if char > "\x7f") - n_bad
    if n_multibyte > 3 * n_bad or (broken.start > 1000 and n_bad <= 3):
        return lossy
    return _guessed(data) or lossy


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:4096])
    if not found:
        return None
    name = found[1].decode("ascii").lower()
    name = _AS_BROWSERS.get(name, name)
    try:
        codecs.lookup(name)
    except LookupError:
        return None
    return None if name.replace("_", "-") in ("utf-8", "utf8", "utf-16") else name


def _guessed(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000], cp_exclusion=["utf_7", "utf_16", "utf_32"]).best()
    return data.decode(best.encoding, "replace") if best else None
