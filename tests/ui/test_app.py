"""The page, driven without a browser: it answers, refuses, and shows article text as text."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from eval.store import save_run
from tests.eval.cases import answerer
from tests.eval.test_compare_and_store import run_of

APP = Path(__file__).resolve().parent.parent.parent / "app.py"


@pytest.fixture
def page(index_dir: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("FOOTNOTE_INDEX", str(index_dir))
    return AppTest.from_file(str(APP), default_timeout=120).run()


def html_of(page: AppTest) -> str:
    """All of our own markup on the page, joined."""
    return "".join(element.proto.body for element in page.get("html"))


def test_the_first_page_offers_questions_made_from_the_corpus(page: AppTest) -> None:
    assert not page.exception
    assert page.title[0].value == "Footnote"
    assert len(page.button) >= 4
    assert "31 articles" in page.markdown[0].value


def test_an_answer_shows_its_quote_outlet_and_the_answering_words(page: AppTest) -> None:
    page.chat_input[0].set_value("Which minerals did China stop exporting to the United States?").run()
    shown = html_of(page)
    assert not page.exception
    assert "Answered from the articles" in shown
    assert 'class="fn-note"' in shown
    assert "<mark>" in shown
    assert "gallium" in shown


def test_reading_in_the_article_marks_the_quoted_sentence(page: AppTest) -> None:
    page.chat_input[0].set_value("Which minerals did China stop exporting to the United States?").run()
    next(button for button in page.button if button.label == "Read").click().run()
    assert not page.exception
    assert 'class="fn-article"' in html_of(page)
    assert "<mark>" in html_of(page).split('class="fn-article"')[1]


def test_a_refusal_says_so_and_shows_what_came_nearest(page: AppTest) -> None:
    page.chat_input[0].set_value("Who won the women's singles final at Wimbledon?").run()
    assert "Not in these articles" in html_of(page)
    assert not page.exception


def test_a_question_that_is_markup_is_shown_as_text(page: AppTest) -> None:
    page.chat_input[0].set_value("<script>alert(1)</script> What did China **ban**?").run()
    assert "<script>" not in html_of(page)
    assert page.text[0].value == "<script>alert(1)</script> What did China **ban**?"


def test_a_follow_up_shows_what_was_searched(page: AppTest) -> None:
    page.chat_input[0].set_value("Which minerals did China ban?").run()
    page.chat_input[0].set_value("When did it do that?").run()
    assert "searched for “When did China" in html_of(page)
    assert not page.exception


def test_a_missing_index_is_one_line_that_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_INDEX", str(tmp_path))
    page = AppTest.from_file(str(APP), default_timeout=60).run()
    assert "rag index" in page.error[0].value
    assert not page.exception


def test_the_evaluation_has_its_own_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a run the page names the command that makes one."""
    monkeypatch.chdir(tmp_path)

    def script() -> None:
        from ui.evaluation import draw_evaluation

        draw_evaluation()

    page = AppTest.from_function(script, default_timeout=60).run()
    assert "make eval" in page.info[0].value
    assert not page.exception


def test_a_reader_chooses_between_the_saved_evaluations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for commit in ("old", "new"):
        save_run(run_of(answerer(), commit=commit))
    os.utime(tmp_path / "eval" / "results" / "old-all-overlap.json", (1, 1))
    (tmp_path / "eval" / "results" / "broken.json").write_text("{", "utf-8")
    os.utime(tmp_path / "eval" / "results" / "broken.json", (0, 0))

    def script() -> None:
        from ui.evaluation import draw_evaluation

        draw_evaluation()

    page = AppTest.from_function(script, default_timeout=60).run()
    assert page.selectbox[0].options == ["new-all-overlap", "old-all-overlap", "broken"]
    assert "dealt with rightly" in page.get("iframe")[0].proto.srcdoc
    page.selectbox[0].select_index(2).run()
    assert "is no saved run" in page.error[0].value
    assert not page.exception
