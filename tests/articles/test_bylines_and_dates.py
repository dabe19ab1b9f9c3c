"""Names and dates read from the lines that state them."""

from __future__ import annotations

import pytest

from rag.articles.bylines import cased_as_in, names_in_byline
from rag.articles.dates import date_in_url, find_date
from rag.articles.lines import split_lines
from rag.articles.outlets import outlet_in_byline, outlet_in_lines, outlet_of_url


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By GAO CHENG and BU YANJUN | China Daily Global | Updated: 2025-08-01 08:12", ["GAO CHENG", "BU YANJUN"]),
        ("By Teodora Manning, Waterfront Reporter", ["Teodora Manning"]),
        ("• Hannan Hussain Hannan Hussain", ["Hannan Hussain"]),
        ("October 11, 2023 by Autumn Huerter", ["Autumn Huerter"]),
        ("Por María de la Cruz y Ana López", ["María de la Cruz", "Ana López"]),
        ("**By Teodora Lisiecki**", ["Teodora Lisiecki"]),
        ("By Korin MillerPublished: Jan 29, 2025", ["Korin Miller"]),
        ("By Harbour Gazette Staff", []),
        ("By Reuters", []),
        ("Share - WeChat", []),
        ("25 Jun 2023 23:29", []),
    ],
)
def test_a_byline_names_people_and_nobody_else(line: str, names: list[str]) -> None:
    assert names_in_byline(line) == names


def test_a_name_in_capitals_is_written_as_the_text_writes_it() -> None:
    assert cased_as_in("ANN McLEE".upper(), "Later Ann McLee said so.") == "Ann McLee"
    assert cased_as_in("ANN LEE", "nobody here") == "Ann Lee"
    assert cased_as_in("Ann Lee", "ANN LEE") == "Ann Lee"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Updated: 2025-08-01 08:12", "2025-08-01"),
        ("25 Jun 2023 23:29", "2023-06-25"),
        ("March 4, 2025, 4:12 p.m. Central", "2025-03-04"),
        ("Oct 3rd, 2021", "2021-10-03"),
        ("12 de março de 2020", "2020-03-12"),
        ("3. Dezember 2019", "2019-12-03"),
        ("2025年4月11日", "2025-04-11"),
        ("13/04/2025", "2025-04-13"),
        ("04/11/2025", None),
        ("2024-02-30", None),
        ("Copyright 1995 - .", None),
        ("in May 2025", None),
    ],
)
def test_a_date_is_read_only_where_it_is_certain(text: str, day: str | None) -> None:
    assert find_date(text) == day


def test_an_address_dates_its_article_by_its_path() -> None:
    assert date_in_url("https://www.cnn.com/2025/04/11/americas/x/index.html") == "2025-04-11"
    assert date_in_url("https://www.theguardian.com/world/2025/apr/11/x") == "2025-04-11"
    assert date_in_url("https://example.org/item/20251399") is None


def test_outlets_are_named_by_addresses_bylines_and_mastheads() -> None:
    assert outlet_of_url("https://edition.cnn.com/2025/04/11/x") == "CNN"
    assert outlet_of_url("https://unknown.example/x") is None
    assert outlet_in_byline("By Ann Lee | The Selat Ledger | 2025-01-02") == "The Selat Ledger"
    page = ["THE HARBOUR SENTINEL", "Sport", "Some title here", "© 2024 The Harbour Sentinel. All rights reserved."]
    assert outlet_in_lines([], split_lines("\n".join(page)), None) == ("The Harbour Sentinel", 0)
    assert outlet_in_lines([0], split_lines("\n".join(["CNN —", *page])), None) == ("CNN", 0)
    assert outlet_in_lines([], split_lines("Sport\nSome title here"), None) is None


@pytest.mark.parametrize(
    ("page", "outlet"),
    [
        (
            ["Services", "A title of some words", "Our range of Services for the home", "Request Services at any time"],
            None,
        ),
        (["Recipes", "A title", "By Ann Lee", "More of our Recipes by the test kitchen in Rome"], None),
        (["The Selat Ledger", "A title", "Ann Lee covers the ports for The Selat Ledger."], "The Selat Ledger"),
        (["A title", "Copyright Notice", "Privacy Policy"], None),
        (["A title", "© 2025 Hollin Media Group, Inc. All rights reserved."], None),
        (["A title", "© 2025 The Selat Ledger. All rights reserved."], "The Selat Ledger"),
        (["A title", "Subscribe to Our Newsletter"], None),
        (["A title", "Subscribe to Rare & Ferrous to get unlimited access."], "Rare & Ferrous"),
        (["A title", "Share", "Time", "Wired"], "Time"),
        (["A", "B", "C", "D", "E", "F", "G", "H", "Time"], None),
        (["By Ann Lee | Dec 30, 2025 | Indoor Plants"], None),
    ],
)
def test_an_outlet_is_what_a_page_calls_its_own_and_no_section_or_company(page: list[str], outlet: str | None) -> None:
    found = outlet_in_lines([0], split_lines("\n".join(page)), None)
    assert (found.name if found else None) == outlet
