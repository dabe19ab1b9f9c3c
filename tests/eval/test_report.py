"""The page: whole, self-contained, and safe whatever an article or a question says."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from typing_extensions import override

from eval.metrics.grounding import is_verbatim
from eval.report.page import report_page
from eval.run import iter_graded
from eval.testing import OverlapAnswerer, make_article
from eval.types import Gold, Run, Split
from rag.types import Span
from tests.eval.cases import ABSENT, ARTICLES, COST, QUESTIONS, answerer

if TYPE_CHECKING:
    from eval.types import Question

ATTACK = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&$style"
VOID = {"meta", "input", "br"}


class Page(HTMLParser):
    """Reads a page: every tag with its attributes, the texts, and whether each element was closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(page)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    @override
    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    @override
    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def page_of(questions: tuple[Question, ...], asked: OverlapAnswerer, **changes: str) -> str:
    """Return the report of a run over the double."""
    about = {"set_name": "all", "commit": "abc", "model": "overlap", "encoder": "e", "settings_hash": "s",
             "index_fingerprint": "i", "questions_sha": "q", "corpus_sha": "c"} | changes  # fmt: skip
    return report_page(Run(**about, graded=tuple(iter_graded(questions, asked, entails=is_verbatim))))


def test_every_question_its_quote_and_what_went_wrong_stand_on_the_page() -> None:
    page = page_of(QUESTIONS, OverlapAnswerer(ARTICLES, at_least=0))
    text = " ".join(Page(page).texts)
    for question in QUESTIONS:
        assert question.question in text
    assert "The furnace at Harrow Flat will cost $84 million." in text
    assert "answered, although the articles do not say (topic absent)" in text


def test_the_page_is_well_formed_and_fetches_nothing() -> None:
    page = Page(page_of(QUESTIONS, answerer()))
    assert page.open == []
    for tag, attributes in page.tags:
        assert tag not in {"link", "img", "iframe", "object", "base"}
        assert not set(attributes) & {"src", "srcset", "background", "action"}
        assert (attributes.get("href") or "#").startswith("#")


def test_nothing_that_an_article_or_a_question_says_becomes_markup() -> None:
    article = make_article(f"{ATTACK}.txt", f"The {ATTACK} cost 5 dollars.", outlet=ATTACK)
    question = replace(
        COST, id=ATTACK, question=f"What did the {ATTACK} cost?", note=ATTACK, speaker=ATTACK,
        answers=((ATTACK,),), gold=(Gold(path=article.path, quote=article.text),),
    )  # fmt: skip
    page = page_of((question,), OverlapAnswerer([article]), model=ATTACK, commit=ATTACK)
    tags = Page(page).tags
    assert sum(tag == "script" for tag, _ in tags) == 1
    assert not any(tag == "img" for tag, _ in tags)
    assert not any(name.startswith("on") for _, attributes in tags for name in attributes)
    assert page.count("<script") == 1


def test_only_the_script_of_the_page_itself_may_run() -> None:
    page = page_of(QUESTIONS, answerer())
    assert re.search(r"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-[\w+/]{43}='", page)


def test_the_marked_span_is_marked_inside_the_quote() -> None:
    run = tuple(iter_graded((COST,), answerer()))
    start = run[0].quotes[0].quote.index("$84")
    marked = replace(run[0], quotes=(replace(run[0].quotes[0], highlight=Span(start, start + 11)),))
    page = report_page(Run(set_name="all", commit="c", model="m", encoder="e", settings_hash="s", index_fingerprint="i",
                           questions_sha="q", corpus_sha="c", graded=(marked,)))  # fmt: skip
    assert "will cost <mark>$84 million</mark>." in page


def test_gold_sentences_that_serve_alike_stand_together() -> None:
    wage = Gold(path="furnace.txt", quote="Gus Tillery praised the wage.", either="a")
    page = page_of((replace(COST, gold=(replace(COST.gold[0], either="a"), wage)),), answerer())
    together = page[page.index("any of:") :]
    assert together.index("will cost $84 million") < together.index("praised the wage") < together.index("</ul>")


def test_dev_and_test_stand_apart_when_questions_are_split() -> None:
    split = (replace(COST, split=Split.DEV), replace(ABSENT, split=Split.TEST))
    page = page_of(split, answerer())
    assert 'class="part dev"' in page
    assert 'class="part test"' in page


def test_the_gate_is_told_when_one_was_held() -> None:
    run = Run(set_name="all", commit="c", model="m", encoder="e", settings_hash="s", index_fingerprint="i",
              questions_sha="q", corpus_sha="c", graded=tuple(iter_graded(QUESTIONS, answerer())))  # fmt: skip
    assert "The gate" not in report_page(run)
    assert "The gate is passed" in report_page(run, gate=())
    assert "dev Correct is 0.1" in report_page(run, gate=("dev Correct is 0.1",))


def test_equal_runs_make_equal_pages() -> None:
    graded = tuple(iter_graded(QUESTIONS, answerer()))
    run = Run(set_name="all", commit="c", model="m", encoder="e", settings_hash="s", index_fingerprint="i",
              questions_sha="q", corpus_sha="c", graded=graded)  # fmt: skip
    assert report_page(run) == report_page(run)
