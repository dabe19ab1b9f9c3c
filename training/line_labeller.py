"""Train the line labeller: a small convolutional network over the sequence of a page's lines.

    python -m training.line_labeller_data WCXB_FOLDER DATA_FOLDER
    python -m training.line_labeller DATA_FOLDER rag/models/line_labeller --seeds 0 1 2

Trained on the sites of the train part, stopped on the dev part; the test part is never looked at here. Each epoch
reads one rendering of each page, drawn by chance. Words are hidden on three pages in ten, so that a page in another
language is judged by its shape.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from rag.articles.features import N_BUCKETS, N_DENSE

if TYPE_CHECKING:
    from torch.optim.lr_scheduler import LRScheduler

WIDTH = 64
EMBEDDING = 20
DILATIONS = (1, 2, 4, 8, 16, 1)
CONTEXT_AFTER = 3
BATCH = 12
LONGEST = 1000
"""Lines read of a page: a few listings are ten times longer and would take half of the time."""
OTHER_PAGES = 0.5
"""Share of the pages that are no articles (shops, forums, documentation) drawn in each epoch."""
N_HEADS = 4
"""Main content, title, author's name, date of publication."""
HEAD_WEIGHT = 0.1
"""Weight of each of the three small heads beside the main one: they have one line a page."""
HIDDEN_WORDS = 0.3
LOST_WORDS = 0.3
"""Share of single words hidden on the other pages: 560 articles are few, and words are learned by heart first."""
AVERAGE = 0.995
"""Decay of the running average of the weights, which is what is exported."""


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
        self.context = nn.Linear(2 * WIDTH, WIDTH)
        self.leave = nn.Linear(WIDTH, N_HEADS)

    def forward(
        self, dense: torch.Tensor, edges: torch.Tensor, words: torch.Tensor, mask: torch.Tensor
    ) -> torch.Tensor:
        """Return logits, shape (pages, lines, N_HEADS)."""
        dense = (dense - self.mean) * self.scale
        parts = [dense, self._bag(edges), self._bag(words)]
        x = torch.relu(self.enter(functional.dropout(torch.cat(parts, -1), 0.15, self.training)))
        x = x * mask[..., None]
        for i, (conv, mix) in enumerate(zip(self.convs, self.mixes, strict=True)):
            u = conv(taps(unit(x), DILATIONS[i]))
            u = functional.dropout(torch.relu(u), 0.3, self.training)
            x = (x + mix(u)) * mask[..., None]
            if i + 1 == CONTEXT_AFTER:
                mean = x.sum(1) / mask.sum(1, keepdim=True)
                top = x.masked_fill(mask[..., None] == 0, -1e4).amax(1)
                x = (x + self.context(torch.cat([mean, top], -1))[:, None]) * mask[..., None]
        logits: torch.Tensor = self.leave(unit(x))
        return logits

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


class Pages:
    """The renderings of one part of the data, read one at a time."""

    def __init__(self, folder: Path, parts: set[str], *, least_oracle: float) -> None:
        self.folder = folder
        self.names: dict[str, list[str]] = {}
        self.kinds: dict[str, str] = {}
        self.cache: dict[tuple[str, str], dict[str, np.ndarray]] = {}
        with (folder / "pages.jsonl").open(encoding="utf-8") as file:
            for row in map(json.loads, file):
                if row["part"] in parts and row["oracle"] >= least_oracle:
                    self.names.setdefault(row["page_id"], []).append(row["name"])
                    self.kinds[row["page_id"]] = row["kind"]

    def read(self, page_id: str, name: str) -> dict[str, np.ndarray]:
        """Return the arrays of one rendering, from memory if they were read before."""
        if found := self.cache.get((page_id, name)):
            return found
        with np.load(self.folder / f"{page_id}.npz") as file:
            fields = ("dense", "edges", "words", "labels", "sizes")
            page = {field: file[f"{name}_{field}"][:LONGEST] for field in fields}
        self.cache[page_id, name] = page
        return page


