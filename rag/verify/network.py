"""Run the entailment network: pieces of (claim, evidence) in, three logits out.

One plain function serves training and judging alike, so that what is shipped is what was trained: MiniLM's six BERT
layers, an embedding of matches added to its input, and one small head over the first piece and the loudest values of
the claim's and the evidence's pieces.

Not done here: tokenising (`pieces.py`), loading (`weights.py`). Torch is imported late.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from torch import Tensor

N_LAYERS = 6
N_HEADS = 12
WIDTH = 384
HEAD_WIDTH = 256
LABELS = ("supported", "contradicted", "not_enough_info")
LAYER_NORM_EPS = 1e-12
EMBEDDINGS = "embeddings."
# What stands in for minus infinity: low enough for a softmax in bf16, finite so that nothing becomes NaN.
LOW = -1e4


def layer_name(layer: int, part: str) -> str:
    """Name a tensor of one encoder layer as the stock weights name it."""
    return f"encoder.layer.{layer}.{part}"


def entailment_logits(
    weights: Mapping[str, Tensor], *, pieces: Tensor, sides: Tensor, matches: Tensor, dropout: float = 0.0
) -> Tensor:
    """Return logits in the order of `LABELS`, shape [n, 3]; the three inputs are [n, length], piece 0 is padding."""
    import torch
    from torch.nn import functional

    present = pieces != 0
    hidden = _embedded(weights, pieces, sides, matches)
    if torch.is_autocast_enabled("cpu"):
        # Otherwise every layer copies the fp32 residual stream.
        hidden = hidden.to(torch.get_autocast_dtype("cpu"))
    blocked = torch.zeros(present.shape, dtype=hidden.dtype).masked_fill(~present, LOW)[:, None, None, :]
    for layer in range(N_LAYERS):
        hidden = _layer(weights, layer, hidden, blocked, dropout)
    final = hidden.float()
    loudest = [
        final.masked_fill(~(present & (sides == side) & (matches != 0))[:, :, None], LOW).amax(dim=1).clamp(min=-50)
        for side in (0, 1)
    ]
    both = functional.dropout(torch.cat([final[:, 0], *loudest], dim=1), dropout, training=dropout > 0)
    mixed = functional.gelu(functional.linear(both, weights["mix.weight"], weights["mix.bias"]))
    return functional.linear(mixed, weights["label.weight"], weights["label.bias"]).float()


def _embedded(weights: Mapping[str, Tensor], pieces: Tensor, sides: Tensor, matches: Tensor) -> Tensor:
    from torch.nn import functional

    summed = (
        functional.embedding(pieces, weights[EMBEDDINGS + "word_embeddings.weight"])
        + weights[EMBEDDINGS + "position_embeddings.weight"][: pieces.shape[1]]
        + functional.embedding(sides, weights[EMBEDDINGS + "token_type_embeddings.weight"])
        + functional.embedding(matches, weights["matches.weight"])
    )
    return _normed(weights, EMBEDDINGS + "LayerNorm", summed)


def _normed(weights: Mapping[str, Tensor], name: str, values: Tensor) -> Tensor:
    from torch.nn import functional

    return functional.layer_norm(values, (WIDTH,), weights[name + ".weight"], weights[name + ".bias"], LAYER_NORM_EPS)


def _linear(weights: Mapping[str, Tensor], name: str, values: Tensor) -> Tensor:
    from torch.nn import functional

    return functional.linear(values, weights[name + ".weight"], weights[name + ".bias"])


def _layer(weights: Mapping[str, Tensor], layer: int, hidden: Tensor, blocked: Tensor, dropout: float) -> Tensor:
    """Run one encoder layer; attention is written out because its fused form is slower to train on a CPU."""
    from torch.nn import functional

    n, length, _ = hidden.shape

    def heads(part: str) -> Tensor:
        projected = _linear(weights, layer_name(layer, f"attention.self.{part}"), hidden)
        return projected.view(n, length, N_HEADS, WIDTH // N_HEADS).transpose(1, 2)

    def dropped(values: Tensor) -> Tensor:
        return functional.dropout(values, dropout, training=dropout > 0)

    scores = heads("query") @ heads("key").transpose(2, 3) * (WIDTH // N_HEADS) ** -0.5
    attention = (scores + blocked.to(scores.dtype)).softmax(dim=-1).to(scores.dtype)
    mixed = (attention @ heads("value")).transpose(1, 2).reshape(n, length, WIDTH)
    mixed = dropped(_linear(weights, layer_name(layer, "attention.output.dense"), mixed))
    attended = _normed(weights, layer_name(layer, "attention.output.LayerNorm"), mixed + hidden)
    inner = functional.gelu(_linear(weights, layer_name(layer, "intermediate.dense"), attended))
    inner = dropped(_linear(weights, layer_name(layer, "output.dense"), inner))
    return _normed(weights, layer_name(layer, "output.LayerNorm"), inner + attended)
