"""Read the subject of a verb of saying off the words beside it.

These are rules for the way news is written: "Bessent added", "said Hua Chunying", "Jason Furman, who chaired the
council, told CNN". No parser: a subject that stands elsewhere is not found. Whom a pronoun or a description stands
for is told by `people` and `descriptions`.
"""

from __future__ import annotations

import re

from rag.text.lexicon import NOUN_LIKE_VERBS, PERSON_PRONOUNS, STOPWORDS, TITLE_WORDS
from rag.text.names import find_names

_CLAUSE_END = re.compile(
    r"[;:\x00(]|\s-\s|[–—]|,\s(?:and|but|while|as|because|after|before|when|though|although)\s"
    r"|\s(?:that|but|because|while|although|though|and)\s(?=(?:he|she|they|it)\s\w+$)"
)
_LEADING = re.compile(
    r"^\s*(?:(?:in|on|at|after|before|during|for|by|with|when|while|as|since|amid|under|from|asked|speaking|last|this"
    r"|earlier|later|meanwhile|however|still|yet|but|and|so|now|then|instead|also|according|citing|if|to)\b[^,]*,\s+)+",
    re.IGNORECASE,
)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
MOST_PHRASE_WORDS = 7
"""Longer descriptions of a speaker ("the dockworkers' union and a notice that ...") are clauses misread, more often."""

LONGEST_CLAUSE = 600
"""Characters before a verb in which its subject is looked for: a longer sentence is a list or a broken page."""

_DAY = re.compile(
    rf"^(?:on|in|by)\s(?:early\s|late\s)?(?:\w+day|\d{{4}}|(?:{_MONTHS})\w*\.?(?:\s\d{{1,4}})?)\s", re.IGNORECASE
)
_AUXILIARY = re.compile(
    r"(?:\s(?:also|later|then|has|have|had|would|will|could|once|repeatedly|recently|often|since|even|again|further|first"
    r"|still|now|long|reportedly|previously|publicly|himself|herself|\w+ly|on \w+day|did not|does not|didn[’']t))+\s*$",
    re.IGNORECASE,
)
_CONJUNCTION = re.compile(
    r"^\s*(?:but|and|so|yet|still|then|now|when|if|while|as|though|because|that|,)\s+", re.IGNORECASE
)
_PREPOSITION = re.compile(r"\s(?:of|at|for|from|in|with|to|on|by|who|whose)\s")
_NOUN_PHRASE = re.compile(
    r"(?:the|a|an|one|some|many|several|two|three|his|her|their|its|our|another|most|other)\s\S.*", re.IGNORECASE
)
_SUBJECT_END = re.compile(
    r"[;:\x00(]|(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bProf)\.|\s(?:after|in|on|at|when|during|as|while|to|who)\s"
)
_SOURCE_END = re.compile(r"\s(?:that|which|who|whom|and|given|handed)\s")
_INVERTED = frozenset({"said", "says", "added", "adds", "argues", "argued", "reckons", "warns", "warned", "explains"})
_NAME_ENDS = re.compile(r"[,.;:]|$|\s(?:of|at|from|in|on|to|with|who|after|by|when|as|for)\b")
_JOINED = re.compile(r"^(?P<one>.+) (?P<link>and|or) (?P<other>.+)$")
_RELATIVE_START = re.compile(r"^(?:where|when|why|how|what|which|whom|as|than)\s+", re.IGNORECASE)
_RELATIVE = re.compile(r"(?:who|whose|which|where|that)\b")
_PLURAL = re.compile(r"(?:\w+\s){0,2}(?:officials|analysts|experts|critics|economists|lawmakers|sources|executives)\b")


def subject_before(masked: str, verb: int) -> str | None:
    """Return the subject that stands before a verb, as written; quotations in `masked` are blotted out with NUL."""
    region = masked[max(0, verb - LONGEST_CLAUSE) : verb].rstrip()
    region = _AUXILIARY.sub("", " " + region).strip()
    chunk = region[max((clause.end() for clause in _CLAUSE_END.finditer(region)), default=0) :]
    previous = ""
    while previous != chunk:
        previous = chunk
        chunk = _DAY.sub("", _CONJUNCTION.sub("", _LEADING.sub("", chunk)))
    if chunk.endswith(("'s", "’s", "s'", "s’")):
        return None  # what follows is a noun: Israel's claims
    parts = [part.strip() for part in chunk.strip(" ,*_#>").split(", ")]
    parts[-1] = _RELATIVE_START.sub("", parts[-1])
    if len(parts) == 1:
        return _named(parts[0]) or _described(parts[0])
    # "A furnace will be relit, Corvane Metals said": a bare name or pronoun behind the last comma is the subject;
    # "Gus Tillery, the local's president, said": or the name that opens the clause;
    # "Cuts came first, the union said": or the phrase behind the last comma.
    last = _named(parts[-1])
    bare = last if last == parts[-1] else None
    return bare or _named(parts[0]) or last or _described(parts[-1]) or _described(parts[0])


