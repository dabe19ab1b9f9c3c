"""Other voices on a page: a forum poster around a reposted article, a pasted post, an embedded tweet.

What somebody else says around or inside an article is kept, under that somebody's name, and never given to the
outlet. A voice is recognised by how sites sign it (a member's badge under a name, an @handle under a name, a dash
before a name and handle), not by what it says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.articles.patterns import bare_url, removal_reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.articles.lines import Line

_BADGE = re.compile(
    r"^\W*(?:verified user|(?:new|junior|senior|full|active|veteran|premium|gold|silver|registered|well-known|super"
    r"|platinum|elite|distinguished|legendary) (?:member|user|poster)|member|moderator|administrator|guest|original poster|op"
    r"|level \d+|lifetime supporter|contributor|forum (?:member|veteran)|(?:joined|member since|posts|messages|reputation"
    r"|reaction score)\s*:?\s*[\w ,/.]+)\W*$",
    re.IGNORECASE,
)
_USER_NAME = re.compile(r"^@?[\w.\-]{3,30}(?: [\w.\-]{1,20})?$")
_HANDLE = re.compile(r"^\W{0,3}@\w{2,30}(?:\W.{0,25})?$")
_POSTED_BY = re.compile(r"^(?:posted|originally posted|started|submitted) by:?\s+(?:u/)?@?([\w.\- ]{2,30}?)\s*(?:[»>:,|].*)?$", re.I)
_SAID = re.compile(r"^@?([\w.\-]{3,30}(?: [\w.\-]{1,20})?) (?:said|wrote):\s*$")
_SIGNED_POST = re.compile(r"[—–-]\s*([^—–@()]{2,50}?)\s*\(@\w{2,30}\)\s*.{0,30}$")
_DATELINE = re.compile(
    r"^(?:[A-Z][\w'’. ]{1,30},?\s*)?\(?(?:CNN|Reuters|AP|AFP|Xinhua|BBC|Bloomberg|UPI|EFE|dpa|ANSA|TASS|Kyodo|Yonhap)\)?"
    r"\s*(?:[—–-]|$)"
)
_POST_END = re.compile(
    r"^\W*(?:\d[\d.,]*\s*[KM]?\s*(?:views|likes|reposts|retweets|replies)|translate post|show this thread|read more on x"
    r"|\d{1,2}:\d\d\s*(?:[AP]M)?\s*[·•].*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Voice:
    """Lines `first` to `last` (indices, inclusive) are the words of `speaker`."""

    speaker: str
    first: int
    last: int


def find_voices(lines: Sequence[Line]) -> list[Voice]:
    """Return the other voices of a page in order, without overlap."""
    poster = _find_poster(lines)
    article_end = _address_after(lines, poster.last) if poster else None
    voices = [poster] if poster else []
    i = poster.last + 1 if poster else 0
    while i < len(lines):
        voice = _post_at(lines, i, to_end=article_end is not None and i > article_end)
        if voice:
            voices.append(voice)
            i = voice.last
        i += 1
    if poster and article_end is not None:
        voices += _poster_again(lines, poster.speaker, article_end, voices)
    return sorted(voices, key=lambda voice: voice.first)


def is_forum(lines: Sequence[Line]) -> bool:
    """Say whether the page is a forum's: somebody's post under a member's badge."""
    return _find_poster(lines) is not None


def _find_poster(lines: Sequence[Line]) -> Voice | None:
    """Find the poster's name and badge near the top, and the comment up to where the reposted article starts."""
    for i in range(min(len(lines) - 1, 60)):
        name = _poster_name(lines, i)
        if name is None:
            continue
        start = _after_badges(lines, i + 1)
        end = next((k for k in range(start, min(len(lines), start + 30)) if _starts_article(lines[k].plain)), None)
        if end is None or end == start:
            return Voice(name, i, i)
        return Voice(name, i, end - 1)
    return None


def _poster_name(lines: Sequence[Line], i: int) -> str | None:
    text = lines[i].plain
    if found := _POSTED_BY.match(text):
        return found[1]
    if _USER_NAME.match(text) and _BADGE.match(lines[i + 1].plain) and not _BADGE.match(text):
        return text
    return None


def _after_badges(lines: Sequence[Line], i: int) -> int:
    while i < len(lines) and _BADGE.match(lines[i].plain):
        i += 1
    return i


def _starts_article(text: str) -> bool:
    return _DATELINE.match(text) is not None or bare_url(text) is not None or re.match(r"^By [A-Z]", text) is not None


def _address_after(lines: Sequence[Line], i: int) -> int | None:
    """Return the last line that is only an address: where a reposted article usually says it came from."""
    found = [k for k in range(i + 1, len(lines)) if bare_url(lines[k].plain)]
    return found[-1] if found else None


def _post_at(lines: Sequence[Line], i: int, *, to_end: bool) -> Voice | None:
    """Return the post that starts with the name at line i, or that line i signs."""
    text = lines[i].plain
    if (found := _SIGNED_POST.search(text)) and len(text) < 600:
        alone = found.start() == 0
        first = i - 1 if alone and i and lines[i - 1].mark in (">", "") and len(lines[i - 1].plain) < 600 else i
        return Voice(found[1].strip(), first, i)
    if found := _SAID.match(text):
        return Voice(found[1], i, min(i + 1, len(lines) - 1))
    named = i + 1 < len(lines) and len(text.split()) <= 5 and text[:1].isalnum() and not text.endswith((".", ":", ","))
    if not named or not _HANDLE.match(lines[i + 1].plain) or removal_reason(text):
        return None
    last = _post_end(lines, i + 2, to_end=to_end)
    return Voice(text, i, last)


def _post_end(lines: Sequence[Line], start: int, *, to_end: bool) -> int:
    """Return the last line of a post that starts at `start`: before its counters, else its first paragraph."""
    for k in range(start, min(len(lines), start + 9)):
        if _POST_END.match(lines[k].plain):
            return max(k - 1, start)
    if to_end:
        return len(lines) - 1
    for k in range(start, len(lines)):
        if removal_reason(lines[k].plain) is None:
            return k
    return len(lines) - 1


def _poster_again(lines: Sequence[Line], poster: str, address: int, voices: Sequence[Voice]) -> list[Voice]:
    """Give the poster the lines between the reposted article's address and the next voice."""
    taken = {k for voice in voices for k in range(voice.first, voice.last + 1)}
    again = []
    for k in range(address + 1, len(lines)):
        if k in taken:
            break
        again.append(Voice(poster, k, k))
    return again
