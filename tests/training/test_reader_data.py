"""The split by article: a rule that anyone can recompute, and no text shared across it."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

from training.reader_data import held_out_titles, read_split, sentence_spans, word_runs

if TYPE_CHECKING:
    from pathlib import Path

TITLES = [f"Title_{at}" for at in range(28)]


def write_rows(folder: Path, rows: list[dict[str, object]]) -> None:
    path = folder / "answerability" / "answerability.jsonl.gz"
    path.parent.mkdir()
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def row(title: str, context: str, source: str = "squad2_dev", answer: str | None = None) -> dict[str, object]:
    return {
        "question": "Who?",
        "context": context,
        "sentences": [context],
        "evidence_sentence_index": 0 if answer else None,
        "answer_text": answer,
        "answerable": answer is not None,
        "source": source,
        "title": title,
    }


def test_the_held_out_titles_do_not_depend_on_the_order_of_the_rows() -> None:
    assert held_out_titles(TITLES) == held_out_titles(reversed(TITLES))
    test, dev = held_out_titles(TITLES)
    assert (len(test), len(dev)) == (7, 4)
    assert not set(test) & set(dev)


def test_a_training_row_that_shares_a_title_or_eight_words_with_a_held_out_paragraph_is_dropped(tmp_path: Path) -> None:
    test, dev = held_out_titles(TITLES)
    held = "one two three four five six seven eight nine ten"
    rows = [row(title, held if title == test[0] else f"Only {title} stands here.", answer=None) for title in TITLES]
    rows.append(row("", "zero one two three four five six seven eight zero", "squad1_dev_extra", "zero"))
    rows.append(row(dev[0], "Nothing is shared with any other text.", "squad1_dev_extra", "Nothing"))
    rows.append(row("", "one two three four five six seven is shared, but not eight", "squad1_dev_extra", "one"))
    write_rows(tmp_path, rows)
    split = read_split(tmp_path)
    assert split.n_dropped == 2
    assert {each.title for each in split.test} == set(test)
    assert [each.context for each in split.train if each.source != "squad2_dev"] == [rows[-1]["context"]]


def test_an_answer_that_occurs_twice_is_taken_from_its_evidence_sentence(tmp_path: Path) -> None:
    train_title = next(title for title in TITLES if title not in sum(held_out_titles(TITLES), ()))
    twice = row(train_title, "Rome fell. Later Rome rose.", answer="Rome") | {
        "sentences": ["Rome fell.", "Later Rome rose."],
        "evidence_sentence_index": 1,
    }
    rows = [row(title, f"Only {title} stands here.") for title in TITLES if title != train_title]
    write_rows(tmp_path, [*rows, twice])
    found = next(each for each in read_split(tmp_path).train if each.title == train_title)
    assert (found.start, found.end) == (17, 21)


def test_sentences_are_found_in_order_even_where_one_repeats() -> None:
    assert sentence_spans("Yes. No. Yes.", ["Yes.", "No.", "Yes."]) == ((0, 4), (5, 8), (9, 13))


def test_runs_of_words_ignore_case_and_punctuation() -> None:
    assert list(word_runs("A b, C. d", 3)) == [("a", "b", "c"), ("b", "c", "d")]
