"""A cue, more and more fillers, a target: how long does it remember?"""

import streamlit as st

from playground import findings
from playground.charts.memory import answers_columns, answers_spec, shares, signal_columns, signal_spec
from playground.charts.table import table
from playground.look import Look
from playground.markup import tag
from playground.sentences import MOST_CHARACTERS
from playground.state import AppState
from playground.views.inside.tables import draw_table, number, text
from playground.views.show import remark, show
from rnn_core.inside.memory import memory_probe


def cue_filler_target(app: AppState) -> None:
    """The words to read."""
    with st.container(horizontal=True):
        for key, title, about in (
            ("cue", "Cue", "What is to be remembered"),
            ("filler", "Filler", "What comes between, again and again"),
            ("target", "Target", "What is to be read in the light of the cue"),
        ):
            st.text_input(title, max_chars=MOST_CHARACTERS, live=True, help=about, width=120, **app.kept.held(key))


def draw(app: AppState, look: Look) -> None:
    """The answer and the error signal by the number of fillers."""
    texts = [app.kept[key] for key in ("cue", "filler", "target")]
    probe = memory_probe(look.params, look.dataset.vocabulary, *texts)
    share = shares(probe)
    show(tag("div", findings.memory(probe, look.dataset.classes)))
    st.vega_lite_chart(
        table(answers_columns(probe, look.colours)), answers_spec(look.colours.legend[1], look.dark), width="stretch"
    )
    remark(
        "Below: how much of the error signal at the end (the norm of the gradient of the state) is left at the cue. "
        "What does not get back to it cannot teach it anything."
    )
    columns = signal_columns(share)
    st.vega_lite_chart(table(columns), signal_spec(look.dark), width="stretch")
    draw_table(
        {
            "fillers": columns["fillers"],
            "probability": 100 * probe.probabilities[:, probe.label].astype(float),
            "signal": [f"{value:.2e}" for value in share],
        },
        probability=number("its first answer", format="%.1f%%", help="The probability of what it answers at first"),
        signal=text("share of the signal"),
    )
