r"""Train the line labeller: a small convolutional network over the sequence of a page's lines.

    python -m training.line_labeller_data WCXB_FOLDER DATA_FOLDER
    python -m training.line_labeller DATA_FOLDER FIRST_FOLDER --epochs 16
    python -m training.line_labeller DATA_FOLDER rag/models/line_labeller --start FIRST_FOLDER --parts train dev \
        --epochs 5 --rate 1.5e-3 --seeds 1 2

Each epoch draws one rendering of each page by chance (`line_labeller_pages`). Words are hidden on three pages in ten,
so that a page in another language is judged by its shape. The first run is watched on the dev part. The second goes on
from it with the dev part among the training pages, once a seed, and the mean of the weights is kept; a third one has
`--own train` too, our own pages (`own_pages`). The test part of either split is never looked at here.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from rag.articles.lines import split_lines
from training.line_labeller_network import LineNetwork, blend, export, load
from training.line_labeller_pages import OWN, Batch, Drawn, Source, batch_of, draw, drawn, furniture, read_sources
from training.own_pages import own_sources

if TYPE_CHECKING:
    from torch.optim.lr_scheduler import LRScheduler

BATCH = 12
OTHER_PAGES = 0.5
"""Share of the pages that are no articles (shops, forums, documentation) drawn in each epoch."""
OWN_TIMES = 5
"""How often each of our own pages is drawn in an epoch: they are few beside WCXB's. On 18 dev pages of ours a run of
four epochs with 3 scored .888, one of five with 6 scored .898, and the same on WCXB's dev sites.
"""
HEAD_WEIGHT = 6.0
"""Weight of the three small heads beside the main one: they have one line a page."""
OVERLAP_WEIGHT = 0.5
"""Weight of the soft F1 over words beside the cross-entropy: it is what pages are judged by."""
HIDDEN_WORDS = 0.3
LOST_WORDS = 0.3
"""Share of single words hidden on the other pages: 560 articles are few, and words are learned by heart first."""
AVERAGE = 0.995
"""Decay of the running average of the weights, which is what is exported."""


def draw_epoch(sources: list[Source], rng: np.random.Generator) -> list[list[Drawn]]:
    """Return the batches of one epoch, pages of like length together."""
    among = furniture(sources)
    own = [source for source in sources if source.kind == OWN]
    chosen = [source for source in sources if source.kind in ("article", OWN) or rng.random() < OTHER_PAGES]
    chosen += own * (OWN_TIMES - 1)
    order = rng.permutation(len(chosen))
    pages = [draw(chosen[i], among, rng) for i in order]
    groups: list[list[Drawn]] = []
    for start in range(0, len(pages), BATCH * 8):
        window = sorted(pages[start : start + BATCH * 8], key=lambda page: len(page.labels))
        groups += [window[i : i + BATCH] for i in range(0, len(window), BATCH)]
    return [groups[i] for i in rng.permutation(len(groups))]


def hidden(batch: Batch, rng: np.random.Generator) -> Batch:
    """Return a batch with the words of some pages hidden, and some words of the others."""
    n = len(batch.sizes)
    shown = torch.from_numpy(rng.random((n, 1, 1)) >= HIDDEN_WORDS)
    kept = [torch.from_numpy(rng.random(ids.shape) >= LOST_WORDS) & shown for ids in (batch.edges, batch.words)]
    return replace(batch, edges=batch.edges * kept[0], words=batch.words * kept[1])


def run_epoch(
    model: LineNetwork,
    average: AveragedModel,
    groups: list[list[Drawn]],
    optimizer: torch.optim.Optimizer,
    schedule: LRScheduler,
    rng: np.random.Generator,
) -> float:
    """Train on one rendering of each page and return the mean loss."""
    model.train()
    losses = []
    for group in groups:
        batch = hidden(batch_of(group), rng)
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(*batch.inputs)
        loss = page_loss(logits.float(), batch)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        average.update_parameters(model)
        losses.append(loss.item())
    return float(np.mean(losses))


def page_loss(logits: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Return the mean loss of a page: each line weighted by its words, the overlap of the whole, the small heads."""
    losses = functional.binary_cross_entropy_with_logits(logits, batch.labels, reduction="none")
    weights = (batch.sizes + 2).sqrt() * batch.mask
    main = (losses[..., 0] * weights).sum(1) / weights.sum(1)
    chance, gold = torch.sigmoid(logits[..., 0]) * batch.mask, batch.labels[..., 0]
    shared = (chance * gold * batch.sizes).sum(1)
    total = ((chance + gold) * batch.sizes).sum(1)
    overlap = 1 - 2 * shared / total.clamp(min=1)
    small = (losses[..., 1:].sum(-1) * batch.mask).sum(1) / batch.mask.sum(1) * batch.headed
    return (main + OVERLAP_WEIGHT * overlap + HEAD_WEIGHT * small).mean()


