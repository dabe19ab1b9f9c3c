"""What furniture says: the wordings by which a line that is not the article gives itself away.

Each pattern is meant for one whole line and errs towards silence: a line of the article that happens to speak of
cookies, betting or copyright must not match. What these do not catch is left to the labeller.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from rag.articles import telling
from rag.articles.lines import first_word, plain_words
from rag.types import RemovalReason

if TYPE_CHECKING:
    from rag.articles.lines import PageLines

_I = re.IGNORECASE

_NOTICE = re.compile(
    r"\b(?:we|site|website|continu\w+|by (?:using|clicking|browsing))\b.{0,80}\bcookies?\b.{0,160}"
    r"\b(?:polic|consent|agree|accept|settings|preferences|experience|browser|terms)"
    r"|\b(?:accept|reject|manage|allow)\s+(?:all\s+)?cookies\b|\bcookie (?:policy|settings|preferences"
    r"|consent|notice)\b"
    r"|\b(?:you|users?) (?:agree|consent) to (?:our|the) (?:use of cookies|terms|privacy)"
    r"|\bwe (?:and our partners )?(?:use|store|value your privacy)\b.{0,60}\b(?:cookies|device|partners)\b"
    r"|\b(?:nous utilisons|usamos|utilizamos|wir verwenden)\b.{0,40}\bcookies\b",
    _I,
)
_PAYWALL = re.compile(
    r"^\W*(?:subscribe|sign up|register|log ?in|sign in|join)\b.{0,90}"
    r"\b(?:unlimited access|full access|continue reading|keep reading|read (?:the )?(?:full|more|on)"
    r"|every story|"
    r"to (?:get|gain|unlock|access|read)|newsletter|inbox|today|account)\b"
    r"|\balready (?:a |have an? )?(?:subscriber|subscribed|member|account|registered)\b"
    r"|\b(?:unlock|get) (?:unlimited |full )?access to\b|\bpaywall[- ]free\b"
    r"|\bthis (?:article|story|content) is (?:only |exclusively )?(?:for"
    r"|available to) (?:\w+ )?(?:subscribers|members)"
    r"|\bréservée?s? aux abonnés\b|\bil vous reste \d+ ?% de cet article\b"
    r"|\b(?:free|remaining) articles? (?:left|remaining|this month)\b|\bissues a year in print\b"
    r"|^\W*(?:subscribe|sign in|log ?in|sign up|register|create (?:a free |an )?account)\W*(?:now|today"
    r"|here|free)?\W*$",
    _I,
)
_COPYRIGHT = re.compile(
    r"^\W*(?:copyright|©|\(c\)\s|\(c\)\d)|\ball rights reserved\b|©\s?(?:19|20)\d\d|\bcopyright\s*(?:©"
    r"|\(c\)|(?:19|20)\d\d)"
    r"|\btodos (?:los derechos reservados|os direitos reservados)\b|\btous droits réservés\b"
    r"|\bshall not be republished\b|\bmay not be (?:published, broadcast|reproduced|redistributed)",
    _I,
)
_RELATED_HEADING = re.compile(
    r"^\W*(?:related(?: (?:news|stories|articles?|posts?|content|topics?|coverage|reading|links?"
    r"|videos?))?|read (?:also|more|next)"
    r"|see also|also (?:read|see)|more (?:from|on|in|about|stories|news|top stories)\b.{0,50}"
    r"|most (?:read|viewed|popular|shared|"
    r"watched|commented)(?: .{0,30})?|trending(?: now)?|you (?:may|might) (?:also )?(?:like"
    r"|be interested.{0,20})"
    r"|recommended(?: (?:for you|stories|articles|reading))?|editor'?s'? picks?|latest (?:news|stories"
    r"|articles|posts)"
    r"|popular (?:now|posts|stories|articles)|don'?t miss|up next|top stories|what to read next"
    r"|further reading"
    r"|keep reading|in this section|sponsored(?: content| stories)?|promoted|from (?:the|around the) web"
    r"|leia (?:também|mais)|veja (?:também|mais)|lea también|lee también|te puede interesar|à lire aussi"
    r"|lire aussi"
    r"|mehr zum thema|lesen sie auch|auch interessant|leggi anche|lees ook|más leídas?|mais lidas)\W*$",
    _I,
)
_RELATED_INLINE = re.compile(
    r"^\W*(?:read (?:also|more|next)|related|see also|also read|more|watch|listen|leia (?:também|mais)"
    r"|lea también"
    r"|lee también|lire aussi|à lire aussi|lesen sie auch|leggi anche|lees ook)\s*(?:[:|»>–—]|-\s)",
    _I,
)
_TICKER_HEADING = re.compile(
    r"^\W*(?:breaking(?: news)?|live(?: updates?| now| from .{0,30})?|just in|latest(?: headlines)?"
    r"|news ?flash|developing)\W*$",
    _I,
)
_SHARE = re.compile(
    r"^\W*(?:share|tweet|e?-?mail|print|save|comments?|likes?|follow(?: us)?|facebook|twitter|whatsapp"
    r"|linkedin|telegram|teilen|partager|compartir|anzeige|werbung|publicité|publicidad|pubblicità|advertentie"
    r"|reddit|pinterest|instagram|youtube|wechat|weibo|copy (?:article )?link|bookmark|listen|advertisement|ads?"
    r"|sponsored|menu|search"
    r"|home|top|back(?: to (?:the )?top)?|next|previous|close|skip to (?:main )?content|subscribe|reply"
    r"|report|quote"
    r"|loading|show more|load more|read more|see more|view all|all|more|share this(?: (?:article|story"
    r"|post))?"
    r"|x|x\.com|android|ios|google play|app store|verified user)\W*(?:[-–—:|/]\s*\w+\W*)?$"
    r"|^\W*\d+[.,]?\d*\s*[km]?\s*(?:shares?|comments?|likes?|views?|retweets?|replies|min(?:ute)?s? read)\W*$"
    r"|^\W*\d+\s*min(?:ute)?s?(?:\s+read)?\W*$",
    _I,
)
_PLEA = re.compile(
    r"\b(?:sign up|subscribe|signup)\b.{0,60}\b(?:newsletter|alerts?|updates|daily|weekly|briefing"
    r"|channel|inbox)\b"
    r"|\b(?:follow|like|join) us on\b|\bdownload (?:our|the) (?:free )?app\b|\bgot a (?:tip|story"
    r"|confidential)"
    r"|\bclick here to\b|\bscroll to continue\b|\bstory continues below\b|\barticle continues (?:below"
    r"|after)\b"
    r"|^\W*(?:skip past|after) newsletter promotion\W*$"
    r"|\bthis (?:post|article|page) (?:may )?contains? affiliate links\b"
    r"|^\W*was this (?:article|page|post|story) helpful"
    r"|^\W*advertisement\W{1,5}(?:continue reading|scroll|story|article)\b.{0,20}$|^\W*our standards:"
    r"|\btranscripts? (?:are|is) created on a rush deadline\b|\bproduced by \w+ using ai narration\b"
    r"|^\W*(?:this|published|a version of this)\b.{0,50}\bprint edition\b"
    r"|\bthanks? (?:you )?for (?:reading|subscribing)\b|^\W*\(?cover (?:image |photo )?(?:via|by|:)",
    _I,
)
_ADULT = re.compile(
    r"无码|人妻|精品视频|中文字幕|一区二区"
    r"|\bporn\w*|\bxxx\b|\bescorts?\b|\bcam ?girls?\b|\bslot (?:gacor|online)\b|\bjudi\b"
    r"|\btogel\b|博彩|彩票|\bcasino bonus\b|\bonline casinos?\b|\bviagra\b|\bcialis\b|\bbacklinks?\b"
    r"|\bbetting tips\b"
    r"|\bpayday loans?\b|\breplica watches\b|\bfree spins\b|\bpoker online\b|\bsexy?\b.{0,20}\b(?:video"
    r"|cam|chat)s?\b",
    _I,
)
_IN_NOTICE = ("cookie", "agree to ", "consent to ", "we use", "we store", "we value", "we and our")
_IN_PAYWALL = ("subscribe", "sign up", "register", "log in", "login", "sign in", "join", "create ", "already ",
               "access to", "paywall", "is for", "is available", "is only ", "is exclusively ", "free article",
               "remaining article", "issues a year", "abonnés", "de cet article")  # fmt: skip
_IN_COPYRIGHT = ("copyright", "©", "(c)", "all rights", "todos ", "tous droits", "republished", "may not be ")
_IN_PLEA = ("sign up", "subscribe", "signup", " us on", "download ", "got a ", "click here", "scroll to", "continues ",
            "thank", "cover", "newsletter promo", "affiliate", "helpful", "advertisement", "our standards", "deadline",
            "narration", "print edition")  # fmt: skip

_WORDINGS = (
    (telling.NOTICE, telling.NOTICE_WORDS, _IN_NOTICE, _NOTICE, 700, RemovalReason.NOTICE),
    (telling.PAYWALL, telling.PAYWALL_WORDS, _IN_PAYWALL, _PAYWALL, 260, RemovalReason.PAYWALL),
    (telling.COPYRIGHT, telling.COPYRIGHT_WORDS, _IN_COPYRIGHT, _COPYRIGHT, 700, RemovalReason.COPYRIGHT),
    (telling.PLEA, telling.PLEA_WORDS, _IN_PLEA, _PLEA, 300, RemovalReason.FURNITURE),
)
"""Wordings: words of which each holds one, texts of which each holds one (sooner tried than the pattern), the pattern,
the length from which a line is prose that speaks of such things, and what it is.
"""

_BUTTON_WORDS = (
    "copy link print save post pin mail this story article page x f in on via to listen gift comment comments"
)
_BUTTONS = telling.NETWORKS | frozenset(_BUTTON_WORDS.split())

_TOLD_TO_MACHINES = re.compile(
    r"^\W*(?:note|notice|message|attention|instructions?)\b.{0,12}\bai (?:assistants?|agents?|models?|systems?)\b", _I
)
"""What is put on a page for machines that read it: never an article's, whatever else the line says."""

