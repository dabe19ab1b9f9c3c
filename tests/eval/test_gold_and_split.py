"""Gold against the articles, and the split by article."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.errors import GoldError
from eval.gold import check_gold, maybe_exact_quote, settled_gold, span_of
from eval.split import split_by_article
from eval.types import Gold, Question, QuestionKind, Split
from tests.eval.cases import BY_PATH, COST, QUESTIONS


def test_gold_that_stands_in_the_articles_passes() -> None:
    check_gold(QUESTIONS, BY_PATH)


@pytest.mark.parametrize(
    ("gold", "reason"),
    [
        (Gold(path="gone.txt", quote="x"), "no article has the path 'gone.txt'"),
        (Gold(path="furnace.txt", quote="It cost $84 million."), "the cleaned text of furnace.txt does not hold"),
        (Gold(path="furnace.txt", quote="It will employ 137 people."), r"'\$84 million' stands in none of its gold"),
    ],
)
def test_gold_that_does_not_stand_there_is_refused_by_name(gold: Gold, reason: str) -> None:
    with pytest.raises(GoldError, match=f"question q1: .*{reason}"):
        check_gold([replace(COST, gold=(gold,))], BY_PATH)


def test_the_span_of_gold_gives_back_the_quote() -> None:
    gold, article = COST.gold[0], BY_PATH["furnace.txt"]
    start, end = span_of(gold, article)
    assert article.text[start:end] == gold.quote


def test_a_quote_copied_with_other_white_space_is_mended_and_another_is_not() -> None:
    text = "One line,\u00a0and\nanother. Café prices rose."
    assert maybe_exact_quote("One line, and another.", text) == "One line,\u00a0and\nanother."
    assert maybe_exact_quote("Cafe\u0301 prices rose.", text) == "Café prices rose."
    assert maybe_exact_quote("One line and another.", text) is None


def test_gold_that_cleaning_took_away_stands_for_its_article() -> None:
    """One sentence stands there with other white space, one does not, and one article is gone altogether."""
    gold = (
        Gold(path="furnace.txt", quote="It will  employ 137\npeople."),
        Gold(path="furnace.txt", quote="Advertisement."),
        Gold(path="gone.txt", quote="It will employ 137 people."),
    )
    settled = settled_gold(replace(COST, gold=gold), BY_PATH)
    assert [g.quote for g in settled.gold] == ["It will employ 137 people.", "", ""]


def _question(number: int, *paths: str, paraphrase_of: str | None = None, split: Split | None = None) -> Question:
    return Question(
        id=f"q{number:03}",
        kind=QuestionKind.FACT,
        question="?",
        is_answerable=True,
        gold=tuple(Gold(path=path) for path in paths),
        paraphrase_of=paraphrase_of,
        split=split,
    )


PATHS = st.sampled_from([f"{letter}.txt" for letter in "abcdefghij"])


@given(st.lists(st.lists(PATHS, min_size=1, max_size=2, unique=True), min_size=1, max_size=25))
def test_no_article_serves_both_halves(path_lists: list[list[str]]) -> None:
    questions = [_question(number, *paths) for number, paths in enumerate(path_lists)]
    split = split_by_article(questions)
    sides: dict[str, set[Split | None]] = {}
    for question in split:
        for gold in question.gold:
            sides.setdefault(gold.path, set()).add(question.split)
    assert all(len(side) == 1 for side in sides.values())
    assert [question.id for question in split] == [question.id for question in questions]
    assert split_by_article(list(reversed(questions))) == tuple(reversed(split))


def test_a_paraphrase_goes_with_its_original_and_a_duplicate_with_its_article() -> None:
    questions = [_question(1, "a.txt"), _question(2, paraphrase_of="q001"), _question(3, "b.txt")]
    split = split_by_article(questions, together=[("a.txt", "b.txt")])
    assert len({question.split for question in split}) == 1


def test_many_small_groups_split_evenly() -> None:
    split = split_by_article([_question(number, f"{number}.txt") for number in range(40)])
    assert sum(question.split is Split.DEV for question in split) == 20


def test_a_question_that_has_a_side_keeps_it_and_its_article() -> None:
    settled = _question(1, "a.txt", split=Split.TEST)
    split = split_by_article([settled, _question(2, "a.txt")])
    assert {question.split for question in split} == {Split.TEST}


def test_a_question_that_ties_dev_to_test_is_refused() -> None:
    sides = [
        _question(1, "a.txt", split=Split.TEST),
        _question(2, "b.txt", split=Split.DEV),
        _question(3, "a.txt", "b.txt"),
    ]
    with pytest.raises(GoldError, match="question q003: it ties articles of dev to articles of test"):
        split_by_article(sides)
