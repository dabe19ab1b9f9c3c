"""Words without which a wording cannot match, looked up once for each word of a page.

A wording is tried only on a line that holds one of its words: a page has hundreds of lines, and most hold none. A line
may hold one and not match; none that matches may hold none, so every word with which a pattern can begin to match must
stand here. Words are runs of letters in lower case.
"""

from __future__ import annotations

import re

SPAM, BUTTON, TELLING, NOTICE, PAYWALL, COPYRIGHT, PLEA, AGENCY, CREDIT, ADDRESS, SCRIPT = (1 << n for n in range(11))
"""What a line may be for the words that it holds, a bit each; `SCRIPT` is a letter that is not Latin or Greek."""

_TELLING = """
agree consent cookie cookies privacy partners subscribe subscriber subscribers subscribed sign signup register
registered log login join already access paywall members free remaining issues account c copyright rights
derechos direitos droits republished published reproduced redistributed broadcast follow like download got click
scroll continues thank thanks cover abonnés cet promotion affiliate helpful advertisement standards deadline narration
edition"""
_NOTICE = "cookie cookies agree consent device partners"
_PAYWALL = """
subscribe sign register log login join create subscriber subscribed member account registered access paywall subscribers
members article articles issues abonnés cet"""
_COPYRIGHT = "copyright rights c derechos direitos droits republished published reproduced redistributed"
_PLEA = """
sign subscribe signup us download tip story confidential click scroll continues thank thanks cover promotion affiliate
helpful advertisement standards deadline narration edition"""
_ADULT = """
porn porno pornhub xxx escort escorts cam camgirls slot judi togel casino casinos viagra cialis backlink backlinks
betting payday replica spins poker sex sexy"""
_NETWORKS = "share tweet facebook linkedin whatsapp twitter telegram reddit pinterest email wechat"
_COUNTS = """
share shares comment comments like likes view views retweet retweets replies min mins minute minutes"""
_FILES = "png jpg jpeg gif webp svg mp pdf"
_ADDRESSES = "http https www"
_NOTES = "editor editors author authors writer writers note correction reporting view views contributed"
_AGENCIES = """
vcg getty reuters afp ap epa xinhua shutterstock bloomberg alamy istock unsplash china cnn tass sputnik kyodo yonhap dpa
efe anadolu pa pexels flickr wikimedia al upi nurphoto zuma depositphotos"""
_CREDITS = "photo photograph image illustration picture credit foto bild imagen"
_RELATED = """
related read see also more most trending you recommended editor editors latest popular don dont up top what further
keep in sponsored promoted from leia veja lea lee te à lire mehr lesen auch leggi lees más mais watch listen"""
_SHARES = """
share tweet e email mail print save comment comments like likes follow facebook twitter whatsapp linkedin telegram
reddit pinterest instagram youtube wechat weibo copy bookmark listen advertisement ad ads sponsored menu search home
top back next previous close skip subscribe reply report quote loading show load read see view all more x android ios
google app store verified teilen partager compartir anzeige werbung publicité publicidad pubblicità advertentie"""
_TICKERS = "breaking live just latest news newsflash developing"
_BADGES = """
verified new junior senior full active veteran premium gold silver registered well super platinum elite distinguished
legendary forum site original lifetime joined member posts messages reputation reaction"""
_POSTS = "posted originally thread started submitted"
_FEET = """
you log sign share reply last forum end similar users member moderator administrator guest op location translate show
read quote click"""
_CAPTIONS = "photo image picture file illustration graphic caption foto imagem bild pictured watch a"

TELLING_WORDS = frozenset(_TELLING.split())
NOTICE_WORDS = frozenset(_NOTICE.split())
PAYWALL_WORDS = frozenset(_PAYWALL.split())
COPYRIGHT_WORDS = frozenset(_COPYRIGHT.split())
PLEA_WORDS = frozenset(_PLEA.split())
ADULT_WORDS = frozenset(_ADULT.split())
NETWORKS = frozenset(_NETWORKS.split())
NOTE_WORDS = frozenset(_NOTES.split())
AGENCY_WORDS = frozenset(_AGENCIES.split())
CREDIT_WORDS = frozenset(_CREDITS.split())

OPENS_RELATED = frozenset(_RELATED.split())
OPENS_SHARE = frozenset(_SHARES.split())
OPENS_TICKER = frozenset(_TICKERS.split())
OPENS_BADGE = frozenset(_BADGES.split())
OPENS_POST = frozenset(_POSTS.split())
OPENS_FOOT = OPENS_BADGE | frozenset(_FEET.split())
OPENS_CAPTION = frozenset(_CAPTIONS.split())
"""The words with which such lines begin."""

_BUTTON_WORDS = NETWORKS | frozenset(f"{k}{word}" for word in _COUNTS.split() for k in ("", "k", "m"))
_FAMILIES = (
    (SPAM, ADULT_WORDS | {"ai"}),
    (BUTTON, _BUTTON_WORDS | frozenset(_FILES.split())),
    (ADDRESS, frozenset(_ADDRESSES.split())),
    (TELLING, TELLING_WORDS),
    (NOTICE, NOTICE_WORDS),
    (PAYWALL, PAYWALL_WORDS),
    (COPYRIGHT, COPYRIGHT_WORDS),
    (PLEA, PLEA_WORDS),
    (AGENCY, AGENCY_WORDS),
    (CREDIT, CREDIT_WORDS),
)
_TOLD = {
    word: sum(bit for bit, words in _FAMILIES if word in words)
    for word in frozenset().union(*(words for _, words in _FAMILIES))
}

HAN = re.compile(r"[\u3400-\u9fff]")
OTHER_SCRIPT = re.compile(
    r"[\u0400-\u04ff\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
_LETTERS = re.compile(r"[^\W\d_]+")


def told_by(word: str) -> int:
    """Return what a line may be for one of its words, which may hold digits and marks too."""
    told = _TOLD.get(word, 0)
    if not word.isalpha():
        for part in _LETTERS.findall(word):
            told |= _TOLD.get(part, 0)
    if not word.isascii() and OTHER_SCRIPT.search(word):
        told |= SCRIPT | (SPAM if HAN.search(word) else 0)
    return told
