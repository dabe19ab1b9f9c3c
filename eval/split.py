"""Split questions into dev and test by article: no article serves both halves.

Articles that one question quotes belong together, and so do a paraphrase and its original, so whole groups move. The
same questions give the same split on every machine.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from eval.types import Split

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from eval.types import Question


def split_by_article(questions: Sequence[Question], *, together: Iterable[Sequence[str]] = ()) -> tuple[Question, ...]:
    """Return the questions with their split, each half holding about half of every kind.

    Args:
        questions: in any order, which is kept.
        together: further groups of article paths that must not be parted, such as near-duplicates.
    """
    groups = _groups(questions, together)
    # The largest group first, each to the half that it leaves more even; ties go to dev, and ids break equal sizes.
    ordered = sorted(groups, key=lambda group: (-len(group), group[0].id))
    halves: dict[Split, Counter[str]] = {Split.DEV: Counter(), Split.TEST: Counter()}
    side: dict[str, Split] = {}
    for group in ordered:
        kinds = Counter(_stratum(question) for question in group)
        chosen = min(Split, key=lambda split: _unevenness(halves, split, kinds))
        halves[chosen] += kinds
        side.update({question.id: chosen for question in group})
    return tuple(replace(question, split=side[question.id]) for question in questions)


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
        linked = [f"article {gold.path}" for gold in question.gold]
        if question.paraphrase_of:
            linked.append(f"question {question.paraphrase_of}")
        join([f"question {question.id}", *linked])
    gathered: dict[str, list[Question]] = {}
    for question in sorted(questions, key=lambda q: q.id):
        gathered.setdefault(root(f"question {question.id}"), []).append(question)
    return list(gathered.values())
