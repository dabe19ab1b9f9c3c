"""Answer from the retrieved passages in the articles' own words, or say what they do not hold.

`draft_answer` reads the question, ranks the passages' sentences, decides whether they answer, and quotes the few that
do, each with whose words they are. Every quote is an exact span of its article. Not done here: retrieval before, and
verifying and numbering after.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from rag.answer.absent import Absent, find_absent, reason_for_absence
from rag.answer.choose import choose, say_the_same
from rag.answer.confidence import confidence, shown_from, side_shown_from
from rag.answer.plan import Plan, Shape, plan_answer
from rag.answer.premise import REFUTED, find_contradiction
from rag.answer.question import Asked, read_question
from rag.answer.quote import quote_of
from rag.answer.rank import Judged, question_idf, rank
from rag.answer.sources import is_source, narrow_to_named
from rag.answer.timeline import in_order_of_date
from rag.answer.views import Held, conflicts, group_positions
from rag.answer.wording import attributed
from rag.retrieve.duplicates import is_corrected
from rag.text.names import same_name
from rag.text.words import terms
from rag.types import Draft, DraftSentence, Missing, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rag.answer.cross_encoder import SentenceJudge
    from rag.answer.premise import Contradiction
    from rag.answer.reader import Reader
    from rag.index.protocol import Snapshot
    from rag.settings import Settings
    from rag.types import Encoder, Hit, Position, Quote

_TAKEN_BACK = re.compile(
    r"\b(?:earlier version|(?:at first|wrongly|incorrectly|mistakenly) (?:gave|said|put|stated)|"
    r"misstated|that was wrong|we got (?:it|that) wrong)\b",
    re.IGNORECASE,
)
"""Sentences that repeat a figure in order to withdraw it."""

_ABOUT_CORRECTION = re.compile(
    r"\b(?:correct\w*|earlier version|at first|originally|mistake|error|wrong)\b", re.IGNORECASE
)

MAX_NEAREST = 3
"""Nearest quotes shown with a refusal."""

SPOKEN = 0.6
"""Least confidence for words found when a speaker alone is asked for: no word of the topic can be matched, so all rests
on whether the quote has its right speaker, which held for .60 of 45 dev answers when set and .89 of 46 since."""

RIVAL_MARGIN = 10.0
"""How far behind the best sentence a contradiction may stand: in the dev questions true ones stand 2.0 to 7.1 behind, a
figure behind the one that corrects it 8.8, false ones 1.8 and 11.9 (335 questions)."""

RIVALS = 8
"""How many of the best sentences are looked at for a contradiction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What every part of an answer is found with."""

    snapshot: Snapshot
    encoder: Encoder
    settings: Settings
    reader: Reader | None
    judge: SentenceJudge | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One question, or one part of it, judged: the ranked sentences and the probability that the best answer it."""

    asked: Asked
    ranked: tuple[Judged, ...]
    absent: Absent
    idf: Mapping[str, float]
    confidence: float
    named: tuple[str, ...] = ()
    against: Contradiction | None = None


def draft_answer(question: str, hits: Sequence[Hit], tools: Tools) -> Draft:
    """Return the sentences that answer, verbatim and attributed, or a refusal that says what is missing."""
    plan, snapshot = plan_answer(question), tools.snapshot
    if plan.shape in {Shape.PARTS, Shape.SIDES}:
        several = [find(part, _of_side(hits, plan, at, snapshot), tools) for at, part in enumerate(plan.parts)]
        least = side_shown_from(tools.settings) if plan.shape is Shape.SIDES else shown_from(tools.settings)
        if any(found.confidence >= least for found in several):
            return _several_drafts(several, tools, least=least)
    found = find(question, hits, tools)
    wide = plan.shape is Shape.TIMELINE
    if found.confidence < (side_shown_from(tools.settings) if wide else shown_from(tools.settings)):
        return _refusal(found, tools)
    if plan.shape is Shape.TIMELINE:
        return _draft(found, in_order_of_date(found.asked, found.ranked, snapshot), tools)
    if plan.shape is Shape.SOURCES:
        return _draft(found, _one_each(found.ranked, snapshot), tools)
    return _plain_draft(found, tools)


