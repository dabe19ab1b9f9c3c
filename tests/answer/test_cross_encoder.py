"""Any CrossEncoder of one label, from a folder, orders the sentences; what is not at hand is said in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rag.answer.cross_encoder import SentenceJudge
from rag.answer.reader_weights import base_folder
from rag.assistant import Assistant
from rag.doctor import Level, examine
from rag.errors import ModelError
from rag.index.quiet import quiet_loading
from rag.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

QUESTION = "How many jobs will Delmarr Terminals cut in Port Averill?"


def small_cross_encoder(folder: Path, *, labels: int) -> str:
    """Write an untrained model of one narrow layer, as sentence-transformers reads it."""
    with quiet_loading():
        import torch
        from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

        torch.manual_seed(0)
        config = BertConfig(hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16)
        config.num_labels = labels
        # Wide enough that two texts differ in the digits kept.
        config.initializer_range = 1.0
        BertForSequenceClassification(config).save_pretrained(folder)
        AutoTokenizer.from_pretrained(base_folder()).save_pretrained(folder)
    return str(folder)


@pytest.fixture(scope="module")
def judge_folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    return small_cross_encoder(tmp_path_factory.mktemp("judge"), labels=1)


def test_a_text_is_judged_alike_alone_and_among_others(judge_folder: str) -> None:
    judge = SentenceJudge.load(judge_folder)
    among = judge.beliefs(QUESTION, ["Jobs go.", "The weather was fine and stayed so for the whole of the week."])
    assert among[0] == judge.beliefs(QUESTION, ["Jobs go."])[0]
    assert among[0] != among[1]
    assert all(0 <= belief <= 1 for belief in among)


def test_the_settings_judge_answers_with_the_articles_own_sentences(judge_folder: str, index_dir: Path) -> None:
    answer = Assistant.open(index_dir, settings=Settings(cross_encoder=judge_folder)).ask(QUESTION)
    assert answer.trace.settings_hash != Settings().settings_hash
    for citation in answer.citations:
        article = Assistant.open(index_dir).article(citation.article_id)
        assert article.text[citation.start : citation.end] == citation.quote


def test_a_model_of_several_labels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="has 3 labels"):
        SentenceJudge.load(small_cross_encoder(tmp_path, labels=3))


def test_a_model_that_is_not_at_hand_is_the_doctors_problem(index_dir: Path) -> None:
    found = examine(index_dir, settings=Settings(cross_encoder="nobody/no-such-model"))
    problem = next(finding for finding in found.findings if finding.check == "cross-encoder")
    assert problem.level is Level.PROBLEM
    assert "leave FOOTNOTE_CROSS_ENCODER unset" in problem.detail
