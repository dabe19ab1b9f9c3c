"""Pack trained weights for shipping: a four-bit delta over MiniLM, with the calibration fitted on the dev articles.

    python -m training.reader_pack DATA BASE rag/models/reader WORK/stage2.safetensors [MORE.safetensors ...]

Several checkpoints are averaged, weight by weight, before packing.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import TYPE_CHECKING

from rag.answer.reader import Reader
from rag.answer.reader_pieces import open_tokenizer
from rag.answer.reader_weights import PACKED, SCALE, WEIGHTS_FILE, apply_delta, packed
from training.reader_data import read_split
from training.reader_report import Outcome, outcomes
from training.reader_train import FROZEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor

NEUTRAL = (1.0, 0.0, 0.0)


def delta_of(stock: dict[str, Tensor], trained: dict[str, Tensor]) -> dict[str, Tensor]:
    """Return what is shipped: encoder matrices as packed deltas, every other trained tensor as it is."""
    shipped: dict[str, Tensor] = {}
    for name, value in trained.items():
        if name in FROZEN:
            continue
        if name.startswith("encoder.") and value.dim() == 2:
            shipped[name + PACKED], shipped[name + SCALE] = packed(value - stock[name].float())
        else:
            shipped[name] = value.half().contiguous() if value.dim() > 1 else value.contiguous()
    return shipped


def calibration_of(found: Sequence[Outcome]) -> Tensor:
    """Fit P(answerable) to (head's logit, span's margin) by logistic regression; `found` is read with `NEUTRAL`."""
    import torch
    from torch.nn import functional

    def head_logit(each: Outcome) -> float:
        probability = min(max(each.answerable, 1e-4), 1 - 1e-4)
        return math.log(probability / (1 - probability))

    inputs = torch.tensor([[head_logit(each), each.margin, 1.0] for each in found], dtype=torch.float64)
    labels = torch.tensor([float(each.is_answerable) for each in found], dtype=torch.float64)
    fitted = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([fitted], max_iter=200)

    def closure() -> Tensor:
        optimiser.zero_grad()
        loss = functional.binary_cross_entropy_with_logits(inputs @ fitted, labels)
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    return fitted.detach().float()


def main() -> None:
    """Read the command line, pack, calibrate on dev and write the weights file."""
    import torch
    from safetensors.torch import load_file, save_file

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    parser.add_argument("--limit", type=int, default=100_000, help="calibrate on so many questions, evenly spaced")
    args = parser.parse_args()
    torch.set_num_threads(1)
    stock = load_file(args.base / "model.safetensors")
    opened = [load_file(path) for path in args.checkpoints]
    trained = {name: torch.stack([each[name] for each in opened]).mean(dim=0) for name in opened[0]}
    shipped = delta_of(stock, trained)
    shipped["calibration"] = torch.tensor(NEUTRAL)
    reader = Reader(apply_delta(stock, shipped), open_tokenizer(args.base / "tokenizer.json"))
    dev = read_split(args.data).dev
    shipped["calibration"] = calibration_of(outcomes(reader, dev[:: max(1, len(dev) // args.limit)]))
    args.folder.mkdir(parents=True, exist_ok=True)
    save_file(shipped, args.folder / WEIGHTS_FILE)
    print("calibration", [round(value, 4) for value in shipped["calibration"].tolist()])


if __name__ == "__main__":
    main()
