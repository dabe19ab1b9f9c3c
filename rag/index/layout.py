"""What lies in an index folder, how it is written so that a crash leaves the old, and how it is checked.

    DIR/CURRENT                       the name of the live generation, replaced by one atomic rename
    DIR/LOCK                          held by a build, so that two do not collide
    DIR/000001-0123456789abcdef/      a generation: never changed once it has this name
    DIR/.building                     a generation in the making; a build that finds one of a killed build drops it

The manifest is written last and holds the SHA-256 of every other file. Nothing here knows what the files mean.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from rag.errors import IndexDamagedError, IndexNotFoundError, RagError
from rag.index.protocol import FORMAT_VERSION, Manifest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO

CURRENT = "CURRENT"
LOCK = "LOCK"
MANIFEST = "manifest.json"
_BUILDING = ".building"
_GENERATION = re.compile(r"(?P<number>\d{6,})-(?P<generation>[0-9a-f]{16})")


def rebuild_hint(index_dir: Path) -> str:
    """Return the command that mends an index, as errors end with it."""
    return f"Build it again: rag index --rebuild --index {index_dir}"


def live_folder(index_dir: Path) -> Path:
    """Return the folder of the live generation.

    Raises:
        IndexNotFoundError: there is none; the message names the command that builds one.
        IndexDamagedError: CURRENT names something that is no generation.
    """
    try:
        name = (index_dir / CURRENT).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IndexNotFoundError(
            f"No index in {index_dir}. Build one: rag index CORPUS_DIR --index {index_dir}"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamagedError(f"{index_dir / CURRENT} cannot be read. {rebuild_hint(index_dir)}") from error
    if not _GENERATION.fullmatch(name):
        raise IndexDamagedError(f"{index_dir / CURRENT} names no generation. {rebuild_hint(index_dir)}")
    return index_dir / name


def read_manifest(index_dir: Path, folder: Path) -> Manifest:
    """Read a generation's manifest.

    Raises:
        IndexDamagedError: it is missing, is not one, or is of another format version.
    """
    path = folder / MANIFEST
    try:
        record = json.loads(path.read_bytes())
        version = record["format_version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamagedError(f"{path} is missing or damaged. {rebuild_hint(index_dir)}") from error
    if version != FORMAT_VERSION:
        raise IndexDamagedError(
            f"The index in {index_dir} has format {version}, this program reads {FORMAT_VERSION}. "
            f"{rebuild_hint(index_dir)}"
        )
    try:
        unreadable = tuple((str(name), str(reason)) for name, reason in record.pop("unreadable"))
        return Manifest(**record, unreadable=unreadable)
    except (TypeError, ValueError, KeyError) as error:
        raise IndexDamagedError(f"{path} is damaged. {rebuild_hint(index_dir)}") from error


def check_files(index_dir: Path, folder: Path, manifest: Manifest) -> None:
    """Compare every file of a generation with its checksum.

    Raises:
        IndexDamagedError: naming each file that is missing or altered, and the command that mends the index.
    """
    missing = [name for name in manifest.checksums if not (folder / name).is_file()]
    altered = [
        name for name, digest in manifest.checksums.items() if name not in missing and sha256(folder / name) != digest
    ]
    if missing or altered:
        wrong = [f"{folder / name} is missing" for name in missing]
        wrong += [f"{folder / name} was altered" for name in altered]
        raise IndexDamagedError(f"{'; '.join(wrong)}. {rebuild_hint(index_dir)}")


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def build_lock(index_dir: Path) -> Iterator[None]:
    """Hold the folder for one build; the system frees it when the process ends, however it ends.

    Raises:
        RagError: another build holds it, or the folder cannot be written.
    """
    try:
        index_dir.mkdir(parents=True, exist_ok=True)
        file = (index_dir / LOCK).open("a+b")
    except OSError as error:
        raise RagError(f"{index_dir} cannot be written ({error.strerror}). Name another folder: --index DIR") from error
    with file:
        if not _lock(file):
            raise RagError(f"Another build is writing to {index_dir}. Wait until it has ended, then try again.")
        yield


def retire(index_dir: Path) -> None:
    """Drop every generation but the live one, and what killed builds left; the caller holds the lock."""
    try:
        live = live_folder(index_dir).name
    except (IndexNotFoundError, IndexDamagedError):
        live = ""
    for path in index_dir.iterdir():
        if path.name == _BUILDING or (_GENERATION.fullmatch(path.name) and path.name != live):
            # A reader on Windows may still hold a file open; the next build tries again.
            shutil.rmtree(path, ignore_errors=True)


def begin(index_dir: Path) -> Path:
    """Return an empty folder to write a generation into."""
    folder = index_dir / _BUILDING
    folder.mkdir()
    return folder


def publish(index_dir: Path, folder: Path, manifest: Manifest) -> None:
    """Write the manifest, make all of it durable, and make the generation live; then retire the others.

    A crash at any point before the last rename leaves the old generation live, and after it the new one.
    """
    checksums = {path.name: sha256(path) for path in sorted(folder.iterdir())}
    record = asdict(manifest) | {"checksums": checksums}
    (folder / MANIFEST).write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for path in sorted(folder.iterdir()):
        _sync(path)
    _sync(folder)
    numbers = [int(match["number"]) for path in index_dir.iterdir() if (match := _GENERATION.fullmatch(path.name))]
    final = index_dir / f"{max(numbers, default=0) + 1:06d}-{manifest.generation}"
    folder.rename(final)
    _sync(index_dir)
    pointer = index_dir / f"{CURRENT}.new"
    pointer.write_text(final.name + "\n", encoding="utf-8")
    _sync(pointer)
    pointer.replace(index_dir / CURRENT)
    _sync(index_dir)
    retire(index_dir)


def _sync(path: Path) -> None:
    """Force a file or folder to disk; folders cannot be opened for it on Windows, where renames are journalled."""
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _lock(file: IO[bytes]) -> bool:
    """Take the system's lock on an open file; False when another process has it."""
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # Windows only
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
