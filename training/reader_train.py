"""Train the reader: spans, answerable or not, and near misses ranked below the question they were made from.

Two stages, which differ only in how much they take of what. Stage one reads every row: those of `squad1_dev_extra` and
`squadshifts` for their spans, the train articles of `squad2_dev` and the `unansq` twins, each epoch with fresh
rule-made near misses and neighbouring paragraphs as what cannot be answered. Stage two reads what was written with near
misses in mind several times over (those sets, and our own of `questions/`), beside a sample of the rest. The word and
position embeddings stay the stock ones.

    python -m training.reader_train DATA BASE WORK --stage 1
    python -m training.reader_train DATA BASE WORK --stage 2 --start WORK/stage1.safetensors

DATA is the folder that holds `answerability/`, BASE the folder with MiniLM's `model.safetensors` and
`tokenizer.json`, WORK where checkpoints and the log go.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from rag.answer.reader_net import EMBEDDINGS, N_MATCHES, WIDTH, layer_name
from rag.answer.reader_pieces import open_tokenizer
from rag.answer.reader_weights import apply_delta
from training.near_misses import NearMissMaker
from training.reader_batches import Row, Rows, iter_batches, units
from training.reader_data import Example, read_split
from training.reader_loop import Loop
from training.rivals import read_rivals
from training.written import (
    ARTICLE_SOURCE,
    PARAGRAPH_SOURCE,
    piece_budget,
    reading_examples,
    written_articles,
    written_paragraphs,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from torch import Tensor

    from training.rivals import Rival

SPAN_SOURCES = ("squad1_dev_extra", "squadshifts_new_wiki", "squadshifts_reddit", "squadshifts_amazon_reviews")
WRITTEN_SOURCES = ("squad2_dev", "unansq_train+nqg_sentence", PARAGRAPH_SOURCE, ARTICLE_SOURCE)
FROZEN = (EMBEDDINGS + "word_embeddings.weight", EMBEDDINGS + "position_embeddings.weight")
# The share of questions also read over a paragraph near by, which is an easy near miss.
NEIGHBOUR_SHARE = 0.08
# The share of answered questions that are read over their rivals too; our own about articles all are.
RIVAL_SHARE = 0.5
# Rivals drawn for a question, of those that were found for it.
RIVALS_READ = 2
# Fresh heads learn faster than the encoder below them.
FRESH_HEAD_RATE = 5


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


def stage_rows(
    train: Sequence[Example],
    rivals: Mapping[str, Sequence[Rival]],
    rows: Rows,
    rng: random.Random,
    args: argparse.Namespace,
) -> list[Row]:
    """Return one epoch's rows: the sets, some with rivals, rule-made near misses, and questions over a neighbour."""
    maker = NearMissMaker(train)
    spans = [at for at, example in enumerate(train) if example.source in SPAN_SOURCES]
    written = [at for at, example in enumerate(train) if example.source in WRITTEN_SOURCES]
    taken = rng.sample(spans, min(args.span_rows, len(spans))) + written
    made = [rows.row(train[at], rng) for at in written for _ in range(1, args.written_copies)]
    for at in sorted(taken):
        example = train[at]
        made.append(rows.with_rivals(example, _drawn_rivals(example, rivals, rng), rng))
        if not example.answerable or not example.has_span:
            continue
        if rng.random() < args.near_share:
            near_miss = maker.near_miss(example, at, rng)
            if near_miss is not None:
                made.append(rows.row(near_miss.example, rng, near=example.start))
        if rng.random() < NEIGHBOUR_SHARE:
            other = train[min(len(train) - 1, at + rng.randint(10, 40))]
            if other.context != example.context and example.context[example.start : example.end] not in other.context:
                made.append(rows.row(_moved(example, other), rng))
    return made


