"""Settings are read from a mapping, checked, and named by a hash."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.errors import UsageError
from rag.settings import Settings


def test_the_environment_overrides_a_default() -> None:
    settings = Settings.from_env({"FOOTNOTE_PASSAGE_TOKENS": "120", "FOOTNOTE_ENCODER": "mine", "HOME": "/"})
    assert (settings.passage_tokens, settings.encoder) == (120, "mine")


@pytest.mark.parametrize("value", ["many", "0", "-3", "1.5", ""])
def test_a_value_that_is_no_number_is_refused_by_name(value: str) -> None:
    with pytest.raises(UsageError, match=r"FOOTNOTE_MAX_SENTENCES=.*whole number above 0"):
        Settings.from_env({"FOOTNOTE_MAX_SENTENCES": value})


def test_the_hash_of_an_index_ignores_what_only_answers_depend_on() -> None:
    base = Settings()
    assert replace(base, max_sentences=1).index_hash == base.index_hash
    assert replace(base, max_sentences=1).settings_hash != base.settings_hash
    assert replace(base, passage_tokens=100).index_hash != base.index_hash
