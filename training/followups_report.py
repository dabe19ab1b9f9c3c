"""Measure what follow-ups lose against their stand-alone wording, on invented conversations.

    python -m training.followups_report [--half tuned held] [--losses]

Every follow-up of `questions/followups.jsonl` is asked twice of one index over all articles of `questions/news.jsonl`:
with the talk before it, and as its writer worded it to stand alone. Both count where a gold sentence is the first one
cited and where it is among those cited; a refusal has neither. "tuned" is the half of the articles, by a hash of their
names, on which the rules of `rag/retrieve` were made; "held" was looked at for a figure alone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eval.intervals import mean_estimate
from rag.chain import Query, Resources, build_runnable
from rag.index.passages import Budget
from rag.settings import Settings
from rag.types import Span, Status, Turn
from training.piles import index_of_written
from training.written import WRITTEN, own_articles

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from langchain_core.runnables import Runnable

    from rag.answer.reader import Reader
    from rag.types import Answer, Encoder

HALVES = ("tuned", "held")


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A question with the talk before it, its stand-alone wording, and the sentences of one article that answer."""

    page: str
    history: tuple[Turn, ...]
    question: str
    standalone: str
    gold: tuple[Span, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a gold sentence stands among those cited."""

    first: bool
    shown: bool


def half_of(page: str) -> str:
    """Say which half an article's follow-ups are in."""
    return HALVES[int(hashlib.sha256(page.encode()).hexdigest(), 16) % 2]


def follow_ups() -> list[FollowUp]:
    """Read the conversations, in the order of the file."""
    rows = (json.loads(line) for line in (WRITTEN / "followups.jsonl").read_text("utf-8").splitlines())
    return [
        FollowUp(
            page=row["page"],
            history=tuple(Turn(*turn) for turn in row["history"]),
            question=row["question"],
            standalone=row["standalone"],
            gold=tuple(Span(*span) for span in row["gold"]),
            kind=row["kind"],
        )
        for row in rows
    ]


def place(answer: Answer, asked: FollowUp) -> Place:
    """Find the gold among the sentences cited; a refusal shows what came nearest and cites nothing."""
    if answer.status is Status.ABSTAINED:
        return Place(first=False, shown=False)
    right = [
        cited.article_id == asked.page and any(cited.start < end and start < cited.end for start, end in asked.gold)
        for cited in answer.citations
    ]
    return Place(first=right[:1] == [True], shown=any(right))


def asker(encoder: Encoder, reader: Reader | None) -> Runnable[Any, Answer]:
    """Return the chain over an index of every invented article."""
    settings = Settings()
    index = index_of_written(own_articles(Budget.of(settings, encoder)), encoder, Budget.of(settings, encoder))
    return build_runnable(Resources(snapshot=index, encoder=encoder, reader=reader, settings=settings))


def summary(name: str, talked: Sequence[Place], alone: Sequence[Place]) -> str:
    """Set both ways of asking beside each other, with the paired difference and its 95 % interval."""
    lines = []
    for what in ("first", "shown"):
        pairs = [(float(getattr(a, what)), float(getattr(b, what))) for a, b in zip(talked, alone, strict=True)]
        talk, stood = (mean_estimate(values).value for values in zip(*pairs, strict=True))
        lost = mean_estimate([one - other for one, other in pairs])
        lines.append(
            f"{name:10s} {what}: follow-up {talk:.3f}, stand-alone {stood:.3f}, "
            f"difference {lost.value:+.3f} [{lost.low:+.3f}, {lost.high:+.3f}], n {lost.n}"
        )
    return "\n".join(lines)


def main() -> None:
    """Ask every follow-up of the halves wanted both ways and print the figures, by kind too."""
    from rag.answer.reader import Reader
    from rag.index.encoder import load_encoder

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", nargs="+", choices=HALVES, default=HALVES)
    parser.add_argument("--losses", action="store_true", help="print each question that the talk loses")
    given = parser.parse_args()
    chain = asker(load_encoder(Settings().encoder), Reader.load())
    for half in given.half:
        asked = [one for one in follow_ups() if half_of(one.page) == half]
        answers = [chain.invoke(Query(question=one.question, history=one.history)) for one in asked]
        talked = [place(answer, one) for answer, one in zip(answers, asked, strict=True)]
        alone = [place(chain.invoke(Query(question=one.standalone)), one) for one in asked]
        print(summary(half, talked, alone))
        for kind in sorted({one.kind for one in asked}):
            at = [n for n, one in enumerate(asked) if one.kind == kind]
            print(summary(f"  {kind}", [talked[n] for n in at], [alone[n] for n in at]))
        for one, answer, was, is_alone in zip(asked, answers, talked, alone, strict=True):
            if given.losses and is_alone.shown and not was.shown:
                print(f"{one.question} -> {answer.trace.question_searched} ({answer.status}) # {one.standalone}")


if __name__ == "__main__":
    main()
