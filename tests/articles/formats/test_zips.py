from __future__ import annotations

import io
import warnings
import zipfile

import pytest

from rag.articles.formats import package, read_container
from rag.articles.formats.package import is_safe_name
from rag.errors import ArticleError
from rag.types import RawArticle
from tests.articles.formats import making
from tests.articles.formats.making import zipped

MAIL = making.mail(("text", making.FIRST), Subject="A title")


def plain(data: bytes, path: str) -> list[RawArticle] | None:
    if not path.endswith(".txt"):
        return None
    if not data.strip():
        raise ArticleError(path, "the file is empty")
    return [RawArticle(path=path, text=data.decode())]


def read(data: bytes) -> list[RawArticle | ArticleError]:
    found = read_container(data, path="in/x.zip", suffix=".zip", read_plain=plain)
    assert found is not None
    return found


def paths(data: bytes) -> list[str]:
    return [one.path for one in read(data)]


def test_members_of_every_kind_come_in_the_order_of_their_names() -> None:
    data = zipped({"b/a.txt": b"One.", "a.eml": MAIL, "c.rss": making.RSS, "d.png": b"\x89PNG"})
    assert paths(data) == ["in/x.zip#a.eml", "in/x.zip#b/a.txt", "in/x.zip#c.rss#1", "in/x.zip#c.rss#3"]


def test_without_a_reader_of_plain_files_only_containers_are_read() -> None:
    found = read_container(zipped({"a.eml": MAIL, "b.txt": b"One."}), path="x.zip", suffix=".zip")
    assert found is not None
    assert [one.path for one in found] == ["x.zip#a.eml"]


def test_a_bad_member_is_an_error_of_its_own_and_stops_nothing() -> None:
    first, second, third = read(zipped({"a.pdf": b"%PDF-1.4 no", "b.txt": b"", "c.txt": b"Text."}))
    assert isinstance(first, ArticleError)
    assert isinstance(second, ArticleError)
    assert (first.path, second.reason) == ("in/x.zip#a.pdf", "the file is empty")
    assert isinstance(third, RawArticle)


def test_hidden_files_a_readme_and_folders_are_passed_over() -> None:
    data = zipped(
        {"__MACOSX/a.txt": b"x", ".git/a.txt": b"x", "b/.a.txt": b"x", "README.txt": b"x", "b/": b"", "c.txt": b"y"}
    )
    assert paths(data) == ["in/x.zip#c.txt"]


def test_a_zip_in_a_zip_is_read_and_the_fourth_level_is_refused() -> None:
    data = zipped({"a.txt": b"Text."})
    for _ in range(2):
        data = zipped({"in.zip": data})
    assert paths(data) == ["in/x.zip#in.zip#in.zip#a.txt"]
    (only,) = read(zipped({"in.zip": data}))
    assert isinstance(only, ArticleError)
    assert "unpack the outer ones first" in only.reason


@pytest.mark.parametrize(
    "name", ["../a.txt", "a/../../b.txt", "/etc/a.txt", "C:/a.txt", "a\\..\\b.txt", "a\x1b[2J.txt", ""]
)
def test_names_that_lead_out_or_cannot_be_shown_are_unsafe(name: str) -> None:
    assert not is_safe_name(name)


@pytest.mark.parametrize("name", ["a.txt", "a/b c/ünï.txt", "a..b.txt", "a#b.txt"])
def test_usual_names_are_safe(name: str) -> None:
    assert is_safe_name(name)


def test_a_member_of_an_unsafe_name_is_refused_and_its_name_shown_harmlessly() -> None:
    first, second = read(zipped({"../a.txt": b"x", "b\x1b[2J.txt": b"x"}))
    assert [one.path for one in (first, second)] == ["in/x.zip#../a.txt", "in/x.zip#b\ufffd[2J.txt"]
    assert isinstance(first, ArticleError)
    assert "leads out" in first.reason


def test_two_members_of_one_name_do_not_take_each_other_s_place() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as one, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        one.writestr("a.txt", "First.")
        one.writestr("a.txt", "Second.")
    first, second = read(out.getvalue())
    assert isinstance(first, RawArticle)
    assert first.text == "First."
    assert isinstance(second, ArticleError)


def test_too_many_members_and_too_much_to_unpack_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped({f"{n}.txt": b"x" * 1000 for n in range(50)})
    monkeypatch.setattr(package, "MAX_MEMBERS", 10)
    with pytest.raises(ArticleError, match="50 files, more than 10"):
        read(data)
    monkeypatch.setattr(package, "MAX_MEMBERS", 100)
    monkeypatch.setattr(package, "MAX_UNPACKED", 10_000)
    with pytest.raises(ArticleError, match="unpacks to"):
        read(data)


def test_zips_within_share_what_the_outer_may_unpack_to() -> None:
    allowance = package.Allowance(5000)
    allowance.take(3000, "a")
    allowance.take(10, "b")
    with pytest.raises(ArticleError, match="c: the file that it lies in unpacks to more than"):
        allowance.take(2000, "c")


def test_a_locked_member_says_so() -> None:
    data = bytearray(zipped({"a.txt": b"Text.", "b.txt": b"Text."}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    first, second = read(bytes(data))
    assert isinstance(first, ArticleError)
    assert "locked by a password" in first.reason
    assert isinstance(second, RawArticle)


def test_a_zip_without_articles_is_refused() -> None:
    with pytest.raises(ArticleError, match="holds no file of a kind"):
        read(zipped({"a.png": b"x"}))
