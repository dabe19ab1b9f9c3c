"""Find what of a question no passage holds, and say so in words for the reader.

What is said is about these articles only, never about the world: 'no passage mentions', never 'it did not happen'.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.answer.evidence import facts, names_of, stems_of
from rag.answer.question import Wanted
from rag.render import spoken_date
from rag.text.dates import find_dates
from rag.text.names import name_key, same_name
from rag.text.words import stem, word_spans, words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from rag.answer.premise import Contradiction
    from rag.answer.question import Asked
    from rag.answer.rank import Judged
    from rag.index.protocol import Snapshot
    from rag.text.dates import DateMention
    from rag.types import Hit, Passage

NOT_IN_THESE = "Not in these articles"
"""How every refusal begins; the page, the prompt and the tests rely on it."""

_VERB_FORM = re.compile(r"(?:ed|ing)$")
"""Forms that are verbs more often than not: "no passage mentions 'attended'" tells a reader nothing."""

_LOOKS_BACK = re.compile(
    r"\b(?:did|was|were|had|happened|called|won|took|went|rose|fell|grew|became|began|came|gave|ran|saw)\b",
    re.IGNORECASE,
)
"""The verbs are pasts that are no participles, but for two: "how many ships called at" has no "did"."""

_LOOKS_AHEAD = re.compile(
    r"\b(?:will|would|shall|should|could|(?-i:may)|might|plan\w*|expect\w*|due|schedul\w*|forecast\w*|predict\w*|project\w*|"
    r"propos\w*|promis\w*|supposed|meant|set|agree\w*|order\w*|reserv\w*|aim\w*|target\w*|by|until|before|"
    r"(?:was|were) to)\b",
    re.IGNORECASE,
)
"""A question about the past that holds one of these may ask for what was foretold, which an article can know."""

MOST_NAMED = 3
"""Things named as missing at most."""

RARE_IDF_SHARE = 0.5
"""A word is named as missing only when its idf is at least this share of the question's rarest: 'gallium' is, 'new'
is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """What the question names that the passages found do not hold.

    `names_apart` and `terms_apart` lack in the best sentence's own passage only; `unknown` are the question's terms
    that no passage of the whole index has, found or not. `later` says that the question asks what was at a time after
    every article: that time, and the newest article's date.
    """

    names: tuple[str, ...]
    numbers: tuple[str, ...]
    dates: tuple[str, ...]
    terms: tuple[str, ...]
    names_apart: tuple[str, ...]
    terms_apart: tuple[str, ...]
    unknown: frozenset[str]
    later: tuple[str, str] | None = None


def find_absent(asked: Asked, hits: Sequence[Hit], best: Judged | None, snapshot: Snapshot) -> Absent:
    """Compare the question's names, numbers, dates and words with all passages found and with the best one.

    The best one is read with its article's title and the name of whoever speaks in it.
    """
    texts = [hit.passage.text for hit in hits]
    # What the question does not name is not looked for either.
    named = {name for text in texts for name in names_of(text)} if asked.names else set()
    values = {value for text in texts for value, _ in facts(text).numbers} if asked.numbers else set()
    stems = {term for text in texts for term in stems_of(text)}
    near = _setting(best.candidate.passage, snapshot) if best else ""
    named_near, stems_near = names_of(near) if asked.names else frozenset(), set(stems_of(near))
    spoken = sorted({stem(word) for word in words(asked.text)})
    counts = snapshot.term_statistics(spoken).document_frequency
    return Absent(
        unknown=frozenset(term for term in spoken if not counts.get(term)),
        names=tuple(name for name in asked.names if not _is_named(name, named, stems)),
        numbers=tuple(
            asked.text[quantity.start : quantity.end] for quantity in asked.numbers if quantity.value not in values
        ),
        dates=tuple(asked.text[date.start : date.end] for date in asked.dates if not _is_dated(date, texts, stems)),
        terms=tuple(term for term in asked.content if term not in stems),
        names_apart=tuple(name for name in asked.names if not _is_named(name, named_near, stems_near)),
        terms_apart=tuple(term for term in asked.content if term not in stems_near),
        later=_later(asked, snapshot),
    )


def _later(asked: Asked, snapshot: Snapshot) -> tuple[str, str] | None:
    """Return the time asked about and the newest article's date when the question looks back on what none can know."""
    if not asked.dates or not _LOOKS_BACK.search(asked.text) or _LOOKS_AHEAD.search(asked.text):
        return None
    newest = max((one.metadata.date for one in snapshot.articles() if one.metadata.date), default=None)
    for date in asked.dates:
        if newest is not None and date.earliest.isoformat() > newest.ljust(len("2025-12-31"), "~"):
            return asked.text[date.start : date.end], newest
    return None


