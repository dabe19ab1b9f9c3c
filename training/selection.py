"""Grow the trees that pick the answering sentence, and weigh the reader beside them.

    python -m training.selection DATA [--out rag/models/selection.json]

Data: the answerable rows with a title of the public answerability set (SQuAD 1.1 and 2.0 dev, CC BY-SA 4.0), split by
article exactly as the reader's (`reader_data.py`). Each article is an index of its own; a question's pool are the
sentences of the passages that `rag.retrieve.hybrid.retrieve` finds in it. The trees are fitted on the training
articles; their number and the reader's two weights were chosen on the dev articles; the test articles are read once.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rag.answer.evidence import Candidate, candidates
from rag.answer.features import FEATURES
from rag.answer.question import Asked, read_question
from rag.answer.rank import describe
from rag.index.passages import Budget, encoded_text
from rag.retrieve.hybrid import retrieve
from rag.settings import Settings
from rag.types import Article, Block, Filter, Hit, Metadata, Passage, Role
from training.memory_index import MemoryIndex
from training.reader_data import Example, read_split
from training.written import WrittenArticle, WrittenQuestion, written_articles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from rag.types import Encoder

SEED = 0
PILE = 20
"""Articles to an index of our own questions: a pile of several subjects, as a user's is."""
PARAMETERS = {
    "objective": "lambdarank",
    "learning_rate": 0.05,
    "num_leaves": 15,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "lambdarank_truncation_level": 5,
    "seed": SEED,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 2,
    "verbose": -1,
}
N_TREES = 140
"""First place on the dev articles: .794 with 60 trees, .793 with 100, .796 with 140; more were not tried."""

READER_WEIGHT = 1.0
ANSWERABLE_WEIGHT = 1.0
"""Of .25, .5, 1, 1.5, 2 and 4 for the reader's share in the sentence and 0, .5, 1 and 2 for its belief in the passage:
first place and top three on 273 dev questions .835 and .949 with these, .780 and .934 without the reader; on 173
shipped dev questions .584 and .746 beside .526 and .734."""

PASSAGES_READ = 4
"""First place and top three with 4 are those with 6: on 273 dev questions .828 and .945 (3: .824, .941; 2: .824, .919),
on 173 shipped dev questions .561 and .751 (as with 3; 2: .728 in three)."""

