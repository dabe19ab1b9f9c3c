"""Name questions by what they say, so that a floor is never compared with figures on other questions."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from eval.dataset import question_row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eval.types import Question

N_DIGITS = 12


def questions_sha(questions: Iterable[Question]) -> str:
    """Return a name for questions that changes with any of their fields, not with layout or order."""
    rows = sorted(json.dumps(question_row(question), sort_keys=True) for question in questions)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:N_DIGITS]
