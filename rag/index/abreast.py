"""Run a network over several texts abreast, each text by one thread.

How many threads share one multiplication changes its last bits, and the same question must give the same bytes on any
machine with the same processor. So a text is never shared out; texts are. Threads suffice, for torch lets go of the
interpreter while it multiplies.
"""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST_THREADS = 4
"""A question's texts are few (a dozen passages the first time, two or three windows of the reader), so more threads
would only wait."""


class _Thread(threading.local):
    """What this thread knows of itself."""

    is_worker = False


_THIS = _Thread()


def each_on_one_thread(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """Return what `work` makes of each item, in order; work that calls this again stays on its own thread."""
    if _THIS.is_worker:
        return [work(item) for item in items]
    return list(_workers().map(work, items))


@lru_cache(maxsize=1)
def _workers() -> ThreadPoolExecutor:
    count = min(MOST_THREADS, os.cpu_count() or 1)
    return ThreadPoolExecutor(count, thread_name_prefix="footnote-network", initializer=stay_on_this_thread)


def stay_on_this_thread() -> None:
    """Let the calling thread do all its work itself, where as many questions are asked at once as there are cores."""
    import torch

    torch.set_num_threads(1)
    _THIS.is_worker = True
