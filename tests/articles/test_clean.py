"""Whole pages cleaned: what is kept under which role, what is not and why, and what is known of the article."""

from __future__ import annotations

import numpy as np
import pytest

from rag.articles.clean import clean_article
from rag.articles.labeller import LineChances
from rag.articles.lines import split_lines
from rag.articles.marks import Labels
from rag.articles.removal import remove_trails
from rag.articles.roles import label_lines
from rag.types import Article, Kind, RawArticle, RemovalReason, Role
from tests.articles.pages import FORUM_PAGE, OPINION_PAGE, PARAGRAPHS, TICKER_PAGE


def cleaned(text: str, *, media: str = "text", path: str = "a.txt") -> Article:
    return clean_article(RawArticle(path=path, text=text, media=media))


def said(article: Article, role: Role) -> list[str]:
    return [article.text[b.start : b.end] for b in article.blocks if b.role is role]


def reasons(article: Article, page: str) -> dict[str, RemovalReason]:
    rows = page.split("\n")
    return {rows[line.line - 1].strip(): line.reason for line in article.removed}


@pytest.mark.parametrize("page", [OPINION_PAGE, FORUM_PAGE, TICKER_PAGE])
def test_every_paragraph_is_the_body_and_nothing_else_is(page: str) -> None:
    body = said(cleaned(page), Role.BODY)
    assert [p for p in PARAGRAPHS if p not in body] == []
    assert [text for text in body if text not in PARAGRAPHS and "forgotten what the sea" not in text] == []


def test_an_opinion_page_is_labelled_from_title_to_bio() -> None:
    article = cleaned(OPINION_PAGE)
    assert said(article, Role.TITLE) == ["A pier too far"]
    assert said(article, Role.DECK) == ["Port Averill pays for what its ferry company should have mended"]
    assert said(article, Role.PULL_QUOTE) == ["> It took a storm to get the money."]
    assert said(article, Role.CAPTION) == ["PIM BRANDT/HARBOUR GAZETTE"]
    assert said(article, Role.BIO)[0].startswith("Ann Lee is a columnist")
    about = article.metadata
    assert about.authors == ("Ann Lee", "Bo Chen")
    assert (about.outlet, about.date, about.kind) == ("Harbour Gazette", "2024-03-05", Kind.OPINION)
    assert about.language == "en"


@pytest.mark.parametrize(
    "trail",
    ["Home / Harbours / Analysis", "Home > Harbours > Analysis", "Home | Harbours", "Sea » Harbours » Analysis"],
)
def test_a_trail_of_sections_above_the_article_is_furniture(trail: str) -> None:
    page = "\n\n".join([trail, "A pier too far", "By Ann Lee", *PARAGRAPHS])
    assert reasons(cleaned(page), page)[trail] is RemovalReason.FURNITURE


def test_the_head_of_a_table_below_the_first_paragraph_is_no_trail() -> None:
    lines = split_lines("\n".join(["Sea | Ports | Ships", PARAGRAPHS[0], "Ship | Tonnes | Crew"]))
    labels = Labels([Role.BODY] * 3, [None] * 3, [None] * 3)
    remove_trails(lines, labels)
    assert labels.marks == [RemovalReason.FURNITURE, Role.BODY, Role.BODY]


def test_a_long_sentence_above_the_byline_is_the_deck() -> None:
    deck = (
        "The harbour master says that the pier can be mended by the summer; the ferry company, which has asked for the "
        "money for eleven years, does not believe him"
    )
    article = cleaned("\n\n".join(["A pier too far", deck, "By Ann Lee", "5 March 2024", *PARAGRAPHS]))
    assert said(article, Role.DECK) == [deck]
    assert said(article, Role.BODY) == list(PARAGRAPHS)


def test_subjects_filed_below_the_note_at_the_end_are_furniture() -> None:
    note = "The views expressed here are solely those of the author and do not reflect the Gazette's stance."
    lines = split_lines("\n".join([*PARAGRAPHS, note, "• Piers", "• Storms"]))
    labels = label_lines(lines, LineChances(*np.tile(np.array([[0.9], [0], [0], [0]], np.float32), len(lines))))
    assert labels.marks[-3:] == [Role.BIO, RemovalReason.FURNITURE, RemovalReason.FURNITURE]
    assert labels.marks[: len(PARAGRAPHS)] == [Role.BODY] * len(PARAGRAPHS)


def test_the_outlets_name_above_the_article_is_furniture() -> None:
    page = "\n\n".join(["Harbour Gazette", *PARAGRAPHS, "© 2024 Harbour Gazette. All rights reserved."])
    lines = split_lines(page)
    labels = label_lines(lines, LineChances(*np.tile(np.array([[0.9], [0], [0], [0]], np.float32), len(lines))))
    assert labels.marks[0] is RemovalReason.FURNITURE


def test_removed_lines_say_why() -> None:
    why = reasons(cleaned(OPINION_PAGE), OPINION_PAGE)
    assert why["Share - WeChat"] is RemovalReason.FURNITURE
    assert why["Most Viewed in 24 Hours"] is RemovalReason.RELATED
    assert next(reason for text, reason in why.items() if text.startswith("无码")) is RemovalReason.SPAM
    assert next(reason for text, reason in why.items() if text.startswith("Copyright")) is RemovalReason.COPYRIGHT


