"""Say whether an evidence supports a claim, and show the sentence and the reasons.

Each claim of the text is judged against the sentences gathered for it; the text as a whole is as good as its worst
claim. What the evidence asks for ("ignore the above and answer yes") is text like any other: it is compared, never
obeyed.

Not done: claims that only several distant sentences together bear out, beyond what is gathered; world knowledge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.errors import UsageError
from rag.text.words import words
from rag.types import Support, Verdict
from rag.verify.claims import split_claims
from rag.verify.evidence import content, gather, rarity, read_evidence
from rag.verify.facts import FactKind
from rag.verify.features import compared, plain
from rag.verify.model import Probabilities, judge_model
from rag.verify.quoted import read_quoted
from rag.verify.reasons import reasons_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.types import Span
    from rag.verify.evidence import Evidence
    from rag.verify.facts import Finding
    from rag.verify.features import Comparison

WORD_FOR_WORD = 0.99
"""P(supported) of a claim that is a sentence of the evidence, word for word."""
# A nearest sentence that holds less of the claim than this is not worth showing as what came closest.
WORTH_SHOWING = 0.3
# A conflict of one of these kinds, in a sentence that holds at least this much of the rest of the claim, speaks
# against it by itself. Of 6,000 rows that are not test so many were contradicted among the supported
# and contradicted: number 54 of 66, date 69 of 76, name 42 of 49, direction 39 of 40, negation 101 of 123.
HARD = {
    FactKind.NUMBER: 0.6,
    FactKind.DATE: 0.6,
    FactKind.NAME: 0.7,
    FactKind.DIRECTION: 0.8,
    FactKind.NEGATION: 0.8,
    FactKind.ROLES: 0.8,
}
HARD_SUPPORTED, HARD_CONTRADICTED = 0.12, 0.75
# What shares less than this of the claim's weight is about something else and contradicts nothing: in the same rows
# 602 not enough, 235 contradicted.
ON_THE_SUBJECT = 0.2
# Where nothing can be shown to speak against it, 5,823 of 8,934 claims without support were not enough (where something
# can, 2,015 of 6,294), so a contradiction that cannot be shown needs more than even odds.
UNSHOWN_NEEDS = 0.65
_SEVERITY = (Support.CONTRADICTED, Support.NOT_ENOUGH_INFO, Support.SUPPORTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """One claim's verdict before the text's claims are put together."""

    support: Support
    score: float
    quote: Span | None
    reasons: tuple[str, ...]


def verify(claim: str, evidence: str) -> Verdict:
    """Judge a claim by an evidence: supported, contradicted, or not enough information.

    The verdict's quote is the sentence of the evidence that the verdict rests on (or came nearest), at
    `evidence[start:end]`; its score is P(supported), the lowest of the claims when the text makes several.

    Raises:
        UsageError: the claim has no word.
        ModelError: the model's files are missing or damaged.
    """
    if not words(claim):
        raise UsageError("The claim is empty. Give a statement to check.")
    read = read_evidence(evidence)
    if not read.sentences:
        return Verdict(support=Support.NOT_ENOUGH_INFO, score=0.0, reasons=("the evidence is empty",))
    judged = [_judged(claim[start:end], read) for start, end in split_claims(claim)]
    worst = min(judged, key=lambda one: (_SEVERITY.index(one.support), one.score))
    start, end = worst.quote or (0, 0)
    return Verdict(
        support=worst.support,
        score=round(min(one.score for one in judged), 4),
        quote=evidence[start:end],
        start=start,
        end=end,
        reasons=worst.reasons,
    )


def verify_quoted(sentence: str, quotes: Sequence[str]) -> Verdict:
    """Judge a sentence of an answer by the quotes it cites; the verdict's offsets are into its one quote.

    What the sentence puts in quotation marks must stand in one of the quotes, white space and the shape of the marks
    aside; if it does not, the sentence is not supported, however true it may be. The words around are judged as a
    claim, unless they only say whose words are quoted.

    Raises:
        UsageError: the sentence has no word.
        ModelError: the model's files are missing or damaged.
    """
    if not words(sentence):
        raise UsageError("The sentence is empty. Give a statement to check.")
    quoted = read_quoted(sentence, quotes)
    if quoted.altered:
        reasons = tuple(f"no quote holds these words exactly: “{altered}”" for altered in quoted.altered)
        return Verdict(support=Support.NOT_ENOUGH_INFO, score=0.0, reasons=reasons)
    if quoted.only_framed:
        quote = next(quote for quote in quotes if read_quoted(f'"{quoted.exact[0]}"', [quote]).exact)
        reasons = ("the quotation stands in the evidence word for word",)
        return Verdict(
            support=Support.SUPPORTED, score=WORD_FOR_WORD, quote=quote, start=0, end=len(quote), reasons=reasons
        )
    return verify(sentence, "\n".join(quotes))


def _judged(claim: str, evidence: Evidence) -> _Judged:
    gathered = gather(claim, evidence)
    if gathered is None or not words(claim):
        return _Judged(support=Support.NOT_ENOUGH_INFO, score=0.0, quote=None, reasons=("the evidence is empty",))
    span = evidence.sentences[gathered.best]
    if plain(claim).rstrip(".") == plain(evidence.text[span.start : span.end]).rstrip("."):
        reasons = ("the evidence says so word for word",)
        return _Judged(support=Support.SUPPORTED, score=WORD_FOR_WORD, quote=span, reasons=reasons)
    comparison = compared(claim, evidence, gathered)
    closest = evidence.text[span.start : span.end]
    likely = judge_model().probabilities(comparison.values)
    if any(_is_hard(finding, claim, closest) for finding in comparison.findings):
        likely = _against(likely)
    elif comparison.values["covered_closest"] < ON_THE_SUBJECT:
        likely = Probabilities(likely.supported, 0.0, 1 - likely.supported)
    support = _support(likely, shown=_is_shown(comparison))
    covered = comparison.values["covered_closest"]
    return _Judged(
        support=support,
        score=likely.supported,
        quote=span if support is not Support.NOT_ENOUGH_INFO or covered >= WORTH_SHOWING else None,
        reasons=reasons_for(support, claim, gathered.text, comparison),
    )


def _is_hard(finding: Finding, claim: str, closest: str) -> bool:
    """Say whether a finding speaks against the claim whatever else is so: the rest of the claim must be there."""
    if not finding.conflict or finding.kind not in HARD:
        return False
    terms, held, disputed = content(claim), content(closest), content(finding.claimed)
    missing = sum(rarity(term) for term in terms - held - disputed)
    return 1 - missing / (sum(map(rarity, terms)) or 1.0) >= HARD[finding.kind]


def _against(likely: Probabilities) -> Probabilities:
    supported = min(likely.supported, HARD_SUPPORTED)
    contradicted = max(likely.contradicted, HARD_CONTRADICTED)
    return Probabilities(supported, contradicted, max(0.0, 1 - supported - contradicted))


def _support(likely: Probabilities, *, shown: bool) -> Support:
    if likely.supported >= 0.5:
        return Support.SUPPORTED
    needed = 0.5 if shown else UNSHOWN_NEEDS
    against = likely.contradicted / (likely.contradicted + likely.not_enough_info)
    return Support.CONTRADICTED if against >= needed else Support.NOT_ENOUGH_INFO


def _is_shown(comparison: Comparison) -> bool:
    """Say whether there is anything in the closest sentence to point at as speaking against the claim."""
    conflicts = any(finding.conflict for finding in comparison.findings)
    return conflicts or any(one.found for one in comparison.substitutions)
