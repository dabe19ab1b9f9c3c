"""Building: what changed is made anew, what is gone is gone, what cannot be read is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rag.errors import CorpusError, RagError
from rag.index.build import BuildReport, build_index, is_stale
from rag.index.layout import build_lock
from rag.index.store import open_snapshot
from rag.settings import Settings
from rag.testing import BagOfWordsEncoder
from rag.text.words import terms
from rag.types import Filter
from tests.index.corpora import MINERALS, TARIFFS, write_corpus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from rag.index.protocol import Snapshot
    from rag.types import Hit


class CountingEncoder(BagOfWordsEncoder):
    """Remembers what it was asked to encode."""

    def __init__(self) -> None:
        super().__init__()
        self.encoded: list[str] = []

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded += texts
        return super().encode_passages(texts)


class Desk:
    """A corpus and an index of it, with the encoder that builds it."""

    def __init__(self, folder: Path) -> None:
        self.corpus = write_corpus(folder / "corpus", a__index=TARIFFS, b__index=MINERALS)
        self.index = folder / "index"
        self.encoder = CountingEncoder()

    def build(self, *, rebuild: bool = False, settings: Settings | None = None) -> BuildReport:
        self.encoder.encoded.clear()
        return build_index(
            self.corpus, self.index, settings=settings or Settings(), encoder=self.encoder, rebuild=rebuild
        )

    def open(self) -> Snapshot:
        return open_snapshot(self.index, expect=Settings())

    def search(self, question: str, where: Filter | None = None) -> list[Hit]:
        return self.open().keyword_hits(dict.fromkeys(terms(question), 1.0), k=10, where=where or Filter())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_two_files_of_one_name_in_two_folders_are_two_articles(desk: Desk) -> None:
    report = desk.build()
    assert (report.n_articles, report.n_added) == (2, 2)
    assert [article.path for article in desk.open().articles()] == ["a/index.txt", "b/index.txt"]
    assert len({article.article_id for article in desk.open().articles()}) == 2


def test_every_passage_is_an_exact_span_of_its_article(desk: Desk) -> None:
    desk.build()
    snapshot = desk.open()
    for article in snapshot.articles():
        passages = snapshot.passages(article.article_id)
        assert passages
        assert all(one.text == article.text[one.start : one.end] for one in passages)
        assert snapshot.cluster(article.article_id) == article.article_id


def test_an_edit_replaces_the_old_text_and_encodes_only_the_new(desk: Desk) -> None:
    desk.build()
    write_corpus(desk.corpus, a__index=TARIFFS.replace("soybeans", "sorghum"))
    report = desk.build()
    assert (report.n_changed, report.n_unchanged, report.n_added, report.n_removed) == (1, 1, 0, 0)
    assert desk.search("soybeans") == []
    assert desk.search("sorghum")
    assert desk.encoder.encoded
    assert not any("furnace" in text for text in desk.encoder.encoded)


def test_a_removed_file_is_gone_and_nothing_is_encoded_again(desk: Desk) -> None:
    desk.build()
    (desk.corpus / "a" / "index.txt").unlink()
    report = desk.build()
    assert (report.n_articles, report.n_removed, report.n_unchanged) == (1, 1, 1)
    assert desk.encoder.encoded == []
    assert desk.search("soybeans") == []


def test_nothing_changed_writes_nothing(desk: Desk) -> None:
    desk.build()
    before = sorted(path.name for path in desk.index.iterdir())
    report = desk.build()
    assert (report.n_unchanged, report.n_passages) == (
        2,
        len(desk.open().passages(desk.open().articles()[0].article_id))
        + len(desk.open().passages(desk.open().articles()[1].article_id)),
    )
    assert sorted(path.name for path in desk.index.iterdir()) == before


def test_a_build_step_by_step_equals_a_build_at_once(desk: Desk, tmp_path: Path) -> None:
    (desk.corpus / "b" / "index.txt").rename(tmp_path / "later.txt")
    desk.build()
    (tmp_path / "later.txt").rename(desk.corpus / "b" / "index.txt")
    desk.build()
    stepwise = {path.name: path.read_bytes() for path in sorted(desk.index.glob("0*/*"))}
    desk.build(rebuild=True)
    at_once = {path.name: path.read_bytes() for path in sorted(desk.index.glob("0*/*"))}
    assert stepwise == at_once


def test_a_rebuild_encodes_everything_again(desk: Desk) -> None:
    desk.build()
    assert desk.build(rebuild=True).n_added == 2
    assert len(desk.encoder.encoded) == desk.open().manifest.n_passages


def test_other_settings_cut_anew(desk: Desk) -> None:
    desk.build()
    many = desk.build(settings=Settings(passage_tokens=30)).n_passages
    assert many > desk.build().n_passages


def test_a_file_that_cannot_be_read_is_named_and_leaves_nothing_stale(desk: Desk) -> None:
    desk.build()
    (desk.corpus / "a" / "index.txt").write_bytes(b"%PDF-1.7\x00\x01\x02" * 50)
    report = desk.build()
    assert [path for path, _ in report.unreadable] == ["a/index.txt"]
    assert report.n_removed == 1
    assert desk.search("soybeans") == []
    assert desk.open().manifest.unreadable == report.unreadable


def test_records_of_a_container_are_articles_of_their_own(desk: Desk) -> None:
    import json

    lines = [json.dumps({"title": "One", "text": TARIFFS}), "{broken", json.dumps({"title": "Two", "text": MINERALS})]
    (desk.corpus / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    report = desk.build()
    assert report.n_articles + len(report.unreadable) >= 3


@pytest.mark.parametrize("content", [None, b""])
def test_a_corpus_without_articles_is_one_line_and_the_old_index_stays(desk: Desk, content: bytes | None) -> None:
    desk.build()
    for path in desk.corpus.rglob("*.txt"):
        path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(CorpusError, match=r"Put .* files") as caught:
        desk.build()
    assert "\n" not in str(caught.value)
    assert desk.search("soybeans")


def test_a_missing_corpus_is_one_line(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="nowhere"):
        build_index(tmp_path / "nowhere", desk.index, settings=Settings(), encoder=desk.encoder)


def test_two_builds_never_write_at_once(desk: Desk) -> None:
    with build_lock(desk.index), pytest.raises(RagError, match="Another build"):
        desk.build()


def test_staleness_follows_files_and_settings(desk: Desk) -> None:
    assert is_stale(desk.corpus, desk.index, Settings())
    desk.build()
    assert not is_stale(desk.corpus, desk.index, Settings())
    assert is_stale(desk.corpus, desk.index, Settings(passage_tokens=100))
    write_corpus(desk.corpus, c=TARIFFS)
    assert is_stale(desk.corpus, desk.index, Settings())
    assert not is_stale(desk.corpus / "gone", desk.index, Settings()), "it is all that is left of its corpus"


def test_progress_sees_every_stage(desk: Desk) -> None:
    seen: dict[str, int] = {}

    def shown(items: Sequence[object], /, *, stage: str) -> Iterable[object]:
        for item in items:
            seen[stage] = seen.get(stage, 0) + 1
            yield item

    build_index(desk.corpus, desk.index, settings=Settings(), encoder=desk.encoder, progress=shown)  # type: ignore[arg-type]  # a plain function stands in for the generic protocol
    assert seen["reading articles"] == seen["cutting passages"] == 2
    assert seen["encoding"] == 1


def test_wide_characters_keep_their_offsets(desk: Desk) -> None:
    words = "中国的关税上升了。😀 The tariff is 34 percent — “𝟛𝟜”, said the café. "
    write_corpus(desk.corpus, wide=f"A headline in two scripts\n\n{words * 6}\n\n{words * 40}\n")
    desk.build()
    snapshot = desk.open()
    article = next(one for one in snapshot.articles() if one.path == "wide.txt")
    assert all(one.text == article.text[one.start : one.end] for one in snapshot.passages(article.article_id))
    assert any("😀" in one.text for one in snapshot.passages(article.article_id))


def test_a_filter_is_applied_before_ranking(desk: Desk) -> None:
    desk.build()
    snapshot = desk.open()
    vector = desk.encoder.encode_query("the furnace that makes antimony")
    assert snapshot.dense_hits(vector, k=1, where=Filter())[0].passage.text
    assert snapshot.dense_hits(vector, k=5, where=Filter(outlets=("Nobody's Herald",))) == []
    assert desk.search("furnace", Filter(since="2999")) == []


def test_ranks_count_from_one_and_scores_fall(desk: Desk) -> None:
    desk.build()
    hits = desk.open().dense_hits(desk.encoder.encode_query("tariff on soybeans"), k=4, where=Filter())
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_one_text_under_two_names_is_kept_twice_and_speaks_once(desk: Desk) -> None:
    write_corpus(desk.corpus, c__copy=TARIFFS)
    desk.build()
    snapshot = desk.open()
    first, _, copy = snapshot.articles()
    assert [one.text for one in snapshot.passages(first.article_id)] == [
        one.text for one in snapshot.passages(copy.article_id)
    ]
    assert snapshot.cluster(first.article_id) == snapshot.cluster(copy.article_id)
    assert {hit.passage.article_id for hit in desk.search("soybeans")} == {first.article_id, copy.article_id}
    assert len(desk.encoder.encoded) == len(set(desk.encoder.encoded)), "and encoded once"


def test_many_threads_may_ask_one_snapshot(desk: Desk) -> None:
    from concurrent.futures import ThreadPoolExecutor

    desk.build()
    snapshot = desk.open()
    questions = ["tariff on soybeans", "a furnace for antimony", "who works at the smelter", "talks in May"] * 20
    vectors = [desk.encoder.encode_query(question) for question in questions]

    def ask(vector: NDArray[np.float32]) -> list[Hit]:
        return snapshot.dense_hits(vector, k=5, where=Filter(since="1900"))

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, vectors)) == [ask(vector) for vector in vectors]
