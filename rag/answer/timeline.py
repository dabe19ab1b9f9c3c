"""Put the sentences of a course of events in order of the dates they give.

A sentence without a date of its own takes the one before it in its passage gives ("December 2024." as a heading), or is
left out: the date of publication says when something was written, not when it happened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.text.dates import find_dates

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rag.answer.question import Asked
    from rag.answer.rank import Judged
    from rag.index.protocol import Snapshot

MOST_EVENTS = 6
"""Events shown: more than the eye takes in at once is not an answer."""

LEAST_SHARE_OF_BEST = 0.5
"""Events, with the sentence before, must hold this share of the question words' weight that the best one holds."""


def in_order_of_date(asked: Asked, ranked: Sequence[Judged], snapshot: Snapshot) -> list[Judged]:
    """Return the best dated sentences, earliest first; the single best sentence when none is dated."""
    del asked
    least = LEAST_SHARE_OF_BEST * max(one.features["cover_context"] for one in ranked)
    dated: list[tuple[date, int, Judged]] = []
    seen: set[tuple[str, date]] = set()
    for at, one in enumerate(ranked):
        when = event_date(one, snapshot)
        if when is None or one.features["cover_context"] < least:
            continue
        key = (snapshot.cluster(one.candidate.passage.article_id), when)
        if key not in seen:
            seen.add(key)
            dated.append((when, at, one))
        if len(dated) == MOST_EVENTS:
            break
    return [one for _, _, one in sorted(dated, key=lambda item: item[:2])] or [ranked[0]]


def event_date(one: Judged, snapshot: Snapshot) -> date | None:
    """Return the first day that the sentence, or the heading before it, may mean."""
    published = snapshot.article(one.candidate.passage.article_id).metadata.date
    year = int(published[:4]) if published else None
    for text in (one.candidate.text, one.candidate.context):
        found = find_dates(text, year=year)
        if found:
            return found[0].earliest
    return None
