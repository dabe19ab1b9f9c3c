"""Small pieces of markup that every section uses; the only place where text becomes HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eval.measures import Measure
    from eval.types import Estimate


def tag(name: str, /, *inside: str, **attributes: str) -> str:
    """Return an element around markup that is already safe; attribute values are escaped here.

    A trailing underscore is dropped from a name (`class_`), other underscores become hyphens (`data_kind`).
    """
    listed = "".join(f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{listed}>{''.join(inside)}</{name}>"


def text(value: str) -> str:
    """Return text that an article, a question or a model wrote as markup that shows it as it stands."""
    return escape(value)


def percent(value: float, *, digits: int = 1) -> str:
    """Write a share for a table: .9234 -> "92.3"; the column's head says percent."""
    return f"{100 * value:.{digits}f}"


def figure(measure: Measure, value: float) -> str:
    """Write a measure's value: seconds for times, percent for shares."""
    return f"{value:.3f} s" if measure.is_time else percent(value)


def interval(measure: Measure, estimate: Estimate) -> str:
    """Write a 95 % interval beside its value."""
    if measure.is_time:
        return f"{estimate.low:.3f}–{estimate.high:.3f}"
    return f"{percent(estimate.low)}–{percent(estimate.high)}"


def plural(n: int, one: str, many: str | None = None) -> str:
    """Write a count with its noun: (1, "question") -> "1 question", (3, "question") -> "3 questions"."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"