def find(question: str, hits: Sequence[Hit], tools: Tools) -> Found:
    """Rank the sentences for one question and judge whether the best of them answer it."""
    narrowed = narrow_to_named(read_question(question), _without_superseded(hits, tools.snapshot), tools.snapshot)
    asked = narrowed.asked
    ranked = rank(
        asked,
        narrowed.hits,
        snapshot=tools.snapshot,
        encoder=tools.encoder,
        reader=tools.reader,
        judge=tools.judge,
    )
    ranked = _retracted_last(asked, _speaker_first(asked, ranked, tools.snapshot))
    idf = question_idf(asked, tools.snapshot)
    spoken = bool(ranked) and _asks_for_speaker_alone(asked) and _says(ranked[0], asked, tools.snapshot)
    absent = find_absent(asked, narrowed.hits, ranked[0] if ranked else None, tools.snapshot)
    against = None if absent.later else find_contradiction(asked, ranked, idf)
    likely = max(
        SPOKEN if spoken else 0.0, confidence(asked, ranked, absent, idf, with_reader=tools.reader is not None)
    )
    return Found(
        asked=asked,
        ranked=tuple(ranked),
        absent=absent,
        idf=idf,
        named=narrowed.named,
        against=against,
        confidence=min(likely, REFUTED) if against or absent.later else likely,
    )


def _without_superseded(hits: Sequence[Hit], snapshot: Snapshot) -> list[Hit]:
    """Drop the hits of an article of which a corrected version was found too."""
    ids = {hit.passage.article_id for hit in hits}
    corrected = {snapshot.cluster(one): one for one in sorted(ids) if is_corrected(snapshot.article(one))}
    return [
        hit
        for hit in hits
        if corrected.get(snapshot.cluster(hit.passage.article_id), hit.passage.article_id) == hit.passage.article_id
    ]


def _speaker_first(asked: Asked, ranked: list[Judged], snapshot: Snapshot) -> list[Judged]:
    """When a speaker's words are asked for, put the sentences that this speaker says before all others."""
    if asked.speaker is None:
        return ranked
    spoken = {id(one): _says(one, asked, snapshot) for one in ranked}
    return sorted(ranked, key=lambda one: not spoken[id(one)])


def _retracted_last(asked: Asked, ranked: list[Judged]) -> list[Judged]:
    """Put what an article takes back behind all else, unless the question is about the correction itself."""
    if _ABOUT_CORRECTION.search(asked.text):
        return ranked
    return sorted(ranked, key=lambda one: bool(_TAKEN_BACK.search(one.candidate.text)))


def _asks_for_speaker_alone(asked: Asked) -> bool:
    """Say whether any words of a speaker answer: "What did Ada Wu say?", which names no matter."""
    return asked.speaker is not None and set(asked.content) <= set(terms(asked.speaker))


def _says(one: Judged, asked: Asked, snapshot: Snapshot) -> bool:
    who = quote_of(asked, one, snapshot.article(one.candidate.passage.article_id)).speaker
    return who is not None and asked.speaker is not None and same_name(who, asked.speaker)


def _of_side(hits: Sequence[Hit], plan: Plan, at: int, snapshot: Snapshot) -> Sequence[Hit]:
    """Keep a side's own articles when the side is an outlet or an author of some."""
    if plan.shape is not Shape.SIDES:
        return hits
    own = [hit for hit in hits if is_source(plan.sides[at], snapshot.article(hit.passage.article_id).metadata)]
    return own or hits


def _plain_draft(found: Found, tools: Tools) -> Draft:
    chosen = choose(found.ranked, most=tools.settings.max_sentences)
    rivals = _contradicting(found, chosen[0], tools)
    if not rivals:
        return _draft(found, chosen, tools)
    held = [_held(found.asked, one, tools.snapshot) for one in (chosen[0], *rivals)]
    return Draft(
        status=Status.CONFLICT,
        sentences=tuple(_sentence(one) for one in held),
        confidence=found.confidence,
        positions=group_positions(held, snapshot=tools.snapshot),
    )


