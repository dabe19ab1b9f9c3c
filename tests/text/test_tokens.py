"""Counting tokens without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from rag.text.tokens import RULE_NAME, count_by_rule, prompt_counter

if TYPE_CHECKING:
    from pathlib import Path


def test_without_a_cached_encoding_the_rule_counts() -> None:
    assert prompt_counter({}).name == RULE_NAME


def test_a_damaged_encoding_is_passed_over_and_left_alone(tmp_path: Path) -> None:
    # The name tiktoken gives to the file of o200k_base.
    harmed = tmp_path / "fb374d419588a4632f3f557e76b4b70aebbca790"
    harmed.write_bytes(b"harmed")
    assert prompt_counter({"TIKTOKEN_CACHE_DIR": str(tmp_path)}).name == RULE_NAME
    assert harmed.read_bytes() == b"harmed"


def test_the_rule_on_a_sentence_worked_by_hand() -> None:
    assert count_by_rule("Tariffs rose 12,500.") == 7
    assert count_by_rule("中文 😀") == 2
    assert count_by_rule("") == 0


@given(st.text(max_size=40), st.text(max_size=40))
def test_more_text_never_counts_less(one: str, two: str) -> None:
    assert count_by_rule(f"{one} {two}") == count_by_rule(one) + count_by_rule(two)
