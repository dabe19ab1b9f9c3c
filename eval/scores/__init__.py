"""Which metrics apply to a reply, stage by stage; the arithmetic is in `eval.metrics`.

Every function here takes a `Case` and yields scores. A score of None applies and could not be graded.
"""

from typing import NamedTuple


class Score(NamedTuple):
    """The name of a metric and its value for one question."""

    name: str
    value: float | None
