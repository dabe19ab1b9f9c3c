from __future__ import annotations

from rag.retrieve.by_article import rank_articles
from rag.testing import BagOfWordsEncoder
from tests.answer.newsroom import EVERYTHING, article, index


def test_an_article_about_a_matter_stands_before_one_that_mentions_it() -> None:
    about = article("b", "Gallium is scarce.", "Gallium is a metal.", "Who sells gallium?")
    mentions = article("a", "Gallium is dear.", "Farmers sold soybeans.", "Rain fell.")
    ranked = rank_articles(
        "gallium", snapshot=index(mentions, about), encoder=BagOfWordsEncoder(), where=EVERYTHING, depth=10
    )
    assert [(hit.article_id, hit.rank) for hit in ranked] == [("b", 1), ("a", 2)]
