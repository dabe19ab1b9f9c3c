"""The page in a real browser: it answers, shows a quote on hover, opens the article, and stays within its window."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
QUESTION = "Which minerals did China stop exporting to the United States?"
PATIENCE_MS = 180_000

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed on this machine"),
]


@pytest.fixture(scope="module")
def address(index_dir: Path) -> Iterator[str]:
    """The page served on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    command += ["--server.headless", "true"]
    environment = {**os.environ, "FOOTNOTE_INDEX": str(index_dir)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as server:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
        server.terminate()


def _wait_for(port: int) -> None:
    for _ in range(120):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.5)
    raise AssertionError("the page did not come up within a minute")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (400, "dark")])
def test_a_reader_asks_hovers_and_reads_the_article(address: str, width: int, scheme: str) -> None:
    from playwright.sync_api import sync_playwright

    assert CHROMIUM is not None
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address)
        page.get_by_placeholder("Ask the articles").fill(QUESTION)
        page.keyboard.press("Enter")
        page.locator(".fn-status").wait_for()
        assert "gallium" in page.locator(".fn-answer").first.inner_text()
        page.locator(".fn-note").first.hover()
        card = page.locator(".fn-card").first
        card.wait_for(state="visible")
        box = card.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width, "the card stays on the page"
        page.get_by_role("button", name="Read").first.click()
        page.locator(".fn-article mark").first.wait_for()
        assert "gallium" in page.locator(".fn-article > p > mark").first.inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, "nothing is cut off sideways"
        assert errors == []
        browser.close()
