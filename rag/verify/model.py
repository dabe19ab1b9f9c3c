"""Weigh the features: two small forests of decision trees, kept as plain JSON, give three probabilities.

The first says how likely the evidence supports the claim; the second, how likely it contradicts it where it does not
support it. They are grown by `training/verifier_judge.py` with LightGBM; judging needs numpy alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rag.errors import ModelError
from rag.verify.evidence import MODEL_FOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

JUDGE_FILE = "judge.json"


class Probabilities(NamedTuple):
    """How likely each verdict is; they sum to 1."""

    supported: float
    contradicted: float
    not_enough_info: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Node i sends a row left when its feature is at most the threshold; a negative child -j - 1 is leaf j."""

    feature: tuple[int, ...]
    threshold: tuple[float, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    leaf: tuple[float, ...]

    def score(self, row: Sequence[float]) -> float:
        """Return the leaf value of one row."""
        at = 0 if self.feature else -1
        while at >= 0:
            at = self.left[at] if row[self.feature[at]] <= self.threshold[at] else self.right[at]
        return self.leaf[-at - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forest:
    """Trees whose leaf values add up to a log-odds, which `slope` and `offset` calibrate."""

    trees: tuple[Tree, ...]
    slope: float
    offset: float

    def probability(self, row: Sequence[float]) -> float:
        """Return the calibrated probability of one row."""
        total = self.slope * sum(tree.score(row) for tree in self.trees) + self.offset
        return float(1 / (1 + np.exp(-total)))


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeModel:
    """The two forests over the features named `names`."""

    names: tuple[str, ...]
    supported: Forest
    contradicted: Forest

    def probabilities(self, values: Mapping[str, float]) -> Probabilities:
        """Return the probabilities of the three verdicts for one claim's features."""
        row: NDArray[np.float64] = np.array([values[name] for name in self.names])
        listed = row.tolist()
        supported = self.supported.probability(listed)
        contradicted = (1 - supported) * self.contradicted.probability(listed)
        return Probabilities(supported, contradicted, 1 - supported - contradicted)


@lru_cache(maxsize=2)
def judge_model(folder: Path = MODEL_FOLDER) -> JudgeModel:
    """Return the shipped model, read once.

    Raises:
        ModelError: the file is missing or not what training writes.
    """
    path = folder / JUDGE_FILE
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
        return JudgeModel(
            names=tuple(read["names"]), supported=_forest(read["supported"]), contradicted=_forest(read["contradicted"])
        )
    except (OSError, ValueError, KeyError, TypeError) as damage:
        raise ModelError(f"The verifier's model {path} cannot be read ({damage}); reinstall Footnote") from damage


def _forest(read: Mapping[str, object]) -> Forest:
    trees = read["trees"]
    if not isinstance(trees, list):
        raise TypeError("trees are no list")
    slope, offset = float(str(read["slope"])), float(str(read["offset"]))
    return Forest(
        trees=tuple(Tree(**{name: tuple(values) for name, values in tree.items()}) for tree in trees),
        slope=slope,
        offset=offset,
    )
