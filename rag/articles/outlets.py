"""Outlets by the addresses they publish under, and how a text names the outlet that it comes from.

The list is a convenience for well-known names; an address outside it yields no outlet rather than a guess. A text's
own words come first: a source line, a dateline, an author's note, a subscription line.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from rag.articles.bylines import cased_as_in, names_in_byline
from rag.articles.dates import find_date
from rag.text.lexicon import PLACE_PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rag.articles.lines import PageLines

BY_DOMAIN = {
    "abc.net.au": "ABC News (Australia)", "abcnews.go.com": "ABC News", "afp.com": "AFP",
    "aljazeera.com": "Al Jazeera", "almayadeen.net": "Al Mayadeen", "apnews.com": "AP",
    "asia.nikkei.com": "Nikkei Asia", "axios.com": "Axios", "bangkokpost.com": "Bangkok Post",
    "bbc.co.uk": "BBC", "bbc.com": "BBC", "bloomberg.com": "Bloomberg", "brookings.edu": "Brookings",
    "businessinsider.com": "Business Insider", "caixinglobal.com": "Caixin Global", "cbc.ca": "CBC",
    "cbsnews.com": "CBS News", "cfr.org": "Council on Foreign Relations", "cgtn.com": "CGTN",
    "chinadaily.com.cn": "China Daily", "chinadailyhk.com": "China Daily", "cnbc.com": "CNBC",
    "cnn.com": "CNN", "csis.org": "CSIS", "dailymail.co.uk": "Daily Mail", "dawn.com": "Dawn",
    "dw.com": "DW", "economist.com": "The Economist", "elpais.com": "El País", "euronews.com": "Euronews",
    "forbes.com": "Forbes", "foreignaffairs.com": "Foreign Affairs", "foreignpolicy.com": "Foreign Policy",
    "fortune.com": "Fortune", "foxnews.com": "Fox News", "france24.com": "France 24",
    "ft.com": "Financial Times", "globaltimes.cn": "Global Times", "hindustantimes.com": "Hindustan Times",
    "huffpost.com": "HuffPost", "independent.co.uk": "The Independent",
    "indianexpress.com": "The Indian Express", "japantimes.co.jp": "The Japan Times",
    "latimes.com": "Los Angeles Times", "lemonde.fr": "Le Monde", "marketwatch.com": "MarketWatch",
    "nbcnews.com": "NBC News", "newsweek.com": "Newsweek", "newyorker.com": "The New Yorker",
    "npr.org": "NPR", "nypost.com": "New York Post", "nytimes.com": "The New York Times",
    "people.cn": "People's Daily", "politico.com": "Politico", "politico.eu": "Politico Europe",
    "qz.com": "Quartz", "reuters.com": "Reuters", "rfi.fr": "RFI", "rt.com": "RT",
    "scmp.com": "South China Morning Post", "slate.com": "Slate", "sputnikglobe.com": "Sputnik",
    "spiegel.de": "Der Spiegel", "straitstimes.com": "The Straits Times", "tass.com": "TASS",
    "telegraph.co.uk": "The Telegraph", "theatlantic.com": "The Atlantic",
    "theconversation.com": "The Conversation", "thediplomat.com": "The Diplomat",
    "theguardian.com": "The Guardian", "thehill.com": "The Hill", "thehindu.com": "The Hindu",
    "thetimes.co.uk": "The Times", "time.com": "Time", "usatoday.com": "USA Today", "vox.com": "Vox",
    "washingtonpost.com": "The Washington Post", "wired.com": "Wired", "wsj.com": "The Wall Street Journal",
    "xinhuanet.com": "Xinhua", "yahoo.com": "Yahoo",
}  # fmt: skip
"""Domain to the name readers know; subdomains count as their parent."""

_KNOWN = frozenset(BY_DOMAIN.values())
_NAME = r"[A-Z][\w'’.&-]*(?: (?:of|the|and|for|in|de|la|&|[A-Z0-9][\w'’.&-]*)){0,4}"
_CAPITALS = r"[A-Z][A-Z &'’.-]{3,38}"
_SOURCE = re.compile(
    rf"^\W*(?:source|outlet|publisher|publication|published (?:by|in)|via|from)\s*:\s*({_NAME})\W*$", re.IGNORECASE
)
_CAPITAL_DATELINE = re.compile(
    r"^([A-Z][A-Z .&'’-]*\b(?:TELEGRAPH|TIMES|POST|NEWS|HERALD|JOURNAL|TRIBUNE|GAZETTE|DAILY"
    r"|REVIEW|OBSERVER|PRESS"
    r"|LEDGER|COURIER|CHRONICLE|GUARDIAN|INDEPENDENT|MAIL|EXPRESS|STANDARD|RECORD|BEACON"
    r"|SENTINEL|TODAY)\b[A-Z .&'’-]*)[—–-]"
)
_DATELINE = re.compile(
    r"^(?:[A-Z][\w'’. ]{1,30},?\s*)?\(?(CNN|Reuters|REUTERS|AP|AFP|Xinhua|BBC|Bloomberg|UPI|EFE|dpa|TASS"
    r"|Kyodo|Yonhap|Al Jazeera|DW)\)?\s*[—–-]"
)
_NOTE = re.compile(
    rf"\b(?:is|are) an? ({_NAME}) (?:\w+ ){{0,2}}(?:commentator|columnist|correspondent|reporter"
    rf"|contributor|editor|analyst)"
    rf"|\bnot necessarily (?:reflect|represent)\b.{{0,40}}\b(?:those |views |stance |position "
    rf"|policy )?of ({_NAME})\W*$"
    rf"|\breflect ({_NAME})[’']s? (?:editorial|official|views?|stance)"
)
_SUBSCRIBE = re.compile(rf"\b[Ss]ubscribe to [_*]*({_NAME})[_*]*")
_RIGHTS = re.compile(
    rf"(?:©|\(c\)|[Cc]opyright)\s*(?:©\s*|[Cc]opyright\s*)?(?:(?:19|20)\d\d\s*[-–]?\s*(?:(?:19|20)\d\d)?)?,?\s*({_NAME})"
)
_LEGAL = re.compile(
    r"[,.]? (?:Inc|Ltd|LLC|Co|Corp|Corporation|Limited|GmbH|Company|All|Information|Media|Media Group"
    r"|Publishing|Publications"
    r"|Holdings|Newspapers|Magazines|Reproduction|Use)\b.*$"
)
_NO_OUTLET = re.compile(
    r"^(?:all|the|this|our|us|news|home|opinion|global|world|page|site|subscribe|updated|published|read"
    r"|share|by|in|on"
    r"|unlimited|get|to|copyright|privacy|terms|contact|about|menu|search|english|articles?|videos?"
    r"|politics|business"
    r"|economy|sports?|log ?in|sign ?in|back|top|notice|guidelines|copyrights?|all rights reserved|privacy policy"
    r"|policy\b.*|(?:our|my|your|email|the) .*(?:newsletters?|alerts?|list|news|blog|updates?|connect|channel"
    r"|podcast))$",
    re.IGNORECASE,
)
_TRADE = re.compile(
    r"\b(?:staff|writer|reporter|correspondent|editor|contributor|columnist|read|share|updated|photo\w*)s?\b",
    re.IGNORECASE,
)
_MASTHEAD_LINES = 8
"""How many lines of a page may hold its masthead."""


def outlet_of_url(url: str | None) -> str | None:
    """Return the outlet that publishes under an address, if it is a known one."""
    host = (urlsplit(url).hostname or "") if url else ""
    while "." in host:
        if host in BY_DOMAIN:
            return BY_DOMAIN[host]
        host = host.partition(".")[2]
    return None


def outlet_in_byline(text: str) -> str | None:
    """Return the outlet between the bars of a byline: `By A | China Daily Global | 2025` -> `China Daily Global`."""
    if not re.match(r"^\W*(?:by|interview by)\b", text, re.IGNORECASE):
        return None
    for part in re.split(r"\s*[|•·]\s*", text)[1:]:
        # What follows the date is a section or a topic.
        if find_date(part):
            return None
        if re.fullmatch(_NAME + "|" + _CAPITALS, part) and len(part) < 40 and not any(map(str.isdigit, part)):
            return part
    return None


class OutletFound(NamedTuple):
    """An outlet and the index of the line that names it."""

    name: str
    at: int


def outlet_in_lines(
    head: Sequence[int], lines: PageLines, url: str | None, names: Sequence[TopName] | None = None
) -> OutletFound | None:
    """Return the outlet that a text names as its own, by the strongest wording present, else None.

    Args:
        head: Indices of the lines around the title and byline, where a source or dateline counts.
        lines: All the page's lines, furniture included.
        url: The article's address, which may confirm a masthead.
        names: The names at the top of the page, if they are known already.
    """
    for i in head:
        if name := _in_head(lines[i].plain.strip("•* "), lines.whole):
            return OutletFound(name, i)
    if mastheads := find_mastheads(top_names(lines) if names is None else names, url):
        return OutletFound(cased_as_in(mastheads[0], lines.whole), lines.holding(mastheads[0])[0])
    for i in head:
        if i + 2 < len(lines) and (name := _below_byline(*lines.plains[i : i + 3])):
            return OutletFound(name, i + 1)
    return _in_wording(lines) or _known_name(lines.plains)


def _in_head(text: str, page: str) -> str | None:
    if found := _SOURCE.match(text) or _DATELINE.match(text):
        return _clean(found[1])
    if found := _CAPITAL_DATELINE.match(text):
        return cased_as_in(found[1].strip(), page)
    return outlet_in_byline(text)


def _below_byline(byline: str, between: str, dated: str) -> str | None:
    """Return the outlet that stands on its own line between a byline and a date, as in a reposted article.

    A single word, or one that begins as places do, may be where the author writes from.
    """
    words = between.split()
    if not re.match(r"^\W*By [A-Z]", byline) or len(dated) > 40 or find_date(dated) is None:
        return None
    named = 2 <= len(words) <= 6 and re.fullmatch(_NAME, between) and words[0].lower() not in PLACE_PREFIXES
    return between if named and not _TRADE.search(between) and not names_in_byline(between) else None


def _in_wording(lines: PageLines) -> OutletFound | None:
    """Return the outlet that a note on the author, a line of rights or an invitation to subscribe names."""
    for pattern, words in ((_NOTE, _NOTE_WORDS), (_RIGHTS, _RIGHT_WORDS), (_SUBSCRIBE, ("ubscribe to",))):
        for i in lines.holding(*words):
            text = lines[i].plain
            found = pattern.search(text) if len(text) < (900 if pattern is _NOTE else 300) else None
            name = next((group for group in found.groups() if group), None) if found else None
            if found and name and (outlet := _clean(name)):
                # A company owns many outlets, and a newsletter may be anybody's: the page must name it again.
                rest = text[found.start(found.lastindex or 1) :]
                sure = not _COMPANY.match(rest, len(outlet)) if pattern is _RIGHTS else pattern is _NOTE
                sure = sure or (pattern is _SUBSCRIBE and _TO_READ.match(rest.lstrip("_* "), len(outlet)) is not None)
                if sure or _is_named_again(outlet, lines.plains, i):
                    return OutletFound(outlet, i)
    return None


def _is_named_again(name: str, lines: Sequence[str], at: int) -> bool:
    """Say whether a line other than one opens with a name, or says little more."""
    return any(text.startswith(name) and len(text) < len(name) + 40 for i, text in enumerate(lines) if i != at)


_TO_READ = re.compile(r"[_*]* (?:to (?:get|read|continue|unlock|keep)|for (?:full|unlimited))\b")
_COMPANY = re.compile(
    r",? (?:Inc|LLC|Ltd|Limited|Corp|Corporation|Co|GmbH|SAS|Media|Group|Magazines|Publications|Regents|&|dba|DBA)\b"
)


_RIGHT_WORDS = ("©", "(c)", "opyright")
_NOTE_WORDS = ("commentator", "columnist", "correspondent", "reporter", "contributor", "editor", "analyst", "reflect",
               "represent")  # fmt: skip
"""Words of which every match of `_RIGHTS` and `_NOTE` holds one."""


class TopName(NamedTuple):
    """A name at the top of a page, and whether the page says elsewhere that it is the outlet's."""

    name: str
    owns: bool


