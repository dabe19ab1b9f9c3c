"""Find for each answered question the passages that the assistant would read beside the one that answers.

    python -m training.rivals DATA WORK/rivals.jsonl

The reader learns from them to tell the passage that answers from those that are found with it. They are what
`rag.retrieve.hybrid.retrieve` finds in the index that the question is asked of (`piles.py`) and that no gold sentence
touches. A file that is there is gone on with: questions that it holds are not looked up again.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rag.index.passages import Budget, context_parts
from rag.retrieve.hybrid import retrieve
from rag.settings import Settings
from rag.types import Filter
from training.piles import squad_questions, written_questions
from training.reader_data import read_split
from training.written import written_articles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rag.types import Encoder
    from training.piles import Question

N_RIVALS = 6
"""Passages kept of each question; a few are drawn of them anew each epoch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """A passage that does not answer, under the header that the assistant reads it with."""

    context: str
    header: str


def read_rivals(path: Path) -> dict[str, tuple[Rival, ...]]:
    """Return the rivals of each question; empty where the file is not there."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {row["question"]: tuple(Rival(context=c, header=h) for c, h in row["rivals"]) for row in rows}


def rivals_of(question: Question, encoder: Encoder, settings: Settings) -> list[Rival]:
    """Return what is found for the question and does not answer it, best first."""
    index, k = question.index, settings.passages_read
    hits = retrieve(question.text, snapshot=index, encoder=encoder, settings=settings, where=Filter(), k=k)
    others = [hit.passage for hit in hits if not question.gold.holds(hit.passage)]
    return [
        Rival(context=one.text, header=" | ".join(context_parts(index.article(one.article_id), one)))
        for one in others[:N_RIVALS]
    ]


def training_questions(data: Path, encoder: Encoder, settings: Settings) -> Iterator[Question]:
    """Yield the answered questions of the training part: SQuAD's articles, then our own."""
    titled = [example for example in read_split(data).train if example.title]
    yield from squad_questions(titled, encoder)
    own = [one for one in written_articles(data, Budget.of(settings, encoder)) if one.part == "train"]
    yield from written_questions(own, encoder, settings)


def main() -> None:
    """Look up every question that the file does not hold."""
    from rag.index.encoder import load_encoder

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    settings = Settings()
    encoder = load_encoder(settings.encoder)
    known = set(read_rivals(given.out))
    with given.out.open("a", encoding="utf-8") as out:
        for question in training_questions(given.data, encoder, settings):
            if question.text not in known:
                known.add(question.text)
                found = [(one.context, one.header) for one in rivals_of(question, encoder, settings)]
                out.write(json.dumps({"question": question.text, "rivals": found}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
