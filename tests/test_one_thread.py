"""Numpy's products stay on one thread while a page is labelled."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from rag.one_thread import products_on_this_thread


def blas_threads() -> set[int]:
    """Return the threads of numpy's own BLAS, of which there is one at most; scipy brings another."""
    own = str(Path(np.__file__).parent.with_suffix(".libs"))
    return {library["num_threads"] for library in threadpool_info() if library["filepath"].startswith(own)}


def test_one_thread_inside_and_as_many_as_before_outside() -> None:
    with threadpool_limits(limits=2, user_api="blas"):
        before = blas_threads()
        with products_on_this_thread():
            assert blas_threads() <= {1}
            with products_on_this_thread():
                assert blas_threads() <= {1}
            assert blas_threads() <= {1}
        assert blas_threads() == before


def test_an_error_inside_gives_the_threads_back() -> None:
    before = blas_threads()
    with pytest.raises(ZeroDivisionError), products_on_this_thread():
        _ = 1 // 0
    assert blas_threads() == before