def top_names(lines: PageLines) -> list[TopName]:
    """Return the names at the top of a page in order."""
    found = []
    for i, text in enumerate(lines.plains[:_MASTHEAD_LINES]):
        name = re.split(r" [|–—-] |\s{3,}", text.strip("#*• "))[0].strip()
        words = name.split()
        if not 1 <= len(words) <= 6 or not 4 < len(name) < 45 or _NO_OUTLET.match(name) or not words[-1][0].isupper():
            continue
        again = lines.holding(name)
        if name.isupper() and len(words) > 1 and lines.folded.count(name.casefold()) > 1:
            again = [k for k, other in enumerate(lines.folded.split("\n")) if name.casefold() in other]
        named = [lines[k].plain for k in again if k > i and len(name) + 3 < len(lines[k].plain) < 250]
        found.append(TopName(name, any(_owns(name, other) for other in named)))
    return found


def find_mastheads(names: Iterable[TopName], url: str | None = None) -> list[str]:
    """Return the names at the top of a page that its foot, its notes or its address say again, likeliest first."""
    host = re.sub(r"[^a-z0-9]", "", (urlsplit(url).hostname or "") if url else "")
    # A section or a place is named again too; an outlet is named with its rights, its writers or its readers.
    return [name for name, owns in names if owns or (host and _is_in_host(name, host))]


