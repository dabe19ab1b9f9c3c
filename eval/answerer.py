"""The seams of the evaluation: anything that answers, and anything that judges entailment.

`rag.Assistant` is an `Answerer` as it stands. `python:MODULE:FACTORY` names another one: the factory is called with
the index folder and returns an object with these four methods.
"""

from __future__ import annotations

import importlib
import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from eval.errors import SetError
from rag.types import Support

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rag.types import Answer, Article, Hit

SWITCH_S = 1e-4
"""How long a thread may keep the interpreter from the others. Torch lets go of it in every layer and asks for it back:
at Python's 5 ms the test half took 38 s on two cores, at this 32 s, with the same figures (one run each)."""

PYTHON_PREFIX = "python:"


class Answerer(Protocol):
    """What can be measured."""

    def ask(self, question: str, history: Sequence[tuple[str, str]] | None = None) -> Answer:
        """Answer a question; history is earlier (question, answer) pairs, oldest first."""

    def search(self, question: str, k: int = 10) -> list[Hit]:
        """Return the k best passages, best first."""

    def article(self, article_id: str) -> Article:
        """Return the article of an id that a hit or a citation named."""

    def articles(self) -> Sequence[Article]:
        """Return every article that may be answered from."""


def open_answerer(index_dir: Path, model: str | None = None) -> Answerer:
    """Open the assistant on an index, with a chat model when one is named, or another answerer altogether.

    Raises:
        SetError: `python:...` names nothing that can be called.
        RagError: the index or the model is not at hand.
    """
    if model is not None and model.startswith(PYTHON_PREFIX):
        built: Answerer = _factory(model)(index_dir)
        return built
    from rag.assistant import Assistant
    from rag.settings import Settings

    settings = Settings.from_env(os.environ)
    return Assistant.open(index_dir, settings=replace(settings, model=model or settings.model))


def answering_threads(model: str | None) -> int:
    """Return how many questions to ask at once.

    Anything else than the assistant itself is asked one question at a time: a factory's object may hold state.
    """
    return (os.cpu_count() or 1) if model is None else 1


def calculate_on_one_thread() -> None:
    """Keep this thread's matrices to itself: numpy's and torch's helpers cost more in waiting than they save."""
    from threadpoolctl import threadpool_limits

    from rag.index.abreast import stay_on_this_thread

    stay_on_this_thread()
    sys.setswitchinterval(SWITCH_S)
    threadpool_limits(limits=1, user_api="blas")


def entails(evidence: str, sentence: str) -> bool:
    """Say whether the verifier finds a sentence supported by the evidence."""
    from rag.verify.judge import verify_quoted

    return verify_quoted(sentence, [evidence]).support is Support.SUPPORTED


def _factory(spec: str) -> Any:  # noqa: ANN401  # whatever stands there; the Protocol says what it must return
    module_name, _, name = spec.removeprefix(PYTHON_PREFIX).partition(":")
    try:
        return getattr(importlib.import_module(module_name), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise SetError(f"--model {spec}: {error}. Write it as python:package.module:function.") from error
