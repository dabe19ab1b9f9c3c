"""The report in a real browser: it filters, fits a narrow window, and prints what went wrong in full."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from eval.testing import OverlapAnswerer
from tests.eval.cases import ARTICLES, QUESTIONS
from tests.eval.test_report import page_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed on this machine"),
]


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Any]:
    """A report of two right answers and a wrong one, in a window as narrow as a telephone's."""
    from playwright.sync_api import sync_playwright

    assert CHROMIUM is not None
    (tmp_path / "report.html").write_text(page_of(QUESTIONS, OverlapAnswerer(ARTICLES, at_least=0)), "utf-8")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        opened = browser.new_page(viewport={"width": 390, "height": 800})
        errors: list[str] = []
        opened.on("pageerror", lambda error: errors.append(str(error)))
        opened.goto((tmp_path / "report.html").as_uri())
        yield opened
        assert errors == []
        browser.close()


def test_a_reader_filters_by_outcome_and_by_word(page: Any) -> None:
    assert page.locator("output").inner_text() == "3 of 3 questions"
    page.locator("select[name=outcome]").select_option("wrong")
    assert page.locator(".card:visible .asked").all_inner_texts() == [QUESTIONS[2].question]
    assert page.evaluate("location.hash") == "#outcome=wrong", "a filtered view can be sent to somebody"
    page.locator("select[name=outcome]").select_option("")
    page.locator("input[name=find]").fill("SOYBEANS")
    assert page.locator(".card:visible .id").all_inner_texts() == ["q2"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_paper_gets_what_went_wrong_in_full_and_the_screen_is_as_before(page: Any) -> None:
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".card[open]").count() == 1
    assert page.locator(".card[open] .inside").is_visible()
    assert not page.locator(".filters").is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".card[open]").count() == 0
