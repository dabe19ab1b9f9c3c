"""Copies are one voice; articles that share a quotation are two."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rag.articles.duplicates import cluster_duplicates, hashed_runs
from rag.types import Article, Block, Metadata, Role
from tests.articles.pages import PARAGRAPHS

_OTHERS = """\
Olive growers in the southern valleys expect the smallest harvest for twenty years after a spring without
rain, and the mills have begun to buy oil from abroad in order to keep the promises that they made to their
customers.

The price of a litre has doubled since January in the markets of the capital, where shopkeepers now keep the
bottles behind the counter and write the day's price on a slate because it will not hold until the evening.

A cooperative of four hundred families has asked the government for a loan to dig wells, while its
neighbours fear for the water that they share and want the river to be measured before anybody is allowed to
drill.
"""
OTHERS = tuple(" ".join(paragraph.split()) for paragraph in _OTHERS.split("\n\n"))


def article(
    path: str, *paragraphs: str, title: str = "", date: str | None = None, updated: str | None = None
) -> Article:
    text = "\n\n".join([title, *paragraphs] if title else paragraphs)
    blocks, place = [], 0
    for i, part in enumerate(text.split("\n\n")):
        role = Role.TITLE if title and i == 0 else Role.BODY
        blocks.append(Block(role=role, start=place, end=place + len(part), line=2 * i + 1))
        place += len(part) + 2
    return Article(
        article_id=path,
        path=path,
        content_hash=path,
        text=text,
        blocks=tuple(blocks),
        metadata=Metadata(date=date, updated=updated),
    )


def test_the_same_article_under_two_names_is_one_and_the_first_path_stands_for_it() -> None:
    clusters = cluster_duplicates([article("b.txt", *PARAGRAPHS), article("a.txt", *PARAGRAPHS)])
    assert clusters == {"a.txt": "a.txt", "b.txt": "a.txt"}


def test_a_wire_copy_with_another_headline_trimmed_and_edited_is_the_same_story() -> None:
    wire = article("wire.txt", *PARAGRAPHS, title="Storm-hit pier to close")
    edited = [p.replace("on Monday", "this week") for p in PARAGRAPHS[:4]]
    copy = article("copy.txt", *edited, title="Averill in trouble as its ferries lose their berth")
    assert len(set(cluster_duplicates([wire, copy]).values())) == 1


def test_the_newest_version_stands_for_a_corrected_article() -> None:
    old = article("a.txt", *PARAGRAPHS, date="2024-03-05")
    new = article(
        "b.txt", *PARAGRAPHS[:3], PARAGRAPHS[3].replace("400,000", "460,000"), PARAGRAPHS[4], date="2024-03-07"
    )
    undated = article("0.txt", *PARAGRAPHS)
    assert set(cluster_duplicates([old, new, undated]).values()) == {"b.txt"}


def test_two_articles_that_share_a_quoted_paragraph_stay_two() -> None:
    one = article("one.txt", *PARAGRAPHS)
    other = article("other.txt", OTHERS[0], PARAGRAPHS[2], *OTHERS[1:])
    assert cluster_duplicates([one, other]) == {"one.txt": "one.txt", "other.txt": "other.txt"}


def test_half_of_an_article_is_found_inside_the_whole() -> None:
    whole, half = article("whole.txt", *PARAGRAPHS), article("half.txt", *PARAGRAPHS[:3])
    assert len(set(cluster_duplicates([whole, half]).values())) == 1


def test_articles_without_words_stand_for_themselves() -> None:
    assert cluster_duplicates([article("a.txt", "…"), article("b.txt", "—")]) == {"a.txt": "a.txt", "b.txt": "b.txt"}
    assert cluster_duplicates([]) == {}


def test_a_story_copied_a_hundred_times_is_one_cluster() -> None:
    copies = [article(f"{i:03}.txt", *PARAGRAPHS, title=f"Headline number {i}") for i in range(100)]
    assert set(cluster_duplicates([*copies, article("other.txt", *OTHERS)]).values()) == {"000.txt", "other.txt"}


def test_a_brief_cut_from_a_long_story_is_found_in_it() -> None:
    long = article(
        "long.txt", *(f"{p} Part {i} of it." for i in range(6) for p in (*OTHERS, f"Number {i}. " * 20)), *PARAGRAPHS
    )
    brief = article("brief.txt", PARAGRAPHS[1])
    assert cluster_duplicates([brief, long])["brief.txt"] == cluster_duplicates([long, brief])["long.txt"]


def test_a_version_changed_later_stands_for_one_published_later() -> None:
    changed = article("a.txt", *PARAGRAPHS, date="2024-03-05", updated="2024-03-09")
    copied = article("b.txt", *PARAGRAPHS, date="2024-03-07")
    assert set(cluster_duplicates([changed, copied]).values()) == {"a.txt"}


@given(st.permutations(range(8)))
def test_the_order_in_which_articles_come_changes_nothing(order: list[int]) -> None:
    articles = [article(f"{i}.txt", *(PARAGRAPHS if i % 2 else OTHERS)[: 1 + i // 2]) for i in range(8)]
    assert cluster_duplicates([articles[i] for i in order]) == cluster_duplicates(articles)


@given(st.lists(st.sampled_from(["one", "two", "three", "four", "five", "six"]), max_size=30))
def test_runs_are_equal_exactly_where_the_words_of_a_run_are(words: list[str]) -> None:
    size = min(5, len(words))
    runs = {tuple(words[i : i + size]) for i in range(len(words) - size + 1)} if words else set()
    assert len(hashed_runs(article("a.txt", " ".join(words)), {})) == len(runs)
