"""Read what a question asks: the sort of thing wanted, the words that carry it, its names, numbers and dates.

Rules only, over English question words. Not done: parsing; a question in another language is read as its words alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rag.text.dates import find_dates
from rag.text.names import find_names
from rag.text.numbers import find_quantities
from rag.text.words import STOPWORDS, stem, words

if TYPE_CHECKING:
    from rag.text.dates import DateMention
    from rag.text.numbers import Quantity


class Wanted(StrEnum):
    """The sort of thing that would answer."""

    PERSON = "person"
    PLACE = "place"
    TIME = "time"
    NUMBER = "number"
    REASON = "reason"
    MANNER = "manner"
    YES_NO = "yes_no"
    THING = "thing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, read.

    `content` are the stems that carry the topic, in order and once each; `head` are the stems of the noun asked for
    ("which **minerals**"); `names` are as written; `speaker` is whose words are asked for ("What did **Furman** say").
    `asks_view` says that an opinion is asked for, not a fact.
    """

    text: str
    wanted: Wanted
    content: tuple[str, ...]
    head: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[Quantity, ...]
    dates: tuple[DateMention, ...]
    speaker: str | None
    asks_view: bool = False


_WH = re.compile(r"\b(who|whom|whose|when|where|why|how|what|which)\b", re.IGNORECASE)
_TIME_NOUN = r"(?:year|date|day|month|time|decade|century|quarter|season|period)s?"
_TIME = re.compile(
    rf"\bwhen\b|\b(?:what|which)\s+(?:\w+\s+)?{_TIME_NOUN}\b|\bhow (?:long ago|soon|early|late)\b", re.IGNORECASE
)
_PLACE_NOUN = (
    r"(?:cit(?:y|ies)|countr(?:y|ies)|places?|ports?|towns?|states?|regions?|provinces?|continents?|capitals?)"
)
_PLACE = re.compile(rf"\bwhere\b|\b(?:what|which)\s+(?:\w+\s+)?{_PLACE_NOUN}\b", re.IGNORECASE)
_NUMBER_NOUN = (
    r"(?:percentage|percent|share|proportion|fraction|number|figure|amount|price|cost|value|sum|rate|total|size|"
    r"age|height|length|width|weight|population|distance|ratio|tariff rate|temperature|speed|depth|margin|fee|fine)"
)
_NUMBER = re.compile(
    rf"\bhow (?:many|much|large|big|long|far|high|tall|old|often|fast|deep|heavy|wide|great|few|small|low)\b"
    rf"|\b(?:what|which)\s+(?:(?:is|was|were|are)\s+)?(?:the\s+)?(?:\w+\s+)?{_NUMBER_NOUN}\b"
    rf"|\bby what\b|\bthe (?:number|share|size|cost|price|figure|odds|chance)s? (?:of|that)\b",
    re.IGNORECASE,
)
_PERSON_NOUN = (
    r"(?:person|people|man|woman|president|leader|minister|author|writer|official|secretary|economist|analyst|"
    r"scientist|king|emperor|philosopher|architect|individual|name of the (?:man|woman|person))s?"
)
_PERSON = re.compile(rf"\bwho(?:m|se)?\b|\b(?:what|which)\s+(?:\w+\s+)?{_PERSON_NOUN}\b", re.IGNORECASE)
_REASON = re.compile(
    r"\bwhy\b|\b(?:for )?what (?:reason|cause|purpose|motive)s?\b|\bwhat (?:caused|led to|explains)\b", re.IGNORECASE
)
_YES_NO = re.compile(
    r"^\W*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must)\b", re.IGNORECASE
)
_HEAD = re.compile(r"\b(?:what|which|how many|how much)\s+((?:[\w'’-]+\s+){0,3}?[\w'’-]+)", re.IGNORECASE)
_AFTER_HEAD = re.compile(
    r"^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must|to|of|in|for|on|by|that|"
    r"which|who|from|with|at|the|a|an)$",
    re.IGNORECASE,
)
_SAYING = (
    r"(?:say|said|says|tell|told|tells|think|thinks|thought|claim|claims|claimed|argue|argues|argued|write|writes|"
    r"wrote|warn|warns|warned|describe|describes|described|call|calls|called|believe|believes|suggest|suggested|"
    r"predict|predicted|respond|responded|reply|replied|explain|explained|insist|insisted|acknowledge|acknowledged|"
    r"announce|announced|point out|criticize|criticise|criticized|view|views|see|propose|proposed|recommend|"
    r"recommended|expect|expected|give|gave|deny|denied|complain|complained)"
)
_ASKING = re.compile(
    r"\b(?:how (?:many|much|long|often|far|big|large)|time ?line|chronology|sequence of events|in order of date|"
    r"step by step|(?:each|every|different|various|the two|these|other) "
    r"(?:outlet|article|source|paper|newspaper|account|publication)s?|"
    r"according to|take place|took place|give|tell me|list|compare|(?:kind|sort) of|"
    r"(?:columnist|essayist|commentator|editorialist)s?(?:['’]s)?)\b",
    re.IGNORECASE,
)
"""Words that say how to answer, not about what."""

