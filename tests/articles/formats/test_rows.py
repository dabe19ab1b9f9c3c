from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from rag.articles.formats.rows import Row, flow, running_rows, without
from tests.articles.formats.making import FIRST, SECOND, wrapped


def rows(*texts: str, page: int = 0, x: float = 72, top: float = 700, step: float = 12, size: float = 10) -> list[Row]:
    return [Row(text, page, x, top - step * n, size) for n, text in enumerate(texts)]


WORDS = st.lists(st.text(string.ascii_letters + "é-ﬁ\u00ad.,", min_size=1, max_size=12), min_size=1, max_size=60)


@given(WORDS, st.integers(20, 90))
def test_nothing_but_line_breaks_and_hyphens_at_line_ends_is_changed(words: list[str], width: int) -> None:
    lines = wrapped(" ".join(words), width)
    before = "".join(lines).replace("ﬁ", "fi")
    after = flow(rows(*lines))

    def bare(text: str) -> str:
        return "".join(char for char in text if not char.isspace() and char not in "-\u00ad")

    assert bare(after) == bare(before)


def test_a_wider_gap_begins_a_paragraph() -> None:
    first, second = wrapped(FIRST), wrapped(SECOND)
    page = [*rows(*first), *rows(*second, top=700 - 12 * len(first) - 8)]
    assert flow(page) == f"{FIRST}\n{SECOND}"


def test_a_short_line_ends_a_paragraph_and_an_indent_begins_one() -> None:
    page = rows(*wrapped(FIRST), "Short end.", *wrapped(SECOND))
    assert flow(page).split("\n")[1:] == [SECOND] or flow(page).endswith(f"Short end.\n{SECOND}")
    full = rows("word " * 11 + "word.", "Then " * 11 + "then.")
    assert flow([full[0], full[1]._replace(x=90)]).count("\n") == 1
    assert flow(full).count("\n") == 0


def test_menus_stay_one_entry_a_line_though_they_stand_close() -> None:
    menu = ["Home", "World", "Business", "Opinion", "Sport"]
    assert flow(rows(*menu, *wrapped(FIRST), *wrapped(SECOND))).split("\n")[:5] == menu


def test_a_heading_in_larger_print_is_never_joined() -> None:
    page = [
        Row("A heading as long as all of the lines of print that come below", 0, 72, 712, 14),
        *rows(*wrapped(FIRST)),
    ]
    assert flow(page).split("\n")[1] == FIRST


def test_a_divided_word_is_joined_and_a_compound_keeps_its_hyphen() -> None:
    wide = "so many words that this line of print is surely a full one and gov-"
    assert flow(rows(wide, "ernment of the people and by the people for the people was meant")).count("government") == 1
    well = "the well was deep and the man was known in all the land to be a well-"
    assert "well-known man" in flow(rows(well, "known man of the land, and more of this long line of the same"))
    soft = "so many words that this line of print is surely a full one and gov\u00ad"
    assert "government" in flow(rows(soft, "ernment of the people and by the people for the people was meant"))


def test_only_an_open_sentence_goes_on_over_the_page() -> None:
    open_line = "a line of print of usual length that breaks off in the middle of"
    assert flow([*rows(open_line, top=100), *rows("its sentence.", page=1)]) == f"{open_line} its sentence."
    ended = "a line of print of the usual length which ends as its page ends."
    assert flow([*rows(ended, top=100), *rows("Another one.", page=1)]) == f"{ended}\nAnother one."


def test_what_runs_through_the_pages_is_told_by_its_place_and_numbers_do_not_count() -> None:
    bodies = [("In May", "Rivers", "rise"), ("In July", "Rivers", "fall"), ("In winter", "Rivers", "freeze")]
    pages = [[*rows("Rivers", top=780), *rows(*body), *rows(f"Page {n}", top=20)] for n, body in enumerate(bodies)]
    running = running_rows(pages)
    assert {row.text for row in running} == {"Rivers", "Page 0", "Page 1", "Page 2"}
    assert [row.text for row in without(pages, running)] == [text for body in bodies for text in body]


def test_a_single_page_has_no_running_head_but_for_the_browser_s_own() -> None:
    assert running_rows([rows("Rivers", "rise", "again")]) == []
    assert [row.text for row in running_rows([rows("3/9/26, 5:40 PM Rivers", "rise")])] == ["3/9/26, 5:40 PM Rivers"]