def batch_of(pages: list[dict[str, np.ndarray]]) -> dict[str, torch.Tensor]:
    """Pad pages to one length; a line weighs by the words that its page would lose with it."""
    longest = max(len(page["labels"]) for page in pages)

    def padded(field: str, kind: type) -> torch.Tensor:
        shape = (len(pages), longest, *pages[0][field].shape[1:])
        out = np.zeros(shape, kind)
        for row, page in zip(out, pages, strict=True):
            row[: len(page[field])] = page[field]
        return torch.from_numpy(out)

    sizes = padded("sizes", np.float32)
    mask = torch.zeros_like(sizes)
    for row, page in zip(mask, pages, strict=True):
        row[: len(page["labels"])] = 1
    weights = (sizes + 2).sqrt() * mask
    weights = weights / weights.sum(1, keepdim=True)
    return {
        "dense": padded("dense", np.float32),
        "edges": padded("edges", np.int64),
        "words": padded("words", np.int64),
        "labels": padded("labels", np.float32),
        "sizes": sizes,
        "mask": mask,
        "weights": weights,
    }


def run_epoch(
    model: LineNetwork,
    average: AveragedModel,
    pages: Pages,
    optimizer: torch.optim.Optimizer,
    schedule: LRScheduler,
    rng: np.random.Generator,
) -> float:
    """Train on one rendering of each page and return the mean loss."""
    model.train()
    chosen = [
        (page_id, names[rng.integers(len(names))])
        for page_id, names in pages.names.items()
        if pages.kinds[page_id] == "article" or rng.random() < OTHER_PAGES
    ]
    rng.shuffle(chosen)
    losses = []
    for start in range(0, len(chosen), BATCH * 8):
        window = [pages.read(*item) for item in chosen[start : start + BATCH * 8]]
        window.sort(key=lambda page: len(page["labels"]))
        groups = [window[i : i + BATCH] for i in range(0, len(window), BATCH)]
        rng.shuffle(groups)
        for group in groups:
            batch = batch_of(group)
            hidden = torch.from_numpy(rng.random(len(group)) < HIDDEN_WORDS)
            batch["edges"][hidden] = 0
            batch["words"][hidden] = 0
            for field in ("edges", "words"):
                batch[field][torch.from_numpy(rng.random(batch[field].shape) < LOST_WORDS)] = 0
            with torch.autocast("cpu", torch.bfloat16):
                logits = model(batch["dense"], batch["edges"], batch["words"], batch["mask"])
            loss = weighted_loss(logits.float(), batch) / len(group)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            average.update_parameters(model)
            losses.append(loss.item())
    return float(np.mean(losses))


def weighted_loss(logits: torch.Tensor, batch: dict[str, torch.Tensor]) -> torch.Tensor:
    """Add up the main loss, each line weighted by its words, and the small heads' losses, each line alike."""
    losses = functional.binary_cross_entropy_with_logits(logits, batch["labels"], reduction="none")
    even = batch["mask"] / batch["mask"].sum(1, keepdim=True)
    small = (losses[..., 1:].sum(-1) * even).sum() * HEAD_WEIGHT * 30
    return (losses[..., 0] * batch["weights"]).sum() + small


@torch.no_grad()
def dev_score(models: list[LineNetwork], pages: Pages, style: str) -> tuple[float, float]:
    """Return the mean F1 over words on the articles of the dev part, and on its other pages."""
    scores: dict[bool, list[float]] = {True: [], False: []}
    for page_id, names in pages.names.items():
        if style not in names:
            continue
        page = pages.read(page_id, style)
        batch = batch_of([page])
        inputs = (batch["dense"], batch["edges"], batch["words"], batch["mask"])
        chance = torch.stack([torch.sigmoid(model.eval()(*inputs)) for model in models]).mean(0)
        kept = (chance[0, :, 0] > 0.5).float()
        sizes, main = batch["sizes"][0], batch["labels"][0, :, 0]
        shared = (kept * sizes * main).sum()
        total = (kept * sizes).sum() + (sizes * main).sum()
        scores[pages.kinds[page_id] == "article"].append(float(2 * shared / total.clamp(min=1)))
    return float(np.mean(scores[True])), float(np.mean(scores[False] or [0]))


