"""Weights as pictures, each by its name."""

import numpy as np
import streamlit as st

from playground.charts.spec import many_marks, positions, round_bound
from playground.charts.table import table
from playground.charts.weights import MOST_ROWS, weights_columns, weights_spec
from playground.look import Look
from playground.state import AppState
from playground.views.inside.choosers import choose, gates
from playground.views.show import remark
from playground.weight_names import Place, described, places
from rnn_core.arrays import Array
from rnn_core.inside.units import row_names


def draw(app: AppState, look: Look) -> None:
    """One array of weights, of one gate where there are several."""
    params, layout = look.params, look.params.layout
    known = places(layout)
    app.kept.at_first("matrix", "Whh", known)
    name = st.selectbox(
        "Weights", list(known), format_func=lambda name: described(name, layout), **app.kept.held("matrix")
    )
    whole = params[name]
    gate = None
    if known[name].kind in ("Wxh", "Whh", "bh"):
        gate = choose(app, "weights_gate", "Gate", gates(look))
    matrix, rows, columns, about = picture(look, known[name], whole, gate)
    cut = f" The first {MOST_ROWS} rows and columns are shown." if max(matrix.shape) > MOST_ROWS else ""
    remark(
        f"{about} {matrix.shape[0]:,} by {matrix.shape[1]:,}, from {matrix.min():+.3f} to {matrix.max():+.3f}, norm "
        f"{np.linalg.norm(matrix):.3g}.{cut}"
    )
    drawn = weights_columns(matrix, rows, columns)
    st.vega_lite_chart(
        table(drawn),
        many_marks(weights_spec(len(matrix), round_bound(matrix), look.dark), len(drawn["value"]), look.still),
        width="stretch",
    )


def picture(look: Look, place: Place, weights: Array, gate: str | None) -> tuple[Array, list[str], list[str], str]:
    """A matrix as the equations have it, what its rows and columns stand for, and that in a sentence.

    Args:
        weights: as ``Params`` holds them.
        gate: whose part of them; None where they are of none.
    """
    layout = look.params.layout
    H = layout.hidden
    if gate is not None:
        k = layout.cell.gates.index(gate)
        weights = weights[..., k * H : (k + 1) * H]
    # By their places too: a word "__proto__" as the name of a tick breaks the chart (Vega 6) when it changes.
    words = positions(row_names(look.dataset.vocabulary)[:MOST_ROWS])
    classes, units = positions(look.dataset.classes), [f"unit {i}" for i in range(1, H + 1)]
    read_out = units + [f"{unit} back" for unit in units] if layout.config.directions > 1 else units
    to = "of the new state" if gate is None or len(layout.cell.gates) == 1 else f"of the {gates(look)[gate]}"
    if weights.ndim == 1:
        of_classes = place.kind == "by"
        about = "A bias for each class." if of_classes else f"A bias for each unit {to}."
        return weights[None], ["bias"], classes if of_classes else units, about
    if place.kind == "E":
        numbers = [f"number {i}" for i in range(1, layout.width + 1)]
        return weights, words, numbers, "Row: a word. Column: one of the numbers that stand for it."
    if place.kind == "Why":
        return weights.T, classes, read_out, "Row: a class. Column: what a unit that is read out says about it."
    if place.kind == "Whh":
        return weights.T, units, units, f"Row: a unit {to}. Column: a unit of the state before."
    if place.layer:
        return weights.T, units, read_out, f"Row: a unit {to}. Column: a unit of layer {place.layer}."
    if layout.one_hot:
        return weights.T, units, words, f"Row: a unit {to}. Column: what a word adds to it."
    numbers = [f"number {i}" for i in range(1, layout.width + 1)]
    return weights.T, units, numbers, f"Row: a unit {to}. Column: one of the numbers that stand for the word."
