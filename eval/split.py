"""Split questions into dev and test by article: no article serves both halves.

Articles that one question quotes belong together, and so do a paraphrase and its original, so whole groups move. The
same questions give the same split on every machine, and a question that has a side keeps it: what was once tuned on
never becomes test.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from eval.errors import GoldError
from eval.types import Split

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from eval.types import Question


def split_by_article(questions: Sequence[Question], *, together: Iterable[Sequence[str]] = ()) -> tuple[Question, ...]:
    """Return the questions in their order, each with its split, each half holding about half of every kind.

    Args:
        questions: those with a split keep it, and decide for their whole group.
        together: further groups of article paths that must not be parted, such as near-duplicates.

    Raises:
        GoldError: a question ties an article of dev to one of test.
    """
    groups = _groups(questions, together)
    halves: dict[Split, Counter[str]] = {Split.DEV: Counter(), Split.TEST: Counter()}
    side: dict[str, Split] = {}
    # Groups that have a side first, then the largest, each to the half that it leaves more even; ids break ties.
    ordered = sorted(groups, key=lambda group: (_settled(group) is None, -len(group), group[0].id))
    for group in ordered:
        kinds = Counter(_stratum(question) for question in group)
        chosen = _settled(group) or min(Split, key=lambda split: _unevenness(halves, split, kinds))
        halves[chosen] += kinds
        side.update({question.id: chosen for question in group})
    return tuple(replace(question, split=side[question.id]) for question in questions)


def _settled(group: Sequence[Question]) -> Split | None:
    sides = {question.split for question in group if question.split is not None}
    if len(sides) > 1:
        newcomer = next((question for question in group if question.split is None), group[0])
        raise GoldError(newcomer.id, "it ties articles of dev to articles of test; ask about one side's only")
    return next(iter(sides), None)


def _unevenness(halves: dict[Split, Counter[str]], split: Split, kinds: Counter[str]) -> int:
    other = Split.TEST if split is Split.DEV else Split.DEV
    grown = halves[split] + kinds
    by_kind = sum((grown[kind] - halves[other][kind]) ** 2 for kind in grown | halves[other])
    return by_kind + (grown.total() - halves[other].total()) ** 2


def _stratum(question: Question) -> str:
    return f"{question.kind}/{question.unanswerable_reason or ''}"


def _groups(questions: Sequence[Question], together: Iterable[Sequence[str]]) -> list[list[Question]]:
    """Gather questions that share an article, directly or through others (union-find over names)."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    def join(names: Sequence[str]) -> None:
        for name in names[1:]:
            parent[root(name)] = root(names[0])

    for paths in together:
        join([f"article {path}" for path in paths])
    for question in questions:
        linked = [f"article {path}" for path in (*(gold.path for gold in question.gold), *question.about)]
        if question.paraphrase_of:
            linked.append(f"question {question.paraphrase_of}")
        join([f"question {question.id}", *linked])
    gathered: dict[str, list[Question]] = {}
    for question in sorted(questions, key=lambda q: q.id):
        gathered.setdefault(root(f"question {question.id}"), []).append(question)
    return list(gathered.values())
