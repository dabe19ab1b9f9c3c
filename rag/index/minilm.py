"""The default encoder's network written out: six BERT layers over word pieces, for questions and their nearest words.

Importing sentence-transformers takes some six seconds of processor time, which building an index can spare and somebody
who asks one question cannot; this reads the same weights with torch alone. `tests/index/test_encoder.py` holds it to
sentence-transformers' own vectors. Every text runs by itself, padded to the processor's tile at most (`precision.py`),
so its vector does not depend on what else was asked. Which threads run it is the caller's business (`abreast.py`).

Not done: bulk encoding, other models, training. This is the index's second door to torch, imported late.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rag.index.precision import TILE, has_half_precision, in_reading_precision
from rag.types import Span, WordVectors

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray
    from tokenizers import Tokenizer
    from torch import Tensor

MAX_TOKENS = 254
"""Word pieces that the published model reads (max_seq_length 256), the two special ones left out."""

DIMENSION = 384

_N_LAYERS = 6
_N_HEADS = 12
_NORM_EPS = 1e-12


def load_tokenizer(folder: Path) -> Tokenizer:
    """Read a model's tokenizer so that it neither cuts nor pads; as it is published it does both without a word."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


@dataclass(frozen=True, slots=True, eq=False)
class MiniLm:
    """The network's weights by their published names, as published and as words are read with, and its tokenizer."""

    weights: Mapping[str, Tensor]
    word_weights: Mapping[str, Tensor]
    tokenizer: Tokenizer

    @classmethod
    def load(cls, folder: Path) -> MiniLm:
        """Read the weights and the tokenizer from a model's folder."""
        from safetensors.torch import load_file

        published = load_file(folder / "model.safetensors")
        weights = {
            name: _by_column(value) if name.startswith("encoder.") else value for name, value in published.items()
        }
        # In bf16 the published layout is the faster one; without it the words are read with the same weights.
        words = in_reading_precision(published) if has_half_precision() else weights
        return cls(weights, words, load_tokenizer(folder))

    def text_vector(self, text: str) -> NDArray[np.float32]:
        """Return the unit vector of a text: the mean of its pieces' vectors, special ones among them."""
        from torch.nn.functional import normalize

        hidden, _ = self._read(text, self.weights)
        return np.asarray(normalize(hidden.mean(dim=0), dim=0).numpy(), dtype=np.float32)

    def word_vectors(self, text: str) -> WordVectors:
        """Return the unit vectors of a text's pieces, special ones left out; in bf16 where the processor has it."""
        from torch.nn.functional import normalize

        hidden, spans = self._read(text, self.word_weights)
        vectors = normalize(hidden[1:-1].float(), dim=1).numpy()
        return WordVectors(spans=spans, vectors=np.asarray(vectors, dtype=np.float32))

    def _read(self, text: str, weights: Mapping[str, Tensor]) -> tuple[Tensor, list[Span]]:
        """Return the last layer, shape (pieces, DIMENSION), and the span of each piece but the special two."""
        import torch

        encoding = self.tokenizer.encode(text, add_special_tokens=False)
        first, last = self.tokenizer.token_to_id("[CLS]"), self.tokenizer.token_to_id("[SEP]")
        ids = [first, *encoding.ids[:MAX_TOKENS], last]
        pieces = torch.tensor(ids + [0] * (-len(ids) % TILE))
        present = (torch.arange(len(pieces)) < len(ids))[None, None, None, :]
        with torch.inference_mode():
            hidden = _embedded(weights, pieces).to(weights["encoder.layer.0.output.dense.weight"].dtype)
            for layer in range(_N_LAYERS):
                hidden = _layer(weights, f"encoder.layer.{layer}.", hidden, present)
        return hidden[: len(ids)], [Span(start, end) for start, end in encoding.offsets[:MAX_TOKENS]]


def _by_column(weight: Tensor) -> Tensor:
    """Lay a matrix out column by column, as the product with few rows reads it: a question takes a seventh less time.

    The numbers of the product are the same to the last bit.
    """
    return weight.t().contiguous().t() if weight.ndim == 2 else weight


def _embedded(weights: Mapping[str, Tensor], pieces: Tensor) -> Tensor:
    summed = (
        weights["embeddings.word_embeddings.weight"][pieces]
        + weights["embeddings.position_embeddings.weight"][: len(pieces)]
        + weights["embeddings.token_type_embeddings.weight"][0]
    )
    return _normed(weights, "embeddings.LayerNorm", summed)


def _layer(weights: Mapping[str, Tensor], name: str, hidden: Tensor, present: Tensor) -> Tensor:
    """Run one layer over one text: attention among the pieces present, then the feed-forward part."""
    from torch.nn import functional

    def heads(part: str) -> Tensor:
        projected = _linear(weights, f"{name}attention.self.{part}", hidden)
        return projected.view(1, len(hidden), _N_HEADS, DIMENSION // _N_HEADS).transpose(1, 2)

    mixed = functional.scaled_dot_product_attention(heads("query"), heads("key"), heads("value"), attn_mask=present)
    mixed = _linear(weights, f"{name}attention.output.dense", mixed.transpose(1, 2).reshape(len(hidden), DIMENSION))
    attended = _normed(weights, f"{name}attention.output.LayerNorm", mixed + hidden)
    inner = functional.gelu(_linear(weights, f"{name}intermediate.dense", attended))
    return _normed(weights, f"{name}output.LayerNorm", _linear(weights, f"{name}output.dense", inner) + attended)


def _linear(weights: Mapping[str, Tensor], name: str, values: Tensor) -> Tensor:
    from torch.nn import functional

    return functional.linear(values, weights[f"{name}.weight"], weights[f"{name}.bias"])


def _normed(weights: Mapping[str, Tensor], name: str, values: Tensor) -> Tensor:
    from torch.nn import functional

    return functional.layer_norm(values, (DIMENSION,), weights[f"{name}.weight"], weights[f"{name}.bias"], _NORM_EPS)
