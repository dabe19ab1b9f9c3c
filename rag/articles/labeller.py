"""The line labeller: how likely each line of a page is to be the article's own text.

A small convolutional network over the sequence of lines, run with numpy alone from half-precision arrays
(`rag/models/line_labeller/`, whose card says what it was trained on). It looks at words and layout only, so it reads
plain text, Markdown and the text of an HTML page alike.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from rag.articles.features import page_features
from rag.errors import ModelError
from rag.one_thread import products_on_this_thread

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from rag.articles.lines import PageLines

    Weights = Mapping[str, NDArray[np.float32]]

WEIGHTS = Path(__file__).parent.parent / "models" / "line_labeller" / "weights.npz"
DILATIONS = (1, 2, 4, 8, 16, 32, 1)
"""How far above and below each block of the network looks, in lines."""

_FARTHEST = max(DILATIONS)

CONTEXT_AFTER = (2, 5)
"""The blocks after which every line learns of the whole page."""


@lru_cache(maxsize=1)
def _networks() -> tuple[dict[str, NDArray[np.float32]], ...]:
    """Load the networks once; each has the same arrays under its number.

    A page is laid out with a column a line, so that neighbours are slices: weights stand as they multiply it from the
    left, biases as columns.
    """
    if not WEIGHTS.is_file():
        raise ModelError(f"the line labeller's weights are missing at {WEIGHTS}: install the package again")
    with np.load(WEIGHTS, allow_pickle=False) as file:
        arrays = {name: file[name].astype(np.float32) for name in file.files}
    numbers = sorted({name.partition("_")[0] for name in arrays})
    return tuple(
        {name.partition("_")[2]: _laid(name, array) for name, array in arrays.items() if name.startswith(f"{number}_")}
        for number in numbers
    )


def _laid(name: str, array: NDArray[np.float32]) -> NDArray[np.float32]:
    if name.endswith("_table"):
        return array
    return array[:, None] if array.ndim == 1 else np.ascontiguousarray(array.T)


class LineChances(NamedTuple):
    """What the labeller thinks of each line of a page, four numbers a line, each in [0, 1]."""

    main: NDArray[np.float32]
    title: NDArray[np.float32]
    author: NDArray[np.float32]
    date: NDArray[np.float32]


def line_chances(lines: PageLines) -> LineChances:
    """Return P(each line is the article's text), P(its title), P(it names its author), P(it dates it)."""
    if not lines:
        nothing = np.zeros(0, np.float32)
        return LineChances(nothing, nothing, nothing, nothing)
    dense, edges, words = page_features(lines)
    networks = _networks()
    total = np.zeros((len(lines), 4), np.float32)
    with products_on_this_thread():
        for weights in networks:
            total += _sigmoid(_logits(weights, dense, edges, words))
    return LineChances(*(total / len(networks)).T)


def _logits(
    w: Weights, dense: NDArray[np.float32], edges: NDArray[np.int32], words: NDArray[np.int32]
) -> NDArray[np.float32]:
    table = w["table"]
    scaled = (dense.T - w["mean"]) * w["scale"]
    np.clip(scaled, -6, 6, out=scaled)
    x = _dense(w, "enter", np.concatenate([scaled, _bag(table, edges), _bag(table, words)]))
    np.maximum(x, 0, out=x)
    width, n = x.shape
    # The page's lines with blank ones beyond both of its ends, among which the farthest neighbours are found.
    among = np.zeros((width, n + 2 * _FARTHEST), np.float32)
    for i, dilation in enumerate(DILATIONS):
        np.multiply(x, _scale(x), out=among[:, _FARTHEST : _FARTHEST + n])
        x += _dense(w, f"mix{i}", _convolved(w, i, among, dilation))
        if i in CONTEXT_AFTER:
            x += _context(w, CONTEXT_AFTER.index(i), x)
    return _dense(w, "leave", x * _scale(x)).T


def _dense(w: Weights, name: str, x: NDArray[np.float32]) -> NDArray[np.float32]:
    y: NDArray[np.float32] = w[name] @ x
    y += w[f"{name}_bias"]
    return y


def _convolved(w: Weights, i: int, among: NDArray[np.float32], dilation: int) -> NDArray[np.float32]:
    """Return what each line is in the light of those `dilation` above and below."""
    width, n = len(among), among.shape[1] - 2 * _FARTHEST
    weights = w[f"conv{i}"]
    # Three products of slices are faster than one of a copy that has the three side by side.
    above, own, below = (among[:, _FARTHEST + k : _FARTHEST + k + n] for k in (-dilation, 0, dilation))
    y: NDArray[np.float32] = weights[:, width : 2 * width] @ own
    y += weights[:, :width] @ above
    y += weights[:, 2 * width :] @ below
    y += w[f"conv{i}_bias"]
    return np.maximum(y, 0, out=y)


def _context(w: Weights, k: int, x: NDArray[np.float32]) -> NDArray[np.float32]:
    """Say of the whole page: its mean line, its greatest values, and the mean of the lines that weigh."""
    scores = w[f"weigh{k}"][0] @ x
    weights = np.exp(scores - scores.max())
    chosen = x @ (weights / weights.sum())
    mean = x @ np.full(x.shape[1], 1 / x.shape[1], np.float32)
    page = np.concatenate([mean, x.max(axis=1), chosen])
    return _dense(w, f"context{k}", page[:, None])


def _bag(table: NDArray[np.float32], ids: NDArray[np.int32]) -> NDArray[np.float32]:
    n_known = np.maximum(np.count_nonzero(ids.T, axis=0), 1)
    # Slot by slot, so that whole rows are added: three times as fast as line by line.
    return np.asarray(table.take(ids.T, axis=0).sum(axis=0).T / np.sqrt(n_known, dtype=np.float32), np.float32)


def _scale(x: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what brings each line's vector to a root mean square of one."""
    mean = np.full(len(x), 1 / len(x), np.float32) @ np.square(x)
    return np.asarray(1 / np.sqrt(mean + np.float32(1e-5)), np.float32)


def _sigmoid(x: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -30, 30))), np.float32)
