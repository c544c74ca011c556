"""The tab of runs: those of the session over each other, and whether another seed would have done as well."""

import streamlit as st

from playground.state import AppState
from playground.views import kept_runs, luck

_PARTS = ("Kept runs", "Luck or skill")


def draw(app: AppState, playing: bool) -> None:
    """Draw the part that is chosen."""
    st.segmented_control(
        "What about runs", _PARTS, required=True, label_visibility="collapsed", **app.kept.held("runs_view")
    )
    if app.kept["runs_view"] == _PARTS[0]:
        kept_runs.draw(app, playing)
    else:
        luck.draw(app)
