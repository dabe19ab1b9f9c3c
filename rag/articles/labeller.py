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

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from rag.articles.lines import PageLines

    Weights = Mapping[str, NDArray[np.float32]]

WEIGHTS = Path(__file__).parent.parent / "models" / "line_labeller" / "weights.npz"
DILATIONS = (1, 2, 4, 8, 16, 32, 1)
"""How far above and below each block of the network looks, in lines."""

CONTEXT_AFTER = (2, 5)
"""The blocks after which every line learns of the whole page."""


@lru_cache(maxsize=1)
def _networks() -> tuple[dict[str, NDArray[np.float32]], ...]:
    """Load the networks once; each has the same arrays under its number."""
    if not WEIGHTS.is_file():
        raise ModelError(f"the line labeller's weights are missing at {WEIGHTS}: install the package again")
    with np.load(WEIGHTS, allow_pickle=False) as file:
        arrays = {name: file[name].astype(np.float32) for name in file.files}
    numbers = sorted({name.partition("_")[0] for name in arrays})
    return tuple(
        {name.partition("_")[2]: array for name, array in arrays.items() if name.startswith(f"{number}_")}
        for number in numbers
    )


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
    for weights in networks:
        total += _sigmoid(_logits(weights, dense, edges, words))
    return LineChances(*(total / len(networks)).T)


def _logits(
    w: Weights, dense: NDArray[np.float32], edges: NDArray[np.int32], words: NDArray[np.int32]
) -> NDArray[np.float32]:
    table = w["table"]
    scaled = np.clip((dense - w["mean"]) * w["scale"], -6, 6)
    x = _dense(w, "enter", np.concatenate([scaled, _bag(table, edges), _bag(table, words)], axis=1))
    np.maximum(x, 0, out=x)
    beside = np.empty((len(x), 3 * x.shape[1]), np.float32)
    for i, dilation in enumerate(DILATIONS):
        u = _dense(w, f"conv{i}", _lay_beside(x, dilation, beside))
        x += _dense(w, f"mix{i}", np.maximum(u, 0, out=u))
        if i in CONTEXT_AFTER:
            x += _context(w, CONTEXT_AFTER.index(i), x)
    return _dense(w, "leave", x * _scale(x))


def _dense(w: Weights, name: str, x: NDArray[np.float32]) -> NDArray[np.float32]:
    y: NDArray[np.float32] = x @ w[name]
    y += w[f"{name}_bias"]
    return y


def _context(w: Weights, k: int, x: NDArray[np.float32]) -> NDArray[np.float32]:
    """Say of the whole page: its mean line, its greatest values, and the mean of the lines that weigh."""
    scores = x @ w[f"weigh{k}"]
    weights = np.exp(scores - scores.max())[:, 0]
    chosen = weights @ x / weights.sum()
    page = np.concatenate([x.mean(axis=0), x.max(axis=0), chosen])
    return _dense(w, f"context{k}", page)


def _bag(table: NDArray[np.float32], ids: NDArray[np.int32]) -> NDArray[np.float32]:
    n_known = np.maximum(np.count_nonzero(ids, axis=1), 1)[:, None]
    # Slot by slot, so that whole rows are added: three times as fast as line by line.
    return np.asarray(table.take(ids.T, axis=0).sum(axis=0) / np.sqrt(n_known, dtype=np.float32), np.float32)


def _scale(x: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return what brings each line's vector to a root mean square of one."""
    mean = np.einsum("ij,ij->i", x, x) / np.float32(x.shape[1])
    return np.asarray(1 / np.sqrt(mean + np.float32(1e-5)), np.float32)[:, None]


def _lay_beside(x: NDArray[np.float32], dilation: int, into: NDArray[np.float32]) -> NDArray[np.float32]:
    """Lay each line's scaled vector between those of the lines `dilation` above and below, zeros beyond the page."""
    n, width = x.shape
    reach = min(dilation, n)
    own = into[:, width : 2 * width]
    np.multiply(x, _scale(x), out=own)
    into[:reach, :width] = 0
    into[reach:, :width] = own[: n - reach]
    into[: n - reach, 2 * width :] = own[reach:]
    into[n - reach :, 2 * width :] = 0
    return into


def _sigmoid(x: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -30, 30))), np.float32)