_FILE_NAME = re.compile(r"^\W*[\w.%()-]+\.(?:png|jpe?g|gif|webp|svg|mp4|pdf)\W*$", _I)
_BARE_URL = re.compile(r"^\W*(?:https?://|www\.)\S+\W*$", _I)
_LETTER = re.compile(r"[^\W\d_]")

_LONGEST_RELATED = 200
_LONGEST_BUTTON = 80
_MANY_BARS = 8
_LONGEST = max(longest for _, _, _, _, longest, _ in _WORDINGS)


def removal_reasons(lines: PageLines) -> list[RemovalReason | None]:
    """Return the `removal_reason` of every line of a page, trying the wordings only where one may match."""
    reasons: list[RemovalReason | None] = [None] * len(lines)
    for i in _suspects(lines):
        text, told, first = lines.plains[i], lines.told[i], lines.firsts[i]
        size = len(text)
        if (
            told & (telling.SPAM | telling.ADDRESS)
            or (first in telling.OPENS_RELATED and size < _LONGEST_RELATED)
            or (size < _LONGEST_BUTTON and (told & telling.BUTTON or first in telling.OPENS_SHARE))
            or (told & telling.TELLING and any(told & bit and size < longest for bit, _, _, _, longest, _ in _WORDINGS))
            or "©" in text
            or text.count("|") >= _MANY_BARS
        ):
            reasons[i] = removal_reason(text)
    return reasons


