"""The sidebar: presets and settings, in the order of thinking. Widget keys are the names of the settings."""

import streamlit as st

from playground import messages
from playground.settings import (
    BATCH_SIZES,
    CHOICES,
    CLIPS,
    EPOCHS,
    LEARNING_RATES,
    MAX_HIDDEN_SIZE,
    MAX_SEED,
    MIN_HIDDEN_SIZE,
    NAMES,
    PRESETS,
    SUGGESTED,
)
from playground.state import AppState
from rnn_core.wording import shown

_CLIP_TITLES = {"none": "off", "value": "by value", "norm": "by norm"}
_INITIALISATION_TITLES = {"scaled": "scaled", "blog": "tiny (blog)"}
_GRADIENT_TITLES = {"correct": "correct", "published": "published"}


def draw(app: AppState) -> None:
    """Draw the sidebar."""
    with st.sidebar:
        _data(app)
        presets = [*PRESETS, SUGGESTED] if app.suggested else list(PRESETS)
        st.selectbox(
            "Start from",
            presets,
            format_func=lambda name: PRESETS[name].title if name in PRESETS else "Suggested for these sentences",
            key="preset",
            on_change=app.load_preset,
            help="A preset sets every control below.",
        )
        if not app.chosen.own:
            st.caption(PRESETS[app.preset].story)
        st.slider(
            NAMES["hidden_size"],
            MIN_HIDDEN_SIZE,
            MAX_HIDDEN_SIZE,
            key="hidden_size",
            help="How many numbers the network may use to remember what it has read so far.",
        )
        st.select_slider(
            NAMES["learning_rate"],
            LEARNING_RATES,
            format_func=lambda rate: f"{rate:g}",
            key="learning_rate",
            help="How far each update moves the weights: too small learns slowly, too large never settles.",
        )
        st.select_slider(
            NAMES["epochs"],
            EPOCHS,
            key="epochs",
            help="How many times it reads all the training sentences before the run ends.",
        )
        st.segmented_control(
            NAMES["clip_by"],
            ["none", "value", "norm"],
            format_func=_CLIP_TITLES.__getitem__,
            key="clip_by",
            required=True,
            help="Keeps one surprising sentence from throwing the weights far off: by value cuts each element of "
            "the gradient at the threshold, by norm shortens the whole gradient to it.",
        )
        st.select_slider(
            NAMES["clip"],
            CLIPS,
            format_func=lambda threshold: f"{threshold:g}",
            key="clip",
            disabled=app.shown_settings.clip_by == "none",
            help="The largest element (by value) or length (by norm) that a gradient may have.",
        )
        with st.expander("More settings"):
            st.select_slider(
                NAMES["batch_size"],
                BATCH_SIZES,
                key="batch_size",
                help="How many sentences are read before each update of the weights.",
            )
            st.segmented_control(
                NAMES["initialisation"],
                CHOICES["initialisation"],
                format_func=_INITIALISATION_TITLES.__getitem__,
                key="initialisation",
                required=True,
                help="How large the random first weights are: scaled to the hidden size, or a thousandth as in the "
                "blog, which keeps the loss flat for a long time.",
            )
            st.segmented_control(
                NAMES["gradient"],
                CHOICES["gradient"],
                format_func=_GRADIENT_TITLES.__getitem__,
                key="gradient",
                required=True,
                help="The tutorial's published code leaves out a transpose when it goes back through time: the "
                "gradient is wrong, and learning slower and less sure.",
            )
            st.segmented_control(
                NAMES["dtype"],
                CHOICES["dtype"],
                key="dtype",
                required=True,
                help="How many bits each number has: 64 is more exact, 32 takes half the memory.",
            )
        seed, new = st.columns([3, 2], vertical_alignment="bottom")
        seed.number_input(
            NAMES["seed"],
            0,
            MAX_SEED,
            step=1,
            key="seed",
            help="Decides all chance: the first weights and the order of the sentences. Same seed, same run.",
        )
        new.button("New seed", on_click=app.new_seed, width="stretch")


def _data(app: AppState) -> None:
    """What is learned from, and the way to sentences of one's own."""
    name = messages.as_text(shown(app.chosen.title))
    st.html(f'<div class="rnn-small"><b>{name}</b><br>{messages.in_short(app.chosen)}</div>')
    with st.container(horizontal=True):
        st.button("Use your own sentences", key="open_loading", on_click=app.loading.show, disabled=app.loading.open)
        if app.chosen.own:
            st.button("Bundled ones", key="use_bundled", on_click=app.use_bundled)
