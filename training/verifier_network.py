"""Train the verifier's entailment network from the stock MiniLM weights.

    python -m training.verifier_network DATA BASE WORK

DATA is the folder that holds `claims/`, `summedits_dev/`, `wice_dev/` and `wcxb_dev/`, BASE the folder with MiniLM's
`model.safetensors` and `tokenizer.json`, WORK where checkpoints and the log go. Word and position embeddings stay the
stock ones. A run that was cut short leaves the last checkpoint.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rag.verify.evidence import gather, read_evidence
from rag.verify.network import EMBEDDINGS, HEAD_WIDTH, LABELS, WIDTH, entailment_logits
from rag.verify.pieces import N_MATCHES, Pair, open_tokenizer, pair_of
from training.verifier_data import NETWORK, Row, edited_sentences, read_rows
from training.verifier_edits import article_rows, edited_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokenizers import Tokenizer
    from torch import Tensor

FROZEN = (EMBEDDINGS + "word_embeddings.weight", EMBEDDINGS + "position_embeddings.weight")
DROPOUT = 0.1
LABEL_SMOOTHING = 0.05
CHECKPOINT_STEPS = 25
# Lengths are rounded up to this, since every new shape costs the matrix library a compilation.
LENGTH_STEP = 16
# At most so many rows of one source an epoch, so that no style of claim rules.
CAPS = {"breaking_nli": 2000, "med": 2500}
EDIT_SHARE = 0.5
ARTICLE_SENTENCES = 1500


def epoch_rows(data: Path, rng: random.Random) -> list[Row]:
    """Return one epoch: the network's part, summaries cut to their edited sentence, edits and article sentences."""
    edited = edited_sentences(data)
    by_source: dict[str, list[Row]] = defaultdict(list)
    for row in read_rows(data):
        if row.part != NETWORK:
            continue
        if row.source.startswith("summedits"):
            if (row.claim, row.evidence) not in edited:
                continue
            claim, label = edited[row.claim, row.evidence]
            by_source[row.source].append(replace(row, claim=claim, label=label))
        else:
            by_source[row.source].append(row)
    rows: list[Row] = []
    for source, found in sorted(by_source.items()):
        rows += rng.sample(found, min(len(found), CAPS.get(source, len(found))))
    human = [row for row in rows if not row.source.startswith(("med", "breaking", "negation"))]
    rows += edited_rows(human, rng, share=EDIT_SHARE)
    rows += article_rows(data / "wcxb_dev" / "ground_truth.jsonl.gz", rng, n=ARTICLE_SENTENCES)
    return rows


def pairs_of(rows: Sequence[Row], tokenizer: Tokenizer) -> list[tuple[Pair, int]]:
    """Lay out each row as it will be at answer time: over the sentences gathered for its claim."""
    laid: list[tuple[Pair, int]] = []
    for row in rows:
        gathered = gather(row.claim, read_evidence(row.evidence))
        if gathered is not None:
            laid.append((pair_of(tokenizer, row.claim, gathered.text), LABELS.index(row.label)))
    return laid


def batches(laid: Sequence[tuple[Pair, int]], rng: random.Random, size: int) -> list[list[tuple[Pair, int]]]:
    """Group pairs of like length, in random order, so that little is padding."""
    shuffled = sorted(laid, key=lambda one: len(one[0].ids) + rng.uniform(0, 24))
    made = [shuffled[at : at + size] for at in range(0, len(shuffled), size)]
    rng.shuffle(made)
    return made


def tensors_of(batch: Sequence[Pair]) -> tuple[Tensor, Tensor, Tensor]:
    """Pad pieces, sides and matches to one length."""
    import torch

    longest = max(len(pair.ids) for pair in batch)
    length = -(-longest // LENGTH_STEP) * LENGTH_STEP
    padded = [
        [[*values, *[0] * (length - len(values))] for values in column]
        for column in zip(*((pair.ids, pair.sides, pair.matches) for pair in batch), strict=True)
    ]
    pieces, sides, matches = (torch.tensor(column) for column in padded)
    return pieces, sides, matches


def first_weights(base: Path, seed: int) -> dict[str, Tensor]:
    """Return MiniLM's weights in fp32 with a fresh head; match embeddings start at zero and so change nothing."""
    import torch
    from safetensors.torch import load_file

    stock = load_file(base / "model.safetensors")
    weights = {name: value.float() for name, value in stock.items() if name.startswith((EMBEDDINGS, "encoder."))}
    weights.pop(EMBEDDINGS + "position_ids", None)
    generator = torch.Generator().manual_seed(seed)
    for name, shape in (("mix", (HEAD_WIDTH, 3 * WIDTH)), ("label", (len(LABELS), HEAD_WIDTH))):
        weights[name + ".weight"] = torch.randn(shape, generator=generator) * 0.02
        weights[name + ".bias"] = torch.zeros(shape[0])
    weights["matches.weight"] = torch.randn((N_MATCHES, WIDTH), generator=generator) * 0.005
    return weights


def train(args: argparse.Namespace) -> None:
    """Train and leave `network.safetensors` in the work folder."""
    import torch
    from safetensors.torch import load_file, save_file
    from torch.nn import functional

    torch.set_num_threads(args.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    tokenizer = open_tokenizer(args.base / "tokenizer.json")
    steps = [
        batch
        for _ in range(args.epochs)
        for batch in batches(pairs_of(epoch_rows(args.data, rng), tokenizer), rng, args.batch)
    ]
    weights = load_file(args.start) if args.start else first_weights(args.base, args.seed)
    trained = {name: value.requires_grad_() for name, value in weights.items() if name not in FROZEN}
    encoder = [value for name, value in trained.items() if name.startswith((EMBEDDINGS, "encoder."))]
    heads = [value for name, value in trained.items() if not name.startswith((EMBEDDINGS, "encoder."))]
    optimiser = torch.optim.AdamW(
        [{"params": encoder, "lr": args.rate}, {"params": heads, "lr": 5 * args.rate}], weight_decay=0.01, fused=True
    )
    warm = max(1, len(steps) // 20)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, max(0.02, (len(steps) - step) / (len(steps) - warm)))
    )
    args.work.mkdir(parents=True, exist_ok=True)
    log = (args.work / "network.log").open("a", encoding="utf-8")
    began, seen, total, right = time.monotonic(), 0, 0.0, 0
    for step, batch in enumerate(steps, start=1):
        pieces, sides, matches = tensors_of([pair for pair, _ in batch])
        labels = torch.tensor([label for _, label in batch])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = entailment_logits(weights, pieces=pieces, sides=sides, matches=matches, dropout=DROPOUT)
        loss = functional.cross_entropy(logits, labels, label_smoothing=LABEL_SMOOTHING)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(list(trained.values()), 1.0)
        optimiser.step()
        schedule.step()
        seen, total = seen + len(batch), total + float(loss.detach())
        right += int((logits.argmax(dim=1) == labels).sum())
        if step % CHECKPOINT_STEPS == 0 or step == len(steps):
            save_file({name: value.detach() for name, value in weights.items()}, args.work / "network.part")
            (args.work / "network.part").replace(args.work / "network.safetensors")
            line = {"step": step, "of": len(steps), "rows": seen, "loss": round(total / CHECKPOINT_STEPS, 4)}
            line |= {"right": round(right / CHECKPOINT_STEPS / args.batch, 3)}
            log.write(json.dumps(line | {"rows_a_second": round(seen / (time.monotonic() - began), 1)}) + "\n")
            log.flush()
            total, right = 0.0, 0
    log.close()


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
