"""A page's lines, measured: marks and links set aside, words counted, nothing of the text changed."""

from __future__ import annotations

from rag.articles.lines import first_word, plain_words, split_lines


def test_a_line_is_measured_without_its_markdown() -> None:
    line = split_lines("\n\n  * **See** [the pier](/p) ![a boat](b.png)")[0]
    assert (line.number, line.blanks_before, line.indent, line.mark) == (3, 2, 2, "*")
    assert line.text == "* **See** [the pier](/p) ![a boat](b.png)"
    assert line.plain == "See the pier a boat"
    assert (line.size, line.n_links, line.link_chars, line.n_images) == (5, 1, 8, 1)


def test_words_are_bare_and_in_lower_case() -> None:
    assert plain_words("“Don’t,” said Élodie—in 2024") == ("don", "t", "said", "élodie", "in")
    assert plain_words("\ud800 x") == ("\ud800", "x")


def test_the_first_word_counts_only_before_any_digit() -> None:
    assert first_word("• Related News") == "related"
    assert first_word("3 comments") == ""
    assert first_word("--") == ""
