"""What every unit holds after every word, and what each unit is for."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from playground import findings
from playground.charts.spec import fits, many_marks, positions, round_bound
from playground.charts.states import states_columns, states_spec
from playground.charts.table import table
from playground.explained import EXPLAINED
from playground.look import Look
from playground.state import AppState
from playground.views.inside.choosers import choose, gates, layer_and_direction
from playground.views.inside.tables import draw_table, number, text
from playground.views.show import remark
from rnn_core.arrays import Array
from rnn_core.inside.units import effects, pushes

STATE, CELL = "state", "cell"
MOST_UNITS = 64  # in the table, for each of which all words are looked at


def draw(app: AppState, look: Look) -> None:
    """One thing that a layer holds as colours, and its units."""
    if not look.read.words:
        st.caption(findings.NO_WORDS)
        return
    layer, direction = layer_and_direction(app, look, "states")
    what = choose(app, "states_what", "What", _kinds(look))
    values, low, high = held(look, layer, direction, what)
    top = layer == look.model.layers - 1
    speaks, class_id = _speaks(look, direction) if top else (None, None)
    order = np.argsort(-speaks, kind="stable") if speaks is not None else np.arange(values.shape[1])
    gate = EXPLAINED[look.model.cell].gates.get(what)
    remark(findings.gate_does(gate) if gate else "", findings.units(look, layer, class_id))
    words = look.read.words
    st.vega_lite_chart(
        table(states_columns(values, words, order)),
        many_marks(states_spec(values.shape[1], low, high, fits(positions(words)), look.dark), values.size, look.still),
        width="stretch",
    )
    _units(look, layer, direction, what, order, speaks)


def _kinds(look: Look) -> dict[str, str]:
    """What can be looked at: the hidden state, the cell state and the gates, where they are something else."""
    kinds = {STATE: "hidden state h"}
    if look.read.layers[0][0].cells is not None:
        kinds[CELL] = "cell state c"
    return kinds | (gates(look) if len(look.params.layout.cell.gates) > 1 else {})


def held(look: Look, layer: int, direction: int, what: str) -> tuple[Array, float, float]:
    """(T, H) in the order of the words, and the ends of the scale that it is drawn on.

    Args:
        what: STATE, CELL or the name of a gate.
    """
    opened, cell = look.read.layers[layer][direction], look.params.layout.cell
    if what == CELL:
        assert opened.cells is not None
        values, bounded = opened.cells[1:], False
    elif what == STATE:
        values, bounded = opened.states[1:], cell.within_one
    else:
        values, bounded = opened.gates[what], True
    if direction:
        values = values[::-1]  # they are in the order of reading
    if what in cell.gates and cell.gates.index(what) != cell.candidate:
        return values, 0.0, 1.0
    bound = 1.0 if bounded else round_bound(values)
    return values, -bound, bound


def _speaks(look: Look, direction: int) -> tuple[Array, int]:
    """(H,) how much each unit that is read out speaks for a class, and which."""
    classes, H = look.dataset.classes, look.params.layout.hidden
    chosen = st.selectbox(
        "Units sorted by how much they speak for", classes, index=None, key="states_class",
        placeholder=f"its answer, {classes[look.answer]}",
    )  # fmt: skip
    class_id = classes.index(chosen) if chosen in classes else look.answer
    return effects(look.params, look.read.read_out[-1], class_id)[direction * H : (direction + 1) * H], class_id


def _units(look: Look, layer: int, direction: int, what: str, order: NDArray[np.intp], speaks: Array | None) -> None:
    """What each unit is for."""
    H, rows = look.params.layout.hidden, order[:MOST_UNITS]
    columns = {"unit": rows + 1, "state": look.read.layers[layer][direction].states[-1][rows]}
    if speaks is not None:
        columns |= {"out": look.read.read_out[-1][direction * H + rows], "speaks": speaks[rows]}
    if not layer:
        gate = what if what in look.params.layout.cell.gates else None
        moved = [
            pushes(look.params, look.dataset.vocabulary, int(unit), gate=gate, direction=direction) for unit in rows
        ]
        columns["up"] = [", ".join(word for word, _ in found.up) for found in moved]
        columns["down"] = [", ".join(word for word, _ in found.down) for found in moved]
    draw_table(
        columns,
        unit=number("unit", width=40),
        state=number("last state", format="%.3f", help="After the word that is read last"),
        out=number("read out", format="%.3f", help="What the answer is made from"),
        speaks=number(
            "speaks for", format="%.3f", help="What it adds to the class's score, against the mean of all classes"
        ),
        up=text("pushed up by", help="The words with the largest weights to it"),
        down=text("pushed down by", help="The words with the most negative weights to it"),
    )
    if H > MOST_UNITS:
        st.caption(f"{MOST_UNITS} of {H} units.")
