"""The loop reads each batch once, whoever works on it, and changes only what is to be trained."""

from __future__ import annotations

import json
import math
from argparse import Namespace
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import torch
from safetensors.torch import load_file

from rag.answer.reader_net import N_LAYERS, N_MATCHES, NEVER, WIDTH, layer_name
from rag.answer.reader_pieces import Pieces, window
from training.reader_batches import ALONE, Batch, Row
from training.reader_loop import Loop, across
from training.reader_train import FROZEN, frozen_names

if TYPE_CHECKING:
    from pathlib import Path

    from torch import Tensor

PARTS = ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense")


def norm(name: str) -> dict[str, Tensor]:
    return {f"{name}.weight": torch.ones(WIDTH), f"{name}.bias": torch.zeros(WIDTH)}


def linear(name: str, n_out: int, n_in: int) -> dict[str, Tensor]:
    return {f"{name}.weight": torch.randn(n_out, n_in) * 0.02, f"{name}.bias": torch.zeros(n_out)}


def random_weights() -> dict[str, Tensor]:
    torch.manual_seed(1)
    kinds = {"word": 30, "position": 40, "token_type": 2}
    weights = {f"embeddings.{kind}_embeddings.weight": torch.randn(n, WIDTH) * 0.02 for kind, n in kinds.items()}
    weights |= norm("embeddings.LayerNorm") | {"matches.weight": torch.zeros(N_MATCHES, WIDTH)}
    for layer in range(N_LAYERS):
        for part in PARTS:
            weights |= linear(layer_name(layer, part), WIDTH, WIDTH)
        weights |= linear(layer_name(layer, "intermediate.dense"), 2 * WIDTH, WIDTH)
        weights |= linear(layer_name(layer, "output.dense"), WIDTH, 2 * WIDTH)
        weights |= norm(layer_name(layer, "attention.output.LayerNorm")) | norm(layer_name(layer, "output.LayerNorm"))
    return weights | linear("span", 2, WIDTH) | linear("mix", WIDTH, 2 * WIDTH) | linear("answerable", 1, WIDTH)


def batch() -> list[Row]:
    text = Pieces(ids=(7, 8, 9), spans=((0, 1),) * 3, words=("a", "b", "c"))
    read = window(text, text)
    # The first piece and the separator stand outside this small vocabulary.
    read.ids[:] = [min(piece, 29) for piece in read.ids]
    spans = ((read.first, True), (0, False))
    return [Row(read=read, start=at, end=at, answerable=answerable, group=1) for at, answerable in spans]


def test_every_batch_is_taken_once_and_frozen_weights_stay(tmp_path: Path) -> None:
    weights = random_weights()
    before = {name: value.clone() for name, value in weights.items()}
    frozen = frozen_names(weights, 2)
    trained = [value.requires_grad_() for name, value in weights.items() if name not in frozen]
    args = Namespace(minutes=10.0, workers=2, dropout=0.0, work=tmp_path, stage=1)
    batches = iter([batch() for _ in range(6)])
    Loop(weights, torch.optim.AdamW(trained, lr=1e-3), batches, args, n_steps=6).run()
    log = [json.loads(line) for line in (tmp_path / "stage1.log").read_text(encoding="utf-8").splitlines()]
    assert (log[-1]["step"], log[-1]["rows"]) == (6, 12)
    changed = {name for name, value in weights.items() if not torch.equal(value, before[name])}
    assert "answerable.weight" in changed
    assert set(FROZEN) <= frozen
    assert not changed & frozen
    saved = load_file(tmp_path / "stage1.safetensors")
    assert all(torch.equal(saved[name], value) for name, value in weights.items())


def test_an_answer_is_held_against_the_places_of_every_passage_of_its_question_and_of_no_other() -> None:
    """Two passages of one question, equal logits over 2 and 3 places and no answer beside them: one place in five."""
    span = torch.zeros(3, 4, 2)
    span[1, 3] = NEVER
    span[:, 0] = 9.0
    batch = Batch(
        pieces=torch.ones(3, 4),
        sides=torch.ones(3, 4),
        matches=torch.ones(3, 4),
        start=torch.tensor([2, 0, 1]),
        end=torch.tensor([2, 0, 1]),
        answerable=torch.tensor([1.0, 0.0, 1.0]),
        group=torch.tensor([0, 1, 2]),
        asked=torch.tensor([4, 4, ALONE]),
    )
    assert across(span, batch).item() == pytest.approx(math.log(5))
    alone = replace(batch, asked=torch.tensor([ALONE] * 3))
    assert across(span, alone).item() == 0