def _drawn_rivals(example: Example, rivals: Mapping[str, Sequence[Rival]], rng: random.Random) -> list[Example]:
    """Draw some of the passages that were found with the one that answers."""
    found = [rival for rival in rivals.get(example.question, ()) if rival.context != example.context]
    if not (example.answerable and example.has_span):
        return []
    if example.source != ARTICLE_SOURCE and rng.random() >= RIVAL_SHARE:
        return []
    drawn = rng.sample(found, min(RIVALS_READ, len(found)))
    return [replace(example, context=one.context, header=one.header, answerable=False, start=0, end=0) for one in drawn]


def _moved(example: Example, other: Example) -> Example:
    return replace(other, question=example.question, answerable=False, start=0, end=0, has_span=True)


def training_examples(args: argparse.Namespace) -> list[Example]:
    """Return the train articles' examples and our own; with `--with-test` those of the test articles too."""
    split = read_split(args.data)
    budget = piece_budget(open_tokenizer(args.base / "tokenizer.json"))
    parts = {"train", "test"} if args.with_test else {"train"}
    articles = [one for one in written_articles(args.data, budget) if one.part in parts]
    return [
        *split.train,
        *(split.test if args.with_test else ()),
        *written_paragraphs(split.train),
        *(example for one in articles for example in reading_examples(one)),
    ]


def frozen_names(weights: dict[str, Tensor], n_layers: int) -> set[str]:
    """Name the tensors that stay as they are; with frozen layers everything below them is frozen too."""
    below = tuple(layer_name(layer, "") for layer in range(n_layers))
    lowest = (EMBEDDINGS, "matches.") if n_layers else ()
    return {name for name in weights if name in FROZEN or name.startswith((*below, *lowest))}


def start_weights(args: argparse.Namespace) -> dict[str, Tensor]:
    """Return fresh weights, or those of `--start`, be it a checkpoint or a packed reader."""
    from safetensors.torch import load_file

    fresh = first_weights(args.base, args.seed)
    if args.start is None:
        return fresh
    opened = apply_delta(load_file(args.base / "model.safetensors"), load_file(args.start))
    return {name: opened[name] for name in fresh}


def train(args: argparse.Namespace) -> None:
    """Run one stage and leave `stageN.safetensors` in the work folder."""
    import torch

    # One thread a worker: on a busy machine two threads that wait for each other at every product were three times
    # slower than one (8.8 rows a second against 26).
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    examples = training_examples(args)
    rivals = read_rivals(args.rivals) if args.rivals else {}
    rows = Rows(open_tokenizer(args.base / "tokenizer.json"), size=args.size)
    weights = start_weights(args)
    frozen = frozen_names(weights, args.freeze_layers)
    trained = {name: value.requires_grad_() for name, value in weights.items() if name not in frozen}
    heads = [value for name, value in trained.items() if not name.startswith((EMBEDDINGS, "encoder."))]
    encoder = [value for name, value in trained.items() if name.startswith((EMBEDDINGS, "encoder."))]
    head_rate = args.rate * (1 if args.start else FRESH_HEAD_RATE)
    optimiser = torch.optim.AdamW(
        [{"params": encoder, "lr": args.rate}, {"params": heads, "lr": head_rate}], weight_decay=0.01, fused=True
    )

    def epoch() -> list[list[Row]]:
        return list(iter_batches(units(stage_rows(examples, rivals, rows, rng, args), rng), rng, size=args.batch))

    first = epoch()
    later = (batch for _ in range(1, args.epochs) for batch in epoch())
    Loop(weights, optimiser, chain(first, later), args, n_steps=len(first) * args.epochs).run()


def main() -> None:
    """Read the command line and train one stage."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--stage", type=int, choices=(1, 2), required=True)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--rivals", type=Path, help="what `training.rivals` wrote")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--near-share", type=float, default=0.6)
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--span-rows", type=int, default=40_000, help="rows of the span sources an epoch")
    parser.add_argument("--written-copies", type=int, default=1, help="how often an epoch reads the written sets")
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--freeze-layers", type=int, default=0, help="leave so many of the lowest layers as they are")
    parser.add_argument("--minutes", type=float, default=600.0, help="stop after so long, the rate down to nothing")
    parser.add_argument("--with-test", action="store_true", help="read the test articles too, once they are reported")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2, help="batches worked on at once, one thread each")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