def _is_in_host(name: str, host: str) -> bool:
    squeezed = re.sub(r"[^a-z0-9]", "", name.casefold().removeprefix("the "))
    return len(squeezed) > 5 and squeezed in host


_BEFORE_OWNER = re.compile(
    r"(?:©|\(c\)|copyright|all rights reserved by)[\s\d,–-]*(?:by )?$"
    r"|\b(?:subscri\w+ to|newsletters? (?:of|from)|readers? of|(?:reporter|columnist|editor|correspondent|critic|writer"
    r"|staff|contributor|author|journalist)s? (?:for|of|at|with)|(?:writes?|writing|covers? .{2,60}|reports?|reported"
    r"|edits|photographed|illustrat\w+) (?:\w+ ){0,4}(?:for|at|of)|(?:published|assessed|compiled|produced) by"
    r"|published in|(?:more|stories) from"
    r"|told|trademarks? of|support|property of|(?:views|those|position|stance|policy) of"
    r"|photo(?:graph)?s?[:/ ]+|credit: ?)$",
    re.IGNORECASE,
)
_AFTER_OWNER = re.compile(
    r"^(?:[’']s)?(?:,? (?:Inc|LLC|Ltd|Limited|Company|Co)\b\.?)?\s*[.|·•,(/-]*\s*(?:all rights|reporters?\b"
    r"|columnists?\b"
    r"|editors?\b|correspondents?\b|staff\b|writers?\b|newsletters?\b|subscri|readers?\b|stories may"
    r"|is (?:published|owned|a registered|part of|an independent|printed|a member)|and its \d"
    r"|contributors?\b|journalists?\b|writes\b|(?:19|20)\d\d\b|photograph|archive"
    r"|welcomes\b|accepts no\b|is not responsible)|^ ?/ ?[A-Z]",
    re.IGNORECASE,
)


