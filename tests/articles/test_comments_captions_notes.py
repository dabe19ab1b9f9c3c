"""What stands around an article under a role of its own: captions, readers' comments, notes on authors, pull quotes."""

from __future__ import annotations

import numpy as np
import pytest

from rag.articles.captions import is_caption, may_be_caption
from rag.articles.comments import find_comments
from rag.articles.labeller import LineChances
from rag.articles.lines import split_lines
from rag.articles.marks import Labels
from rag.articles.notes import is_bio, label_notes
from rag.articles.roles import label_lines
from rag.types import RemovalReason, Role

BODY = "The harbour will close its northern pier in April, the harbour master said on Tuesday, and nobody objected."


def chances(main: list[float], title: int | None = None) -> LineChances:
    kept = np.array(main, np.float32)
    nothing = np.zeros(len(main), np.float32)
    titles = nothing.copy()
    if title is not None:
        titles[title] = 0.9
    return LineChances(kept, titles, nothing, nothing)


def roles(rows: list[str], main: list[float]) -> list[Role | RemovalReason]:
    return label_lines(split_lines("\n\n".join(rows)), chances(main)).marks


@pytest.mark.parametrize(
    "line",
    [
        "The pier in March. Foto: Lorenz Umbach", "Der Hafen im Winter. © dpx/Arne Stolz", "Image source, CBN/Ann Lee",
        "Le port de nuit. SOLÈNE TAURIAC / LE PORT", "La grúa, el jueves. TOMÁS OLIVARES GRAU",
        "A welder waits outside his shop [Chanda Mulenga/Radio Karoo]", "Boats on Thursday. STAFF PHOTO BY ANN LEE",
        "Containers in September. (Elijah Brandt for The Examiner)", "The pan should look dull. Photo: B. Crowle",
        "Tyres outside the station. Meridian Six/Callum Feeney",
    ],
)  # fmt: skip
def test_a_credit_at_the_end_makes_a_caption(line: str) -> None:
    assert is_caption(line)
    assert may_be_caption(split_lines(line), 0)


@pytest.mark.parametrize(
    "line",
    [
        "He joined the and/or debate. Nobody won it.", "The ships left for the USA", "It was built by the NATO.",
        "The price rose to 12/13 crowns.", "We asked the IMF. THE ANSWER WAS NO.", "She sold the pier (and the ferry).",
    ],
)  # fmt: skip
def test_a_sentence_with_capitals_or_a_slash_is_no_caption(line: str) -> None:
    assert not is_caption(line)


def test_a_picture_of_markdown_and_the_italics_below_it_are_captions() -> None:
    rows = [
        BODY,
        "![The pier at night](https://a.example/p.jpg)",
        "*The old pier, before it closed.*",
        BODY + " Again.",
    ]
    assert roles(rows, [1, 1, 1, 1])[1:3] == [Role.CAPTION, Role.CAPTION]
    assert roles([BODY, *rows[2:]], [1, 1, 1])[1] is Role.BODY


COMMENTS = [
    "Comments (3)", "Log in to comment", "quayrat77: I could have told them in 2009.", "Reply", "Ann Lee says:",
    "March 3, 2024 at 8:01 am", "Bring back the rowing ferry. My grandfather ran it.", "Reply", "hob_2 · 2 years ago",
    "Not a penny was spent.", "Report", "Load more comments", "Newer: How to mend a net",
    "You may also like: The ten best nets of the year", "Ports", "Ferries", "Storms",
    "Nets", "Opinion: A town still needs a pier",
]  # fmt: skip


def test_comments_below_the_article_are_kept_under_the_names_that_sign_them() -> None:
    lines = split_lines("\n".join([BODY, BODY, *COMMENTS]))
    found = [(voice.speaker, lines[voice.last].plain) for voice in find_comments(lines, [0, 1])]
    assert found == [("quayrat77", COMMENTS[2]), ("Ann Lee", COMMENTS[6]), ("hob_2", COMMENTS[9])]
    labels = label_lines(lines, chances([1, 1, *[0] * len(COMMENTS)]))
    assert labels.speakers[4] == "quayrat77"
    assert labels.marks[4] is Role.OTHER_VOICE
    assert labels.marks[-1] is not Role.OTHER_VOICE


def test_a_heading_of_comments_above_the_article_opens_nothing() -> None:
    lines = split_lines("\n".join([*COMMENTS[:4], BODY, BODY]))
    assert find_comments(lines, [4, 5]) == []


def test_turns_of_an_interview_below_no_heading_are_nobodys_comments() -> None:
    lines = split_lines(f"{BODY}\nAnn Lee: We have asked for years.\nFootnote: And why in April?")
    assert find_comments(lines, [0]) == []