def _setting(passage: Passage, snapshot: Snapshot) -> str:
    """Return a passage with its article's title and its speaker, as a reader of the article has them in mind."""
    title = snapshot.article(passage.article_id).metadata.title
    return "\n".join(part for part in (title, passage.speaker, passage.text) if part)


def _is_named(name: str, named: Collection[str], stems: Collection[str]) -> bool:
    return any(same_name(name, other) for other in named) or all(stem(word) in stems for word in words(name_key(name)))


def _is_dated(asked: DateMention, texts: Sequence[str], stems: set[str]) -> bool:
    """Say whether a passage holds an overlapping date, or names the month without a year ("this past December")."""
    for text in texts:
        if any(date.earliest <= asked.latest and asked.earliest <= date.latest for date in find_dates(text)):
            return True
    is_month = (asked.latest - asked.earliest).days <= 31
    return is_month and stem(spoken_date(asked.earliest.isoformat()).split()[1].lower()) in stems


def reason_for_absence(
    asked: Asked,
    absent: Absent,
    idf: Mapping[str, float],
    *,
    named: Sequence[str] = (),
    against: Contradiction | None = None,
) -> str:
    """Say in one sentence which name, number, date, word or relation of the question no passage holds.

    Args:
        asked: the question.
        absent: what was not found.
        idf: of the question's terms.
        named: the sources that the question confines the search to.
        against: the sentence that contradicts the question; its own words then say what differs.
    """
    opening = f"{NOT_IN_THESE} by {_listed(named)}" if named else NOT_IN_THESE
    if against is not None:
        return f'{opening}: they say "{against.said}", not "{against.asked}".'
    if absent.later is not None:
        asked_for, newest = absent.later
        return f'{opening}: "{asked_for}" is later than the newest article ({spoken_date(newest)}).'
    missing = [*absent.names, *absent.numbers, *absent.dates] or _rare_words(asked, absent, idf)
    nowhere = [item for item in missing if any(stem(word) in absent.unknown for word in words(item))]
    if nowhere and not named:
        return f"{opening}: no passage mentions {_listed(_quoted(nowhere))}."
    if missing:
        return f"{opening}: none of the passages nearest to the question mentions {_listed(_quoted(missing))}."
    here = [name for name in asked.names if name not in absent.names_apart]
    if absent.names_apart and here:
        return f'{opening}: no passage found says this of "{absent.names_apart[0]}" and "{here[0]}" together.'
    return f"{opening}: {_unanswered(asked)}"


def _quoted(items: Sequence[str]) -> list[str]:
    return [f'"{item}"' for item in list(dict.fromkeys(items))[:MOST_NAMED]]


def _rare_words(asked: Asked, absent: Absent, idf: Mapping[str, float]) -> list[str]:
    """Return the question's own spelling of the weighty words that no passage holds."""
    most = max((idf[term] for term in asked.content), default=0.0)
    weighty = {term for term in absent.terms if idf[term] >= RARE_IDF_SHARE * most}
    found = []
    for span in word_spans(asked.text):
        spelled = asked.text[span.start : span.end]
        folded = words(spelled)
        if folded and stem(folded[0]) in weighty and not _VERB_FORM.search(folded[0]):
            found.append(spelled)
    return found


def _unanswered(asked: Asked) -> str:
    """Say what sort of thing is missing when every word of the question stands somewhere in the articles."""
    about = _listed([f'"{name}"' for name in asked.names[:2]]) if asked.names else "the matter"
    lacking = {
        Wanted.PERSON: f"the passages found speak of {about}, and none says who that was.",
        Wanted.PLACE: f"the passages found speak of {about}, and none gives the place asked for.",
        Wanted.TIME: f"the passages found speak of {about}, and none gives the date asked for.",
        Wanted.NUMBER: f"the passages found speak of {about}, and none gives the number asked for.",
        Wanted.REASON: f"the passages found speak of {about}, and none gives the reason asked for.",
        Wanted.MANNER: f"the passages found speak of {about}, and none says how.",
    }
    return lacking.get(asked.wanted, f"the passages found speak of {about}, and none connects it with what is asked.")


def _listed(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} or {items[-1]}"
