"""The Streamlit page: `make app`, or `streamlit run app.py`.

It opens the index once for all readers, keeps nothing of theirs but the session's own turns, and draws what `rag`
returns.
"""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from rag.assistant import DEFAULT_INDEX, Assistant
from rag.errors import RagError
from rag.render import markdown_text
from ui.chat import draw_chat
from ui.evaluation import draw_evaluation


@st.cache_resource(show_spinner="Opening the index")
def _open(index_dir: str, generation: str) -> Assistant:  # noqa: ARG001  # a new generation is another resource
    return Assistant.open(index_dir)


def _ask() -> None:
    """Draw the chat, or say in one line what keeps it from being drawn."""
    index_dir = Path(os.environ.get("FOOTNOTE_INDEX", DEFAULT_INDEX))
    pointer = index_dir / "CURRENT"
    try:
        assistant = _open(str(index_dir), pointer.read_text(encoding="utf-8") if pointer.is_file() else "")
    except RagError as error:
        st.error(markdown_text(str(error)))
        return
    draw_chat(assistant)


st.set_page_config(page_title="Footnote", page_icon=":material/format_quote:", layout="centered")
pages = [
    st.Page(_ask, title="Ask", icon=":material/format_quote:", default=True),
    st.Page(draw_evaluation, title="Evaluation", icon=":material/monitoring:", url_path="evaluation"),
]
st.navigation(pages, position="top").run()
