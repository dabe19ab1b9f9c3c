"""What a folder's cleaning remembers between runs: each file's hash and result, good for the code that made it.

The memory is a convenience: one that is missing, damaged or made by other code is no error, everything is cleaned
again. It is written beside its output and moved into place, so that a run that is stopped leaves the old one.
"""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.articles.folder import CleanedFile
from rag.articles.records import article_of, article_record, read_lines, write_lines
from rag.articles.report import CleanedPage, PageLine
from rag.errors import UsageError
from rag.types import RemovalReason, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

_PACKAGE = Path(__file__).resolve().parent.parent
_CLEANING = ("articles/**/*.py", "text/*.py", "models/line_labeller/*", "types/*.py")
_ROLES = frozenset(Role)


@lru_cache
def code_hash(patterns: tuple[str, ...] = _CLEANING) -> str:
    """Return a hash of the package's files that match: when it changes, results may no longer be what they were."""
    digest = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(_PACKAGE.glob(pattern)):
            if path.is_file():
                digest.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def recall(path: Path) -> dict[str, CleanedFile]:
    """Return what is remembered, by path; nothing where the memory cannot be used."""
    try:
        head, *records = read_lines(path)
        if head != {"code": code_hash()}:
            return {}
        return {record["path"]: _file(record) for record in records}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def remember(path: Path, files: Iterable[CleanedFile]) -> None:
    """Write a memory in place of the one that is there.

    Raises:
        UsageError: it cannot be written.
    """
    beside = path.with_name(path.name + ".new")
    try:
        write_lines(beside, [{"code": code_hash()}, *(_record(file) for file in files)])
        os.replace(beside, path)  # noqa: PTH105  # the atomic one
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}): name another file.") from None


def _record(file: CleanedFile) -> dict[str, Any]:
    pages = [
        {
            "article": article_record(page.article),
            "lines": [[line.number, line.text, line.mark, line.speaker] for line in page.lines],
        }
        for page in file.pages
    ]
    return {"path": file.path, "sha256": file.sha256, "unreadable": file.unreadable, "pages": pages}


def _file(record: dict[str, Any]) -> CleanedFile:
    return CleanedFile(
        path=record["path"],
        sha256=record["sha256"],
        pages=tuple(
            CleanedPage(article=article_of(page["article"]), lines=tuple(_line(*line) for line in page["lines"]))
            for page in record["pages"]
        ),
        unreadable=tuple((name, reason) for name, reason in record["unreadable"]),
    )


def _line(number: int, text: str, mark: str, speaker: str | None) -> PageLine:
    known = Role(mark) if mark in _ROLES else RemovalReason(mark)
    return PageLine(number=number, text=text, mark=known, speaker=speaker)
