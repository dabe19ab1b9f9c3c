from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.articles.formats import CONTAINERS, is_container, read_container
from rag.errors import ArticleError
from rag.types import RawArticle
from tests.articles.formats import making

SAMPLES = {
    ".pdf": making.article_pdf({"Title": making.TITLE}),
    ".docx": making.word(making.TITLE, making.FIRST),
    ".eml": making.mail(("text", making.FIRST), ("html", making.HTML), Subject=making.TITLE),
    ".mhtml": making.saved_page(making.HTML),
    ".warc": making.warc(("response", "https://a.example/", 200, making.HTML.encode())),
    ".warc.gz": making.warc(("response", "https://a.example/", 200, making.HTML.encode()), packed=True),
    ".rss": making.RSS,
    ".atom": making.ATOM,
    ".zip": making.zipped({"a.eml": making.mail(("text", making.FIRST), Subject="A b"), "b.rss": making.RSS}),
}


def read(data: bytes, suffix: str) -> list[RawArticle | ArticleError]:
    found = read_container(data, path=f"in/name{suffix}", suffix=suffix)
    assert found is not None
    return found


@pytest.mark.parametrize("suffix", SAMPLES)
def test_every_container_yields_its_text_and_a_path_of_its_own(suffix: str) -> None:
    found = read(SAMPLES[suffix], suffix)
    articles = [one for one in found if isinstance(one, RawArticle)]
    assert len(articles) == len(found)
    assert making.FIRST in articles[0].text
    assert len({one.path for one in articles}) == len(articles)
    assert all(one.path.startswith(f"in/name{suffix}") for one in articles)
    assert {one.media for one in articles} <= {"text", "html"}


@pytest.mark.parametrize("suffix", [".txt", ".html", ".md", ".jsonl", ".png", ".gz", ""])
def test_other_files_are_left_to_others(suffix: str) -> None:
    assert read_container(b"x", path=f"name{suffix}", suffix=suffix) is None


@pytest.mark.parametrize(("name", "whether"), [("A.PDF", True), ("a.warc.gz", True), ("a.gz", False), ("pdf", False)])
def test_containers_are_known_by_their_names(name: str, whether: bool) -> None:  # noqa: FBT001
    assert is_container(name) is whether


def test_a_gzipped_archive_is_known_by_its_whole_name() -> None:
    data = SAMPLES[".warc.gz"]
    assert read_container(data, path="a.WARC.GZ", suffix=".gz") is not None
    assert read_container(data, path="a.tar.gz", suffix=".gz") is None


@pytest.mark.parametrize("suffix", CONTAINERS)
@pytest.mark.parametrize(
    "data", [b"", b"\n \n", b"\x00\xff\x00", b"Once there was a plain text.", b"<a", gzip.compress(b"x")]
)
def test_what_is_no_such_container_is_refused_in_one_line(suffix: str, data: bytes) -> None:
    with pytest.raises(ArticleError) as caught:
        read(data, suffix)
    assert str(caught.value).startswith(f"in/name{suffix}: ")
    assert "\n" not in str(caught.value)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("suffix", SAMPLES)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_read_in_part_or_refused_but_never_breaks_the_reader(
    suffix: str, data: st.DataObject
) -> None:
    sample = SAMPLES[suffix]
    start = data.draw(st.integers(0, len(sample) - 1))
    length = data.draw(st.integers(0, 40))
    filling = data.draw(st.binary(max_size=12))
    try:
        found = read(sample[:start] + filling + sample[start + length :], suffix)
    except ArticleError as error:
        found = [error]
    assert all(str(one).isprintable() for one in found if isinstance(one, ArticleError))


def test_the_same_bytes_give_the_same_articles() -> None:
    for suffix, data in SAMPLES.items():
        assert read(data, suffix) == read(data, suffix)


@pytest.mark.parametrize(("suffix", "library"), [(".pdf", "pypdf"), (".docx", "docx"), (".warc", "warcio")])
def test_a_missing_library_is_named_with_the_command_that_installs_it(
    suffix: str, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import importlib.util

    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == library else find(name))
    with pytest.raises(ArticleError, match=r'pip install "footnote-rag\[formats\]"'):
        read(SAMPLES[suffix], suffix)


def test_no_date_of_a_file_a_crawl_or_a_saving_is_passed_on() -> None:
    found = [one for suffix in (".pdf", ".docx", ".mhtml", ".warc") for one in read(SAMPLES[suffix], suffix)]
    assert [one.given.date for one in found if isinstance(one, RawArticle)] == [None] * 4


def test_nothing_is_imported_before_it_is_needed() -> None:
    import subprocess
    import sys

    code = """
import sys
import rag.articles.formats
print([name for name in ("pypdf", "docx", "warcio", "lxml") if name in sys.modules])
"""
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.strip() == "[]"
