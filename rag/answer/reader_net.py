"""Run the reader's network: word pieces of (question, paragraph) in, span and answerable logits out.

One plain function serves training and answering alike, so that what is shipped is what was trained. The encoder is
MiniLM's (six BERT layers); added are an embedding of *matches* (does this word stand on the other side, exactly or
but for its ending?), a span head and an answerable head.

Not done here: tokenising, windows, probabilities (`reader.py`). This module is the answering side's door to torch,
which is imported late.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from torch import Tensor

N_LAYERS = 6
N_HEADS = 12
WIDTH = 384
# Kinds of match a word piece can have: none of the below (special pieces, padding); in the question: unmatched,
# exact, ending aside; in the paragraph: the same three.
N_MATCHES = 7
# Low enough to vanish in a softmax, high enough to stay finite in bf16 sums.
NEVER = -1e4
LAYER_NORM_EPS = 1e-12
EMBEDDINGS = "embeddings."


def layer_name(layer: int, part: str) -> str:
    """Name a tensor of one encoder layer as the stock weights name it."""
    return f"encoder.layer.{layer}.{part}"


def reader_logits(
    weights: Mapping[str, Tensor],
    *,
    pieces: Tensor,
    sides: Tensor,
    matches: Tensor,
    dropout: float = 0.0,
) -> tuple[Tensor, Tensor]:
    """Return (span logits [n, length, 2], answerable logits [n]).

    `pieces` are word-piece ids, 0 is padding; `sides` are 0 for the question, 1 for the paragraph; `matches` are
    below `N_MATCHES`; all three [n, length]. Span logits outside the paragraph are `NEVER` but for the first piece,
    which stands for 'no answer here'.
    """
    import torch

    present = pieces != 0
    hidden = _embedded(weights, pieces, sides, matches)
    # The residual stream has the encoder's precision; left in fp32, every layer would copy it.
    is_mixed = torch.is_autocast_enabled("cpu")
    first = weights[layer_name(0, "attention.self.query") + ".weight"]
    hidden = hidden.to(torch.get_autocast_dtype("cpu") if is_mixed else first.dtype)
    blocked = torch.zeros(present.shape, dtype=hidden.dtype).masked_fill(~present, NEVER)[:, None, None, :]
    for layer in range(N_LAYERS):
        hidden = _layer(weights, layer, hidden, blocked, dropout)
    with torch.autocast("cpu", enabled=False):
        return _heads(weights, hidden.float(), present=present, sides=sides, dropout=dropout)


def _heads(
    weights: Mapping[str, Tensor], hidden: Tensor, *, present: Tensor, sides: Tensor, dropout: float
) -> tuple[Tensor, Tensor]:
    """Return the span's and the answerable logits; the latter read the first piece and the question's pieces."""
    import torch
    from torch.nn import functional

    allowed = present & (sides == 1)
    allowed[:, 0] = True
    span = _linear(weights, "span", hidden).masked_fill(~allowed[:, :, None], NEVER)
    asked = present & (sides == 0)
    asked[:, 0] = False
    loudest = hidden.masked_fill(~asked[:, :, None], NEVER).amax(dim=1)
    both = functional.dropout(torch.cat([hidden[:, 0], loudest], dim=1), dropout, training=dropout > 0)
    return span, _linear(weights, "answerable", functional.gelu(_linear(weights, "mix", both)))[:, 0]


def _embedded(weights: Mapping[str, Tensor], pieces: Tensor, sides: Tensor, matches: Tensor) -> Tensor:
    from torch.nn import functional

    positions = weights[EMBEDDINGS + "position_embeddings.weight"][: pieces.shape[1]]
    summed = (
        functional.embedding(pieces, weights[EMBEDDINGS + "word_embeddings.weight"])
        + positions
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
    """Run one encoder layer."""
    from torch.nn import functional

    n, length, _ = hidden.shape

    def heads(part: str) -> Tensor:
        projected = _linear(weights, layer_name(layer, f"attention.self.{part}"), hidden)
        return projected.view(n, length, N_HEADS, WIDTH // N_HEADS).transpose(1, 2)

    mixed = _attended(heads("query"), heads("key"), heads("value"), blocked).transpose(1, 2).reshape(n, length, WIDTH)
    mixed = _linear(weights, layer_name(layer, "attention.output.dense"), mixed)
    mixed = functional.dropout(mixed, dropout, training=dropout > 0)
    attended = _normed(weights, layer_name(layer, "attention.output.LayerNorm"), mixed + hidden)
    inner = functional.gelu(_linear(weights, layer_name(layer, "intermediate.dense"), attended))
    inner = _linear(weights, layer_name(layer, "output.dense"), inner)
    inner = functional.dropout(inner, dropout, training=dropout > 0)
    return _normed(weights, layer_name(layer, "output.LayerNorm"), inner + attended)


def _attended(query: Tensor, key: Tensor, value: Tensor, blocked: Tensor) -> Tensor:
    """Attend, fused when reading; written out when training, for which the fused form is slower on a CPU."""
    import torch
    from torch.nn import functional

    if not torch.is_grad_enabled():
        return functional.scaled_dot_product_attention(query, key, value, attn_mask=blocked)
    scores: Tensor = query @ key.transpose(2, 3) * (WIDTH // N_HEADS) ** -0.5
    attention: Tensor = (scores + blocked.to(scores.dtype)).softmax(dim=-1).to(scores.dtype)
    return attention @ value
