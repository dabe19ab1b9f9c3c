"""Load models of transformers without their progress bars and warnings: the terminal belongs to the answer."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def quiet_loading() -> Iterator[None]:
    """Silence transformers while a model is loaded, and leave its settings as they were."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import transformers

        log: Any = transformers.utils.logging
        bars, level = log.is_progress_bar_enabled(), log.get_verbosity()
        log.disable_progress_bar()
        log.set_verbosity_error()
        try:
            yield
        finally:
            log.set_verbosity(level)
            if bars:
                log.enable_progress_bar()
