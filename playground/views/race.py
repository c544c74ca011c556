"""The race of two gradient rules."""

import streamlit as st

from playground import findings, messages
from playground.charts.race import race_frame, race_spec
from playground.markup import tag
from playground.shared import scheduler
from playground.state import AppState
from playground.views.polling import polled, tick_seconds
from playground.views.show import show

_CODE = """\
dz = (1 - h[t] ** 2) * dh
dh = Whh.T @ dz   # correct
dh = Whh @ dz     # published: the transpose is missing"""


def draw(app: AppState) -> None:
    """Draw the button, the changed line, and how far both are."""
    st.code(_CODE, language=None)
    playing = app.race is not None and app.race.playing
    if playing:
        st.button("Pause the race", key="pause_race", on_click=app.pause_race)
    else:
        st.button(
            "Race", key="race", on_click=app.start_race, type="secondary", icon=":material/flag:",
            help="On the bundled sentences, with the settings of the page, at full speed. The run above is left alone.",
        )  # fmt: skip
    polled(_race, tick_seconds() if playing else None, app, playing)


def _race(app: AppState, drawn_as_playing: bool) -> None:
    race = app.race
    if race is None:
        st.caption("Two networks start from the same weights when you press Race.")
        return
    looks = race.snapshots()
    if drawn_as_playing and not race.playing:
        st.rerun()  # it ended or paused by itself: the button has to say so
    place = race.place(scheduler())
    show(tag("div", messages.queue(place) if place else findings.race(looks, race.settings)))
    st.vega_lite_chart(
        race_frame({rule: now.records for rule, now in looks.items()}),
        race_spec(race.settings.epochs, st.context.theme.type == "dark"),
        width="stretch",
    )