@torch.no_grad()
def dev_score(models: list[LineNetwork], sources: list[Source], style: str) -> tuple[float, float]:
    """Return the mean F1 over words on the articles of the dev part, and on its other pages."""
    scores: dict[bool, list[float]] = {True: [], False: []}
    for source in sources:
        if style not in source.renderings:
            continue
        found = source.renderings[style]
        page = drawn(split_lines(found.text), found.labels)
        batch = batch_of([page])
        chance = torch.stack([torch.sigmoid(model.eval()(*batch.inputs)) for model in models]).mean(0)
        kept = (chance[0, :, 0] > 0.5).numpy()
        shared = (kept * page.sizes * page.labels[:, 0]).sum()
        total = (kept * page.sizes).sum() + (page.sizes * page.labels[:, 0]).sum()
        scores[source.kind == "article"].append(float(2 * shared / max(total, 1)))
    return float(np.mean(scores[True])), float(np.mean(scores[False] or [0]))


def standardise(model: LineNetwork, groups: list[list[Drawn]]) -> None:
    """Set the mean and scale of the dense features from the first pages drawn."""
    dense = np.concatenate([page.features.dense for group in groups[:30] for page in group])
    model.mean.copy_(torch.from_numpy(dense.mean(0)))
    model.scale.copy_(torch.from_numpy(1 / np.maximum(dense.std(0), 0.05)))


def train(
    model: LineNetwork, sources: list[Source], dev: list[Source], *, seed: int, epochs: int, rate: float
) -> LineNetwork:
    """Train a network and return its running average."""
    rng = np.random.default_rng(seed)
    n_articles, n_own = (sum(source.kind == kind for source in sources) for kind in ("article", OWN))
    n_drawn = n_articles + OTHER_PAGES * (len(sources) - n_articles - n_own) + OWN_TIMES * n_own
    average = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(AVERAGE))  # type: ignore[no-untyped-call]  # as above
    averaged = cast("LineNetwork", average.module)
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.1)
    steps = epochs * (int(1.05 * n_drawn / BATCH) + 10)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps, pct_start=0.15)
    for epoch in range(epochs):
        started = time.monotonic()
        groups = draw_epoch(sources, rng)
        if not epoch and not model.mean.any():
            standardise(model, groups)
            averaged.load_state_dict(model.state_dict())
        loss = run_epoch(model, average, groups, optimizer, schedule, rng)
        line = f"seed {seed} epoch {epoch} loss {loss:.4f} {time.monotonic() - started:.0f} s"
        if dev and (epoch % 4 == 3 or epoch == epochs - 1):
            scores = [dev_score([averaged], dev, style) for style in ("block0", "layout0", "markdown0")]
            line += " dev " + " ".join(f"{a:.4f}/{b:.4f}" for a, b in scores)
        print(line, flush=True)
    return averaged


def main() -> None:
    """Train one network a seed and export them together, or their mean where all went on from one start."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0])
    parser.add_argument("--epochs", type=int, default=16)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--parts", nargs="+", default=["train"])
    parser.add_argument("--own", nargs="*", default=[], help="parts of our own pages to train on")
    parser.add_argument("--start", type=Path, help="go on from the first network in this folder")
    args = parser.parse_args()
    torch.set_num_threads(1)
    sources = read_sources(args.data, set(args.parts)) + own_sources(set(args.own))
    dev = [] if "dev" in args.parts else read_sources(args.data, {"dev"})
    models = []
    for seed in args.seeds:
        torch.manual_seed(seed)
        model = load(args.start) if args.start else LineNetwork()
        models.append(train(model, sources, dev, seed=seed, epochs=args.epochs, rate=args.rate))
        export([blend(models)] if args.start else models, args.out)
    for style in ("block0", "single0", "layout0", "markdown0", "wrapped0", "pieces0") if dev else ():
        print(style, dev_score(models, dev, style))


if __name__ == "__main__":
    main()
