"""The tab of runs: those of the session over each other, and whether another seed would have done as well."""

import streamlit as st

from playground import place
from playground.state import AppState
from playground.views import kept_runs, luck

_PARTS = place.PARTS["Runs"]


def draw(app: AppState, playing: bool) -> None:
    """Draw the part that is chosen."""
    st.segmented_control(
        "What about runs", list(_PARTS.names), required=True, label_visibility="collapsed",
        **app.kept.held(_PARTS.key, possible=_PARTS.names),
    )  # fmt: skip
    drawn = {"Kept runs": lambda: kept_runs.draw(app, playing), "Luck or skill": lambda: luck.draw(app)}
    drawn[app.kept[_PARTS.key]]()
