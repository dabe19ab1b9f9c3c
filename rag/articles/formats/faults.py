"""What goes wrong while unwrapping a container, as one clear line about one file.

Parsers written for well-formed files fail on broken ones in many ways; each door turns those ways into `ArticleError`
here and nowhere else. Bugs of other kinds (running out of memory, an interrupt) pass through.
"""

from __future__ import annotations

import importlib.util
import struct
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rag.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Iterator

PARSER_FAULTS: tuple[type[Exception], ...] = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    RuntimeError,
    SyntaxError,  # lxml's XMLSyntaxError is one
    TypeError,
    ValueError,
    OSError,  # parsers of streams in memory raise it for a stream that ends early
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
"""What parsers were seen to raise for files with bytes removed, repeated or altered."""


def need_library(library: str, path: str) -> None:
    """Check that an optional library is there.

    Raises:
        ArticleError: it is not; the line says how to install it.
    """
    if importlib.util.find_spec(library) is None:
        raise ArticleError(path, f'reading it needs {library}: pip install "footnote-rag[formats]"')


@contextmanager
def broken_as(path: str, what: str, *more: type[Exception]) -> Iterator[None]:
    """Turn whatever a parser raises for a broken file into one `ArticleError`.

    Args:
        path: The file.
        what: What the file should have been: "a PDF".
        more: The parser's own exceptions, where they derive from none of the usual ones.
    """
    faults = (*PARSER_FAULTS, *more)
    try:
        yield
    except faults as error:
        told = " ".join("".join(char if char.isprintable() else " " for char in str(error)).split())
        detail = told[:120] or type(error).__name__
        raise ArticleError(path, f"it is broken, or not {what} ({detail}): save or download it again") from error
