"""Which words speak for the answer, asked in two ways."""

import streamlit as st

from playground import findings, gradient_findings
from playground.charts.saliency import MOST_WORDS, saliency_columns, saliency_spec
from playground.charts.table import table
from playground.look import Look
from playground.markup import tag
from playground.state import AppState
from playground.views.inside.tables import draw_table, number
from playground.views.show import remark, show
from rnn_core.inside.saliency import saliency


def draw(app: AppState, look: Look) -> None:
    """Bars for both ways, and how far they agree."""
    words, classes = look.read.words, look.dataset.classes
    if not words:
        st.caption(findings.NO_WORDS)
        return
    chosen = st.selectbox(
        "What speaks for", classes, index=None, key="saliency_class", placeholder=f"its answer, {classes[look.answer]}"
    )
    class_id = classes.index(chosen) if chosen in classes else look.answer
    found = saliency(look.params, look.read, class_id)
    show(tag("div", gradient_findings.saliency(found)))
    if look.model.readout == "words":
        remark("It is asked about the answer at the last word.")
    st.vega_lite_chart(
        table(saliency_columns(found.dropped, found.gradient, words)),
        saliency_spec(len(words), look.dark),
        width="stretch",
    )
    if len(words) > MOST_WORDS:
        remark(f"The {MOST_WORDS} words that say most, of {len(words)}.")
    draw_table(
        {
            "word": words,
            "without": 100 * found.without.astype(float),
            "dropped": found.dropped,
            "gradient": found.gradient,
        },
        without=number("without it", format="%.2f%%", help="The probability of the class when the word is left out"),
        dropped=number("left out", format="%+.3f", help="Log-odds with it minus without it"),
        gradient=number("gradient × input", format="%+.3f"),
    )
    whole = 100 * float(look.read.probabilities[-1][class_id])
    st.caption(f"With all its words the probability is {whole:.2f}%.")
