"""Citation recall and precision as ALCE defines them, a sentence at a time.

Gao et al. 2023, 'Enabling Large Language Models to Generate Text with Citations', section 4. Whether a text entails
a sentence is asked of a function, so that the same definition serves the verifier and the exact match.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    Entails: TypeAlias = Callable[[str, str], bool]


class CitedSentence(NamedTuple):
    """A sentence of an answer and the quotes that it cites."""

    text: str
    quotes: tuple[str, ...]


def citation_recall(sentences: Sequence[CitedSentence], entails: Entails) -> float:
    """Return the share of sentences that their quotes, taken together, entail; `entails(evidence, sentence)`."""
    if not sentences:
        raise ValueError("citation recall needs at least one sentence")
    return sum(_is_recalled(sentence, entails) for sentence in sentences) / len(sentences)


def citation_precision(sentences: Sequence[CitedSentence], entails: Entails) -> float:
    """Return the share of citations that are needed.

    A citation is precise when its sentence is recalled and it is not irrelevant: irrelevant is one that does not
    entail the sentence alone while the others do without it.
    """
    n_citations = sum(len(sentence.quotes) for sentence in sentences)
    if n_citations == 0:
        raise ValueError("citation precision needs at least one citation")
    return sum(_count_precise(sentence, entails) for sentence in sentences) / n_citations


def _is_recalled(sentence: CitedSentence, entails: Entails) -> bool:
    return bool(sentence.quotes) and entails(" ".join(sentence.quotes), sentence.text)


def _count_precise(sentence: CitedSentence, entails: Entails) -> int:
    if not _is_recalled(sentence, entails):
        return 0
    if len(sentence.quotes) == 1:
        return 1
    return sum(
        entails(quote, sentence.text)
        or not entails(" ".join(sentence.quotes[:at] + sentence.quotes[at + 1 :]), sentence.text)
        for at, quote in enumerate(sentence.quotes)
    )
