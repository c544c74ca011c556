"""The offer to train once more to where a run was: after a reload, a long cut, a new start of the server."""

import streamlit as st

from playground import link_messages, messages
from playground.earlier import EarlierRun
from playground.markup import tag
from playground.state import AppState
from playground.views.show import show


def draw(app: AppState) -> None:
    """Draw the offer, and what becomes of it; nothing where the link tells of no run that can be had here."""
    earlier = app.earlier
    told = _told(app, earlier) if earlier else ""
    if not earlier or not told:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="earlier"):
        show(tag("div", told))
        if earlier.ahead_of(app.run):
            st.button(
                f"Go back to {messages.reached(earlier.reached, earlier.networks)}", key="go_back_to",
                on_click=app.go_back, icon=":material/history:", help="The same settings and the same seed, trained "
                "again at full speed: it comes to the same weights. Pause works meanwhile.",
            )  # fmt: skip


def _told(app: AppState, earlier: EarlierRun) -> str:
    if earlier.from_file:
        shown = app.job.status == "ready" and earlier.is_shown_by(app.shown.link_name, app.shown.values)
        return link_messages.WENT_ON_FROM_FILE if shown else ""
    if app.shown.missing == earlier.sentences:
        return link_messages.waits_for_sentences(earlier.reached, earlier.networks)
    if app.job.goal and app.job.status == "playing":
        return link_messages.on_its_way(app.job.goal, earlier.networks)
    if earlier.ahead_of(app.run):
        return link_messages.was_at(earlier.reached, earlier.networks)
    if earlier.met_by(app.run):
        return link_messages.is_back(earlier.reached, earlier.networks, over=app.job.status == "finished")
    return ""
