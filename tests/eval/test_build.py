"""Taking questions into the shipped set: over real cleaning, all or nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from eval.build import main
from eval.corpus import corpus_sha, read_articles
from eval.dataset import read_questions, write_questions
from eval.types import Gold, Split
from tests.eval.cases import ABSENT, COST

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (
    "Smelter to be relit\n\nBy Roswitha Kane | The Courier\n\nMarch 4, 2025\n\n"
    "The furnace at Harrow Flat\u00a0will cost $84 million, the company said on Monday in the town hall.\n\n"
    "It will employ 137 people for good, and some 260 more will work on the building of it this year.\n"
)
QUOTE = "The furnace at Harrow Flat will cost $84 million, the company said on Monday in the town hall."


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "furnace.txt").write_text(TEXT, "utf-8")
    (folder / "README.md").write_text("not an article", "utf-8")
    return folder


def built(tmp_path: Path, quote: str) -> int:
    """Write two drafts and build a set from them."""
    question = replace(COST, gold=(Gold(path="furnace.txt", quote=quote),), outlet=None, is_draft=True)
    write_questions(tmp_path / "drafts.jsonl", (question, ABSENT))
    paths = [str(tmp_path / "drafts.jsonl"), "--corpus", str(tmp_path / "corpus"), "--out", str(tmp_path / "out.jsonl")]
    return main(paths)


def test_accepted_questions_are_mended_split_and_no_longer_drafts(tmp_path: Path, corpus: Path) -> None:
    assert built(tmp_path, QUOTE) == 0
    cost, absent = read_questions(tmp_path / "out.jsonl")
    assert cost.gold[0].quote in read_articles(corpus)[0].text
    assert {cost.split, absent.split} == {Split.DEV, Split.TEST}
    assert not cost.is_draft


def test_one_bad_question_refuses_the_lot(tmp_path: Path, corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert corpus.is_dir()
    assert built(tmp_path, "It cost $84 million in all.") == 2
    assert capsys.readouterr().err.startswith("question q1: the cleaned text of furnace.txt does not hold")
    assert not (tmp_path / "out.jsonl").exists()


def test_the_name_of_a_corpus_changes_with_its_articles_only(corpus: Path) -> None:
    before = corpus_sha(corpus)
    (corpus / "README.md").write_text("other words", "utf-8")
    assert corpus_sha(corpus) == before
    (corpus / "furnace.txt").write_text(TEXT + "More.", "utf-8")
    assert corpus_sha(corpus) != before
