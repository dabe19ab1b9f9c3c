"""Take the training steps of one stage: several batches at once, the rate down to nothing when the time is spent.

Each worker is one thread that reads a batch with its own copy of the weights, and hands its gradients to one
optimiser under a lock. No worker waits for another, so whatever a busy machine leaves idle is used; a gradient may be a
step or two old. Two runs are therefore never equal, nor are two machines.
"""

from __future__ import annotations

import json
import threading
import time
from typing import TYPE_CHECKING

from rag.answer.reader_net import reader_logits
from training.reader_batches import ALONE, NO_SPAN, Batch, Row, batch_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from pathlib import Path

    import torch
    from torch import Tensor

# Half the answerable loss: the pairwise loss is larger in scale and has fewer terms.
PAIR_WEIGHT = 0.5
# As much as a span within its passage.
ACROSS_WEIGHT = 1.0
WARM_STEPS = 50
CHECKPOINT_STEPS = 50


def loss_of(weights: dict[str, Tensor], batch: Batch, dropout: float) -> Tensor:
    """Sum the span loss, the answerable loss, the pairwise loss and the loss over all passages of a question.

    Pairs are an answerable row and one that is not, over one paragraph or of one question.
    """
    import torch
    from torch.nn import functional

    with torch.autocast("cpu", dtype=torch.bfloat16):
        span, answerable = reader_logits(
            weights, pieces=batch.pieces, sides=batch.sides, matches=batch.matches, dropout=dropout
        )
    loss = functional.binary_cross_entropy_with_logits(answerable, batch.answerable)
    if bool((batch.start != NO_SPAN).any()):
        loss = loss + functional.cross_entropy(span[..., 0], batch.start, ignore_index=NO_SPAN) / 2
        loss = loss + functional.cross_entropy(span[..., 1], batch.end, ignore_index=NO_SPAN) / 2
    yes, no = batch.answerable > 0, batch.answerable == 0
    of_one = (batch.asked[:, None] == batch.asked[None, :]) & (batch.asked != ALONE)[None, :]
    pairs = ((batch.group[:, None] == batch.group[None, :]) | of_one) & yes[:, None] & no[None, :]
    if bool(pairs.any()):
        loss = loss + PAIR_WEIGHT * functional.softplus(answerable[None, :] - answerable[:, None])[pairs].mean()
    return loss + across(span, batch)


def across(span: Tensor, batch: Batch) -> Tensor:
    """Let the answer's place outweigh every place of all the question's passages, with 'no answer' left out.

    The shared normalisation of Clark and Gardner (2018): logits of several passages become comparable.
    """
    import torch

    lost = []
    for asked in batch.asked[(batch.asked != ALONE) & (batch.start > 0)].tolist():
        rows = batch.asked == asked
        at = int(((batch.start > 0) & rows).nonzero()[0])
        every = torch.logsumexp(span[rows, 1:], dim=(0, 1))
        lost.append((every - torch.stack([span[at, batch.start[at], 0], span[at, batch.end[at], 1]])).mean())
    return ACROSS_WEIGHT * torch.stack(lost).mean() if lost else span.new_zeros(())


class Loop:
    """The steps of one stage; the trained weights are changed in place."""

    def __init__(
        self,
        weights: dict[str, Tensor],
        optimiser: torch.optim.Optimizer,
        batches: Iterator[list[Row]],
        args: argparse.Namespace,
        *,
        n_steps: int,
    ) -> None:
        """`n_steps` is about how many batches there are, which the rate is planned by."""
        import torch

        self._weights, self._optimiser, self._batches, self._args = weights, optimiser, batches, args
        self._n_steps, self._limit = n_steps, 60 * float(args.minutes)
        self._began, self._lock = time.monotonic(), threading.Lock()
        self._step, self._rows, self._losses = 0, 0, list[float]()
        self._schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, self._rate_share)

    def run(self) -> None:
        """Work through the batches, or as many as the minutes allow, and leave a checkpoint."""
        workers = [threading.Thread(target=self._work) for _ in range(self._args.workers)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        self._checkpoint()

    def _spent(self) -> float:
        return (time.monotonic() - self._began) / self._limit

    def _rate_share(self, step: int) -> float:
        """Warm up, then fall to nothing at the last step, or when the minutes are spent if that comes first."""
        return min(step / WARM_STEPS, max(0.0, 1 - max(step / self._n_steps, self._spent())))

    def _work(self) -> None:
        import torch

        torch.set_num_threads(1)
        while self._spent() < 1:
            with self._lock:
                batch = next(self._batches, None)
            if batch is None:
                return
            # Copied outside the lock: a copy that mixes two steps does no harm, a wait does.
            trained = {name: value.detach().clone() for name, value in self._weights.items() if value.requires_grad}
            own = self._weights | {name: value.requires_grad_() for name, value in trained.items()}
            loss = loss_of(own, batch_of(batch), self._args.dropout)
            # The span head has no part in the loss of a batch without spans.
            gradients = torch.autograd.grad(loss, list(trained.values()), allow_unused=True)
            with self._lock:
                self._take(gradients, len(batch), float(loss.detach()))

    def _take(self, gradients: tuple[Tensor | None, ...], n_rows: int, loss: float) -> None:
        import torch

        trained = [value for value in self._weights.values() if value.requires_grad]
        for value, gradient in zip(trained, gradients, strict=True):
            value.grad = gradient
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        self._optimiser.step()
        self._schedule.step()
        self._step, self._rows = self._step + 1, self._rows + n_rows
        self._losses.append(loss)
        if self._step % CHECKPOINT_STEPS == 0:
            self._checkpoint()

    def _checkpoint(self) -> None:
        """Save the weights and add a line to the log."""
        stage = self._args.work / f"stage{self._args.stage}"
        save(self._weights, stage.with_suffix(".safetensors"))
        line = {
            "step": self._step,
            "of": self._n_steps,
            "rows": self._rows,
            "loss": round(sum(self._losses) / max(1, len(self._losses)), 4),
            "rows_a_second": round(self._rows / (time.monotonic() - self._began), 1),
        }
        self._losses.clear()
        with stage.with_suffix(".log").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")


def save(weights: dict[str, Tensor], path: Path) -> None:
    """Write a checkpoint beside the old one, then let it take its place."""
    from safetensors.torch import save_file

    part = path.with_suffix(".part")
    save_file({name: value.detach() for name, value in weights.items()}, part)
    part.replace(path)
