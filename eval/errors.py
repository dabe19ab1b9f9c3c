"""What the evaluation raises on purpose; both are wrong input, so the command line exits with 2.

RagError
└── UsageError
    ├── GoldError     one question's gold is malformed; the message names its id and the reason
    └── SetError      a set, a folder or a saved result cannot be read
"""

from __future__ import annotations

from rag.errors import UsageError


class GoldError(UsageError):
    """Raise when a question cannot be trusted; measuring on bad gold is worse than not measuring."""

    def __init__(self, question_id: str, reason: str) -> None:
        """Keep the id and the reason apart, so that a report can list them."""
        super().__init__(f"question {question_id}: {reason}")
        self.question_id = question_id
        self.reason = reason


class SetError(UsageError):
    """Raise when a set of questions, a public data set's folder or a saved result is not what it should be."""
