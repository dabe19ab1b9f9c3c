"""Split questions into dev and test by article: no article serves both halves.

Articles that one question quotes belong together, and so do a paraphrase and its original, so whole groups move. The
same questions give the same split on every machine, and a question that has a side keeps it: what was once tuned on
never becomes test.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations, product
from typing import TYPE_CHECKING

from eval.errors import GoldError
from eval.types import Split

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from eval.types import Question

N_TRIED = 8
"""Groups of articles are few and unlike each other: 2 to the 8th choices are tried at once, in a tenth of a second."""


def split_by_article(questions: Sequence[Question], *, together: Iterable[Sequence[str]] = ()) -> tuple[Question, ...]:
    """Return the questions in their order, each with its split, each half holding about half of every kind.

    Args:
        questions: those with a split keep it, and decide for their whole group.
        together: further groups of article paths that must not be parted, such as near-duplicates.

    Raises:
        GoldError: a question ties an article of dev to one of test.
    """
    groups = sorted(_groups(questions, together), key=lambda group: (-len(group), group[0].id))
    counts = [Counter(_stratum(question) for question in group) for group in groups]
    sides = [_settled(group) for group in groups]
    free = [at for at, side in enumerate(sides) if side is None]
    in_dev = [side is Split.DEV for side in sides]
    # Every choice for the largest groups, which decide; the others one by one; then moves while any helps.
    large, small = free[:N_TRIED], free[N_TRIED:]
    placed = [counts[at] for at in large]
    best = min(product((True, False), repeat=len(large)), key=lambda sides: _unevenness(placed, sides))
    for at, is_dev in zip(large, best, strict=True):
        in_dev[at] = is_dev
    for at in small:
        rest = counts[: at + 1]
        in_dev[at] = _unevenness(rest, [*in_dev[:at], True]) <= _unevenness(rest, [*in_dev[:at], False])
    while (better := _better(counts, in_dev, free)) is not None:
        in_dev = better
    side = {
        q.id: Split.DEV if is_dev else Split.TEST for group, is_dev in zip(groups, in_dev, strict=True) for q in group
    }
    return tuple(replace(question, split=side[question.id]) for question in questions)


def _better(counts: Sequence[Counter[str]], in_dev: Sequence[bool], free: Sequence[int]) -> list[bool] | None:
    """Return the most even halves that moving one group or exchanging two reaches, None when none is more even."""
    moves = [{at} for at in free]
    moves += [{one, other} for one, other in combinations(free, 2) if in_dev[one] != in_dev[other]]
    reached = [[is_dev != (at in move) for at, is_dev in enumerate(in_dev)] for move in moves]
    best = min(reached, key=lambda sides: _unevenness(counts, sides), default=None)
    return best if best and _unevenness(counts, best) < _unevenness(counts, in_dev) - 1e-9 else None


def _unevenness(counts: Sequence[Counter[str]], in_dev: Sequence[bool]) -> float:
    """Return how far the halves differ: the squared gap of each kind, and of all, in parts of its size."""
    dev, test = Counter[str](), Counter[str]()
    for count, is_dev in zip(counts, in_dev, strict=True):
        (dev if is_dev else test).update(count)
    gaps = [(dev[kind] - test[kind]) ** 2 / (dev[kind] + test[kind]) for kind in dev | test]
    return sum(gaps) + (dev.total() - test.total()) ** 2 / max(1, dev.total() + test.total())


def _settled(group: Sequence[Question]) -> Split | None:
    sides = {question.split for question in group if question.split is not None}
    if len(sides) > 1:
        newcomer = next((question for question in group if question.split is None), group[0])
        raise GoldError(newcomer.id, "it ties articles of dev to articles of test; ask about one side's only")
    return next(iter(sides), None)


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
