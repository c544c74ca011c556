"""How the run goes: the curves over the epochs."""

import streamlit as st

from playground import several
from playground.charts.curves import CURVES, curve_columns, curve_spec
from playground.charts.table import table
from playground.state import AppState
from playground.views.polling import polled, tick_seconds
from playground.views.show import remark


def draw(app: AppState, playing: bool) -> None:
    """Draw the curves, and again on every second tick if it plays: each costs the server as much as the picture's."""
    polled(_curves, 2 * tick_seconds() if playing else None, app)


def _curves(app: AppState) -> None:
    now, dark = app.job.snapshot(), st.context.theme.type == "dark"
    with st.container(gap="xxsmall"):
        if now.networks > 1:
            remark(several.first_of(now))
        validation = len(app.dataset.indices("validation")) > 0
        for curve in CURVES:
            st.vega_lite_chart(
                table(curve_columns(now.numbers, curve, app.settings.epochs)),
                curve_spec(curve, app.settings.epochs, dark, empty=not now.records, validation=validation),
                width="stretch",
            )