_VIEW = re.compile(
    r"\b(?:think|judge|feel|make) of\b|\bthinks? (?:of|about|that)\b"
    r"|\b(?:does|do|did|would)\b.{2,80}?\b(?:think|judge|view|regard|assess|prefer|favou?r|propose|recommend|reject|"
    r"agree|disagree|object|quarrel|argue)\b"
    r"|\b(?:view|opinion|verdict|judge?ment|argument|quarrel|objection|criticism|take|case)s? "
    r"(?:of|on|about|for|against|with)\b"
    r"|['’]s? (?:view|opinion|verdict|argument|position|objection)\b",
    re.IGNORECASE,
)

_VIEW_STEMS = frozenset(
    stem(word) for word in ("think", "judge", "view", "opinion", "verdict", "regard", "assess", "feel")
)
"""Stems of the words that ask for a view: an opinion seldom says of itself that it is one."""

_SAYING_STEMS = frozenset(stem(word) for word in re.findall(r"[a-z]+", _SAYING)) | {"view", "word", "opinion"}
"""Stems of the verbs above: beside a speaker's name they say nothing of the topic."""

_SPEAKER_AFTER = re.compile(rf"\b(?:did|does|do|has|had|would)\s+(?P<who>.{{2,60}}?)\s+{_SAYING}\b")
_ACCORDING = re.compile(
    r"\b(?:according to|in the (?:view|words|opinion) of|for)\s+(?P<who>[^,?]{2,60})", re.IGNORECASE
)


def read_question(text: str) -> Asked:
    """Read a question by rules; every field has a value, however odd the text."""
    speaker = _speaker(text)
    # "Give" and "List" open a sentence with a capital; places must stay those of the question.
    matter = _ASKING.sub(lambda match: " " * len(match.group()), text)
    content = content_terms(_ASKING.sub(" ", text)) or content_terms(text)
    frame = (_SAYING_STEMS if speaker else frozenset()) | (_VIEW_STEMS if _VIEW.search(text) else frozenset())
    topic = tuple(term for term in content if term not in frame)
    return Asked(
        text=text,
        wanted=_wanted(text),
        content=topic or content,
        head=_head(text),
        names=tuple(dict.fromkeys(text[span.start : span.end] for span in find_names(matter))),
        numbers=tuple(find_quantities(text)),
        dates=tuple(find_dates(text)),
        speaker=speaker,
        asks_view=_VIEW.search(text) is not None,
    )


def content_terms(text: str) -> tuple[str, ...]:
    """Return the stems of the words that carry the topic, in order and once each."""
    return tuple(dict.fromkeys(stem(word) for word in words(text) if word not in STOPWORDS))


def _wanted(text: str) -> Wanted:
    for pattern, wanted in (
        (_REASON, Wanted.REASON),
        (_TIME, Wanted.TIME),
        (_NUMBER, Wanted.NUMBER),
        (_PERSON, Wanted.PERSON),
        (_PLACE, Wanted.PLACE),
    ):
        if pattern.search(text):
            return wanted
    first = _WH.search(text)
    if first is None or _YES_NO.search(text):
        return Wanted.YES_NO if _YES_NO.search(text) else Wanted.THING
    return Wanted.MANNER if first.group().casefold() == "how" else Wanted.THING


def _head(text: str) -> tuple[str, ...]:
    """Return the stems of the noun after which, what or how many, up to the verb."""
    match = _HEAD.search(text)
    if match is None:
        return ()
    rest = text[match.start(1) :].split()
    noun: list[str] = []
    for word in rest[:4]:
        if _AFTER_HEAD.match(word.strip("?,.")):
            break
        noun.append(word)
    return content_terms(" ".join(noun[:3])) if len(noun) < 4 else content_terms(noun[0])


def _speaker(text: str) -> str | None:
    """Name whose words are asked for; None when nobody's are."""
    match = _SPEAKER_AFTER.search(text) or _ACCORDING.search(text)
    if match is None:
        return None
    who = match["who"]
    names = find_names(f"by {who}")
    return f"by {who}"[names[-1].start : names[-1].end] if names else None
