"""Counting tokens without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import ModelError
from rag.text import tokens
from rag.text.tokens import OWN_NAME, prompt_counter

if TYPE_CHECKING:
    from pathlib import Path


def test_without_a_cached_encoding_the_packages_own_counts() -> None:
    assert prompt_counter({}).name == f"tiktoken:{OWN_NAME}"


def test_a_damaged_encoding_is_passed_over_and_left_alone(tmp_path: Path) -> None:
    # The name tiktoken gives to the file of o200k_base.
    harmed = tmp_path / "fb374d419588a4632f3f557e76b4b70aebbca790"
    harmed.write_bytes(b"harmed")
    assert prompt_counter({"TIKTOKEN_CACHE_DIR": str(tmp_path)}).name == f"tiktoken:{OWN_NAME}"
    assert harmed.read_bytes() == b"harmed"


def test_common_words_are_one_token_each_and_numbers_go_by_three_digits() -> None:
    count = prompt_counter({}).count
    assert count("The price of it went up by 34 percent.") == 10 + 1, "the blank before a number is a token"
    assert count("") == 0
    assert count("2024") == 2


@given(st.text(max_size=60))
def test_any_text_is_counted_and_none_has_more_tokens_than_bytes(text: str) -> None:
    assert prompt_counter({}).count(text) <= len(text.encode("utf-8", "replace"))


def test_missing_merges_are_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tokens, "_RANKS", tmp_path / "gone")
    with pytest.raises(ModelError, match="Install Footnote again"):
        tokens._encoding.__wrapped__(OWN_NAME)
