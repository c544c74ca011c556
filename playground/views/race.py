"""A race: networks that differ in a setting or two learn the same sentences."""

import pandas as pd
import streamlit as st

from playground import messages
from playground.charts.race import race_columns, race_spec
from playground.charts.table import table
from playground.race import Variants, standing
from playground.shared import scheduler
from playground.state import AppState
from playground.views.polling import polled, tick_seconds
from playground.views.show import remark

_NUMBER, _TEXT = st.column_config.NumberColumn, st.column_config.TextColumn
_ROW_HEIGHT = 35


def button(app: AppState, variants: Variants) -> None:
    """Draw the button that begins the race or holds it."""
    if _playing(app, variants):
        st.button("Pause the race", key="pause_race", on_click=app.races.pause, icon=":material/pause:")
    else:
        st.button(
            "Race", key="race", on_click=app.start_race, args=(variants,), icon=":material/flag:",
            help="All at full speed, on the sentences and with the settings that the page shows, but for what the "
            "lesson changes. The run beside is left alone.",
        )  # fmt: skip


def draw(app: AppState, variants: Variants) -> None:
    """Draw how far all are, and again on every tick while they race."""
    playing = _playing(app, variants)
    polled(_race, tick_seconds() if playing else None, app, variants, playing)


def _playing(app: AppState, variants: Variants) -> bool:
    race = app.races.of(variants)
    return race is not None and race.playing


def _race(app: AppState, variants: Variants, drawn_as_playing: bool) -> None:
    race = app.races.of(variants)
    looks = race.snapshots() if race else {}
    if drawn_as_playing and not (race and race.playing):
        st.rerun()  # it ended or paused by itself: the button has to say so
    names = tuple(variants)
    st.vega_lite_chart(
        table(race_columns({name: looks[name].records if looks else () for name in names})),
        race_spec(names, (race.settings if race else app.shown.settings).epochs, st.context.theme.type == "dark"),
        width="stretch",
    )
    frame = pd.DataFrame([standing(looks.get(name)) for name in names])
    frame.insert(0, "network", names)
    frame[["train", "test"]] = 100 * frame[["train", "test"]].astype(float)
    st.dataframe(
        frame,
        hide_index=True,
        placeholder="–",
        height=_ROW_HEIGHT * (len(names) + 1) + 3,
        column_config={
            "network": _TEXT("network", width=110),
            "epoch": _NUMBER("epoch", width=55),
            "right": _NUMBER("all right at", width=80, help="The first epoch with everything right in train"),
            "train": _NUMBER("train", format="%.1f%%", width=60, help="How much of train is right now"),
            "test": _NUMBER("test", format="%.1f%%", width=60, help="How much of test is right now"),
        },
    )
    place = race.place(scheduler()) if race else 0
    problems = [f"{name}: {now.problem}" for name, now in looks.items() if now.problem]
    notes = [messages.queue(place)] if place else problems
    remark(" ".join(notes) or "\u00a0")
