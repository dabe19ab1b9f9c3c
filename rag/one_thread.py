"""Keep numpy's products on the thread that asks for them.

What is multiplied here is small, a page's lines or a question's words by a passage's. Shared out among threads that is
waited for longer than it saves: labelling a page took twice the processor time and more, and on two cores busy with
other work comparing a question with 24 passages 365 ms instead of 1.4. The results are the same to the last bit.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def products_on_this_thread() -> Iterator[None]:
    """Hold numpy's BLAS to one thread inside, and give it back its own number when nobody is inside any more."""
    _INSIDE.enter()
    try:
        yield
    finally:
        _INSIDE.leave()


class _Inside:
    """Counts who is inside: the limit is the whole process's, so the first sets it and the last one lifts it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._count = 0
        self._limit: Any = None

    def enter(self) -> None:
        with self._lock:
            self._count += 1
            if self._count == 1:
                self._limit = _libraries().limit(limits=1, user_api="blas")

    def leave(self) -> None:
        with self._lock:
            self._count -= 1
            if self._count == 0:
                self._limit.restore_original_limits()


_INSIDE = _Inside()


@lru_cache(maxsize=1)
def _libraries() -> Any:  # noqa: ANN401  # threadpoolctl publishes no types
    """Look for the libraries once: that takes milliseconds, setting the limit microseconds."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
