"""How much of the error signal gets back to each word, and how much would in networks of other cells."""

from collections.abc import Sequence

import streamlit as st

from playground import findings, gradient_findings
from playground.charts.table import table
from playground.charts.through_time import PUBLISHED as PUBLISHED_LINE
from playground.charts.through_time import RUN, through_time_columns, through_time_spec
from playground.look import Look
from playground.needs import PUBLISHED, needs
from playground.settings import chosen
from playground.state import AppState
from playground.views.inside.choosers import layer_and_direction
from playground.views.inside.tables import draw_table, number, text
from playground.views.show import remark
from rnn_core.arrays import Array
from rnn_core.inside.backwards import gradient_lengths


def draw(app: AppState, look: Look) -> None:
    """The norm of the gradient of the state at every word."""
    words = look.read.words
    if not words:
        st.caption(findings.NO_WORDS)
        return
    layer, direction = layer_and_direction(app, look, "through_time")
    own = gradient_lengths(look.params, look.read, look.label, layer=layer, direction=direction)
    lengths = {RUN: own}
    if needs(PUBLISHED, look.model, look.dataset.tagged) is None:
        lengths[PUBLISHED_LINE] = gradient_lengths(look.params, look.read, look.label, "published")
    first = app.job.snapshot().history[0]
    others = app.results.untrained.lengths(
        first, app.settings.seed, look.dataset.vocabulary, app.shown.sentence, look.label, layer, direction
    )
    remark(gradient_findings.through_time(look, own.tolist(), direction))
    lines = {line: _by_word(found, direction) for line, found in lengths.items()}
    untrained = {_titled(cell): _by_word(found, direction) for cell, found in others.items()}
    st.vega_lite_chart(
        table(through_time_columns(lines | untrained, words)),
        through_time_spec([*lines, *untrained], words, look.dark),
        width="stretch",
    )
    remark("Thin, untrained: the first weights of each cell, with otherwise the same settings.")
    columns: dict[str, Sequence[object]] = {"step": range(1, len(words) + 1), "word": words}
    draw_table(
        columns | {line: [f"{length:.3e}" for length in found] for line, found in lines.items()},
        step=number("number", width=60),
        **{
            RUN: text("gradient norm", help="How strongly the loss depends on the state here"),
            PUBLISHED_LINE: text("published rule", help="The same by the rule without the transpose"),
        },
    )


def _by_word(lengths: Array, direction: int) -> Array:
    """(T,) in the order of the words, of (1 + T,) in the order of reading."""
    return lengths[:0:-1] if direction else lengths[1:]


def _titled(cell: str) -> str:
    return f"{chosen('cell', cell).title}, untrained"
