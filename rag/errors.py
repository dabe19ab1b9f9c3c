"""The errors Footnote raises: every one ends with what to do, and knows the exit status it deserves.

    RagError                    anything a caller may want to catch; exit status 1
    ├── UsageError              the request itself is wrong (empty question, bad date); exit status 2
    ├── ArticleError            one file cannot be read as an article
    ├── CorpusError             a folder holds nothing that can be indexed
    ├── IndexNotFoundError      there is no index where one was expected
    ├── IndexDamagedError       the index is there and cannot be trusted
    └── ModelError              a model, its weights or its server is not at hand

The command line prints the message as one line and exits with `exit_status`; it never prints a traceback for these.
"""

from __future__ import annotations

from typing import ClassVar


class RagError(Exception):
    """Base of every error that Footnote raises on purpose; its message is one line that says what to do."""

    exit_status: ClassVar[int] = 1


class UsageError(RagError):
    """Raise when what was asked for makes no sense: an empty question, an unknown kind, a date that is none."""

    exit_status: ClassVar[int] = 2


class ArticleError(RagError):
    """Raise when one file cannot be read as an article; building an index lists these and goes on."""

    def __init__(self, path: str, reason: str) -> None:
        """Keep the path and the reason apart, so that a report can list them."""
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class CorpusError(RagError):
    """Raise when a corpus folder is missing, unreadable or holds no article at all."""


class IndexNotFoundError(RagError):
    """Raise when no index lies in the folder; the message names the command that builds one."""


class IndexDamagedError(RagError):
    """Raise when an index's files are missing, altered or of another format; the message names the mend."""


class ModelError(RagError):
    """Raise when a model is not installed, its weights are not the expected ones, or its server fails."""
