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