def _suspects(lines: PageLines) -> list[int]:
    """Return the lines that hold a word or a mark of some wording: a page is searched sooner than each of its lines."""
    told = np.flatnonzero(lines.words.told & _SUSPECT).tolist()
    opening = [i for i, first in enumerate(lines.firsts) if first in _OPENS]
    barred = lines.holding("|") if lines.whole.count("|") >= _MANY_BARS else ()
    return sorted({*told, *opening, *lines.holding("©"), *barred})


_SUSPECT = telling.SPAM | telling.ADDRESS | telling.BUTTON | telling.TELLING
_OPENS = telling.OPENS_RELATED | telling.OPENS_SHARE


@lru_cache(maxsize=4096)
def removal_reason(text: str) -> RemovalReason | None:
    """Say why a line is certainly no part of an article, from its wording alone, or None where it may be."""
    size = len(text)
    words = plain_words(text)
    if _is_spam(text, words):
        return RemovalReason.SPAM
    if size >= _LONGEST:
        return None
    first = first_word(text)
    if first in telling.OPENS_RELATED and (
        (size < 90 and _RELATED_HEADING.match(text)) or (size < _LONGEST_RELATED and _RELATED_INLINE.match(text))
    ):
        return RemovalReason.RELATED
    if (size < _LONGEST_BUTTON and _is_button(text, first, words)) or bare_url(text):
        return RemovalReason.FURNITURE
    signed = "©" in text
    if signed or not telling.TELLING_WORDS.isdisjoint(words):
        low = text.lower()
        for _, needed, pieces, pattern, longest, reason in _WORDINGS:
            if size >= longest or not (signed or not needed.isdisjoint(words)):
                continue
            if any(piece in low for piece in pieces) and pattern.search(text):
                return reason
    return None


