"""The sidebar, in the order of thinking: what data, what network, how it learns.

A control is made from its setting's description in the core; its key is the setting's name.
"""

import streamlit as st

from playground import data_messages, needs, settings_in_words
from playground.presets import BUNDLED, PRESETS, SUGGESTED, presets_for
from playground.sentences import SENTIMENT
from playground.settings import MODEL, TRAINING
from playground.shared import bundled_sentences
from playground.shown import OWN
from playground.state import AppState
from playground.views import vectors
from playground.views.show import remark
from rnn_core.settings import Choices, Number, Setting, Value, Whole, met, offered
from rnn_core.wording import shown

_MOST_SIDE_BY_SIDE = 4  # values that are buttons beside each other; more make a slider
_MOST_ON_A_SLIDER = 1000


def draw(app: AppState) -> None:
    """Draw the sidebar."""
    values = app.shown.values | app.shown.facts
    with st.sidebar:
        _data(app)
        _presets(app)
        _part(app, "Network", MODEL, values)
        missed = needs.without(app.shown.settings.model, app.chosen.dataset.tagged)
        st.caption(" ".join(missed) or "Inside shows everything of this network.")
        _part(app, "Learning", TRAINING, values)


def _data(app: AppState) -> None:
    """What is learned from, and the way to sentences of one's own."""
    own = app.shown.own
    names = [*BUNDLED, OWN] if own else [*BUNDLED]
    st.selectbox(
        "Data",
        names,
        format_func=lambda name: shown(own.title) if own and name == OWN else bundled_sentences(name).title,
        **app.kept.held("dataset", app.use_listed, names),
    )
    remark(f"{app.chosen.about} {data_messages.in_short(app.chosen)}")
    st.button("Use your own sentences", key="open_loading", on_click=app.loading.show, disabled=app.loading.open)


def _presets(app: AppState) -> None:
    suggested = [SUGGESTED] if app.shown.suggested else []
    presets = suggested + presets_for(SENTIMENT) if app.chosen.own else presets_for(app.chosen.link_name)
    st.selectbox(
        "Start from",
        presets,
        format_func=lambda name: PRESETS[name].title if name in PRESETS else "Suggested for these sentences",
        help="Sets every control below.",
        **app.kept.held("preset", app.shown.load_preset, presets),
    )
    if not app.chosen.own:
        st.caption(PRESETS[app.kept["preset"]].story)


def _part(app: AppState, title: str, settings: dict[str, Setting], values: dict[str, Value]) -> None:
    """The settings that most people want, the others folded, last the seed."""
    common = [setting for setting in settings.values() if setting.common]
    st.markdown(f"**{title}**")
    # What most people choose first comes first: the kind of network before its size.
    for setting in sorted(common, key=lambda setting: setting.name != "cell"):
        if setting.name != "seed":
            _control(app, setting, values)
    with st.expander(f"More about {'the network' if settings is MODEL else 'learning'}"):
        for setting in settings.values():
            if not setting.common and met(setting.needs, values):
                _control(app, setting, values)
                if setting.name == "vectors":
                    vectors.draw(app)
    if "seed" in settings:
        box, new = st.columns([3, 2], vertical_alignment="bottom")
        with box:
            _control(app, settings["seed"], values)
        new.button("New seed", on_click=app.shown.new_seed, width="stretch")


def _control(app: AppState, setting: Setting, values: dict[str, Value]) -> None:
    disabled = not met(setting.needs, values)
    held = app.kept.held(setting.name)
    if isinstance(setting, Choices):
        possible = offered(setting, values)
        st.segmented_control(
            setting.title,
            possible,
            format_func=lambda value: setting.choices[value].title,
            required=True,
            disabled=disabled,
            help=setting.help,
            **app.kept.held(setting.name, possible=possible),
        )
        chosen = setting.choices[app.kept[setting.name]]
        st.caption(f"{chosen.title[:1].upper()}{chosen.title[1:]}: {chosen.about}")
        return
    assert isinstance(setting, Whole | Number)
    if 0 < len(setting.stops) <= _MOST_SIDE_BY_SIDE:
        st.segmented_control(setting.title, setting.stops, required=True, disabled=disabled, help=setting.help, **held)
    elif setting.stops:
        st.select_slider(
            setting.title,
            setting.stops,
            format_func=settings_in_words.number,
            disabled=disabled,
            help=setting.help,
            **held,
        )
    elif isinstance(setting, Whole):
        low, high = setting.offered
        make = st.slider if high <= _MOST_ON_A_SLIDER else st.number_input
        make(setting.title, low, high, step=1, disabled=disabled, help=setting.help, **held)
