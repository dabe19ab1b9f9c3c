from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rag.answer.evidence import candidates
from rag.answer.question import read_question
from rag.answer.quote import quote_of, quoted_span
from rag.answer.rank import Judged
from tests.answer.newsroom import article, hits, index

ASKED = read_question("How long does Marrowstone need?")


def spans(*paragraphs: str) -> list[str]:
    one = article("a", *paragraphs)
    return [one.text[s.start : s.end] for s in map(quoted_span, candidates(hits(index(one))))]


def test_a_sentence_that_opens_with_a_pronoun_brings_the_one_before() -> None:
    assert spans("Skerry leases aircraft. It paid a deposit of $31 million.")[1] == (
        "Skerry leases aircraft. It paid a deposit of $31 million."
    )


def test_a_sentence_that_stands_alone_is_quoted_alone() -> None:
    assert spans("Skerry leases aircraft. Pelham sold nine of them.")[1] == "Pelham sold nine of them."


def test_a_bare_date_before_the_sentence_belongs_to_the_quote() -> None:
    assert spans("December 2024. China forbids the export of gallium.") == [
        "December 2024. China forbids the export of gallium."
    ]


def test_the_speaker_of_quoted_words_is_named() -> None:
    one = article("a", "“The US is an unreliable partner now,” Jason Furman told CNN on Thursday.")
    judged = Judged(candidate=candidates(hits(index(one)))[0], score=0.0, features={})
    assert quote_of(ASKED, judged, one).speaker == "Jason Furman"


@given(st.lists(st.text(alphabet="Aab .!?\"'1,", min_size=1, max_size=60), min_size=1, max_size=4))
def test_every_quote_is_an_exact_span_of_its_article(paragraphs: list[str]) -> None:
    one = article("a", *paragraphs)
    for candidate in candidates(hits(index(one))):
        quote = quote_of(ASKED, Judged(candidate=candidate, score=0.0, features={}), one)
        assert one.text[quote.start : quote.end] == quote.text
        assert candidate.text in quote.text
        if quote.highlight:
            assert quote.start <= quote.highlight.start < quote.highlight.end <= quote.end
