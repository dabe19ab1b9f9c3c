"""Captions: what is worded as a picture's caption, its credit included.

A credit stands at a line's end (`(Photo: A. B.)`, `© A. B.`, `A. B./Agency`, a name in capitals) or makes a whole line.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rag.articles import telling
from rag.articles.lines import first_word, plain_words

if TYPE_CHECKING:
    from rag.articles.lines import PageLines

LONGEST = 450
_LONGEST_BELOW = 60
"""Words of a line below a picture that may speak of it: longer ones in italics open articles."""

_CAPTION_START = re.compile(
    r"^\W*(?:photo|image|picture|file photo|file|illustration|graphic|caption|image caption|photo caption"
    r"|foto|imagem|bild|pictured|watch|a file photo|\(photo)\b\s*[:/|–—-]"
    r"|^\W*(?:image|photo|picture) (?:source|caption|credit)\b\s*[:,/|–—-]",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:/|\||©|\(|\[|—|–|\bcredit:?|\bvia|\bphoto(?:graph)?(?: by|:)|\bimage:?|\bfoto:?)\s*(?:[^/"
    r"|()\[\]]{0,60})?"
    r"\b(?:VCG|Getty(?: Images)?|Reuters|AFP|AP(?: Photo)?|EPA(?:-EFE)?|Xinhua|Shutterstock|Bloomberg"
    r"|Alamy|iStock|Unsplash"
    r"|China Daily|CNN|TASS|Sputnik|Kyodo|Yonhap|dpa|EFE|Anadolu|PA(?: Wire)?|Pexels|Flickr"
    r"|Wikimedia(?: Commons)?"
    r"|Al Mayadeen English|UPI|NurPhoto|Zuma|Depositphotos)\b[^/|]{0,60}[)\]]?\W*$",
    re.IGNORECASE,
)
_CREDIT_TAIL = re.compile(
    r"[(\[](?:photo|image|credit|illustrat|picture|foto)\w*\b[^()\[\]]{2,60}[)\]]\W*$"
    r"|\b(?:photo|photograph|image|illustration|picture|credit|foto|bild|imagen)(?: by |: ?)[A-Z]"
    r"(?:[^.!?]|(?<=\b[A-Z])\.){2,60}\W*$"
    r"|\b(?:photo|image|picture) (?:source\b|courtesy of\b)[^.!?]{2,60}\W*$"
    r"|[(\[](?-i:[A-ZÀ-Þ])[^\W\d][^\d/()\[\]]{1,40} ?/ ?(?-i:[A-ZÀ-Þ])[^\W\d]+ [^\d/()\[\]]{2,40}[)\]]\W*$"
    r"|[(\[](?-i:[A-ZÀ-Þ])[^\W\d]+ [^\d/()\[\]]{2,40} ?/ ?(?-i:[A-ZÀ-Þ])[^\W\d]+ [^\d/()\[\]]{2,40}[)\]]\W*$"
    r"|[.!?”\"]\s*/ ?[A-Z][\w .&'’-]{1,40}$",
    re.IGNORECASE,
)
_NAME = r"[A-ZÀ-Þ][\w'’.-]+(?: [A-ZÀ-Þ][\w'’.-]+)"
_NAMED_TAIL = re.compile(
    r"\S ©\s?[^\W\d][^.!?©]{2,60}$"
    rf"|[.!?”\"] ?\(?{_NAME}{{0,2}} ?/ ?{_NAME}{{0,3}}\)?$"
    rf"|[.!?] \({_NAME}{{1,2}} for {_NAME}{{0,4}}\)$"
)
"""A sign and a name, two names with a slash, or `(A. B. for The Outlet)`, behind the caption's last sentence."""

_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ'’.-]+(?: [A-ZÀ-Þ][A-ZÀ-Þ'’.-]*){1,4}"
_CAPITALS_TAIL = re.compile(
    rf"[a-zß-ÿ]{{2}}[.!?] \(?{_CAPITALS}(?: ?[/|] ?{_CAPITALS}| [A-Z]+ [«“\"].{{2,30}}[»”\"])?\)?(?<![A-Z]{{2}}\.)$"
)
"""A photographer's name in capitals behind the caption's last sentence."""

_CREDIT_MARK = re.compile(r"[/|©:(\[—–]|hoto|redit|mage|via |PHOTO")
_CREDIT_NAME = re.compile(r"^[A-Z][A-Z'.-]+(?: [A-Z][A-Z'.-]+){1,3} ?/ ?[A-Z][A-Z .]{2,30}$")


def may_be_caption(lines: PageLines, i: int) -> bool:
    """Say whether line i holds a word or a mark without which no line is worded as a caption: most hold none."""
    text = lines[i].plain
    worded = lines.told[i] & (telling.AGENCY | telling.CREDIT) or lines.firsts[i] in telling.OPENS_CAPTION
    return bool(worded) or "/" in text or "(" in text or "[" in text or "©" in text or _ends_in_capitals(text)


def _ends_in_capitals(text: str) -> bool:
    return text[-2:].isupper() or text[-1:] in "»”)"


@lru_cache(maxsize=4096)
def is_caption(text: str) -> bool:
    """Say whether a line is worded as a picture's caption, its credit included."""
    if len(text) > LONGEST:
        return False
    # Credits stand at the end: nothing before the last words is looked at, so prose costs little.
    tail = text[-140:]
    if ("/" in tail or "©" in tail or tail[-1:] == ")") and _NAMED_TAIL.search(tail):
        return True
    if _ends_in_capitals(tail) and _CAPITALS_TAIL.search(tail):
        return True
    words = plain_words(tail)
    bracketed = "(" in tail or "[" in tail or "/" in tail
    worded = (
        (first_word(text) in telling.OPENS_CAPTION and _CAPTION_START.match(text))
        or (not telling.AGENCY_WORDS.isdisjoint(words) and _CREDIT.search(tail))
        or ((bracketed or not telling.CREDIT_WORDS.isdisjoint(words)) and _CREDIT_TAIL.search(tail))
        or (len(text) < 80 and "/" in text and _CREDIT_NAME.match(text))
    )
    return bool(worded) and _CREDIT_MARK.search(text) is not None


def pictured(lines: PageLines, i: int) -> bool:
    """Say whether a line of Markdown is a picture, or stands below one and is set in italics or bold throughout."""
    line = lines[i]
    if line.n_images:
        return line.text.startswith("![")
    below = i > 0 and lines[i - 1].n_images and line.size <= _LONGEST_BELOW
    return bool(below) and line.text[:1] in "*_" and line.text[-1:] in "*_"
