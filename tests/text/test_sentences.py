"""Sentence spans on news: the traps, one by one, and the laws."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "whole",
    [
        "The U.S. and China agreed on Jan. 5 at 5 p.m. in D.C. to wait.",
        "Mr. Smith, Sen. Warren and Gov. Newsom met J. D. Vance and George W. Bush.",
        "It cost $2.36 billion, or 3.5 percent.",
        "“Everyone is coming,” he said.",
        "“Why now?” Trump asked.",
        '"Really?" he said.',
        "It went on... and on.",
        "Wait . . . what.",
        "Visit www.Example.Com now.",
        "The U.S. Congress voted.",
        "Acme Inc. said so.",
        "See Fig. 3 and No. 10.",
        "1. The first item of a list",
        "Write to editor@chinawatch.Example.",
        "The so-called “ballast” holds.",
    ],
)
def test_what_is_one_sentence_stays_whole(whole: str) -> None:
    assert sentences(whole) == [whole]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He lives in the U.S. The law changed.", ["He lives in the U.S.", "The law changed."]),
        ("It rose 3.5. Then it fell.", ["It rose 3.5.", "Then it fell."]),
        ("bears no relation with reality.That hurts.", ["bears no relation with reality.", "That hurts."]),
        ('a "China threat".Citing the need', ['a "China threat".', "Citing the need"]),
        ('"Ours is over. We stood up."So be it', ['"Ours is over.', 'We stood up."', "So be it"]),
        (
            "“How do we rebalance? That is it.” He left.",
            ["“How do we rebalance?", "That is it.”", "He left."],
        ),
        ("What?! Yes... The end.", ["What?!", "Yes...", "The end."]),
        ("A fact.[2] Another.", ["A fact.[2]", "Another."]),
        ("(He left.) She stayed.", ["(He left.)", "She stayed."]),
        ("A heading\nBody one. Body two.\n\nEnd", ["A heading", "Body one.", "Body two.", "End"]),
        ("中国说。我们走！「好。」他说", ["中国说。", "我们走！", "「好。」", "他说"]),
        ("It ended in 2023. 24 firms left.", ["It ended in 2023.", "24 firms left."]),
        ("**Bold ends.** Plain follows.", ["**Bold ends.**", "Plain follows."]),
        ("Acme Inc. The rest is history.", ["Acme Inc.", "The rest is history."]),
    ],
)
def test_sentences_part_where_a_reader_would_part_them(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


ROUGH = st.text(alphabet=st.sampled_from("aZ9 .!?\"”“'’)\n\u00a0…。中U.S-,éI"), max_size=80)


@given(st.one_of(ROUGH, st.text(max_size=60)))
def test_sentences_tile_the_text_in_order_without_outer_space(text: str) -> None:
    spans = sentence_spans(text)
    left = list(text)
    for start, end in spans:
        assert start < end
        assert text[start:end] == text[start:end].strip()
        left[start:end] = " " * (end - start)
    assert not "".join(left).strip(), "every visible character belongs to a sentence"
    assert all(one.end <= two.start for one, two in pairwise(spans))


@given(ROUGH)
def test_no_sentence_crosses_a_line(text: str) -> None:
    assert all("\n" not in text[start:end] for start, end in sentence_spans(text))


def test_a_megabyte_without_a_stop_is_split_in_linear_time() -> None:
    assert len(sentence_spans("word " * 200_000)) == 1
    assert len(sentence_spans("." * 100_000)) == 1
