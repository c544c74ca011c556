"""Two sentences as paths of hidden states in one plane."""

import numpy as np
import streamlit as st

from playground import findings
from playground.charts.plane import LATTICE, SQUARE, Path, Window, plane_columns, plane_spec, regions_columns
from playground.charts.table import table
from playground.look import Look
from playground.markup import Html, bdi, joined, tag, text
from playground.messages import percent
from playground.needs import REGIONS, needs
from playground.state import AppState
from playground.views.inside.choosers import layer_and_direction
from playground.views.show import remark, show
from rnn_core import Trace, limits, trace
from rnn_core.arrays import Array
from rnn_core.inside.plane import Plane, best_plane, endings, lattice, probabilities_at
from rnn_core.model import read_layers

_LISTED = 40  # words of a path beneath it


def second_sentence(app: AppState) -> None:
    """The sentence beside the one in the box."""
    st.text_input(
        "A second sentence beside it", max_chars=limits.MAX_SENTENCE_CHARACTERS, live=True,
        placeholder="Another sentence", **app.kept.held("second_sentence"),
    )  # fmt: skip


def draw(app: AppState, look: Look) -> None:
    """Both sentences, each in a picture of its own, on one scale."""
    params = look.params
    layer, direction = layer_and_direction(app, look, "plane")
    reads = [look.read, trace(params, look.dataset.vocabulary, app.kept["second_sentence"])]
    states = [read.layers[layer][direction].states for read in reads]
    others = app.results.some_sentences
    out = endings(params, others)
    ends = others.at_the_ends(read_layers(params, others)[layer].directions[direction].states(params.layout.hidden))
    slots = np.array([look.colours.slot(int(c)) for c in probabilities_at(params, out).argmax(axis=1)], dtype=np.intp)
    found = best_plane(np.vstack([ends, *states]))
    missing = needs(REGIONS, look.model, look.dataset.tagged)
    remark(findings.plane(found, missing is None))
    regions = None if missing else regions_columns(*lattice(params, LATTICE), look.colours)
    window = _window(found, [ends, *states], params.layout.cell.within_one)
    titles = ("1st principal component", "2nd principal component") if found.projected else ("unit 1", "unit 2")
    spec = plane_spec(look.colours.legend[1], titles, regions is not None, look.dark)
    for read, held in zip(reads, states, strict=True):
        path = _path(read, found.of(held), direction)
        p = read.probabilities[-1]
        where = "at the last word " if look.model.readout == "words" and read.words else ""
        answer, words = bdi(look.dataset.classes[int(p.argmax())]), bdi(" ".join(read.words) or "(no words)")
        show(tag("div", tag("b", words), f": {where}", answer, f", {percent(float(p.max()))}"))
        st.vega_lite_chart(table(plane_columns(path, found.of(ends), slots, window, regions)), spec, width="stretch")
        remark(_listed(path))
    if missing and look.model.hidden_size == 2:
        remark(missing)


def _window(found: Plane, points: list[Array], within_one: bool) -> Window:
    if within_one and not found.projected:
        return Window(SQUARE, SQUARE)
    return Window.around(found.of(np.vstack(points)))


def _path(read: Trace, points: Array, direction: int) -> Path:
    """The way of one sentence, in the order of reading."""
    steps = list(range(1, len(read.words) + 1))
    if direction:
        return Path(points, read.words[::-1], steps[::-1])
    return Path(points, read.words, steps)


def _listed(path: Path) -> Html:
    """Each word, and where the state is after it."""
    parts = [
        joined(f"{step} ", bdi(word), f" ({x:+.2f}, {y:+.2f})")
        for step, word, (x, y) in zip(path.steps, path.words, path.points[1:], strict=True)
    ]
    if not parts:
        return text("")
    return joined("After each word: ", joined(*parts[:_LISTED], between="; "), " …" if len(parts) > _LISTED else "")