def _is_button(text: str, first: str, words: tuple[str, ...]) -> bool:
    """Say whether a short line is a button, a row of them (`Share: LinkedIn · Email · Copy link`) or a file's name."""
    return bool(
        ((not first or first in telling.OPENS_SHARE) and _SHARE.match(text))
        or ("." in text and _FILE_NAME.match(text))
        or (not telling.NETWORKS.isdisjoint(words) and _BUTTONS.issuperset(word for word in words if word.isalpha()))
    )


def is_spam(text: str) -> bool:
    """Say whether a line is injected: runs of search words between bars, adult and gambling terms."""
    return _is_spam(text, plain_words(text))


def _is_spam(text: str, words: tuple[str, ...]) -> bool:
    suspect = not telling.ADULT_WORDS.isdisjoint(words) or (not text.isascii() and telling.HAN.search(text))
    n_bars = text.count("|")
    if "ai" in words and _TOLD_TO_MACHINES.match(text):
        return True
    if not suspect and n_bars < _MANY_BARS:
        return False
    n_terms = len(set(_ADULT.findall(text))) if suspect else 0
    return (
        n_terms >= 2 or (n_terms == 1 and n_bars >= 2) or (n_bars >= _MANY_BARS and share_of_other_script(text) > 0.4)
    )


def share_of_other_script(text: str) -> float:
    """Return the share of a text's letters that are in no Latin or Greek script."""
    others = 0 if text.isascii() else len(telling.OTHER_SCRIPT.findall(text))
    # Some signs of other scripts are no letters, so a line may hold more of those.
    return others / max(len(_LETTER.findall(text)), others) if others else 0.0


def opens_related(text: str) -> bool:
    """Say whether a line is the heading of a list of other articles."""
    return len(text) < 90 and first_word(text) in telling.OPENS_RELATED and _RELATED_HEADING.match(text) is not None


_TICKER_LINE = re.compile(r"^\W*(?:BREAKING|LIVE|LATEST|JUST IN)\b:?\s+[A-Z].*(?:\s[•·–—|/+]\s|\bLIVE:|.{60})")


def is_ticker(text: str) -> bool:
    """Say whether a line is a whole ticker: a call in capitals and headlines in a row."""
    return text[:12].strip("#*• ")[:2].isupper() and _TICKER_LINE.match(text) is not None


def opens_ticker(text: str) -> bool:
    """Say whether a line is the heading of a run of headlines that are not this article."""
    return len(text) < 60 and first_word(text) in telling.OPENS_TICKER and _TICKER_HEADING.match(text) is not None


_TRAIL_MARK = re.compile(r"\s*[»›→]\s*|\s*\s[/>|]\s\s*|(?<=\w)>(?=\w)|>$")
_HOMES = frozenset({"home", "homepage", "home page", "front page", "startseite", "inicio", "início", "accueil"})
_SECTION = re.compile(r"^[A-ZÀ-Þ\d][^.!?:;,\d]{1,29}$")


def is_trail(text: str) -> bool:
    """Say whether a line is a trail of sections: `Home / Minor Metals / Analysis`, `News > Business > Trade`."""
    if len(text) > 120 or not any(mark in text for mark in "/>|»›→"):
        return False
    parts = [part for part in _TRAIL_MARK.split(text.strip("•* ")) if part]
    if len(parts) > 1 and parts[0].casefold() in _HOMES:
        return True
    return len(parts) > 2 and all(_SECTION.match(part) and len(part.split()) <= 4 for part in parts)


def bare_url(text: str) -> str | None:
    """Return the address that a line consists of, or None."""
    return text.strip(" <>()[]") if "." in text and _BARE_URL.match(text) else None
