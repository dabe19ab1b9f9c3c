"""Train the reader: spans, answerable or not, and near misses ranked below the question they were made from.

Two stages. Stage one reads rows of `squad1_dev_extra` and `squadshifts_new_wiki` for their spans, with rule-made near
misses and neighbouring paragraphs as what cannot be answered. Stage two reads the train articles of `squad2_dev`, the
`unansq` twins and fresh near misses. The word and position embeddings stay the stock ones.

    python -m training.reader_train DATA BASE WORK --stage 1
    python -m training.reader_train DATA BASE WORK --stage 2 --start WORK/stage1.safetensors

DATA is the folder that holds `answerability/`, BASE the folder with MiniLM's `model.safetensors` and
`tokenizer.json`, WORK where checkpoints and the log go.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

from rag.answer.reader_net import EMBEDDINGS, N_MATCHES, WIDTH, layer_name, reader_logits
from rag.answer.reader_pieces import open_tokenizer
from training.near_misses import NearMissMaker
from training.reader_batches import NO_SPAN, Batch, Row, Rows, batch_of, iter_batches, units
from training.reader_data import Example, read_split

if TYPE_CHECKING:
    from collections.abc import Sequence

    import torch
    from torch import Tensor

SPAN_SOURCES = ("squad1_dev_extra", "squadshifts_new_wiki")
HUMAN_SOURCES = ("squad2_dev", "unansq_train+nqg_sentence")
FROZEN = (EMBEDDINGS + "word_embeddings.weight", EMBEDDINGS + "position_embeddings.weight")
# Half the answerable loss: the pairwise loss is larger in scale and has fewer terms.
PAIR_WEIGHT = 0.5
DROPOUT = 0.1
CHECKPOINT_STEPS = 25


def first_weights(base: Path, seed: int) -> dict[str, Tensor]:
    """Return MiniLM's weights in fp32 with fresh heads; match embeddings start at zero and so change nothing."""
    import torch
    from safetensors.torch import load_file

    stock = load_file(base / "model.safetensors")
    weights = {name: value.float() for name, value in stock.items() if name.startswith((EMBEDDINGS, "encoder."))}
    weights.pop(EMBEDDINGS + "position_ids", None)
    generator = torch.Generator().manual_seed(seed)
    for name, shape in (("span", (2, WIDTH)), ("mix", (WIDTH, 2 * WIDTH)), ("answerable", (1, WIDTH))):
        weights[name + ".weight"] = torch.randn(shape, generator=generator) * 0.02
        weights[name + ".bias"] = torch.zeros(shape[0])
    weights["matches.weight"] = torch.zeros(N_MATCHES, WIDTH)
    return weights


def loss_of(weights: dict[str, Tensor], batch: Batch, dropout: float) -> Tensor:
    """Sum the span loss, the answerable loss and the pairwise loss within paragraphs."""
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
    pairs = (batch.group[:, None] == batch.group[None, :]) & yes[:, None] & no[None, :]
    if bool(pairs.any()):
        loss = loss + PAIR_WEIGHT * functional.softplus(answerable[None, :] - answerable[:, None])[pairs].mean()
    return loss


def stage_rows(train: Sequence[Example], rows: Rows, rng: random.Random, args: argparse.Namespace) -> list[Row]:
    """Return one epoch's rows: the stage's own, rule-made near misses, and questions over a neighbouring paragraph."""
    sources = SPAN_SOURCES if args.stage == 1 else (*SPAN_SOURCES, *HUMAN_SOURCES)
    chosen = [example for example in train if example.source in sources]
    maker = NearMissMaker(chosen)
    spans = [at for at, example in enumerate(chosen) if example.source in SPAN_SOURCES]
    human = [at for at, example in enumerate(chosen) if example.source in HUMAN_SOURCES]
    taken = rng.sample(spans, min(args.span_rows, len(spans))) + human
    made: list[Row] = []
    for at in sorted(taken):
        example = chosen[at]
        made.append(rows.row(example, rng))
        if not example.answerable or not example.has_span:
            continue
        if rng.random() < args.near_share:
            near_miss = maker.near_miss(example, at, rng)
            if near_miss is not None:
                made.append(rows.row(near_miss.example, rng, near=example.start))
        if rng.random() < 0.08:
            other = chosen[min(len(chosen) - 1, at + rng.randint(10, 40))]
            if other.context != example.context and example.context[example.start : example.end] not in other.context:
                made.append(rows.row(_moved(example, other), rng))
    return made


