"""Name data by its bytes, so that a floor is never compared with figures on other data."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from eval.dataset import question_row
from eval.errors import SetError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from eval.types import Question

N_DIGITS = 12
NOT_ARTICLES = frozenset({"README.md"})
"""Files of a corpus folder that explain it; the index leaves them out too."""


def questions_sha(questions: Iterable[Question]) -> str:
    """Return a name for questions that changes with any of their fields, not with layout or order."""
    rows = sorted(repr(sorted(question_row(question).items(), key=str)) for question in questions)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:N_DIGITS]


def corpus_sha(folder: Path) -> str:
    """Return a name for a folder of articles that changes with any file's path or bytes.

    Raises:
        SetError: there is no such folder.
    """
    if not folder.is_dir():
        raise SetError(f"{folder} is no folder of articles; name one with --corpus.")
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in NOT_ARTICLES:
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:N_DIGITS]
