from __future__ import annotations

from rag.answer.absent import find_absent, reason_for_absence
from rag.answer.question import read_question
from tests.answer.newsroom import article, hits, index

BAN = article("ban", "This past December, China banned exports of gallium to U.S. buyers.", "Prices rose 12 percent.")


def reason(question: str, *, found: int = 2, named: tuple[str, ...] = ()) -> str:
    asked, snapshot = read_question(question), index(BAN)
    absent = find_absent(asked, hits(snapshot)[:found], None, snapshot)
    return reason_for_absence(asked, absent, dict.fromkeys(asked.content, 1.0), named=named)


def test_a_name_that_no_passage_has_is_named() -> None:
    assert reason("What did Janet Yellen say?") == 'Not in these articles: no passage mentions "Janet Yellen".'


def test_a_rare_word_is_named_in_the_questions_own_spelling() -> None:
    assert reason("When did China ban Cobalt exports?").endswith('no passage mentions "Cobalt".')


def test_what_stands_in_a_passage_that_was_not_found_is_not_said_to_be_nowhere() -> None:
    assert "nearest to the question" in reason("Which prices?", found=1)


def test_a_refusal_within_one_source_says_nothing_of_the_others() -> None:
    assert reason("What did Janet Yellen say?", named=("CNN",)).startswith("Not in these articles by CNN: none of the")


def test_a_month_without_its_year_is_not_missing() -> None:
    asked, snapshot = read_question("What did China ban in December 2024?"), index(BAN)
    assert find_absent(asked, hits(snapshot), None, snapshot).dates == ()


def test_no_refusal_says_that_a_thing_did_not_happen() -> None:
    for question in ("Why did China ban gallium?", "Who banned gallium?", "How many buyers does China have?"):
        assert "did not" not in reason(question)
        assert reason(question).startswith("Not in these articles")


def test_what_was_after_every_article_is_not_known() -> None:
    snapshot = index(article("ban", "Vans were sold to bakeries, and more will be sold in 2028.", date="2025-04-03"))

    def later(question: str) -> tuple[str, str] | None:
        return find_absent(read_question(question), hits(snapshot), None, snapshot).later

    assert later("How many vans were sold in 2028?") == ("2028", "2025-04-03")
    assert later("How many vans were sold in 2024?") is None
    assert later("How many vans were sold in 2025?") is None, "some of that year has been"
    assert later("How many vans were to be sold in 2028?") is None, "it asks for a plan"
    assert later("How many vans will be sold in 2028?") is None
    assert later("What may vans have cost when they were sold in 2028?") is None
    assert later("How many bakeries went without vans in May 2028?") == ("May 2028", "2025-04-03"), (
        "a month is no doubt"
    )


def test_the_refusal_says_how_far_the_articles_reach() -> None:
    asked, snapshot = read_question("What was sold in 2028?"), index(article("a", "Vans sell.", date="2025-04-03"))
    absent = find_absent(asked, hits(snapshot), None, snapshot)
    said = reason_for_absence(asked, absent, dict.fromkeys(asked.content, 1.0))
    assert said == 'Not in these articles: "2028" is later than the newest article (3 April 2025).'
