"""Citation recall and precision on ALCE's cases, with an entailment that can be read off the page."""

from __future__ import annotations

import pytest

from eval.metrics.citations import CitedSentence, citation_precision, citation_recall
from eval.metrics.grounding import exact_groundedness, is_quote_valid


def entails(evidence: str, sentence: str) -> bool:
    """Entail when every word of the sentence stands in the evidence."""
    return set(sentence.split()) <= set(evidence.split())


def test_a_sentence_is_recalled_when_its_quotes_entail_it_together() -> None:
    assert citation_recall([CitedSentence("a b", ("a x", "b y"))], entails) == 1


def test_a_sentence_without_citations_is_not_recalled() -> None:
    assert citation_recall([CitedSentence("a", ("a",)), CitedSentence("b", ())], entails) == 0.5


def test_two_quotes_that_are_both_needed_are_both_precise() -> None:
    assert citation_precision([CitedSentence("a b", ("a x", "b y"))], entails) == 1


def test_a_quote_that_adds_nothing_is_irrelevant() -> None:
    """The second neither entails the sentence nor is missed by it; the first alone does."""
    assert citation_precision([CitedSentence("a b", ("a b", "z"))], entails) == 0.5


def test_two_quotes_that_each_suffice_are_both_precise() -> None:
    assert citation_precision([CitedSentence("a", ("a b", "a c"))], entails) == 1


def test_no_citation_of_a_sentence_that_is_not_recalled_is_precise() -> None:
    assert citation_precision(
        [CitedSentence("a b c", ("a", "b")), CitedSentence("d", ("d",))], entails
    ) == pytest.approx(1 / 3)


def test_nothing_to_judge_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one sentence"):
        citation_recall([], entails)
    with pytest.raises(ValueError, match="at least one citation"):
        citation_precision([CitedSentence("a", ())], entails)


def test_groundedness_by_exact_match_needs_the_very_words() -> None:
    sentences = [CitedSentence("It cost 5.", ("He said: It cost 5.",)), CitedSentence("It cost five.", ("It cost 5.",))]
    assert exact_groundedness(sentences) == 0.5


def test_a_quote_with_who_says_it_is_grounded_and_with_a_claim_of_its_own_is_not() -> None:
    quote = "He said: “It cost 5.”"
    framed = CitedSentence(f"Ana Rusk, in The Courier (4 March 2025): “{quote}”", (quote,))
    assert exact_groundedness([framed]) == 1
    claim = " ".join(["and this proves that the price of everything rose"] * 4)
    assert exact_groundedness([CitedSentence(f"“{quote}” {claim}", (quote,))]) == 0


def test_a_quote_is_valid_at_its_own_offsets() -> None:
    assert is_quote_valid("the cat", quote="cat", start=4, end=7)


@pytest.mark.parametrize(("start", "end"), [(3, 6), (4, 99), (4, 4), (-3, 0)])
def test_a_quote_is_not_valid_anywhere_else(start: int, end: int) -> None:
    assert not is_quote_valid("the cat", quote="cat", start=start, end=end)
