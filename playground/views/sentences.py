"""The table of every sentence, wrong ones first."""

import streamlit as st

from playground import charts
from playground.state import AppState
from playground.views.live import tick_seconds

_HEIGHT = 420


def draw(app: AppState, playing: bool) -> None:
    """Draw the table, and again now and then if it plays."""
    tick = 3 * tick_seconds() if playing else None
    st.fragment(_table, run_every=tick)(app)


def _table(app: AppState) -> None:
    frame = charts.predictions_frame(app.dataset, app.job.snapshot().params)
    counts = []
    for part in ("train", "test"):
        rows = frame[frame["part"] == part]
        counts.append(f"{(rows['right'] == '✓').sum()} of {len(rows)} {part} sentences right")
    st.caption(" · ".join(counts) + ", with the weights of this moment. Wrong ones first.")
    st.dataframe(
        frame,
        hide_index=True,
        height=_HEIGHT,
        column_config={
            "right": st.column_config.TextColumn("", width=40, help="Right or wrong"),
            "sentence": st.column_config.TextColumn("sentence", width="medium"),
            "probability": st.column_config.NumberColumn(
                "probability", format="percent", help="What it gives its own prediction"
            ),
            "part": st.column_config.TextColumn("part", help="It learns from train only"),
        },
    )
