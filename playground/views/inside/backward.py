"""The way back: the gradient through time, its check, the plateau, and which words decide."""

import numpy as np
import pandas as pd
import streamlit as st

from playground import findings
from playground.charts import norms as norms_chart
from playground.charts.saliency import saliency_frame, saliency_spec
from playground.charts.through_time import through_time_frame, through_time_spec
from playground.look import Look
from playground.messages import as_text
from playground.state import AppState
from playground.views.inside.tables import table_height
from rnn_core.inside.backwards import gradient_lengths
from rnn_core.inside.saliency import saliency as word_saliency

_NUMBER = st.column_config.NumberColumn


def through_time(app: AppState, look: Look) -> None:
    """The length of dL/dh_t at every word, for both rules."""
    words = look.read.words
    if not words:
        st.caption(findings.NO_WORDS)
        return
    correct = gradient_lengths(look.params, look.read, look.label)
    published = gradient_lengths(look.params, look.read, look.label, "published")
    left, right = st.columns([3, 2], gap="medium")
    left.vega_lite_chart(
        through_time_frame(correct[1:], published[1:], words), through_time_spec(look.dark), width="stretch"
    )
    left.html(
        f'<div class="rnn-small">{findings.through_time(look, correct.tolist())} Dashed: what the tutorial’s published '
        "rule takes for the gradient.</div>"
    )
    right.dataframe(
        pd.DataFrame(
            {
                "step": np.arange(1, len(words) + 1),
                "word": words,
                "correct": [f"{length:.3e}" for length in correct[1:]],
                "published": [f"{length:.3e}" for length in published[1:]],
            }
        ),
        hide_index=True,
        height=table_height(len(words)),
        column_config={
            "step": _NUMBER("step", width=40),
            "correct": st.column_config.TextColumn("|dL/dh|", help="How strongly the loss depends on the state here"),
            "published": st.column_config.TextColumn("published", help="The same by the rule without the transpose"),
        },
    )


def check(app: AppState, look: Look) -> None:
    """The gradient under the microscope, at the press of a button."""
    if not look.read.words:
        st.caption(findings.NO_WORDS)
        return
    st.button("Check the gradient", key="check_gradient", on_click=app.results.check, args=(look,), type="secondary")
    if app.results.checked is None:
        st.html(
            '<div class="rnn-small">Takes the weights and the sentence as they are, and compares the gradient that '
            "training uses with derivatives found in another way: each weight is moved a tiny step in the imaginary "
            "direction, and the loss tells the slope, exact to rounding (the complex step, Squire and Trapp 1998)."
            "</div>"
        )
        return
    seen, found = app.results.checked
    when = "the weights of that moment" if seen.epoch is None else f"the weights of epoch {seen.epoch}"
    stale = " Weights or sentence have changed since: press again." if (
        seen.params is not look.params or seen.read.tokens != look.read.tokens
    ) else ""  # fmt: skip
    st.html(
        f"<div><b>{as_text(' '.join(seen.read.words))}</b>, with {when}.{stale}</div>"
        f"<div>{findings.gradient_check(found)}</div>"
    )
    st.dataframe(
        pd.DataFrame(
            {
                "matrix": [matrix.name for matrix in found.matrices],
                "checked": [f"{matrix.elements} of {matrix.size:,}" for matrix in found.matrices],
                "norm": [f"{matrix.norm:.2e}" for matrix in found.matrices],
                "correct": [f"{matrix.correct:.1e}" for matrix in found.matrices],
                "published": [f"{matrix.published:.1e}" for matrix in found.matrices],
            }
        ),
        hide_index=True,
        column_config={
            "checked": st.column_config.TextColumn("elements checked", help="Of those that the sentence touches"),
            "norm": st.column_config.TextColumn("length of the gradient"),
            "correct": st.column_config.TextColumn("error, correct rule", help="Length of the difference over length"),
            "published": st.column_config.TextColumn("error, published rule"),
        },
    )


def norms(app: AppState, look: Look) -> None:
    """Gradient and weights over the epochs, and where the plateau ends."""
    records = app.job.snapshot().records
    st.html(f'<div class="rnn-small">{findings.norms(records, norms_chart.left_plateau(records))}</div>')
    if not records:
        return
    with st.container(gap="xxsmall"):
        for panel in norms_chart.PANELS:
            st.vega_lite_chart(
                norms_chart.norms_frame(records, panel),
                norms_chart.norms_spec(panel, app.settings.epochs, look.dark),
                width="stretch",
            )
    last = records[-1]
    weights = ", ".join(f"{name} {norm:.3g}" for name, norm in last.weight_norms.items())
    st.html(
        f'<div class="rnn-small">After epoch {last.epoch}: loss {last.train_loss:.3g}, gradient '
        f"{last.gradient_norm:.3g}, {weights}, {last.clipped_share:.2%} clipped. Raw values, nothing is smoothed.</div>"
    )


def saliency(app: AppState, look: Look) -> None:
    """Which words speak for the answer, asked in two ways."""
    words, classes = look.read.words, look.dataset.classes
    if not words:
        st.caption(findings.NO_WORDS)
        return
    chosen = st.selectbox(
        "What speaks for", classes, index=None, key="saliency_class", placeholder=f"its answer, {classes[look.answer]}"
    )
    class_id = classes.index(chosen) if chosen in classes else look.answer
    found = word_saliency(look.params, look.read, class_id)
    left, right = st.columns([3, 2], gap="medium")
    left.vega_lite_chart(
        saliency_frame(found.dropped, found.gradient, words), saliency_spec(look.dark), width="stretch"
    )
    right.html(f"<div>{findings.saliency(found, words)}</div>")
    right.dataframe(
        pd.DataFrame(
            {
                "word": words,
                "without": 100 * found.without.astype(float),
                "dropped": found.dropped,
                "gradient": found.gradient,
            }
        ),
        hide_index=True,
        height=table_height(len(words)),
        column_config={
            "without": _NUMBER(
                "without it", format="%.2f %%", help="The probability of the class when the word is left out"
            ),
            "dropped": _NUMBER("left out", format="%+.3f", help="Log-odds with it minus without it"),
            "gradient": _NUMBER("gradient × input", format="%+.3f"),
        },
    )
    whole = 100 * float(look.read.probabilities[-1][class_id])
    right.caption(f"The whole sentence has {whole:.2f} %.")
