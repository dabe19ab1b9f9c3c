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
from rag.verify.features import compared, content_words, plain
from rag.verify.model import Probabilities, judge_model
from rag.verify.quoted import read_quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rag.types import Encoder, Span
    from rag.verify.evidence import Evidence
    from rag.verify.facts import Finding

WORD_FOR_WORD = 0.99
"""P(supported) of a claim that is a sentence of the evidence, word for word."""
# A nearest sentence that holds less of the claim than this is not worth showing as what came closest.
WORTH_SHOWING = 0.3
MISSING_NAMED = 3
_SEVERITY = (Support.CONTRADICTED, Support.NOT_ENOUGH_INFO, Support.SUPPORTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """One claim's verdict before the text's claims are put together."""

    support: Support
    score: float
    quote: Span | None
    reasons: tuple[str, ...]


def verify(claim: str, evidence: str, *, encoder: Encoder | None = None) -> Verdict:
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
    judged = [_judged(claim[start:end], read, encoder) for start, end in split_claims(claim)]
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


def verify_quoted(sentence: str, quotes: Sequence[str], *, encoder: Encoder | None = None) -> Verdict:
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
    return verify(sentence, "\n".join(quotes), encoder=encoder)


def _judged(claim: str, evidence: Evidence, encoder: Encoder | None) -> _Judged:
    gathered = gather(claim, evidence)
    if gathered is None or not words(claim):
        return _Judged(support=Support.NOT_ENOUGH_INFO, score=0.0, quote=None, reasons=("the evidence is empty",))
    span = evidence.sentences[gathered.best]
    if plain(claim).rstrip(".") == plain(evidence.text[span.start : span.end]).rstrip("."):
        reasons = ("the evidence says so word for word",)
        return _Judged(support=Support.SUPPORTED, score=WORD_FOR_WORD, quote=span, reasons=reasons)
    comparison = compared(claim, evidence, gathered)
    likely = judge_model().probabilities(comparison.values)
    support = _support(likely)
    is_worth_showing = support is not Support.NOT_ENOUGH_INFO or (comparison.values["covered_closest"] >= WORTH_SHOWING)
    return _Judged(
        support=support,
        score=likely.supported,
        quote=span if is_worth_showing else None,
        reasons=_reasons(support, claim, gathered.text, comparison.findings),
    )


def _support(likely: Probabilities) -> Support:
    if likely.supported >= 0.5:
        return Support.SUPPORTED
    return Support.CONTRADICTED if likely.contradicted >= likely.not_enough_info else Support.NOT_ENOUGH_INFO


def _reasons(support: Support, claim: str, gathered: str, findings: Sequence[Finding]) -> tuple[str, ...]:
    """Say in plain words what the verdict rests on."""
    if support is Support.SUPPORTED:
        return ("the evidence says the same",)
    conflicts = [str(finding) for finding in findings if finding.conflict]
    missing = [str(finding) for finding in findings if not finding.conflict]
    if support is Support.CONTRADICTED:
        return tuple(conflicts or missing or ["the closest sentence speaks against it"])
    named = " ".join(missing + conflicts)
    held = content(gathered)
    absent = [word for word in content_words(claim) if not content(word) <= held and word not in named.lower()]
    absent.sort(key=lambda word: -max(map(rarity, content(word)), default=0.0))
    unsaid = [f"no sentence says {word!r}" for word in dict.fromkeys(absent[:MISSING_NAMED])]
    return tuple([*missing, *conflicts, *unsaid] or ["the evidence does not say so"])
