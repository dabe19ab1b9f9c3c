"""The evaluation's saved reports, as `rag eval --html` writes them, on a page of their own."""

from __future__ import annotations

import streamlit as st

from eval.errors import SetError
from eval.report.page import report_page
from eval.store import load_run, saved_runs
from rag.render import markdown_text

REPORT_HEIGHT = 2400
"""Pixels; the report scrolls inside its frame, where its own script and style cannot reach the page."""


def draw_evaluation() -> None:
    """Draw the newest run or the one that is chosen, or say how to make one."""
    paths = saved_runs()
    if not paths:
        st.title("Evaluation")
        st.info("No evaluation has been run here yet. Run one: make eval")
        return
    chosen = st.selectbox("Run", paths, format_func=lambda path: path.stem)
    try:
        page = _report(str(chosen), chosen.stat().st_mtime_ns)
    except SetError as error:
        st.error(markdown_text(str(error)))
        return
    st.iframe(page, height=REPORT_HEIGHT)


@st.cache_data(show_spinner="Summing up the run", max_entries=4)
def _report(path: str, modified: int) -> str:  # noqa: ARG001  # a file written anew is another report
    return report_page(load_run(path))
