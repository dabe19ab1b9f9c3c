"""The line labeller's network in torch, and its export to the plain arrays that `rag.articles.labeller` runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from rag.articles.features import N_BUCKETS, N_DENSE
from rag.articles.labeller import CONTEXT_AFTER, DILATIONS

if TYPE_CHECKING:
    from pathlib import Path

WIDTH = 64
EMBEDDING = 20
N_HEADS = 4
"""Main content, title, author's name, date of publication."""


class LineNetwork(nn.Module):
    """Score every line of a page from its features and its neighbours'."""

    mean: torch.Tensor
    scale: torch.Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(N_DENSE))
        self.register_buffer("scale", torch.ones(N_DENSE))
        self.table = nn.Embedding(N_BUCKETS, EMBEDDING, padding_idx=0)
        nn.init.normal_(self.table.weight, std=0.1)
        self.enter = nn.Linear(N_DENSE + 2 * EMBEDDING, WIDTH)
        self.convs = nn.ModuleList(nn.Linear(3 * WIDTH, WIDTH) for _ in DILATIONS)
        self.mixes = nn.ModuleList(nn.Linear(WIDTH, WIDTH) for _ in DILATIONS)
        self.weighs = nn.ModuleList(nn.Linear(WIDTH, 1) for _ in CONTEXT_AFTER)
        self.contexts = nn.ModuleList(nn.Linear(3 * WIDTH, WIDTH) for _ in CONTEXT_AFTER)
        self.leave = nn.Linear(WIDTH, N_HEADS)

    def forward(
        self, dense: torch.Tensor, edges: torch.Tensor, words: torch.Tensor, mask: torch.Tensor
    ) -> torch.Tensor:
        """Return logits, shape (pages, lines, N_HEADS)."""
        dense = ((dense - self.mean) * self.scale).clamp(-6, 6)
        parts = [dense, self._bag(edges), self._bag(words)]
        x = torch.relu(self.enter(functional.dropout(torch.cat(parts, -1), 0.15, self.training)))
        x = x * mask[..., None]
        for i, (conv, mix) in enumerate(zip(self.convs, self.mixes, strict=True)):
            u = conv(taps(unit(x), DILATIONS[i]))
            u = functional.dropout(torch.relu(u), 0.3, self.training)
            x = (x + mix(u)) * mask[..., None]
            if i in CONTEXT_AFTER:
                x = (x + self._context(CONTEXT_AFTER.index(i), x, mask)) * mask[..., None]
        logits: torch.Tensor = self.leave(unit(x))
        return logits

    def _context(self, k: int, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Say of the whole page: its mean line, its greatest values, and the mean of the lines that weigh."""
        mean = x.sum(1) / mask.sum(1, keepdim=True)
        top = x.masked_fill(mask[..., None] == 0, -1e4).amax(1)
        weights = self.weighs[k](x).float().masked_fill(mask[..., None] == 0, -1e4).softmax(1)
        chosen = (x * weights).sum(1)
        found: torch.Tensor = self.contexts[k](torch.cat([mean, top, chosen], -1))[:, None]
        return found

    def _bag(self, ids: torch.Tensor) -> torch.Tensor:
        total: torch.Tensor = self.table(ids).sum(-2)
        return total / (ids > 0).sum(-1, keepdim=True).clamp(min=1).sqrt()


def unit(x: torch.Tensor) -> torch.Tensor:
    """Scale each line's vector to a root mean square of one."""
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5)


def taps(x: torch.Tensor, dilation: int) -> torch.Tensor:
    """Lay each line's vector beside those of the lines `dilation` above and below, zeros beyond the page."""
    padded = functional.pad(x, (0, 0, dilation, dilation))
    return torch.cat([padded[:, : -2 * dilation], x, padded[:, 2 * dilation :]], -1)


_PARTS = {
    "conv": ("convs", len(DILATIONS)),
    "mix": ("mixes", len(DILATIONS)),
    "weigh": ("weighs", len(CONTEXT_AFTER)),
    "context": ("contexts", len(CONTEXT_AFTER)),
}
_LAYERS = {"enter": "enter", "leave": "leave"} | {
    f"{name}{i}": f"{part}.{i}" for name, (part, n) in _PARTS.items() for i in range(n)
}
"""Name of each layer in the exported file, and in torch."""


def export(models: list[LineNetwork], path: Path) -> None:
    """Write the networks as half-precision arrays; the mean and scale of the inputs stay single."""
    arrays: dict[str, Any] = {}
    for n, model in enumerate(models):
        state = {key: value.detach().numpy() for key, value in model.state_dict().items()}
        arrays |= {f"{n}_mean": state["mean"], f"{n}_scale": state["scale"]}
        arrays[f"{n}_table"] = state["table.weight"].astype(np.float16)
        for name, layer in _LAYERS.items():
            arrays[f"{n}_{name}"] = state[f"{layer}.weight"].T.astype(np.float16)
            arrays[f"{n}_{name}_bias"] = state[f"{layer}.bias"].astype(np.float16)
    path.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path / "weights.npz", **arrays)


def load(path: Path) -> LineNetwork:
    """Return the first network of an exported file."""
    model = LineNetwork()
    with np.load(path / "weights.npz", allow_pickle=False) as file:
        state = {"mean": file["0_mean"], "scale": file["0_scale"], "table.weight": file["0_table"]}
        for name, layer in _LAYERS.items():
            state |= {f"{layer}.weight": file[f"0_{name}"].T, f"{layer}.bias": file[f"0_{name}_bias"]}
    model.load_state_dict({key: torch.from_numpy(value.astype(np.float32)) for key, value in state.items()})
    return model


def blend(models: list[LineNetwork]) -> LineNetwork:
    """Return the network whose weights are the means of others' that went on from the same start."""
    states = [model.state_dict() for model in models]
    blended = LineNetwork()
    blended.load_state_dict({name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]})
    return blended
