"""The one door to tiktoken: count the tokens of a prompt without a network.

Passages are sized by the encoder's own word pieces; this counts what is sent to a chat model. tiktoken's published
encodings come by download, which Footnote never does, so one is used when its file already lies in
`TIKTOKEN_CACHE_DIR` and is whole. Otherwise tiktoken counts with merges of our own, which are in the package; they make
a fifth more tokens of English news than o200k_base does, and so err on the safe side. Either way the counter
says its name, and the manifest and `rag doctor` record it.

Text is only ever counted here, never cut: cuts are made on character offsets.
"""

from __future__ import annotations

import base64
import hashlib
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tiktoken import Encoding

OWN_NAME = "footnote_16k"
"""The encoding whose merges come with the package; `training/prompt_tokens.py` made them."""

PATTERN = r" ?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s"
"""Parts text before merging: a word with the blank before it, up to three digits, a run of marks, white space."""

_RANKS = Path(__file__).resolve().parent.parent / "models" / "prompt_tokens" / "ranks.tiktoken"


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
    """Return the best counter at hand; `env` stands in for `os.environ`. Naming it loads nothing, counting does.

    Raises:
        ModelError: when counting, if the package's own merges are missing.
    """
    folder = (os.environ if env is None else env).get("TIKTOKEN_CACHE_DIR")
    published = next((one for one in _PUBLISHED if folder and _is_whole(Path(folder), one)), None)
    name = published.name if published else OWN_NAME
    return TokenCounter(f"tiktoken:{name}", lambda text: len(_encoding(name).encode_ordinary(text)))


@lru_cache(maxsize=2)
def _encoding(name: str) -> Encoding:
    import tiktoken

    if name != OWN_NAME:
        return tiktoken.get_encoding(name)
    try:
        lines = _RANKS.read_bytes().splitlines()
    except OSError as error:
        raise ModelError(f"{_RANKS} is missing. Install Footnote again.") from error
    ranks = {base64.b64decode(piece): int(rank) for piece, rank in (line.split() for line in lines)}
    return tiktoken.Encoding(OWN_NAME, pat_str=PATTERN, mergeable_ranks=ranks, special_tokens={})


def _is_whole(folder: Path, published: _Published) -> bool:
    """Say whether the encoding's file is there and unharmed; tiktoken would download a harmed one again."""
    path = folder / hashlib.sha1(published.url.encode(), usedforsecurity=False).hexdigest()
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == published.sha256
    except OSError:
        return False
