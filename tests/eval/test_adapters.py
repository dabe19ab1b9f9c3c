"""Public sets: tiny files of each shape, read into our nouns, and refused when malformed."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

from eval.adapters.beir import read_beir
from eval.adapters.collection import spread, write_collection
from eval.adapters.ragtruth import detection, is_flagged, read_ragtruth
from eval.adapters.squad import read_squad
from eval.adapters.summhay import read_summhay
from eval.errors import SetError
from eval.exchange import export_beir, export_ragas, read_ragas
from eval.metrics.grounding import is_verbatim
from eval.run import iter_graded
from eval.sets import public_source, read_collections, read_set
from eval.testing import OverlapAnswerer, make_article
from eval.types import Gold
from tests.eval.cases import ARTICLES, COST, QUESTIONS, answerer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def rows(path: Path, records: Sequence[object]) -> None:
    """Write JSON lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    rows(folder / "corpus.jsonl", [{"_id": "d1", "title": "Furnace", "text": "It costs 84."},
                                   {"_id": "d2", "title": "", "text": "Beans are shipped."},
                                   {"_id": "d3", "title": "Blank", "text": " "}])  # fmt: skip
    rows(folder / "queries.jsonl", [{"_id": "q1", "text": "What costs 84?"}, {"_id": "q2", "text": "Unjudged?"}])
    (folder / "qrels").mkdir()
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\n", "utf-8")
    return folder


def test_beir_keeps_judged_queries_and_grades(beir: Path) -> None:
    (collection,) = read_beir(beir)
    assert [document.id for document in collection.documents] == ["d1", "d2"], "the blank one cannot be found"
    (question,) = collection.questions
    assert question.gold == (Gold(path="d1", grade=2),)
    assert not collection.asks


def test_documents_become_articles_and_gold_follows_them(beir: Path, tmp_path: Path) -> None:
    (collection,) = read_beir(beir)
    placed = write_collection(collection, tmp_path / "corpus")
    lines = (tmp_path / "corpus" / "documents.jsonl").read_text("utf-8").splitlines()
    assert json.loads(lines[0])["text"] == "It costs 84."
    assert placed.questions[0].gold[0].path == "documents.jsonl#1"


def test_a_set_is_ranked_through_the_same_runner(beir: Path, tmp_path: Path) -> None:
    placed = write_collection(read_beir(beir)[0], tmp_path)
    articles = [make_article(f"documents.jsonl#{n}", d.text) for n, d in enumerate(placed.documents, start=1)]
    (graded,) = iter_graded(placed.questions, OverlapAnswerer(articles), asks=placed.asks, depth=placed.depth)
    assert graded.values["ndcg@10"] == 1


@pytest.mark.parametrize("line", ["q1 d1 1", "q1\td1\tbest"])
def test_judgments_of_another_shape_are_refused_with_their_line(beir: Path, line: str) -> None:
    (beir / "qrels" / "test.tsv").write_text(line + "\n", "utf-8")
    with pytest.raises(SetError, match=r"test\.tsv:1: expected"):
        read_beir(beir)


def test_summhay_asks_with_query_and_subtopic_and_counts_any_insight(tmp_path: Path) -> None:
    topic = {
        "subtopics": [{"subtopic_id": "s1", "query": "Impact of fuel?", "subtopic": "Fuel types",
                       "insights": [{"insight_id": "i1"}, {"insight_id": "i2"}]}],
        "documents": [
            {"document_id": "a", "document_text": "On fuel.", "insights_included": ["i2", "i9"]},
            {"document_id": "b", "document_text": "On tyres.", "insights_included": ["i9"]},
        ],
    }  # fmt: skip
    (tmp_path / "topic_news1.json").write_text(json.dumps(topic), "utf-8")
    (collection,) = read_summhay(tmp_path)
    (question,) = collection.questions
    assert question.question == "Impact of fuel? Fuel types"
    assert question.gold == (Gold(path="a"),)
    (tmp_path / "topic_news2.json").write_text("{}", "utf-8")
    with pytest.raises(SetError, match="is no SummHay topic"):
        read_summhay(tmp_path)


