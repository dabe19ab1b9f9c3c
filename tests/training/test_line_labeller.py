"""The network that training exports is the one that cleaning runs, and pages are drawn and put into batches rightly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch

from rag.articles import labeller
from rag.articles.features import N_BUCKETS, N_DENSE, N_EDGE, N_WORDS, page_features
from rag.articles.lines import split_lines
from rag.errors import ModelError
from tests.articles.pages import OPINION_PAGE, PARAGRAPHS, TICKER_PAGE
from training.line_labeller import OWN_TIMES, draw_epoch, page_loss
from training.line_labeller_network import LineNetwork, blend, export, load
from training.line_labeller_pages import OWN, Furniture, Rendering, Source, batch_of, draw, drawn, furniture

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


def test_an_exported_network_is_read_again_and_the_mean_of_two_lies_between_them(tmp_path: Path) -> None:
    torch.manual_seed(7)
    first, second = LineNetwork(), LineNetwork()
    first.mean.fill_(0.5)
    export([first, second], tmp_path)
    again = load(tmp_path)
    for name, weights in first.state_dict().items():
        torch.testing.assert_close(again.state_dict()[name], weights, atol=1e-3, rtol=1e-3)
    mean = blend([first, second])
    torch.testing.assert_close(mean.leave.bias, (first.leave.bias + second.leave.bias) / 2)
    assert float(mean.mean[0]) == 0.25


def source(page_id: str, text: str) -> Source:
    lines = split_lines(text)
    labels = np.zeros((len(lines), 4), np.float32)
    labels[:, 0] = [line.plain in PARAGRAPHS for line in lines]
    labels[0, 1:] = 1
    return Source(page_id=page_id, kind="article", renderings={"block0": Rendering(text=text, labels=labels)})


def test_a_batch_pads_with_nothing() -> None:
    rows = split_lines(OPINION_PAGE)
    short, long = (drawn(rows[:n], np.ones((n, 4), np.float32)) for n in (3, 5))
    batch = batch_of([short, long])
    assert batch.mask.tolist() == [[1, 1, 1, 0, 0], [1, 1, 1, 1, 1]]
    assert batch.words[0, 3:].sum() == 0
    assert batch.labels[0, 3:].sum() == 0


def test_a_page_drawn_is_whole_cropped_or_grafted_and_never_loses_its_article() -> None:
    page, host = source("1", OPINION_PAGE), source("2", TICKER_PAGE)
    rng = np.random.default_rng(3)
    sizes, headed = set(), set()
    for _ in range(60):
        found = draw(page, Furniture(articles=[host]), rng)
        sizes.add(len(found.labels))
        headed.add(found.headed)
        assert found.labels[:, 0].sum() == len(PARAGRAPHS)
        assert len(found.features.dense) == len(found.labels) == len(found.sizes)
    assert headed == {True, False}
    assert min(sizes) < len(split_lines(OPINION_PAGE)) < max(sizes)


def own_source() -> Source:
    rows = ["T|A pier too far", "B|" + PARAGRAPHS[0], "X|Advertisement", "X|Nets at half price", "B|" + PARAGRAPHS[1]]
    text = "\n".join(row[2:] for row in rows)
    labels = np.array([[row[0] == "B", row[0] == "T", 0, 0] for row in rows], np.float32)
    return Source(page_id="0-00", kind=OWN, renderings={"block0": Rendering(text=text, labels=labels)})


def test_furniture_between_our_own_paragraphs_is_set_between_those_of_others() -> None:
    page, among = source("1", OPINION_PAGE), furniture([own_source()])
    assert [[line.plain for line in run] for run in among.breaks[False]] == [["Advertisement", "Nets at half price"]]
    rng = np.random.default_rng(3)
    whole = len(split_lines(OPINION_PAGE))
    pages = [draw(page, among, rng) for _ in range(60)]
    assert {found.labels[:, 0].sum() for found in pages} == {len(PARAGRAPHS)}
    added = [found for found in pages if len(found.labels) > whole]
    assert added
    for found in added:
        main = np.flatnonzero(found.labels[:, 0])
        assert main[-1] - main[0] + 1 > len(PARAGRAPHS)


def test_an_article_may_be_set_into_one_of_our_own_pages() -> None:
    rng = np.random.default_rng(3)
    pages = [draw(source("1", OPINION_PAGE), Furniture(articles=[], own=[own_source()]), rng) for _ in range(60)]
    assert not all(page.headed for page in pages)


def test_our_own_pages_are_drawn_more_often_and_never_left_out() -> None:
    sources = [source("1", OPINION_PAGE), own_source()]
    n_lines = sorted(len(page.labels) for group in draw_epoch(sources, np.random.default_rng(3)) for page in group)
    assert len(n_lines) == 1 + OWN_TIMES


def test_the_loss_of_a_grafted_page_does_not_count_its_head() -> None:
    rows = split_lines(OPINION_PAGE)[:4]
    labels = np.array([[0, 1, 0, 0], [0, 0, 1, 0], [1, 0, 0, 0], [0, 0, 0, 1]], np.float32)
    trusted, grafted = (batch_of([drawn(rows, labels, headed=headed)]) for headed in (True, False))
    right = torch.from_numpy(20 * labels[None] - 10)
    wrong = right.clone()
    wrong[..., 1:] = -wrong[..., 1:]
    assert float(page_loss(wrong, trusted)) > float(page_loss(right, trusted)) + 1
    assert float(page_loss(wrong, grafted)) == pytest.approx(float(page_loss(right, grafted)), abs=1e-3)
    assert float(page_loss(-right, grafted)) > float(page_loss(right, grafted)) + 1


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