def _owns(name: str, text: str) -> bool:
    """Say whether a line names an outlet as pages name their own: with its rights, its writers or its readers."""
    # Found and not matched: a pattern for every name would have to be compiled first.
    low, wanted = text.lower(), name.lower()
    start = low.find(wanted)
    while start >= 0:
        end = start + len(name)
        before = _without_article(text[:start]).rstrip(' _*“"')
        if _BEFORE_OWNER.search(before[-90:]) or _AFTER_OWNER.match(text[end:].lstrip('_*”"')):
            return True
        start = low.find(wanted, end)
    return False


def _without_article(text: str) -> str:
    """Return a text without a 'the' at its end."""
    bare = text.rstrip()
    alone = bare[-3:].lower() == "the" and not bare[-4:-3].isalnum() and bare[-4:-3] != "_"
    return bare[:-3] if alone else text


def _clean(name: str) -> str | None:
    bare = _LEGAL.sub("", name.split(". ", maxsplit=1)[0]).strip(" .,'’&-")
    bare = re.sub(r"(?: (?:[a-z]+|[\d–-]+))+$", "", re.sub(r"[’']s$", "", bare)).strip(" .,")
    return None if len(bare) < 2 or _NO_OUTLET.match(bare) else "Reuters" if bare == "REUTERS" else bare


def _known_name(lines: Sequence[str]) -> OutletFound | None:
    """Return a known outlet whose name stands alone at the top of a page, or alone on more lines than one."""
    alone = Counter(text for text in lines if len(text) < 40 and text in _KNOWN)
    top = set(lines[:_MASTHEAD_LINES])
    name = next((text for text, n in alone.items() if n > 1 or text in top), None)
    return OutletFound(name, lines.index(name)) if name else None