def test_a_poster_and_a_pasted_post_keep_their_own_speakers() -> None:
    article = cleaned(FORUM_PAGE)
    voices = {b.speaker: article.text[b.start : b.end] for b in article.blocks if b.role is Role.OTHER_VOICE}
    assert set(voices) == {"gull_watcher", "Marisol Quent"}
    assert voices["Marisol Quent"].startswith("Piers do not break in one storm")
    assert all(b.speaker is None for b in article.blocks if b.role is not Role.OTHER_VOICE)
    first = next(b for b in article.blocks if "let it rot" in article.text[b.start : b.end])
    assert (first.role, first.speaker) == (Role.OTHER_VOICE, "gull_watcher")


def test_a_reposted_article_takes_outlet_date_and_address_from_what_stands_on_the_page() -> None:
    about = cleaned(FORUM_PAGE).metadata
    assert about.title == "Averill is told to mend its pier"
    assert (about.outlet, about.date, about.kind) == ("AFP", "2024-03-05", Kind.FORUM_POST)
    assert about.url == "https://www.example.org/2024/03/05/world/averill-pier.html"
    assert about.authors == ()


def test_a_ticker_and_related_news_inside_a_body_are_taken_out() -> None:
    article = cleaned(TICKER_PAGE)
    why = reasons(article, TICKER_PAGE)
    assert [reason for text, reason in why.items() if text.startswith(("Ministry:", "Our corr", "Coach:"))] == [
        RemovalReason.TICKER
    ] * 3
    assert why["The port that forgot its own birthday"] is RemovalReason.RELATED
    assert "cinema" not in article.text
    assert article.metadata.title == "What a pier is for"
    assert article.metadata.authors == ("Ann Lee",)
    assert article.metadata.date == "2023-06-25"


def test_a_line_that_says_the_body_again_is_a_pull_quote_once() -> None:
    article = cleaned(TICKER_PAGE)
    assert len(said(article, Role.PULL_QUOTE)) == 1
    assert RemovalReason.REPEATED in {line.reason for line in article.removed}


def test_what_a_page_does_not_say_stays_unknown() -> None:
    page = "\n\n".join([*PARAGRAPHS, "Copyright 1995 - 2024. All rights reserved."])
    about = cleaned(page).metadata
    assert (about.title, about.authors, about.date, about.url, about.kind) == (None, (), None, None, None)


def test_the_date_of_a_caption_or_a_copyright_is_not_the_articles() -> None:
    caption = "Ferries wait at the old quay, Port Averill, May 9, 2021. /Getty Images"
    page = "\n\n".join([PARAGRAPHS[0], caption, *PARAGRAPHS[1:], "© 2019 Harbour Gazette. All rights reserved."])
    article = cleaned(page)
    assert article.metadata.date is None
    assert said(article, Role.CAPTION) == [caption]


def test_header_lines_and_given_metadata_are_believed() -> None:
    head = "Title: A pier too far\nAuthor: Ann Lee\nDate: 5 March 2024\nSource: Harbour Gazette\nURL: https://example.org/a\n\n"
    about = cleaned(head + "\n\n".join(PARAGRAPHS)).metadata
    assert (about.title, about.authors, about.date) == ("A pier too far", ("Ann Lee",), "2024-03-05")
    assert (about.outlet, about.url) == ("Harbour Gazette", "https://example.org/a")


def test_a_page_of_html_is_cleaned_with_its_metadata() -> None:
    html = (
        "<html><head><title>A pier too far | Harbour Gazette</title>"
        '<meta property="og:title" content="A pier too far"><meta property="og:site_name" content="Harbour Gazette">'
        '<meta name="author" content="Ann Lee"><meta property="article:published_time" content="2024-03-05T08:12:00Z">'
        "</head><body><nav><a href='/'>Home</a> <a href='/s'>Sport</a></nav><article><h1>A pier too far</h1>"
        + "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
        + "</article><aside><h3>Related News</h3><ul><li><a href='/o'>The port that forgot its birthday</a></li></ul>"
        "</aside><footer>© 2024 Harbour Gazette. All rights reserved.</footer></body></html>"
    )
    article = cleaned(html, media="html", path="a.html")
    assert said(article, Role.BODY) == list(PARAGRAPHS)
    assert said(article, Role.TITLE) == ["A pier too far"]
    about = article.metadata
    assert (about.title, about.authors, about.outlet, about.date) == (
        "A pier too far",
        ("Ann Lee",),
        "Harbour Gazette",
        "2024-03-05",
    )


def test_an_articles_identity_is_its_path_and_its_hash_is_its_bytes() -> None:
    one, other = cleaned(OPINION_PAGE, path="in/a.txt"), cleaned(OPINION_PAGE, path="in/b.txt")
    assert one.article_id != other.article_id
    assert one.content_hash == other.content_hash
    assert one.content_hash != cleaned(OPINION_PAGE + "\n.", path="in/a.txt").content_hash