@pytest.mark.parametrize(
    "line",
    [
        "Ann Lee was born in Port Averill and has mended nets there since.", "Ann has covered ports for eleven years.",
        "Hi, I'm Ann! I started this blog at my kitchen table.", "Eva Ruiz es corresponsal en el Cono Sur.",
    ],
)  # fmt: skip
def test_an_author_is_presented_by_name_by_first_name_or_in_person(line: str) -> None:
    assert is_bio(line, ["Ann Lee"])


def test_somebody_else_of_the_article_is_not_presented() -> None:
    assert not is_bio("Olga has left the harbour, and so has her brother.", ["Ann Lee"])
    assert not is_bio("Hi, I'm Olga, said the woman at the gate.", ["Ann Lee"])


def noted(rows: list[str], kept: list[bool]) -> list[Role | RemovalReason]:
    lines = split_lines("\n".join(rows))
    marks: list[Role | RemovalReason] = [Role.BODY if one else RemovalReason.FURNITURE for one in kept]
    labels = Labels(marks, [None] * len(rows), [None] * len(rows), authors=["Ann Lee"])
    label_notes(lines, labels)
    return labels.marks


def test_the_notes_that_end_a_body_are_labelled_with_what_goes_on_in_them() -> None:
    wrapped = ["Ann Lee covers harbours and ferries for the Gazette from", "Port Averill, where she lives on a boat."]
    second = "She has mended nets, and her book on piers will be published when it is finished."
    rows = [BODY] * 5 + wrapped + [second]
    assert noted(rows, [True] * 8) == [Role.BODY] * 5 + [Role.BIO] * 3
    assert noted(rows[:7], [True] * 5 + [False] * 2) == [Role.BODY] * 5 + [Role.BIO] * 2
    assert noted([BODY] * 5 + [second], [True] * 6) == [Role.BODY] * 6


def test_a_quotation_made_of_two_lines_of_the_body_is_a_pull_quote_and_they_are_not() -> None:
    rows = [
        BODY, "“Then it is no rule at all,” said the master of the port.", "“It is an exception,” said the clerk.",
        "“Then it is no rule at all,” said the master of the port. “It is an exception,” said the clerk.",
        BODY.replace("northern", "southern"),
    ]  # fmt: skip
    assert roles(rows, [1] * 5) == [Role.BODY] * 3 + [Role.PULL_QUOTE, Role.BODY]


def test_a_list_of_other_articles_ends_where_the_labeller_is_sure_of_a_sentence() -> None:
    rows = [
        BODY,
        "Read more",
        "Ferry timetable doubled as commuters queue",
        "It has been shut since May.",
        BODY + " So.",
    ]
    assert roles(rows, [1, 0, 0.9, 0.99, 1])[2:4] == [RemovalReason.RELATED, Role.BODY]
    assert roles(rows, [1, 0, 0.9, 0.9, 1])[2:4] == [RemovalReason.RELATED, RemovalReason.RELATED]


def test_a_subheading_below_such_a_list_goes_with_what_it_heads() -> None:
    rows = [
        BODY,
        "Read more",
        "Ferry timetable doubled as commuters queue",
        "Who is to pay?",
        "Nobody is.",
        BODY + " So.",
    ]
    long = [*rows[:4], "The council has asked the ministry, which has asked the owner.", rows[5]]
    assert roles(long, [1, 0, 0.9, 0.93, 0.99, 1])[2:5] == [RemovalReason.RELATED, Role.BODY, Role.BODY]
    assert roles(long, [1, 0, 0.9, 0.8, 0.99, 1])[3] is RemovalReason.RELATED


def test_a_long_last_paragraph_is_kept_where_the_labeller_half_believes_it() -> None:
    last = BODY + " Whether it will open again is for the council to say, and the council has said nothing so far."
    assert roles([BODY + " So.", last], [1, 0.45])[1] is Role.BODY
    assert roles([BODY + " So.", last], [1, 0.2])[1] is RemovalReason.FURNITURE


def test_a_sure_title_ends_a_ticker_above_it() -> None:
    rows = ["BREAKING", "Wheat purchases will begin on Monday at all silos", "Electricity restored to the north",
            "What a pier is for", "By Ann Lee"]  # fmt: skip
    lines = split_lines("\n".join([*rows, "", BODY, "", BODY + " So."]))
    main = [0.0, 0.0, 0.0, 0.1, 0.0, 1.0, 1.0]
    labels = label_lines(lines, chances(main, title=3))
    assert labels.marks[:4] == [RemovalReason.TICKER] * 3 + [Role.TITLE]
