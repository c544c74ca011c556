"""Which layer, direction or gate: choosers that are there only where there is more than one."""

from collections.abc import Mapping

import streamlit as st

from playground.explained import EXPLAINED
from playground.look import Look
from playground.state import AppState


def choose(app: AppState, key: str, label: str, options: Mapping[str, str], first: str | None = None) -> str:
    """One of several options, by its name; the only one, if it is.

    Args:
        key: of the widget, whose value is kept while it is not drawn.
        options: what each is called, by name.
        first: which is chosen at first; the first one, if it is not said.
    """
    names = list(options)
    if len(names) == 1:
        return names[0]
    app.kept.at_first(key, first or names[0], options)
    chosen: str = st.segmented_control(
        label, names, format_func=options.__getitem__, required=True, **app.kept.held(key)
    )  # fmt: skip
    return chosen


def layer_and_direction(app: AppState, look: Look, view: str, top: bool = True) -> tuple[int, int]:
    """Which layer and direction, both from 0.

    Args:
        view: whose choosers these are.
        top: whether the top layer is chosen at first, else the lowest.
    """
    layers, directions = look.model.layers, look.model.directions
    if layers == directions == 1:
        return 0, 0
    with st.container(horizontal=True):
        numbers = {str(layer): f"layer {layer}" for layer in range(1, layers + 1)}
        layer = choose(app, f"{view}_layer", "Layer", numbers, str(layers) if top else None)
        ways = {"0": "forwards", "1": "backwards"} if directions > 1 else {"0": "forwards"}
        direction = choose(app, f"{view}_direction", "Direction", ways)
    return int(layer) - 1, int(direction)


def gates(look: Look) -> dict[str, str]:
    """The gates of its cell and what they are called."""
    return {name: text.name for name, text in EXPLAINED[look.model.cell].gates.items()}
