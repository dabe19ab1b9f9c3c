"""Renderings say the page's own words, and labels follow what people marked."""

from __future__ import annotations

import pytest

from rag.articles.page import page_blocks, parse_html
from training.wcxb import author_labels, date_labels, f1, part_of, title_labels, tokens
from training.wcxb_labels import line_labels
from training.wcxb_rendering import STYLES, render

HTML = """<html><head><title>T</title><script>var x = "hidden";</script></head><body>
<nav><ul><li><a href="/h">Health</a></li><li><a href="/s">Sport</a></li></ul></nav>
<h1>A pier too far</h1><p class="by">By Ann Lee</p><p>March 5, 2024</p>
<p>The harbour of Port Averill will <b>close</b> its northern pier in
<a href="/april">April</a>.<br>Ferries will move.</p>
<h2>Health</h2><blockquote><p>It took a storm to get the money.</p></blockquote>
<ol><li>First the legs.</li><li>Then the deck.</li></ol>
<table><tr><td>Boats</td><td>Nine</td></tr></table><div style="display:none">unseen words</div>
<footer>All rights reserved</footer></body></html>"""


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    root = parse_html(HTML)
    return {style: render(page_blocks(root), style, seed=3) for style in STYLES}


@pytest.mark.parametrize("style", STYLES)
def test_a_rendering_says_the_words_of_the_page_in_order(texts: dict[str, str], style: str) -> None:
    words = tokens(texts[style])
    wanted = tokens(
        "Health Sport A pier too far By Ann Lee The harbour of Port Averill will close its northern pier in"
    )
    place = 0
    for word in wanted:
        place = words.index(word, place) + 1
    assert not {"hidden", "unseen"} & set(words)


@pytest.mark.parametrize("style", STYLES)
def test_a_rendering_is_the_same_for_the_same_seed(style: str) -> None:
    blocks = page_blocks(parse_html(HTML))
    assert render(blocks, style, 5) == render(blocks, style, 5)


def test_styles_differ_as_scrapers_do(texts: dict[str, str]) -> None:
    assert "\n\n" in texts["block"]
    assert "\n\n" not in texts["single"]
    assert "# A pier too far" in texts["markdown"]
    assert any(line.startswith((" ", "•", "*", "-", "+", "o ")) for line in texts["layout"].split("\n"))
    assert max(map(len, texts["wrapped"].split("\n"))) <= 100
    assert "close" in texts["pieces"].split("\n")


def test_a_line_is_labelled_by_what_it_shares_with_the_main_text() -> None:
    gold = "The harbour of Port Averill will close its northern pier.\n\nHealth\n\nIt took a storm to get the money."
    lines = [
        "Health",
        "Sport",
        "x " * 30,
        *["menu item here now"] * 45,
        *gold.split("\n\n"),
        "All rights reserved here",
    ]
    labels = line_labels(lines, gold)
    assert labels[-5:].tolist() == [0.0, 1.0, 1.0, 1.0, 0.0]
    assert labels[:3].tolist() == [0.0, 0.0, 0.0], "a menu's word is not the heading's"


def test_what_the_main_text_says_once_is_labelled_once() -> None:
    gold = "What it costs\n\nThe pier will cost nine million crowns to mend.\n\nRest\n\nFerries stop on Monday and Rest"
    lines = ["What it costs", "The pier", "What it costs", "The pier will cost nine million crowns to mend.", "Rest"]
    assert line_labels(lines, gold).tolist() == [0.0, 0.0, 1.0, 1.0, 1.0]


def test_lines_out_of_order_and_short_cells_between_placed_lines_are_found() -> None:
    gold = "Ferries stop on Monday for the winter. Monday Rest Tuesday Run The pier will cost nine million crowns."
    lines = [
        "The pier will cost nine million crowns.",
        "Ferries stop on Monday for the winter.",
        *("Monday", "Rest", "Sunday", "Tuesday", "Run"),
    ]
    labels = dict(zip(lines, line_labels(lines, gold).tolist(), strict=True))
    assert [line for line, share in labels.items() if share < 1] == ["Sunday"]


def test_title_author_and_date_lines_are_found() -> None:
    lines = [
        "A pier too far | Gazette",
        "By Ann Lee",
        "March 5, 2024",
        "Ann Leeds wrote of a pier far away in another town",
    ]
    assert title_labels(lines, "A Pier Too Far").tolist() == [1.0, 0.0, 0.0, 0.0]
    assert author_labels(lines, "Ann Lee, Bo Chen").tolist() == [0.0, 1.0, 0.0, 0.0]
    assert date_labels(lines, "2024-03-05").tolist() == [0.0, 0.0, 1.0, 0.0]
    assert title_labels(lines, None).sum() + author_labels(lines, None).sum() + date_labels(lines, None).sum() == 0


def test_four_gram_f1_counts_runs_of_words() -> None:
    assert f1("a b c d e", "a b c d e") == 1.0
    assert f1("a b c d e f", "a b c d e") == pytest.approx(2 * 2 / (3 + 2))
    assert f1("", "a b c d") == 0.0


def test_a_site_lies_on_one_side_of_the_split() -> None:
    parts = [part_of(f"site{i}.example") for i in range(500)]
    assert {"train", "dev", "test"} == set(parts)
    assert 0.62 < parts.count("train") / 500 < 0.78
