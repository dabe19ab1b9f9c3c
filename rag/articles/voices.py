"""Other voices on a page: a forum poster around a reposted article, a pasted post, an embedded tweet.

What somebody else says around or inside an article is kept, under that somebody's name, and never given to the
outlet. A voice is recognised by how sites sign it (a member's badge under a name, an @handle under a name, a dash
before a name and handle), not by what it says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.articles import telling
from rag.articles.lines import first_word
from rag.articles.patterns import bare_url, removal_reason

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from rag.articles.lines import Line, PageLines

_BADGE = re.compile(
    r"^\W*(?:(?:verified|new|junior|senior|full|active|veteran|premium|gold|silver|registered|well-known|super"
    r"|platinum|elite|distinguished|legendary|forum|site) (?:member|user|poster|veteran|supporter)"
    r"|original poster|lifetime supporter"
    r"|(?:joined|member since|posts|messages|reputation|reaction score)\s*:\s*[\w ,/.]+)\W*$",
    re.IGNORECASE,
)
_WEAK_BADGE = re.compile(r"^\W*(?:member|moderator|administrator|guest|op|location:.{2,40})\W*$", re.IGNORECASE)
"""Badges that menus and bylines use too: they count where a badge beyond doubt follows."""

_USER_NAME = re.compile(r"^@?[\w.\-]{3,30}(?: [\w.\-]{1,20})?$")
_HANDLE = re.compile(r"^\W{0,3}@\w{2,30}(?:\W.{0,25})?$")
_POSTED_BY = re.compile(
    r"^(?:posted|originally posted|thread started|started"
    r"|submitted) by:?\s+(?:u/)?@?([\w.\-]{2,30})\s*(?:[»>:,|].*)?$",
    re.IGNORECASE,
)
_SAID = re.compile(r"^@?([\w.\-]{3,30}(?: [\w.\-]{1,20})?) (?:said|wrote):\W*$")
_CHAT = re.compile(r"^([\w.\-]{3,30}): @\w+ \S")
_SIGNED_POST = re.compile(r"[—–-]\s*([^—–@()]{2,50}?)\s*\(@\w{2,30}\)\s*.{0,30}$")
_DATELINE = re.compile(
    r"^(?:[A-Z][\w'’. ]{1,30},?\s*)?\(?(?:CNN|Reuters|AP|AFP|Xinhua|BBC|Bloomberg|UPI|EFE|dpa|ANSA|TASS"
    r"|Kyodo|Yonhap)\)?"
    r"\s*(?:[—–-]|$)|^[A-Z][A-Z .&'’]{2,40}\s*[—–]$|^[A-Z][A-Z .,'’]{2,40}(?:\([A-Za-z ]{2,20}\))?\s[—–-]\s\S"
)
_POST_END = re.compile(
    r"^\W*(?:\d[\d.,]*\s*[KM]?\s*(?:views|likes|reposts|retweets|replies)|translate post|show this thread"
    r"|read more on x"
    r"|\d{1,2}:\d\d\s*(?:[AP]M)?\s*[·•].*)",
    re.IGNORECASE,
)
_FOOT = re.compile(
    r"^\W*(?:\(?you must (?:log in|be logged in|register)|log in or register|sign up to reply"
    r"|share this page|reply with quote"
    r"|last edited by|forum software|end quote|similar threads|users viewing|_{5,}|={5,}|-{5,})",
    re.IGNORECASE,
)
_STAMP = re.compile(r"#\d+\W*$|^\W*(?:quote|click to expand)\W*:?\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Voice:
    """Lines `first` to `last` (indices, inclusive) are the words of `speaker`."""

    speaker: str
    first: int
    last: int


def find_voices(lines: PageLines) -> list[Voice]:
    """Return the other voices of a page in order, without overlap; a post inside a post keeps its own speaker."""
    posters = _threads(lines)
    article_end = _last_address(lines) if posters else None
    starts = {i for i, _ in posters}
    speakers: list[str | None] = [None] * len(lines)
    for n, (i, name) in enumerate(posters):
        following = posters[n + 1][0] if n + 1 < len(posters) else len(lines)
        for part in _posted(lines, name, i, following, article_end):
            speakers[part.first : part.last + 1] = [name] * (part.last + 1 - part.first)
    # Without a forum, only a handle in the line or in the next one makes a post.
    handles = lines.holding("@")
    near = range(len(lines)) if starts else sorted({*handles, *(i - 1 for i in handles if i)})
    for i in near:
        post = _post_at(lines, i, to_end=article_end is not None and i > article_end, starts=starts)
        if post:
            speakers[post.first : post.last + 1] = [post.speaker] * (post.last + 1 - post.first)
    return _runs(speakers)


def _runs(speakers: Sequence[str | None]) -> list[Voice]:
    """Return the runs of lines that one speaker has."""
    voices: list[Voice] = []
    for i, speaker in enumerate(speakers):
        if speaker is None:
            continue
        if voices and voices[-1].last == i - 1 and voices[-1].speaker == speaker:
            voices[-1] = Voice(speaker, voices[-1].first, i)
        else:
            voices.append(Voice(speaker, i, i))
    return voices


def is_forum(lines: PageLines) -> bool:
    """Say whether the page is a forum's: somebody's post under a member's badge."""
    return bool(_threads(lines))


