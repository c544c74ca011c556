"""The top of the page: what this is, Play and its companions, the pace, and the sentence to watch."""

import streamlit as st

from playground import link_messages, place, vector_messages
from playground.markup import Part, tag
from playground.paces import PACES
from playground.state import AppState
from playground.views import earlier, in_link, sentence
from playground.views.show import show
from rnn_core import limits

_TABS = "tabs"  # the name of their place, for the link to it


def title(app: AppState) -> None:
    """Say what this is, and on a narrow page, where the tabs stand far below, which one is open there."""
    what = " Watch a small recurrent network learn to read, word by word."
    show(tag("div", tag("b", "RNN playground"), what, _way_down(app), class_="rnn-title"))


def _way_down(app: AppState) -> Part:
    """What is open among the tabs, as a way there; nothing where they are hidden."""
    if "tabs" in app.hidden:
        return ""
    tab = app.kept["tabs"]
    parts = place.PARTS.get(tab)
    opened = f"{tab}: {app.kept[parts.key]}" if parts else tab
    return tag("a", f"↓ Open below: {opened}", href=f"#{_TABS}", class_="rnn-way-down")


def way_down_ends() -> None:
    """Mark the place where the tabs begin."""
    show(tag("div", id=_TABS, class_="rnn-tabs"))


def draw(app: AppState, playing: bool) -> None:
    """Draw the buttons and the sentence box. Nothing here is redrawn while training goes on."""
    done = app.job.status in ("finished", "failed")
    with st.container(horizontal=True, vertical_alignment="center", key="transport"):
        if playing:
            st.button(
                "Pause", key="pause", on_click=app.pause, type="primary", icon=":material/pause:",
                shortcut="P", width=130,
            )  # fmt: skip
        else:
            st.button(
                "Go on" if app.trains_longer else "Again" if done else "Play", key="play", on_click=app.play,
                type="secondary" if app.asks_to_use else "primary",  # that panel has the first
                icon=":material/play_arrow:", shortcut="P", width=130,
            )  # fmt: skip
        st.button(
            "Step", key="step", on_click=app.step, disabled=playing or done, icon=":material/skip_next:",
            shortcut="S", help="Train for exactly one epoch.",
        )  # fmt: skip
        st.button(
            "Reset", key="reset", on_click=app.reset, icon=":material/replay:", shortcut="0",
            help="Back to epoch 0, with the settings as they are shown. The seed stays, so the same settings "
            "give the same run again.",
        )  # fmt: skip
        st.segmented_control(
            "Pace",
            list(PACES),
            format_func=lambda pace: PACES[pace].title,
            required=True,
            label_visibility="collapsed",
            help="How fast to train; may be changed at any time.",
            **app.kept.held("pace"),
        )
        if "sentence" not in app.hidden:
            sentence.read_out(app)
        if app.hidden:
            st.button(
                "Show everything", key="show_everything", on_click=app.show_everything, type="tertiary",
                icon=":material/fullscreen:", help="The link that was opened hides some of this page.",
            )  # fmt: skip
    for notice in (
        link_messages.ignored_in_link(app.ignored_in_link),
        vector_messages.missing(app.missing_vectors and app.shown.awaits_vectors),
    ):
        if notice:
            show(tag("div", notice, class_="rnn-notice"))
    in_link.missing(app)
    earlier.draw(app)
    if "sentence" in app.hidden:
        return
    box, picker = st.columns([3, 2], vertical_alignment="bottom")
    box.text_input(
        "A sentence for it to read",
        label_visibility="collapsed",
        max_chars=limits.MAX_SENTENCE_CHARACTERS,
        live=True,
        placeholder="Type a sentence",
        **app.kept.held("sentence", app.shown.forget_word),
    )
    picker.selectbox(
        "Pick one of its sentences",
        app.sentences.to_pick,
        label_visibility="collapsed",
        index=None,
        key="picked",
        on_change=app.shown.take_picked_sentence,
        placeholder="or pick one",
    )