def test_squad_reads_nested_and_flat_files(tmp_path: Path) -> None:
    nested = {"data": [{"title": "Oil", "paragraphs": [{"context": "Oil was dear. It began in 1973.", "qas": [
        {"id": "1", "question": "When?", "is_impossible": False,
         "answers": [{"text": "1973", "answer_start": 26}, {"text": "in 1973", "answer_start": 23}]},
        {"id": "2", "question": "Why?", "is_impossible": True, "answers": []},
    ]}]}]}  # fmt: skip
    (tmp_path / "dev.json").write_text(json.dumps(nested), "utf-8")
    flat = {
        "id": "3",
        "question": "Who?",
        "context": "Bo sang. Ana spoke.",
        "sentences": ["Bo sang.", "Ana spoke."],
        "evidence_sentence_index": 1,
        "answer_text": "Ana",
        "answerable": True,
        "title": "T",
    }
    with gzip.open(tmp_path / "extra.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write(json.dumps(flat) + "\n")
    one, other = read_squad(tmp_path)
    assert [q.is_answerable for q in one.questions] == [True, False]
    assert one.questions[0].answers == (("1973", "in 1973"),)
    assert one.questions[0].gold == (Gold(path="p1", quote="It began in 1973."),)
    assert other.questions[0].gold == (Gold(path="p1", quote="Ana spoke."),)
    assert other.documents[0].title == "T"
    any_of = flat | {"evidence": ["Bo sang.", "Ana spoke."]}
    rows(tmp_path / "any" / "any.jsonl", [any_of])
    (question,) = read_squad(tmp_path / "any")[0].questions
    assert question.answers == (("Ana", "Bo sang.", "Ana spoke."),)
    assert [(gold.quote, gold.either) for gold in question.gold] == [
        ("Bo sang.", "evidence"),
        ("Ana spoke.", "evidence"),
    ]


def test_ragtruth_flags_a_response_with_an_unsupported_sentence(tmp_path: Path) -> None:
    rows(
        tmp_path / "source_info.jsonl",
        [{"source_id": "s", "task_type": "QA", "source_info": {"passages": "Ana spoke."}}],
    )
    rows(tmp_path / "response.jsonl", [
        {"id": "1", "source_id": "s", "response": "Ana spoke.", "labels": [], "split": "test"},
        {"id": "2", "source_id": "s", "response": "Ana spoke. Bo sang.", "labels": [{"start": 11}], "split": "test"},
        {"id": "3", "source_id": "s", "response": "Unread.", "labels": [], "split": "train"},
    ])  # fmt: skip
    responses = read_ragtruth(tmp_path)
    assert [is_flagged(response, is_verbatim) for response in responses] == [False, True]
    assert [response.is_hallucinated for response in responses] == [False, True]


def test_detection_worked_by_hand() -> None:
    """Two flagged, one of them rightly; three hallucinated."""
    pairs = [(True, True), (True, False), (False, True), (False, True), (False, False)]
    found = detection(pairs)
    assert (found.n, found.n_hallucinated) == (5, 3)
    assert (found.precision.value, found.precision.n) == (0.5, 2)
    assert found.recall.value == pytest.approx(1 / 3)
    assert found.f1.value == pytest.approx(0.4)
    assert found.balanced_accuracy.value == pytest.approx((1 / 3 + 1 / 2) / 2)
    assert found.f1.low <= found.f1.value <= found.f1.high


@pytest.mark.parametrize("pairs", [[], [(True, True)], [(True, False)], [(False, True), (False, False)]])
def test_a_detection_of_one_kind_alone_is_refused(pairs: list[tuple[bool, bool]]) -> None:
    with pytest.raises(SetError, match="with and without hallucinations"):
        detection(pairs)


def test_a_response_without_its_source_is_refused(tmp_path: Path) -> None:
    rows(tmp_path / "source_info.jsonl", [])
    rows(tmp_path / "response.jsonl", [{"id": "1", "source_id": "s", "response": "x", "labels": []}])
    with pytest.raises(SetError, match="names a source that"):
        read_ragtruth(tmp_path)


def test_what_is_exported_to_beir_comes_back(tmp_path: Path) -> None:
    assert export_beir(tmp_path, QUESTIONS, ARTICLES) == 2, "the unanswerable one has no judgment"
    (collection,) = read_beir(tmp_path)
    assert {d.id: d.text for d in collection.documents} == {a.path: a.text for a in ARTICLES}
    assert [(q.id, q.gold[0].path) for q in collection.questions] == [("q1", "furnace.txt"), ("q2", "soybeans.txt")]


def test_what_is_exported_to_ragas_comes_back(tmp_path: Path) -> None:
    graded = list(iter_graded(QUESTIONS, answerer()))
    assert export_ragas(tmp_path / "r.jsonl", graded) == 3
    sample = json.loads((tmp_path / "r.jsonl").read_text("utf-8").splitlines()[0])
    assert sample["user_input"] == COST.question
    assert sample["retrieved_contexts"] == sample["reference_contexts"] == [COST.gold[0].quote]
    assert sample["response"].startswith("The furnace at Harrow Flat")
    (collection,) = read_ragas(tmp_path / "r.jsonl")
    assert [q.is_answerable for q in collection.questions] == [True, True, False]
    assert collection.questions[0].answers == (("$84 million",),)


def test_a_limit_is_spread_over_the_set() -> None:
    assert spread(tuple(range(10)), 3) == (0, 3, 6)
    assert spread(tuple(range(2)), 3) == (0, 1)
    assert spread(tuple(range(2)), None) == (0, 1)


def test_a_public_name_is_told_from_a_file(tmp_path: Path) -> None:
    assert public_source("beir:data/x") is not None
    assert public_source("questions.jsonl") is None
    with pytest.raises(SetError, match="is not there; download the set first"):
        read_collections("beir", tmp_path / "gone")
    with pytest.raises(SetError, match="there is no such set or file"):
        read_set("nonsense")
