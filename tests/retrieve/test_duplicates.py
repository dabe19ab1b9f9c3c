from __future__ import annotations

from rag.retrieve.duplicates import is_corrected, one_voice
from tests.answer.newsroom import article, hits, index

WIRE = "The cooperative cancelled eleven cargoes of soybeans in five weeks, its chairman told members."
COPY = "The cooperative cancelled 11 cargoes of soybeans in five weeks, its chairman told the members."
RIGHT = "The cooperative cancelled nine cargoes of soybeans in five weeks, its chairman told members."


def kept(*names_and_texts: tuple[str, str], clusters: dict[str, str]) -> list[str]:
    snapshot = index(*(article(name, *text.split("|")) for name, text in names_and_texts), clusters=clusters)
    return [hit.passage.article_id for hit in one_voice(hits(snapshot), snapshot)]


def test_a_wire_copy_is_heard_once_in_the_voice_of_its_cluster() -> None:
    assert kept(("copy", COPY), ("wire", WIRE), clusters={"copy": "wire", "wire": "wire"}) == ["wire"]


def test_the_same_words_in_unrelated_articles_are_two_voices() -> None:
    assert kept(("copy", COPY), ("wire", WIRE), clusters={}) == ["copy", "wire"]


def test_a_paragraph_that_only_the_copy_has_is_kept() -> None:
    extra = "Rain delayed the barges at Memphis for a week."
    assert kept(("wire", WIRE), ("copy", extra), clusters={"copy": "wire"}) == ["wire", "copy"]


def test_the_corrected_version_wins_whatever_its_rank() -> None:
    corrected = f"{RIGHT}|Correction: an earlier version said eleven."
    assert kept(("first", WIRE), ("later", corrected), clusters={"later": "first"})[0] == "later"


def test_a_correction_of_something_else_is_no_correction_of_the_article() -> None:
    assert not is_corrected(article("a", "The market saw a sharp correction on Monday."))
    assert is_corrected(article("a", "This article has been corrected to give the right figure."))
