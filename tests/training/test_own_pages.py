"""Our own pages for the line labeller: read line by line, labelled by role, never split otherwise than by their id."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from rag.articles.lines import split_lines
from training.line_labeller_pages import OWN
from training.own_pages import ROLES, iter_own, labels_of, own_sources, part_of_page

if TYPE_CHECKING:
    from pathlib import Path

LINES = [
    ["X", "Menu"], ["T", "A pier too far"], ["Y", "By Ann Lee"], ["A", "3 May 2024"], ["A", "17:02"], ["", ""],
    ["B", "The pier closed.\u2028It will not open again."], ["C", "The pier, by night"], ["V", "hob: Good."],
]  # fmt: skip


def written(folder: Path, lines: list[list[str]]) -> Path:
    path = folder / "pages.jsonl"
    path.write_text(json.dumps({"id": "0-00", "lines": lines}, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def test_a_page_keeps_odd_line_breaks_within_its_lines(tmp_path: Path) -> None:
    (page,) = iter_own(written(tmp_path, LINES))
    assert page.lines[6] == LINES[6][1]
    assert page.body == LINES[6][1]
    assert len(page.text.split("\n")) == len(LINES)
    assert not page.is_markdown


def test_each_role_has_its_label_and_the_hours_of_a_live_report_date_nothing(tmp_path: Path) -> None:
    (page,) = iter_own(written(tmp_path, LINES))
    labels = labels_of(page)
    assert len(labels) == len(split_lines(page.text))
    assert labels[:, 0].tolist() == [0, 0, 0, 0, 0, 1, np.float32(0.3), 0]
    assert [np.flatnonzero(column).tolist() for column in labels.T[1:]] == [[1], [2], [3]]


def test_a_page_has_the_styles_that_it_looks_like(tmp_path: Path) -> None:
    link = ["X", "[a](https://a.example) [b](https://b.example)"]
    for lines, style in ((LINES, "block0"), ([*LINES, link, link], "markdown0")):
        (source,) = own_sources({"train", "dev", "test"}, written(tmp_path, lines))
        assert source.kind == OWN
        assert style in source.renderings
        assert ("block0" in source.renderings) == (style == "block0")


def test_the_pages_that_are_kept_are_whole_and_split_six_in_ten_to_one_and_a_half_to_two_and_a_half() -> None:
    pages = list(iter_own())
    assert len({page.page_id for page in pages}) == len(pages)
    assert len({page.body for page in pages}) == len(pages)
    for page in pages:
        assert all((role in ROLES) == bool(line.strip()) for role, line in zip(page.roles, page.lines, strict=True))
        assert page.roles.count("B") >= 3
        assert page.part == part_of_page(page.page_id)
    shares = [sum(page.part == part for page in pages) / len(pages) for part in ("train", "dev", "test")]
    assert np.allclose(shares, [0.6, 0.15, 0.25], atol=0.05)
