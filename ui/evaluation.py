"""The evaluation's newest report, as `rag eval --html` writes it, on a page of its own."""

from __future__ import annotations

import streamlit as st

from eval.report.page import report_page
from eval.store import newest_run

REPORT_HEIGHT = 2400
"""Pixels; the report scrolls inside its frame, where its own script and style cannot reach the page."""


def draw_evaluation() -> None:
    """Draw the newest run, or say how to make one."""
    run = newest_run()
    if run is None:
        st.title("Evaluation")
        st.info("No evaluation has been run here yet. Run one: make eval")
        return
    st.iframe(report_page(run), height=REPORT_HEIGHT)
