"""The network that training exports is the one that cleaning runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch

from rag.articles import labeller
from rag.articles.features import N_BUCKETS, N_DENSE, N_EDGE, N_WORDS, page_features
from rag.articles.lines import split_lines
from rag.errors import ModelError
from tests.articles.pages import OPINION_PAGE, TICKER_PAGE
from training.line_labeller import LineNetwork, batch_of, export

if TYPE_CHECKING:
    from pathlib import Path


def test_numpy_runs_the_exported_network_as_torch_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(7)
    model = LineNetwork().eval()
    model.mean.copy_(torch.linspace(-1, 1, N_DENSE))
    model.scale.copy_(torch.linspace(0.5, 2, N_DENSE))
    export([model], tmp_path)
    monkeypatch.setattr(labeller, "WEIGHTS", tmp_path / "weights.npz")
    labeller._networks.cache_clear()
    lines = split_lines(TICKER_PAGE)
    ours = np.stack(labeller.line_chances(lines), axis=1)
    labeller._networks.cache_clear()
    features = page_features(lines)
    inputs = (torch.from_numpy(features.dense)[None], torch.from_numpy(features.edges).long()[None],
              torch.from_numpy(features.words).long()[None], torch.ones(1, len(lines)))  # fmt: skip
    with torch.no_grad():
        theirs = torch.sigmoid(model(*inputs))[0].numpy()
    # The exported arrays have half precision.
    np.testing.assert_allclose(ours, theirs, atol=0.02)


def test_a_batch_weighs_every_page_alike_and_pads_with_nothing() -> None:
    def page(n: int) -> dict[str, np.ndarray]:
        return {
            "dense": np.ones((n, N_DENSE), np.float16),
            "edges": np.ones((n, N_EDGE), np.uint16),
            "words": np.ones((n, N_WORDS), np.uint16),
            "labels": np.ones((n, 4), np.float32),
            "sizes": np.arange(n, dtype=np.int32),
        }

    batch = batch_of([page(3), page(5)])
    assert batch["weights"].sum(1).tolist() == pytest.approx([1.0, 1.0])
    assert batch["mask"].tolist() == [[1, 1, 1, 0, 0], [1, 1, 1, 1, 1]]
    assert batch["words"][0, 3:].sum() == 0


def test_features_have_the_shapes_that_the_network_reads() -> None:
    lines = split_lines(OPINION_PAGE)
    features = page_features(lines)
    assert features.dense.shape == (len(lines), N_DENSE)
    assert features.edges.shape == (len(lines), N_EDGE)
    assert features.words.shape == (len(lines), N_WORDS)
    assert np.isfinite(features.dense).all()
    assert features.words.max() < N_BUCKETS


def test_missing_weights_are_an_error_that_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labeller, "WEIGHTS", tmp_path / "weights.npz")
    labeller._networks.cache_clear()
    with pytest.raises(ModelError, match="install the package again"):
        labeller.line_chances(split_lines("One line."))
    labeller._networks.cache_clear()
