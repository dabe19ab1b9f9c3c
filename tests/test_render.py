"""What a reader is handed: Markdown and HTML that show article text exactly and never obey it."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from rag.render import markdown_text, quote_link, reference_line, spoken_date
from rag.types import Absence, Answer, AnswerSentence, Citation, Kind, Span, Status, Support, Trace, View

TRACE = Trace(question_searched="q", model="extractive", encoder="e", index_fingerprint="f", settings_hash="s")
SCRIPT = "<script>alert(1)</script> said the <b>minister</b> & left"


def cited(quote: str, **changes: object) -> Citation:
    """A citation of an invented outlet, changed where a test needs it."""
    fields: dict[str, object] = {
        "n": 1,
        "article_id": "a",
        "path": "a.txt",
        "title": "Port closes",
        "authors": ("Mira Osei",),
        "outlet": "Harbour Post",
        "date": "2025-08-01",
        "url": "https://example.org/port#top",
        "kind": Kind.REPORT,
        "speaker": None,
        "quote": quote,
        "start": 10,
        "end": 10 + len(quote),
        "highlight": None,
    }
    return Citation(**{**fields, **changes})  # type: ignore[arg-type]  # the fields above, by name


def answered(quote: str, *, support: Support = Support.SUPPORTED, highlight: Span | None = None) -> Answer:
    """An answer of one sentence that is its quote."""
    citation = cited(quote, highlight=highlight)
    return Answer(
        question=quote,
        status=Status.ANSWERED,
        text=f"{quote} [1]",
        confidence=0.9,
        sentences=(AnswerSentence(text=quote, support=support, score=1.0, citations=(1,)),),
        citations=(citation,),
        sources=(),
        views=(View(outlet=quote, positions=(citation,)),),
        missing=Absence(reason=quote, nearest=(citation,)),
        trace=TRACE,
    )


OUR_TAGS = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "p", "sup", "a"}
OUR_TAGS |= {"ol", "li", "blockquote", "span", "mark"}


class Tags(HTMLParser):
    """Collects the tags and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # the parser's hook
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_markup_in_an_article_is_shown_and_never_obeyed() -> None:
    page = Tags()
    page.feed(answered(SCRIPT).to_html())
    assert "script" not in page.tags
    assert "b" not in page.tags
    assert page.text.count(SCRIPT) >= 4, "question, sentence, view and note all show the text as it stands"


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1))
def test_any_text_survives_the_html_page(quote: str) -> None:
    page = Tags()
    page.feed(answered(quote).to_html())
    assert quote in page.text
    assert page.tags <= OUR_TAGS


def test_the_answer_itself_is_marked_inside_the_quote() -> None:
    """Offsets of a highlight count in the article, like those of the quote: 15 to 18 is the quote's 5 to 8."""
    page = answered("Some ten ships waited.", highlight=Span(15, 18)).to_html()
    assert "Some <mark>ten</mark> ships waited." in page


def test_an_unsupported_sentence_is_marked_as_such() -> None:
    page = answered("Ships waited.", support=Support.NOT_ENOUGH_INFO).to_html()
    assert '<span class="unsupported" title="not enough info">Ships waited.</span>' in page


def test_markdown_has_a_footnote_for_each_citation() -> None:
    text = answered("Ten *ships* waited.").to_markdown()
    assert "Ten \\*ships\\* waited.[^1]" in text
    assert "[^1]: “Ten \\*ships\\* waited.” — Harbour Post, “Port closes”, Mira Osei, 1 August 2025" in text


def test_markdown_escapes_what_would_be_a_link_or_a_heading() -> None:
    assert markdown_text("# [a](b)\nc") == "\\# \\[a\\](b) c"


def test_a_link_leads_to_the_quoted_sentence() -> None:
    assert quote_link("https://example.org/port#top", "Ten ships waited, all day.") == (
        "https://example.org/port#:~:text=Ten%20ships%20waited%2C%20all%20day."
    )


def test_only_web_addresses_become_links() -> None:
    assert quote_link("javascript:alert(1)", "Ten ships") is None
    assert quote_link(None, "Ten ships") is None


def test_a_reference_says_only_what_is_known() -> None:
    bare = cited("q", title=None, authors=(), outlet=None, date=None, path="x/y.txt")
    assert reference_line(bare) == "x/y.txt, no date given"


def test_dates_are_spoken_to_the_precision_they_have() -> None:
    assert [spoken_date(d) for d in ("2025-08-01", "2025-08", "2025", None)] == [
        "1 August 2025",
        "August 2025",
        "2025",
        "no date given",
    ]