def is_foot(text: str) -> bool:
    """Say whether a line is the foot of a forum's page or of a post."""
    first = first_word(text)
    if first and first not in telling.OPENS_FOOT and "=====" not in text and "-----" not in text:
        # Hardly a line begins as these do; only a post's number may follow anything.
        return "#" in text and _STAMP.search(text) is not None
    return any(p.match(text) for p in (_FOOT, _BADGE, _WEAK_BADGE, _POST_END)) or _STAMP.search(text) is not None


def _posters(lines: PageLines) -> list[tuple[int, str]]:
    """Return where each poster's post starts, and under which name."""
    opens = [i for i, first in enumerate(lines.firsts) if first in telling.OPENS_BADGE]
    badges = {i for i in opens if len(lines[i].plain) < 60 and _BADGE.match(lines[i].plain)}
    found = []
    for i, first in enumerate(lines.firsts[:-1]):
        if not badges and first not in telling.OPENS_POST:
            continue
        text = lines[i].plain
        if len(text) > 80:
            continue
        if first in telling.OPENS_POST and (posted := _POSTED_BY.match(text)):
            found.append((i, posted[1]))
        elif badges and _is_badged(lines, i, badges) and _USER_NAME.match(text) and not is_foot(text):
            found += [] if removal_reason(text) else [(i, text)]
    return found


def _threads(lines: PageLines) -> list[tuple[int, str]]:
    """Return the posters of a page that is a forum's: one that reposts an article, or shows a second sign of one."""
    posters = _posters(lines)
    if not posters:
        return []
    first = posters[0][0]
    reposted = any(_starts_article(lines, k) for k in range(first + 2, min(first + 12, len(lines))))
    signs = sum(
        bool(_COUNTED.match(line.plain) or _STAMP.search(line.plain) or _SAID.match(line.plain)) for line in lines
    )
    return posters if reposted or signs else []


_COUNTED = re.compile(r"^\W*(?:joined|member since|posts|messages|reaction score)\s*:\s*\w", re.IGNORECASE)


def _is_badged(lines: Sequence[Line], i: int, badges: Container[int]) -> bool:
    """Say whether a member's badge stands below line i."""
    below = [k for k in range(i + 1, min(i + 3, len(lines))) if len(lines[k].plain) < 60]
    if not below:
        return False
    if below[0] in badges:
        return True
    return len(below) > 1 and below[1] in badges and _WEAK_BADGE.match(lines[below[0]].plain) is not None


def _posted(lines: Sequence[Line], name: str, start: int, following: int, address: int | None) -> list[Voice]:
    """Return the parts of a post that are the poster's own: the whole of it, or what stands around an article."""
    reposted = next((k for k in range(start + 1, following) if _starts_article(lines, k)), None)
    if reposted is None:
        return [Voice(name, start, _foot_from(lines, start, following) - 1)]
    parts = [Voice(name, start, reposted - 1)]
    if address is not None and reposted < address < following - 1:
        parts.append(Voice(name, address + 1, _foot_from(lines, address + 1, following) - 1))
    return [part for part in parts if part.last >= part.first]


def _foot_from(lines: Sequence[Line], start: int, end: int) -> int:
    return next((k for k in range(start, end) if _FOOT.match(lines[k].plain)), end)


def _starts_article(lines: Sequence[Line], i: int) -> bool:
    """Say whether a reposted article starts at line i: a dateline, an address, or a title above its byline."""
    text = lines[i].plain
    if _DATELINE.match(text) or bare_url(text) or re.match(r"^By [A-Z]", text):
        return True
    below = [lines[k].plain for k in range(i + 1, min(i + 4, len(lines)))]
    return any(re.match(r"^By [A-Z][\w.-]+ [A-Z]", row) for row in below) and 3 <= len(text.split()) <= 30


def _last_address(lines: Sequence[Line]) -> int | None:
    """Return the last line that is only an address: where a reposted article usually says it came from."""
    found = [k for k in range(len(lines)) if bare_url(lines[k].plain)]
    return found[-1] if found else None


def _post_at(lines: Sequence[Line], i: int, *, to_end: bool, starts: set[int]) -> Voice | None:
    """Return the post that starts with the name at line i, or that line i signs."""
    text = lines[i].plain
    if "(@" in text and len(text) < 600 and (found := _SIGNED_POST.search(text)):
        alone = found.start() == 0
        first = i - 1 if alone and i and lines[i - 1].mark in (">", "") and len(lines[i - 1].plain) < 600 else i
        return Voice(found[1].strip(), first, i)
    if starts and (found := _SAID.match(text)):
        return Voice(found[1], i, min(i + 1, len(lines) - 1))
    if ": @" in text and (found := _CHAT.match(text)):
        return Voice(found[1], i, i)
    named = (
        i + 1 < len(lines)
        and "@" in lines[i + 1].plain[:4]
        and len(text.split()) <= 5
        and text[:1].isalnum()
        and not text.endswith((":", ","))
    )
    if not named or not _HANDLE.match(lines[i + 1].plain) or removal_reason(text):
        return None
    return Voice(text, i, _post_end(lines, i + 2, to_end=to_end, starts=starts))


def _post_end(lines: Sequence[Line], start: int, *, to_end: bool, starts: set[int]) -> int:
    """Return the last line of a post that starts at `start`: before its counters, else its first paragraph."""
    for k in range(start, len(lines)):
        if k in starts or _FOOT.match(lines[k].plain) or (k < start + 9 and _POST_END.match(lines[k].plain)):
            return max(k - 1, start - 1)
        if not to_end and k >= start + 9:
            break
    if to_end:
        return len(lines) - 1
    return next((k for k in range(start, len(lines)) if removal_reason(lines[k].plain) is None), len(lines) - 1)
