"""Let a sentence-transformers CrossEncoder of the user's choice judge the best sentences, beside the trees.

Set by `FOOTNOTE_CROSS_ENCODER`: a folder, or a name that already lies in the Hugging Face cache; nothing is downloaded
or unpickled. Its belief takes the place of the reader's in the order of the sentences; spans and the confidence stay
the reader's. This is the answering side's door to sentence-transformers.

Not done here: models with more than one label (entailment models); they say something else than 'this answers'.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rag.errors import ModelError
from rag.index.encoder import model_folder, weights_hash_of
from rag.index.quiet import quiet_loading

if TYPE_CHECKING:
    from collections.abc import Sequence

SCORE_DIGITS = 4
"""Beliefs are cut here: the last bits differ between processors."""


class SentenceJudge:
    """A loaded CrossEncoder; `load` opens one."""

    def __init__(self, model: Any) -> None:  # noqa: ANN401  # the library's class is untyped and imported late
        """Take an opened model with one label."""
        self._model = model

    @classmethod
    def load(cls, name: str) -> SentenceJudge:
        """Open a model by folder or name.

        Raises:
            ModelError: it is not on this machine, has no safetensors weights, or is no CrossEncoder of one label.
        """
        folder = model_folder(name, setting="FOOTNOTE_CROSS_ENCODER")
        weights_hash_of(folder)
        with quiet_loading():
            from sentence_transformers import CrossEncoder

            try:
                model = CrossEncoder(
                    str(folder), device="cpu", local_files_only=True, model_kwargs={"use_safetensors": True}
                )
            except (OSError, ValueError, RuntimeError, KeyError) as error:
                raise ModelError(f"{folder} cannot be loaded as a CrossEncoder ({error}).") from error
        if model.num_labels != 1:
            raise ModelError(
                f"{folder} has {model.num_labels} labels; a CrossEncoder that ranks has one. Name another: "
                "FOOTNOTE_CROSS_ENCODER"
            )
        return cls(model)

    def beliefs(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return how far each text answers the question, 0..1; each pair is read by itself, so order is no matter."""
        import torch

        return [
            round(
                float(
                    self._model.predict([(question, text)], activation_fn=torch.nn.Sigmoid(), show_progress_bar=False)[
                        0
                    ]
                ),
                SCORE_DIGITS,
            )
            for text in texts
        ]