def _contradicting(found: Found, best: Judged, tools: Tools) -> list[Judged]:
    """Return the best sentence of each other article that contradicts the best one on what was asked."""
    snapshot = tools.snapshot
    first = _held(found.asked, best, snapshot)
    seen = {snapshot.cluster(first.article.article_id)}
    rivals = []
    for one in found.ranked[1:RIVALS]:
        if one.score < best.score - RIVAL_MARGIN:
            break
        held = _held(found.asked, one, snapshot)
        cluster = snapshot.cluster(held.article.article_id)
        if cluster not in seen and _contradict(found, first, held, tools):
            seen.add(cluster)
            rivals.append(one)
    return rivals[: tools.settings.max_sentences - 1]


def _contradict(found: Found, one: Held, other: Held, tools: Tools) -> bool:
    """Say whether two quotes of unrelated articles contradict each other."""
    clusters = {tools.snapshot.cluster(held.article.article_id) for held in (one, other)}
    return len(clusters) == 2 and conflicts(found.asked, one, other, found.idf)


def _one_each(ranked: Sequence[Judged], snapshot: Snapshot) -> list[Judged]:
    """Return the best sentence of each article, near-duplicates counting as one."""
    best: dict[str, Judged] = {}
    for one in ranked[: 4 * RIVALS]:
        best.setdefault(snapshot.cluster(one.candidate.passage.article_id), one)
    return list(best.values())[:RIVALS]


def _draft(found: Found, chosen: Sequence[Judged], tools: Tools) -> Draft:
    held = [_held(found.asked, one, tools.snapshot) for one in chosen]
    apart = any(_contradict(found, one, other, tools) for one, other in combinations(held, 2))
    return Draft(
        status=Status.CONFLICT if apart else Status.ANSWERED,
        sentences=tuple(_sentence(one) for one in _once(held)),
        confidence=found.confidence,
        positions=_positions(held, tools.snapshot),
    )


def _several_drafts(several: Sequence[Found], tools: Tools, *, least: float) -> Draft:
    """Answer part by part; what no passage answers is named."""
    answered = [found for found in several if found.confidence >= least]
    held = [_held(found.asked, found.ranked[0], tools.snapshot) for found in answered]
    open_parts = [found for found in several if found.confidence < least]
    missing = _missing(open_parts[0], tools) if open_parts else None
    return Draft(
        status=Status.PARTIAL if open_parts else Status.ANSWERED,
        sentences=tuple(_sentence(one) for one in _once(held)),
        confidence=min(found.confidence for found in answered),
        positions=_positions(held, tools.snapshot),
        missing=missing,
    )


def _refusal(found: Found, tools: Tools) -> Draft:
    return Draft(status=Status.ABSTAINED, sentences=(), confidence=found.confidence, missing=_missing(found, tools))


def _missing(found: Found, tools: Tools) -> Missing:
    """Say what is missing, with the nearest sentences, none of them twice; first the one that contradicts, if any."""
    distinct: list[Judged] = [found.against.judged] if found.against else []
    for one in found.ranked[: 4 * MAX_NEAREST]:
        if not any(say_the_same(one, other) for other in distinct):
            distinct.append(one)
    nearest = _once([_held(found.asked, one, tools.snapshot) for one in distinct])
    return Missing(
        reason=reason_for_absence(found.asked, found.absent, found.idf, named=found.named, against=found.against),
        nearest=tuple(held.quote for held in nearest[:MAX_NEAREST]),
    )


def _positions(held: Sequence[Held], snapshot: Snapshot) -> tuple[Position, ...]:
    """Return positions only where more than one voice speaks."""
    positions = group_positions(held, snapshot=snapshot)
    return positions if len(positions) > 1 else ()


def _held(asked: Asked, one: Judged, snapshot: Snapshot) -> Held:
    article = snapshot.article(one.candidate.passage.article_id)
    return Held(quote=quote_of(asked, one, article), article=article)


def _once(held: Sequence[Held]) -> list[Held]:
    """Leave out what overlaps a quote shown before it."""
    kept: list[Held] = []
    for one in held:
        if not any(_overlap(one.quote, other.quote) for other in kept):
            kept.append(one)
    return kept


def _overlap(one: Quote, other: Quote) -> bool:
    return one.article_id == other.article_id and one.start < other.end and other.start < one.end


def _sentence(held: Held) -> DraftSentence:
    return DraftSentence(text=attributed(held.quote, held.article), quotes=(held.quote,))
