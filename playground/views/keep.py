"""What can be kept and taken away, and what comes back."""

import streamlit as st

from playground import place
from playground.state import AppState
from playground.views import classify, hand_in, model_file, share, take_away

_PARTS = place.PARTS["Keep"]
_DRAWN = {
    "Model": model_file.draw,
    "Take away": take_away.draw,
    "Classify": classify.draw,
    "Share": share.draw,
    "Hand in": hand_in.draw,
}


def draw(app: AppState) -> None:
    """Draw the part that is chosen."""
    st.segmented_control(
        "What to do", list(_PARTS.names), required=True, label_visibility="collapsed",
        **app.kept.held(_PARTS.key, possible=_PARTS.names),
    )  # fmt: skip
    _DRAWN[app.kept[_PARTS.key]](app)
