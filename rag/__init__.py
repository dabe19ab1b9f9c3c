"""Footnote: questions answered from articles, every sentence cited to an exact quote.

>>> from rag import Assistant
>>> assistant = Assistant.open("index/")
>>> print(assistant.ask("Which minerals did China stop exporting to the United States?").text)

The names below are the whole public surface. They load late, so that `import rag` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.assistant import Assistant, ask
    from rag.errors import RagError
    from rag.types import Answer, Citation, Passage

__all__ = ["Answer", "Assistant", "Citation", "Passage", "RagError", "ask"]

_HOMES = {
    "Answer": "rag.types",
    "Assistant": "rag.assistant",
    "Citation": "rag.types",
    "Passage": "rag.types",
    "RagError": "rag.errors",
    "ask": "rag.assistant",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  # a module's attributes are of any type
    """Load a public name from its home the first time it is asked for."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'rag' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return __all__
