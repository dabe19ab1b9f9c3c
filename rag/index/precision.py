"""Keep a network's weights in bf16 where the processor multiplies it: a quarter of the time of fp32.

For what ranks and judges, never for the vectors that are stored in an index: those must be the same on every machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor


TILE = 16
"""Texts are padded to a multiple of so many pieces, the rows that a processor's bf16 unit takes at once: fused
attention over 223 pieces takes twice as long as over 224 (1.23 and .63 ms a layer, one thread, least of five)."""


def has_half_precision() -> bool:
    """Tell whether this processor multiplies bf16 numbers; elsewhere bf16 is slower than fp32."""
    import torch

    capabilities = torch.cpu.get_capabilities()
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))


def in_reading_precision(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return the weights with the encoder's layers in bf16 where that is faster, converted once for every use."""
    import torch

    precision = torch.bfloat16 if has_half_precision() else torch.float32
    return {name: value.to(precision) if name.startswith("encoder.") else value for name, value in weights.items()}


def widened(vectors: NDArray[np.floating]) -> NDArray[np.float32]:
    """Return the same numbers in single precision; torch converts them ten times as fast as numpy."""
    import torch

    wide: NDArray[np.float32] = torch.from_numpy(vectors).float().numpy()
    return wide
