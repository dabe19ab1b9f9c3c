"""What `rag eval --make` does: draft questions from a folder of articles, by rule or with a chat model."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING

from eval.chat import open_chat
from eval.corpus import read_articles
from eval.dataset import write_questions
from eval.errors import SetError
from eval.make import draft_questions
from eval.make_by_chat import draft_by_chat
from rag.settings import Settings
from rag.terminal import progress_bar

if TYPE_CHECKING:
    from pathlib import Path


def make(out: Path, corpus: Path, *, model: str | None) -> int:
    """Draft questions into a file that must not be there yet, with the chat model named or configured, if any.

    Raises:
        SetError: the file is there, or the model's name is malformed.
        RagError: the articles cannot be read, or the model does not answer.
    """
    if out.exists():
        raise SetError(f"{out} is there already, perhaps with questions that somebody accepted; name another file.")
    articles = read_articles(corpus)
    spec = model or Settings.from_env(os.environ).model
    if spec is None:
        drafts = draft_questions(articles)
    else:
        written = draft_by_chat(articles, open_chat(spec, os.environ), progress=partial(progress_bar, stage="asking"))
        drafts = written.questions
        for reason, n in written.dropped.most_common():
            sys.stderr.write(f"{n} dropped: {reason}\n")
    write_questions(out, drafts)
    print(
        f'{len(drafts)} drafts in {out}. Read them, take "draft": true from those that you accept, then: '
        f"rag eval --set {out} --corpus {corpus}"
    )
    return 0
