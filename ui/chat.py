"""The chat: a question in, the stages and the checked answer out, every turn kept for the session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from rag.errors import RagError
from rag.render import markdown_text
from rag.types import EventKind, Kind
from ui import markup

if TYPE_CHECKING:
    from rag.assistant import Assistant
    from rag.types import Answer, Citation

STAGES = {
    "rewrite": "Reading the question",
    "search": "Searching the articles",
    "read": "Reading the passages",
    "check": "Checking the quotes",
    "cite": "Numbering the citations",
}
HISTORY_TURNS = 4
"""How many earlier turns a follow-up may refer to; what lies further back is rarely meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which articles the reader wants answers from."""

    outlets: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None


def draw_chat(assistant: Assistant) -> None:
    """Draw the conversation so far and answer what is asked next."""
    scope = _draw_sidebar(assistant)
    st.html(markup.STYLE)
    turns: list[Answer] = st.session_state.setdefault("turns", [])
    asked = st.chat_input("Ask the articles", max_chars=2000)
    if not turns and not asked:
        asked = _draw_welcome(assistant)
    for number, answer in enumerate(turns):
        _draw_turn(assistant, answer, number)
    if asked:
        _answer(assistant, asked, scope)


def _draw_welcome(assistant: Assistant) -> str | None:
    """Greet with questions made from the corpus; return the one that is picked."""
    manifest = assistant.manifest
    st.title("Footnote")
    st.write(
        f"Ask {manifest.n_articles} articles. Every sentence of an answer is an exact quote with its source, "
        "and what the articles do not say is not answered."
    )
    picked = None
    for question in assistant.example_questions():
        if st.button(markdown_text(question), key=f"example-{question}"):
            picked = question
    return picked


def _draw_sidebar(assistant: Assistant) -> Scope:
    articles = assistant.articles()
    outlets = sorted({a.metadata.outlet for a in articles if a.metadata.outlet})
    kinds = sorted({a.metadata.kind for a in articles if a.metadata.kind})
    years = sorted({a.metadata.date[:4] for a in articles if a.metadata.date})
    with st.sidebar:
        st.subheader("Answer from")
        chosen = st.multiselect("Outlets", outlets, placeholder="all outlets")
        chosen_kinds = st.multiselect("Kinds", kinds, format_func=_kind_label, placeholder="all kinds")
        since = st.selectbox("Since", ["", *years], format_func=lambda year: year or "any year")
        until = st.selectbox("Until", ["", *years], format_func=lambda year: year or "any year")
        if st.button("New conversation", width="stretch"):
            st.session_state["turns"] = []
        turns = st.session_state.get("turns")
        if turns:
            st.download_button(
                "Save as Markdown",
                "\n---\n\n".join(answer.to_markdown() for answer in turns),
                file_name="footnote.md",
                mime="text/markdown",
                width="stretch",
            )
        manifest = assistant.manifest
        st.caption(
            f"{manifest.n_articles} articles, {manifest.n_passages} passages  \n"
            f"index {manifest.corpus_fingerprint[:12]}  \nencoder {markdown_text(manifest.encoder)}"
        )
    return Scope(outlets=tuple(chosen), kinds=tuple(chosen_kinds), since=since or None, until=until or None)


def _kind_label(kind: Kind) -> str:
    return kind.replace("_", " ")


def _answer(assistant: Assistant, question: str, scope: Scope) -> None:
    """Answer one question, showing each stage, and keep the turn."""
    turns: list[Answer] = st.session_state["turns"]
    history = [(turn.question, turn.text) for turn in turns[-HISTORY_TURNS:]]
    with st.chat_message("user", avatar=":material/person:"):
        st.text(question)
    try:
        with st.chat_message("assistant", avatar=":material/format_quote:"):
            turns.append(_streamed(assistant, question, history, scope))
    except RagError as error:
        st.error(markdown_text(str(error)))
        return
    st.rerun()


def _streamed(assistant: Assistant, question: str, history: list[tuple[str, str]], scope: Scope) -> Answer:
    progress, shown = st.status(STAGES["rewrite"]), st.empty()
    text, final = "", None
    events = assistant.stream(
        question, history, outlets=scope.outlets, kinds=scope.kinds, since=scope.since, until=scope.until
    )
    for event in events:
        if event.kind is EventKind.STAGE:
            progress.update(label=STAGES[event.text])
        elif event.kind is EventKind.TOKEN:
            text += event.text
            shown.html(markup.draft_html(text))
        elif event.answer is not None:
            final = event.answer
    progress.update(label="Done", state="complete")
    if final is None:
        raise AssertionError("a stream ends with the answer")
    return final


def _draw_turn(assistant: Assistant, answer: Answer, number: int) -> None:
    with st.chat_message("user", avatar=":material/person:"):
        st.text(answer.question)
    with st.chat_message("assistant", avatar=":material/format_quote:"):
        st.html(markup.status_html(answer))
        if answer.views:
            _draw_views(answer)
        else:
            st.html(markup.answer_html(answer))
        for citation in answer.citations:
            _draw_source(assistant, citation, key=f"{number}-{citation.n}")
        if answer.missing and answer.missing.nearest:
            st.caption("The nearest passages, none sure enough to be the answer:")
            for place, near in enumerate(answer.missing.nearest):
                st.html(markup.quote_html(near))
                _draw_source(assistant, near, key=f"{number}-near-{place}")
        _draw_unused(answer)
        with st.popover("Copy", type="tertiary"):
            st.code(answer.to_markdown(), language="markdown", wrap_lines=True)
            st.download_button(
                "Save as a page", answer.to_html(), file_name="answer.html", mime="text/html", key=f"page-{number}"
            )


def _draw_source(assistant: Assistant, citation: Citation, *, key: str) -> None:
    """Draw where a quote stands, and the way there."""
    there, way = st.columns([4, 1], vertical_alignment="center")
    there.html(markup.numbered_source_html(citation, datetime.now(UTC).date()))
    if way.button("Read", key=f"read-{key}", type="tertiary", help="Read it in the article"):
        _show_article(assistant, citation)


@st.dialog("In the article", width="large")
def _show_article(assistant: Assistant, citation: Citation) -> None:
    article = assistant.article(citation.article_id)
    st.html(f'<div class="fn-source">{markup.source_html(citation)}</div>')
    whole = st.toggle("Show the whole article")
    st.html(markup.article_html(article, citation, whole=whole))


def _draw_views(answer: Answer) -> None:
    """Draw disagreeing outlets side by side; what the text adds to their quotes stands below them."""
    for column, view in zip(st.columns(len(answer.views)), answer.views, strict=True):
        column.html("".join(markup.citation_html(position) for position in view.positions))
    shown = {position.n for view in answer.views for position in view.positions}
    if any(not shown.issuperset(sentence.citations) for sentence in answer.sentences):
        st.html(markup.answer_html(answer))


def _draw_unused(answer: Answer) -> None:
    unused = [source for source in answer.sources if not source.n_citations]
    if unused:
        with st.expander(f"Also searched, not used: {len(unused)} articles"):
            st.html("".join(map(markup.unused_source_html, unused)))
