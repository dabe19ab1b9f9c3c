"""Every setting that changes an answer, in one frozen place, with the evidence for its default.

`Settings()` is the shipped behaviour. `Settings.from_env(os.environ)` reads `FOOTNOTE_<FIELD>`; nothing is read at
import. `settings_hash` names a combination in every answer's trace; `index_hash` covers only what shapes an index.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from rag.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_ENCODER = "all-MiniLM-L6-v2"
ENV_PREFIX = "FOOTNOTE_"
_INDEX_FIELDS = ("encoder", "passage_tokens", "context_tokens")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What shapes an index and an answer."""

    encoder: str = DEFAULT_ENCODER
    """A sentence-transformers name or folder; the default's weights come with an installed package."""
    passage_tokens: int = 200
    """Room for a passage in the encoder's word pieces: 256 less the context and the two special tokens."""
    context_tokens: int = 50
    """Room for title, outlet, date and section, given to the encoder and the keyword index, never to the quote."""
    candidate_count: int = 50
    """How many passages each retriever proposes before fusion."""
    cross_encoder: str | None = None
    """A sentence-transformers CrossEncoder, by name or folder, to order the sentences in the reader's place."""
    passages_read: int = 12
    """How many fused passages are read sentence by sentence."""
    max_sentences: int = 3
    """The most sentences an answer to a plain question shows."""
    wrong_at_most: float | None = None
    """How large a share of the shown answers may be wrong, above 0 and below 1; what is less sure is refused. None
    shows answers from the confidence that does best on the dev questions. The curve is in docs/confidence.md."""
    model: str | None = None
    """A chat model as `PROVIDER:NAME`, for `rag eval --make`; none answers questions yet, and one is refused there."""

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Settings:
        """Read `FOOTNOTE_ENCODER`, `FOOTNOTE_PASSAGE_TOKENS` and so on from a mapping such as `os.environ`.

        Raises:
            UsageError: a value that must be a number is none, or out of range.
        """
        given: dict[str, str | int | float] = {}
        for item in fields(cls):
            value = env.get(ENV_PREFIX + item.name.upper())
            if value is not None:
                given[item.name] = _converted(item.name, item.default, value)
        return cls(**given)  # type: ignore[arg-type]  # each field was converted by its own default's type

    @property
    def settings_hash(self) -> str:
        """Return 12 hex digits that change whenever any setting does."""
        return self._hash(tuple(item.name for item in fields(self)))

    @property
    def index_hash(self) -> str:
        """Return 12 hex digits that change only when an index would be built differently."""
        return self._hash(_INDEX_FIELDS)

    def _hash(self, names: tuple[str, ...]) -> str:
        values = {name: getattr(self, name) for name in names}
        return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:12]


def _converted(name: str, default: object, value: str) -> str | int | float:
    """Return an environment variable's text as what the setting holds."""
    if isinstance(default, int):
        if not value.isdigit() or int(value) == 0:
            raise UsageError(f"{ENV_PREFIX}{name.upper()}={value!r}: give a whole number above 0.")
        return int(value)
    if name == "wrong_at_most":
        if not re.fullmatch(r"0?\.\d+", value) or float(value) == 0:
            raise UsageError(f"{ENV_PREFIX}{name.upper()}={value!r}: give a share above 0 and below 1, such as 0.1.")
        return float(value)
    return value