def _moved(example: Example, other: Example) -> Example:
    from dataclasses import replace

    return replace(other, question=example.question, answerable=False, start=0, end=0, has_span=True)


def frozen_names(weights: dict[str, Tensor], n_layers: int) -> set[str]:
    """Name the tensors that stay as they are; with frozen layers everything below them is frozen too."""
    below = tuple(layer_name(layer, "") for layer in range(n_layers))
    lowest = (EMBEDDINGS, "matches.") if n_layers else ()
    return {name for name in weights if name in FROZEN or name.startswith((*below, *lowest))}


def train(args: argparse.Namespace) -> None:
    """Run one stage and leave `stageN.safetensors` in the work folder."""
    import torch
    from safetensors.torch import load_file

    torch.set_num_threads(args.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    split = read_split(args.data)
    rows = Rows(open_tokenizer(args.base / "tokenizer.json"), size=args.size)
    weights = load_file(args.start) if args.start else first_weights(args.base, args.seed)
    frozen = frozen_names(weights, args.freeze_layers)
    trained = {name: value.requires_grad_() for name, value in weights.items() if name not in frozen}
    heads = [value for name, value in trained.items() if not name.startswith((EMBEDDINGS, "encoder."))]
    encoder = [value for name, value in trained.items() if name.startswith((EMBEDDINGS, "encoder."))]
    head_rate = args.rate * (5 if args.stage == 1 else 1)
    optimiser = torch.optim.AdamW(
        [{"params": encoder, "lr": args.rate}, {"params": heads, "lr": head_rate}], weight_decay=0.01, fused=True
    )
    epochs = [
        list(iter_batches(units(made, rng), rng, size=args.batch))
        for made in (stage_rows(split.train, rows, rng, args) for _ in range(args.epochs))
    ]
    run(weights, optimiser, [batch for epoch in epochs for batch in epoch], args)


def run(
    weights: dict[str, Tensor], optimiser: torch.optim.Optimizer, steps: list[list[Row]], args: argparse.Namespace
) -> None:
    """Take the steps, or as many as the minutes allow, and keep a checkpoint and a log on the way."""
    import torch

    began, seen, total, since = time.monotonic(), 0, 0.0, 0
    warm, limit = max(1, len(steps) // 20), 60 * float(args.minutes)

    def rate_share(step: int) -> float:
        """Warm up, then fall to nothing at the last step, or when the minutes are spent if that comes first."""
        spent = (time.monotonic() - began) / limit
        return min(step / warm, max(0.0, 1 - max(step / len(steps), spent)))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, rate_share)
    trained = [value for value in weights.values() if value.requires_grad]
    with (args.work / f"stage{args.stage}.log").open("a", encoding="utf-8") as log:
        for step, batch in enumerate(steps, start=1):
            loss = loss_of(weights, batch_of(batch), DROPOUT)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimiser.step()
            schedule.step()
            seen, total, since = seen + len(batch), total + float(loss.detach()), since + 1
            over = step == len(steps) or time.monotonic() - began > limit
            if since == CHECKPOINT_STEPS or over:
                save(weights, args.work / f"stage{args.stage}.safetensors")
                rate = round(seen / (time.monotonic() - began), 1)
                line = {"step": step, "of": len(steps), "rows": seen, "loss": round(total / since, 4)}
                log.write(json.dumps(line | {"rows_a_second": rate}) + "\n")
                log.flush()
                total, since = 0.0, 0
            if over:
                break


def save(weights: dict[str, Tensor], path: Path) -> None:
    """Write a checkpoint beside the old one, then let it take its place."""
    from safetensors.torch import save_file

    part = path.with_suffix(".part")
    save_file({name: value.detach() for name, value in weights.items()}, part)
    part.replace(path)


def main() -> None:
    """Read the command line and train one stage."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--stage", type=int, choices=(1, 2), required=True)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--near-share", type=float, default=0.6)
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--span-rows", type=int, default=8000, help="rows of the span sources an epoch")
    parser.add_argument("--freeze-layers", type=int, default=0, help="leave so many of the lowest layers as they are")
    parser.add_argument("--minutes", type=float, default=600.0, help="stop after so long, the rate down to nothing")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