def subject_after(masked: str, verb_end: int) -> str | None:
    """Return the subject that follows its verb ("said Hua Chunying"), which it does only behind a quotation."""
    verb = masked[:verb_end].rsplit(maxsplit=1)[-1].casefold()
    if "\x00" not in masked[:verb_end]:
        return None
    if verb in NOUN_LIKE_VERBS and not masked[: verb_end - len(verb)].rstrip().endswith("\x00"):
        return None
    parts = [part.strip(" ,") for part in _SUBJECT_END.split(masked[verb_end:], maxsplit=1)[0].split(", ")]
    return _named(parts[0]) or _apposed(parts) or _described(parts[0])


def inverted_subject(masked: str, verb: int, verb_end: int) -> str | None:
    """Return the name that follows its verb behind reported speech: "That is late, says Ada Wu, who ..."."""
    if not masked[:verb].endswith((", ", "? ", "! ")) or masked[verb:verb_end].casefold() not in _INVERTED:
        return None
    said = masked[verb_end:]
    for part in _SUBJECT_END.split(said, maxsplit=1)[0].split(", ")[:2]:
        name = _PREPOSITION.split(f"{part.strip()} ")[0].strip()
        if name and _named(name) == name and _NAME_ENDS.match(said, said.index(name) + len(name)):
            return name
    return None


def source_of(who: str) -> str | None:
    """Return who is named after "according to": a name, or the description that goes before a clause or an 'and'."""
    parts = [part.strip(" ,.") for part in _SOURCE_END.split(who.strip(), maxsplit=1)[0].split(", ")]
    return _named(parts[0]) or _apposed(parts) or _described(parts[0]) or _described(parts[0].partition(" of ")[0])


def _apposed(parts: list[str]) -> str | None:
    """Return the name behind an office: "Ostberg's chief executive, Annelie Krogh" says more by it."""
    if len(parts) < 2:
        return None
    name = _named(parts[1])
    return name if name and parts[1].removesuffix(name).strip(" .").casefold() in TITLE_WORDS | {""} else None


def _named(phrase: str) -> str | None:
    """Return the pronoun that a phrase is, or the name that ends its head: "general manager Cal Ostergren"."""
    if phrase.casefold() in PERSON_PRONOUNS:
        return phrase
    head = _PREPOSITION.split(phrase)[0]
    # The dash keeps the first word from passing for one that a sentence has given its capital.
    names = [(one.start - 2, one.end - 2) for one in find_names(f"– {head}")]
    if any(one.start - 2 < len(head) < one.end - 2 for one in find_names(f"– {phrase}")):
        return phrase if _is_name(phrase) else None  # an 'of' inside a name: the Ministry of Commerce
    joined = _JOINED.match(head)
    if (
        joined
        and len(names) > 1
        and names[-2:] == [(names[-2][0], joined.end("one")), (joined.start("other"), len(head))]
    ):
        return head if joined["link"] == "and" and names[-2][0] == 0 else None
    return head[slice(*names[-1])] if names and names[-1][1] == len(head) and len(phrase.split()) <= 14 else None


def _is_name(phrase: str) -> bool:
    """Say whether a phrase is one name from end to end."""
    return [(one.start - 2, one.end - 2) for one in find_names(f"– {phrase}")] == [(0, len(phrase))]


def _described(phrase: str) -> str | None:
    """Return a phrase that tells who speaks without a name: "the union", "Soybean growers", "growers"."""
    n_words = len(phrase.split())
    if not 0 < n_words <= MOST_PHRASE_WORDS or "\x00" in phrase or _RELATIVE.match(phrase):
        return None
    if n_words > 1 and re.split("['’]", phrase.rsplit(maxsplit=1)[-1].casefold())[0] in STOPWORDS:
        return None  # a clause that goes on: "a memorandum that"
    is_bare_noun = (
        n_words <= 2 and phrase.replace(" ", "").isalpha() and STOPWORDS.isdisjoint(phrase.casefold().split())
    )
    is_capital = phrase[0].isupper() and bool(find_names(f"– {phrase}"))
    if is_bare_noun or is_capital or _NOUN_PHRASE.fullmatch(phrase) or _PLURAL.match(phrase.casefold()):
        return phrase
    return None