def standardise(model: LineNetwork, pages: Pages) -> None:
    """Set the mean and scale of the dense features from a rendering of each of 300 pages."""
    sample = [pages.read(page_id, names[-1])["dense"] for page_id, names in list(pages.names.items())[:300]]
    dense = np.concatenate(sample).astype(np.float32)
    model.mean.copy_(torch.from_numpy(dense.mean(0)))
    model.scale.copy_(torch.from_numpy(1 / np.maximum(dense.std(0), 0.05)))


def train(train_pages: Pages, dev_pages: Pages, seed: int, epochs: int) -> LineNetwork:
    """Train one network and return it."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    model = LineNetwork()
    standardise(model, train_pages)
    average = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(AVERAGE))  # type: ignore[no-untyped-call]  # as above
    averaged = cast("LineNetwork", average.module)
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.1)
    n_articles = sum(kind == "article" for kind in train_pages.kinds.values())
    n_drawn = n_articles + OTHER_PAGES * (len(train_pages.names) - n_articles)
    steps = epochs * (int(n_drawn / BATCH) + 5)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=steps, pct_start=0.15)
    for epoch in range(epochs):
        started = time.monotonic()
        loss = run_epoch(model, average, train_pages, optimizer, schedule, rng)
        line = f"seed {seed} epoch {epoch} loss {loss:.4f} {time.monotonic() - started:.0f} s"
        if epoch % 3 == 2 or epoch == epochs - 1:
            scores = [dev_score([averaged], dev_pages, style) for style in ("block0", "layout0", "markdown0")]
            line += " dev " + " ".join(f"{a:.4f}/{b:.4f}" for a, b in scores)
        print(line, flush=True)
    return averaged


def export(models: list[LineNetwork], path: Path) -> None:
    """Write the networks as half-precision arrays, the scaling of inputs folded into the first layer."""
    arrays: dict[str, np.ndarray] = {}
    for n, model in enumerate(models):
        state = {key: value.detach().double().numpy() for key, value in model.state_dict().items()}
        first = state["enter.weight"].copy()
        first[:, :N_DENSE] *= state["scale"]
        bias = state["enter.bias"] - first[:, :N_DENSE] @ state["mean"]
        arrays |= {f"{n}_table": state["table.weight"], f"{n}_enter": first.T, f"{n}_enter_bias": bias}
        for i in range(len(DILATIONS)):
            arrays[f"{n}_conv{i}"] = state[f"convs.{i}.weight"].T.reshape(3, WIDTH, WIDTH)
            arrays[f"{n}_conv{i}_bias"] = state[f"convs.{i}.bias"]
            arrays[f"{n}_mix{i}"] = state[f"mixes.{i}.weight"].T
            arrays[f"{n}_mix{i}_bias"] = state[f"mixes.{i}.bias"]
        arrays |= {f"{n}_context": state["context.weight"].T, f"{n}_context_bias": state["context.bias"]}
        arrays |= {f"{n}_leave": state["leave.weight"].T, f"{n}_leave_bias": state["leave.bias"]}
    path.mkdir(parents=True, exist_ok=True)
    halves: dict[str, Any] = {key: value.astype(np.float16) for key, value in arrays.items()}
    np.savez_compressed(path / "weights.npz", **halves)


def main() -> None:
    """Train one network a seed and export them together."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--parts", nargs="+", default=["train"])
    args = parser.parse_args()
    torch.set_num_threads(1)
    train_pages = Pages(args.data, set(args.parts), least_oracle=0.7)
    dev_pages = Pages(args.data, {"dev"}, least_oracle=0.0)
    models = []
    for seed in args.seeds:
        models.append(train(train_pages, dev_pages, seed, args.epochs))
        export(models, args.out)
    for style in ("block0", "single0", "layout0", "markdown0", "wrapped0", "pieces0"):
        print(style, dev_score(models, dev_pages, style))


if __name__ == "__main__":
    main()
