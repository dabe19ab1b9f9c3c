"""The one door to tiktoken: count the tokens of a prompt without a network.

Passages are sized by the encoder's own word pieces; this counts what is sent to a chat model. tiktoken's published
encodings come by download, which Footnote never does, so an encoding is used when its file already lies in
`TIKTOKEN_CACHE_DIR` and is whole. Otherwise a plain rule counts, and errs on the side of too many: a word is a token
for every six letters begun, a number one for every three digits, any other mark one. Either way the counter says its
name, and the manifest and the trace record it.

Text is only ever counted here, never cut: cuts are made on character offsets.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

RULE_NAME = "rule-1"
"""The counter that needs no file."""

_PIECE = re.compile(r"\d{1,3}|[a-z]{1,6}|[^\W\d_a-z]{1,2}|[^\w\s]|_|\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Published:
    """A published encoding: where tiktoken would fetch it, and the SHA-256 it must have."""

    name: str
    url: str
    sha256: str


_PUBLISHED = (
    _Published(
        "o200k_base",
        "https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken",
        "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
    ),
    _Published(
        "cl100k_base",
        "https://openaipublic.blob.core.windows.net/encodings/cl100k_base.tiktoken",
        "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
    ),
)


@dataclass(frozen=True, slots=True)
class TokenCounter:
    """A way of counting tokens, and the name under which it is recorded."""

    name: str
    count: Callable[[str], int]


def prompt_counter(env: Mapping[str, str] | None = None) -> TokenCounter:
    """Return the best counter at hand; `env` stands in for `os.environ`."""
    folder = (os.environ if env is None else env).get("TIKTOKEN_CACHE_DIR")
    published = next((one for one in _PUBLISHED if folder and _is_whole(Path(folder), one)), None)
    if published is None:
        return TokenCounter(RULE_NAME, count_by_rule)
    import tiktoken

    encoding = tiktoken.get_encoding(published.name)
    return TokenCounter(f"tiktoken:{published.name}", lambda text: len(encoding.encode_ordinary(text)))


def count_by_rule(text: str) -> int:
    """Count tokens without any vocabulary: "Tariffs rose 12,500." is Tariff s rose 12 , 500 . and so seven."""
    return sum(1 for _ in _PIECE.finditer(text))


def _is_whole(folder: Path, published: _Published) -> bool:
    """Say whether the encoding's file is there and unharmed; tiktoken would download a harmed one again."""
    path = folder / hashlib.sha1(published.url.encode(), usedforsecurity=False).hexdigest()
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == published.sha256
    except OSError:
        return False
