"""A page's lines, measured: marks and links set aside, words counted, nothing of the text changed."""

from __future__ import annotations

from rag.articles.lines import PageLines, first_word, plain_words, split_lines


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


def test_what_a_page_is_asked_at_once_is_what_each_line_would_say() -> None:
    lines = split_lines("• Related News — “Élodie’s”\n\n3 comments\n--\n**See** _x_\n\ud800 E-mail 5_a")
    assert lines.firsts == [first_word(line.plain) for line in lines]
    assert lines.keys == [" ".join(plain_words(line.plain)) for line in lines]
    assert lines.whole.split("\n") == lines.plains == [line.plain for line in lines]


def test_the_lines_that_hold_a_text_are_found_in_order_and_once() -> None:
    lines = PageLines(split_lines("a b a\nc\nb\na"))
    assert lines.holding("b", "a") == [0, 2, 3]
    assert lines.holding("d") == []
    assert PageLines().holding("a") == []
