"""ZIP files opened with suspicion: how many members, how large once unpacked, and what their names may be.

A directory of a ZIP says how large its members are, and may lie; so everything is unpacked in pieces and counted.
Nothing is ever written to disk, so a name can only mislead a reader; those that would are refused all the same.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath

from rag.errors import ArticleError

MAX_MEMBERS = 20_000
"""Twice the largest folder that is meant to be read at once."""

MAX_UNPACKED = 400_000_000
"""Bytes of all members together: 20,000 articles of 20 KB each."""

_PIECE = 1 << 20


class Allowance:
    """How much one file on disk may still unpack to, shared by every ZIP that lies in it."""

    def __init__(self, n_bytes: int = MAX_UNPACKED) -> None:
        self.n_bytes = n_bytes

    def take(self, n_bytes: int, path: str) -> None:
        """Use some of it up; an entry counts for a kilobyte at least, since a list of empty ones is not free.

        Raises:
            ArticleError: it is used up.
        """
        self.n_bytes -= max(n_bytes, 1000)
        if self.n_bytes < 0:
            reason = f"the file that it lies in unpacks to more than {MAX_UNPACKED // 1_000_000} MB: split that file"
            raise ArticleError(path, reason)


def open_package(data: bytes, path: str) -> zipfile.ZipFile:
    """Open a ZIP file.

    Raises:
        ArticleError: it has too many members, or says itself that it unpacks to too much.
        zipfile.BadZipFile: it is no ZIP.
    """
    package = zipfile.ZipFile(io.BytesIO(data))
    members = package.infolist()
    if len(members) > MAX_MEMBERS:
        raise ArticleError(path, f"it holds {len(members):,} files, more than {MAX_MEMBERS:,}: split it")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED:
        reason = f"it unpacks to {unpacked / 1e6:,.0f} MB, more than {MAX_UNPACKED // 1_000_000}: split it"
        raise ArticleError(path, reason)
    return package


def check_package(data: bytes, path: str) -> None:
    """Unpack every member once and throw it away, so that a parser can trust the sizes.

    Raises:
        ArticleError: as `open_package`.
        zipfile.BadZipFile: a member is damaged, or larger than it says.
    """
    with open_package(data, path) as package:
        for member in package.infolist():
            read_member(package, member)


def read_member(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Return a member's bytes, never more than it declares.

    Raises:
        zipfile.BadZipFile: it is damaged or larger than it declares.
        RuntimeError: it is encrypted.
    """
    parts = []
    with package.open(member) as stream:
        while piece := stream.read(_PIECE):
            parts.append(piece)
    return b"".join(parts)


def is_safe_name(name: str) -> bool:
    """Say whether a member's name stays within its ZIP and can be shown: no root, no `..`, no control character."""
    parts = PurePosixPath(name).parts
    rooted = not parts or parts[0] == "/" or ":" in parts[0]
    return not rooted and ".." not in parts and "\\" not in name and name.isprintable()