READ_WITHIN = 4.0
"""First place and top three are those without this limit at 4 (SQuAD's dev .835 and .949, 1.7 passages read;
shipped dev .584 and .751, 2.2 read); at 3 SQuAD's fall to .832 and .945."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question with its pool: `gold` are the places in the pool that hold the answer."""

    asked: Asked
    hits: tuple[Hit, ...]
    pool: tuple[Candidate, ...]
    rows: NDArray[np.float32]
    gold: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """What answers a question: which passages hold it, and which sentences are it."""

    holds: Callable[[Passage], bool]
    is_answer: Callable[[Candidate], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that is answered, and the index that it is asked of."""

    text: str
    index: MemoryIndex
    gold: Gold


def article_indexes(examples: Iterable[Example], encoder: Encoder) -> dict[str, MemoryIndex]:
    """Index every article by itself: its paragraphs, in order of first appearance, are its passages."""
    paragraphs: dict[str, dict[str, None]] = defaultdict(dict)
    for example in examples:
        paragraphs[example.title][example.context] = None
    return {title: index_of({title: list(texts)}, encoder, titled=True) for title, texts in paragraphs.items()}


def index_of(texts: dict[str, list[str]], encoder: Encoder, *, titled: bool) -> MemoryIndex:
    """Index articles given as lists of paragraphs, each paragraph a passage; `titled` says that the keys are titles."""
    known = {key: _article(key, paragraphs, titled=titled) for key, paragraphs in texts.items()}
    passages = {
        key: [
            Passage(
                passage_id=f"{key}#{n:04}",
                article_id=key,
                start=block.start,
                end=block.end,
                text=article.text[block.start : block.end],
            )
            for n, block in enumerate(article.blocks)
        ]
        for key, article in known.items()
    }
    every = [passage.text for own in passages.values() for passage in own]
    return MemoryIndex(passages, encoder.encode_passages(every), known=known)


def _article(key: str, paragraphs: Sequence[str], *, titled: bool) -> Article:
    blocks, at = [], 0
    for line, paragraph in enumerate(paragraphs, 1):
        blocks.append(Block(role=Role.BODY, start=at, end=at + len(paragraph), line=line))
        at += len(paragraph) + 1
    about = Metadata(title=key.replace("_", " ")) if titled else Metadata()
    return Article(
        article_id=key, path=key, content_hash="", text="\n".join(paragraphs), blocks=tuple(blocks), metadata=about
    )


def index_of_written(articles: Sequence[WrittenArticle], encoder: Encoder, budget: Budget) -> MemoryIndex:
    """Index whole articles as the assistant does: each passage is encoded and searched with its context."""
    read = {
        passage.passage_id: encoded_text(one.article, passage, budget) for one in articles for passage in one.passages
    }
    return MemoryIndex(
        {one.article.article_id: one.passages for one in articles},
        encoder.encode_passages(list(read.values())),
        known={one.article.article_id: one.article for one in articles},
        read=read,
    )


def squad_questions(examples: Iterable[Example], encoder: Encoder) -> Iterator[Question]:
    """Yield the answerable questions of SQuAD's articles, each to be asked of its own article."""
    titled = [example for example in examples if example.title and example.source.startswith("squad")]
    indexes = article_indexes(titled, encoder)
    for example in titled:
        if example.answerable and example.has_span:
            yield Question(text=example.question, index=indexes[example.title], gold=squad_gold(example))


def written_questions(articles: Sequence[WrittenArticle], encoder: Encoder, settings: Settings) -> Iterator[Question]:
    """Yield the answerable questions of our own, each to be asked of a pile of `PILE` articles."""
    budget = Budget.of(settings, encoder)
    for at in range(0, len(articles), PILE):
        pile = articles[at : at + PILE]
        index = index_of_written(pile, encoder, budget)
        for article in pile:
            for asked in article.questions:
                gold = written_gold(article, asked)
                if gold is not None:
                    yield Question(text=asked.question, index=index, gold=gold)


def case(question: Question, encoder: Encoder, settings: Settings) -> Case:
    """Retrieve, cut into sentences and describe one question."""
    asked, index, k = read_question(question.text), question.index, settings.passages_read
    hits = retrieve(question.text, snapshot=index, encoder=encoder, settings=settings, where=Filter(), k=k)
    pool = candidates(hits)
    rows = describe(asked, pool, snapshot=index, encoder=encoder).astype(np.float32)
    gold = tuple(at for at, one in enumerate(pool) if question.gold.is_answer(one))
    return Case(asked=asked, hits=tuple(hits), pool=tuple(pool), rows=rows, gold=gold)


def squad_gold(example: Example) -> Gold:
    """Return what answers a question of SQuAD: the sentence of its own paragraph where the annotated answer starts."""

    def is_answer(candidate: Candidate) -> bool:
        held = candidate.passage.text == example.context and example.end > example.start
        return held and candidate.local.start <= example.start < candidate.local.end

    return Gold(holds=lambda passage: passage.text == example.context, is_answer=is_answer)


def written_gold(article: WrittenArticle, asked: WrittenQuestion) -> Gold | None:
    """Return what answers a question of our own: whatever touches its gold sentences; None where nothing does."""
    if not asked.gold:
        return None

    def touches(article_id: str, start: int, end: int) -> bool:
        return article_id == article.article.article_id and any(s < end and start < e for s, e in asked.gold)

    return Gold(
        holds=lambda passage: touches(passage.article_id, passage.start, passage.end),
        is_answer=lambda candidate: touches(candidate.passage.article_id, *candidate.span),
    )


def grow(train: Sequence[Case]) -> object:
    """Fit the trees on the training cases."""
    import lightgbm

    cases = [case for case in train if case.gold]
    rows = np.concatenate([case.rows for case in cases])
    labels = np.concatenate([np.isin(np.arange(len(case.pool)), case.gold).astype(np.int32) for case in cases])
    table = lightgbm.Dataset(rows, labels, group=[len(case.pool) for case in cases], feature_name=list(FEATURES))
    return lightgbm.train(PARAMETERS, table, N_TREES)


def tree_lists(booster: object) -> list[dict[str, list[float]]]:
    """Write a LightGBM model's trees as the lists that `rag.answer.trees` reads, rounded to seven digits."""
    dumped = booster.dump_model()  # type: ignore[attr-defined]
    return [_lists(info["tree_structure"]) for info in dumped["tree_info"]]


def _lists(root: dict[str, object]) -> dict[str, list[float]]:
    lists: dict[str, list[float]] = {"feature": [], "threshold": [], "left": [], "right": [], "leaf": []}

    def visit(node: dict[str, object]) -> int:
        if "leaf_value" in node:
            lists["leaf"].append(round(float(node["leaf_value"]), 7))  # type: ignore[arg-type]
            return -len(lists["leaf"])
        at = len(lists["feature"])
        lists["feature"].append(int(node["split_feature"]))  # type: ignore[call-overload]
        lists["threshold"].append(float(f"{node['threshold']:.7g}"))
        lists["left"].append(0)
        lists["right"].append(0)
        lists["left"][at] = visit(node["left_child"])  # type: ignore[arg-type]
        lists["right"][at] = visit(node["right_child"])  # type: ignore[arg-type]
        return at

    visit(root)
    return lists


def places(cases: Sequence[Case], scores: Sequence[NDArray[np.float64]]) -> NDArray[np.int64]:
    """Return where the best gold sentence stands for each question, from 0; 999 where the pool lacks it."""
    found = []
    for one, given in zip(cases, scores, strict=True):
        found.append(int((given > max(given[list(one.gold)])).sum()) if one.gold else 999)
    return np.array(found)


def main() -> None:
    """Train, choose on dev, report dev and test, write the JSON."""
    import lightgbm  # noqa: F401  # missing, it should be missed before half an hour of describing and not after

    from rag.index.encoder import load_encoder

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path("rag/models/selection.json"))
    given = parser.parse_args()
    settings = Settings()
    encoder = load_encoder(settings.encoder)
    split = read_split(given.data)
    articles = written_articles(given.data, Budget.of(settings, encoder))
    parts = {}
    for name, examples in (("train", split.train), ("dev", split.dev), ("test", split.test)):
        own = [one for one in articles if one.part == name]
        for source, asked in (
            ("SQuAD", squad_questions(examples, encoder)),
            ("our own", written_questions(own, encoder, settings)),
        ):
            parts[source, name] = [case(question, encoder, settings) for question in asked]
    booster = grow([*parts["SQuAD", "train"], *parts["our own", "train"]])
    for key, cases in parts.items():
        if key[1] != "train":
            at = places(cases, [booster.predict(one.rows) for one in cases])  # type: ignore[attr-defined]
            print(*key, f"first {np.mean(at < 1):.3f}, in three {np.mean(at < 3):.3f}, n {len(at)}")
    stored = {
        "features": list(FEATURES),
        "trees": tree_lists(booster),
        "reader_weight": READER_WEIGHT,
        "answerable_weight": ANSWERABLE_WEIGHT,
        "n_read": PASSAGES_READ,
        "read_within": READ_WITHIN,
    }
    given.out.write_text(json.dumps(stored, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
