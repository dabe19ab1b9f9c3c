"""Names of people and outlets: what may be one, what may not."""

from __future__ import annotations

import pytest

from eval.metrics.attribution import is_same_outlet, is_same_person


@pytest.mark.parametrize(
    ("said", "owed"),
    [("Iqbal-Weiss", "Tamara Iqbal-Weiss"), ("Mr. Ostergren", "Cal Ostergren"), ("President Donald Trump", "Trump")],
)
def test_a_last_name_or_a_title_is_the_same_person(said: str, owed: str) -> None:
    assert is_same_person(said, owed)
    assert is_same_person(owed, said)


@pytest.mark.parametrize(
    ("said", "owed"), [("Cal Brandvold", "Lowell Brandvold"), ("Rusk", "Ruskin"), ("", "Rusk"), ("Mr", "Rusk")]
)
def test_another_first_name_or_nobody_is_not(said: str, owed: str) -> None:
    assert not is_same_person(said, owed)


def test_an_outlet_is_the_same_with_and_without_its_article() -> None:
    assert is_same_outlet("Ostrander Plainsman", "The Ostrander Plainsman")
    assert not is_same_outlet("", "The Ostrander Plainsman")
