"""What the reader believes of several passages adds up over all of them."""

from __future__ import annotations

import math

import pytest

from rag.answer.rank import weights_among
from rag.answer.reader import Reading


def reading(*, total: float, share: float) -> Reading:
    """Read one word, which holds this share of the probability; the rest is 'no answer'."""
    spans, shares = ((0, 3),), (share,)
    return Reading(
        answerable=0.5,
        start=0,
        end=3,
        span_score=0.0,
        null_score=0.0,
        total=total,
        pieces=spans,
        starts=shares,
        ends=shares,
    )


def test_places_of_all_passages_sum_to_one_and_no_answer_takes_nothing_from_them() -> None:
    found = [reading(total=2.0 + math.log(3), share=0.5), reading(total=2.0, share=0.5)]
    shares = [weight * one.placed for weight, one in zip(weights_among(found), found, strict=True)]
    assert shares == pytest.approx([0.75, 0.25])


def test_a_passage_read_alone_holds_all_places_whatever_its_total() -> None:
    (weight,) = weights_among([reading(total=-7.0, share=0.2)])
    assert weight * 0.2 == pytest.approx(1.0)
