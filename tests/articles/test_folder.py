"""A folder is cleaned the same by one process and by two; what has not changed is not cleaned again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from rag.articles.clean import clean_article
from rag.articles.folder import LEAST_FILES, CleanedFile, clean_folder
from rag.articles.memory import recall, remember
from rag.articles.records import article_of, article_record
from rag.errors import UsageError
from rag.types import RawArticle
from tests.articles.pages import FORUM_PAGE, OPINION_PAGE, TICKER_PAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

Item = TypeVar("Item")


class Watch:
    """Note which files are worked on."""

    def __init__(self) -> None:
        self.seen: list[Any] = []

    def __call__(self, items: Sequence[Item], /, *, stage: str) -> Iterable[Item]:  # noqa: ARG002
        for item in items:
            self.seen.append(item)
            yield item


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "pages"
    place.mkdir()
    for name, page in (("a.txt", OPINION_PAGE), ("b.txt", FORUM_PAGE), ("c.txt", TICKER_PAGE)):
        (place / name).write_text(page, encoding="utf-8")
    (place / "d.txt").write_bytes(b"%PDF-1.4\x00\x01\x02\x03\x04")
    return place


def test_every_file_is_there_in_order_and_what_cannot_be_read_has_its_reason(folder: Path) -> None:
    files = clean_folder(folder, known={})
    assert [(file.path, len(file.pages), len(file.unreadable)) for file in files] == [
        ("a.txt", 1, 0), ("b.txt", 1, 0), ("c.txt", 1, 0), ("d.txt", 0, 1)]  # fmt: skip
    assert "binary" in files[3].unreadable[0][1]
    assert files[0].pages[0].lines


def test_only_what_has_changed_is_cleaned_again(folder: Path, tmp_path: Path) -> None:
    memory = tmp_path / "memory.jsonl"
    first = clean_folder(folder, known=recall(memory))
    remember(memory, first)
    (folder / "b.txt").write_text(OPINION_PAGE + "\nOne more line of it, which is long enough to be kept.\n")
    (folder / "c.txt").unlink()
    watch = Watch()
    second = clean_folder(folder, known=recall(memory), progress=watch)
    assert [name for name, _ in watch.seen] == ["b.txt"]
    assert [file.path for file in second] == ["a.txt", "b.txt", "d.txt"]
    assert second == clean_folder(folder, known={})


@pytest.mark.parametrize("damage", ["", "{}\n", '{"code": "other"}\n', "not json\n", '{"code": null}\n[1]\n'])
def test_a_memory_that_cannot_be_used_is_no_memory(folder: Path, tmp_path: Path, damage: str) -> None:
    memory = tmp_path / "memory.jsonl"
    remember(memory, clean_folder(folder, known={}))
    assert len(recall(memory)) == 4
    memory.write_text(damage, encoding="ascii")
    assert recall(memory) == {}


def test_a_memory_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        remember(tmp_path / "none" / "memory.jsonl", [CleanedFile(path="a", sha256="b")])


def test_two_processes_find_what_one_finds(folder: Path) -> None:
    page = (folder / "a.txt").read_text(encoding="utf-8")
    for i in range(LEAST_FILES):
        (folder / f"n{i:02}.txt").write_text(page.replace("Monday", f"Monday {i}"), encoding="utf-8")
    assert clean_folder(folder, known={}, workers=2) == clean_folder(folder, known={})


def test_an_article_comes_back_from_its_record_as_it_was() -> None:
    for text in (OPINION_PAGE, FORUM_PAGE, "Title here now\n\nA kept line that is long \ud800 enough to be one.\n" * 3):
        article = clean_article(RawArticle(path="a.txt", text=text))
        assert article_of(article_record(article)) == article
        assert article_of(article_record(replace(article, evidence=()))).evidence == ()
