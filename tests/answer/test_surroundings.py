"""What stands around a sentence: headline, article and the sentences before it."""

from __future__ import annotations

import pytest

from rag.answer.evidence import candidates
from rag.answer.question import read_question
from rag.answer.surroundings import SURROUNDINGS, surroundings
from rag.types import Article, Block, Hit, Metadata, Passage, Role

FILLER = "Nothing of the kind was said at all that day. " * 20
TEXT = f"Oda Lind runs the Merrow yard. It took her 31 months. {FILLER}“We need welders,” she said."


def columns(question: str, *, title: str | None = None) -> dict[str, list[float]]:
    block = Block(role=Role.BODY, start=0, end=len(TEXT), line=1)
    article = Article(
        article_id="a", path="a", content_hash="", text=TEXT, blocks=(block,), metadata=Metadata(title=title)
    )
    passage = Passage(passage_id="a-0", article_id="a", start=0, end=len(TEXT), text=TEXT)
    pool = candidates([Hit(passage=passage, score=1.0, rank=1)])
    asked = read_question(question)
    found = surroundings(asked, pool, idf=dict.fromkeys(asked.content, 1.0), articles={"a": article})
    assert set(found) == set(SURROUNDINGS)
    return {name: values.tolist() for name, values in found.items()}


def test_a_sentence_after_the_name_is_near_it_and_one_far_below_is_not() -> None:
    near = columns("How long did Oda Lind take?")["cover_near"]
    assert near[1] == near[0] > near[-1]


def test_the_headline_counts_as_the_article() -> None:
    without, with_title = (columns("What of the crane?", title=title) for title in (None, "The crane"))
    assert without["cover_headline"][0] == without["cover_article"][0] == 0
    assert with_title["cover_headline"][0] == with_title["cover_article"][0] == 1


@pytest.mark.parametrize(("question", "held"), [("What did Oda Lind say?", 1.0), ("Who met Bram Oost?", 0.0)])
def test_names_are_looked_for_in_the_whole_article(question: str, held: float) -> None:
    assert set(columns(question)["names_article"]) == {held}


def test_no_name_asked_for_is_told_apart_from_a_name_not_found() -> None:
    assert set(columns("how long did it take?")["names_article"]) == {-1.0}


def test_views_first_persons_and_quotations_are_seen() -> None:
    found = columns("What does Oda Lind think of welders?")
    assert set(found["wants_view"]) == {1.0}
    assert (found["first_person"][0], found["first_person"][-1]) == (0.0, 1.0)
    assert (found["quoted"][0], found["quoted"][-1]) == (0.0, 1.0)
    assert set(columns("How many welders are there?")["wants_view"]) == {0.0}
