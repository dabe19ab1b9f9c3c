"""A ZIP of articles and containers to what they hold; each member is `name.zip#inner/path`.

A member that cannot be read is an error of its own path and stops nothing. Members of other kinds, hidden files, a
README and what macOS adds are passed over, as in a folder.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rag.articles.formats.faults import PARSER_FAULTS, broken_as
from rag.articles.formats.package import Allowance, is_safe_name, open_package, read_member
from rag.errors import ArticleError
from rag.types import RawArticle

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable

    Found = list[RawArticle | ArticleError]

MAX_DEPTH = 3
"""A ZIP in a ZIP in a ZIP: each export of an export adds one, and bombs need many."""

MAX_MEMBER = 200_000_000
"""Bytes of one member, as for a container on disk."""


def read_zip(data: bytes, *, path: str, allowance: Allowance, read: Callable[[bytes, str], Found | None]) -> Found:
    """Return what the members of a ZIP hold, in the order of their names.

    Args:
        data: The ZIP.
        path: Its path; each `.zip#` in it is one level of nesting.
        allowance: What it and all that lies in it may unpack to.
        read: Reads a member's bytes by its path, or returns None for a kind that is passed over.

    Raises:
        ArticleError: it is broken, too deep, too large, or holds nothing that can be read.
    """
    if path.lower().count(".zip#") >= MAX_DEPTH:
        raise ArticleError(path, f"it lies in {MAX_DEPTH} other ZIP files: unpack the outer ones first")
    found: Found = []
    with broken_as(path, "a ZIP file"), open_package(data, path) as package:
        seen: set[str] = set()
        for member in sorted(package.infolist(), key=lambda info: info.filename):
            if member.is_dir() or _is_passed_over(member.filename):
                continue
            inner = f"{path}#{member.filename}"
            try:
                _check(member, inner, seen)
                allowance.take(member.file_size, inner)
                read_in = read(read_member(package, member), inner) or []
                allowance.take(sum(len(one.text) for one in read_in if isinstance(one, RawArticle)), inner)
                found += read_in
            except ArticleError as error:
                found.append(error)
            except PARSER_FAULTS as error:
                found.append(ArticleError(inner, f"the member is damaged ({type(error).__name__}): zip it again"))
    if not found:
        raise ArticleError(path, "it holds no file of a kind that is read as an article")
    return found


def _is_passed_over(name: str) -> bool:
    parts = PurePosixPath(name).parts
    hidden = any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in parts)
    return hidden or PurePosixPath(name).stem.upper() == "README"


def _check(member: zipfile.ZipInfo, path: str, seen: set[str]) -> None:
    name = member.filename
    if not is_safe_name(name):
        shown = "".join(char if char.isprintable() else "\ufffd" for char in path)
        raise ArticleError(shown, "its name leads out of the ZIP or cannot be shown: zip it under a plain name")
    if name in seen:
        raise ArticleError(path, "the ZIP holds two files of this name, and only the first is read: rename one")
    seen.add(name)
    if member.flag_bits & 1:
        raise ArticleError(path, "it is locked by a password: zip it again without one")
    if member.file_size > MAX_MEMBER:
        raise ArticleError(path, f"it is of more than {MAX_MEMBER // 1_000_000} MB: split it")
