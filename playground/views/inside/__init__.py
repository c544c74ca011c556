"""The network opened up: which view, whose weights, and the view itself, drawn again while training goes on."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from playground import findings, several
from playground.jobs import HISTORY_BYTES
from playground.look import Look, look, nearest, record_of
from playground.needs import INSIDE, needs
from playground.state import AppState
from playground.views.inside import (
    behaviour,
    check,
    memory,
    norms,
    plane,
    saliency,
    states,
    steps,
    through_time,
    weights,
    words,
)  # fmt: skip
from playground.views.polling import polled, tick_seconds
from playground.views.show import remark


@dataclass(frozen=True)
class View:
    """One way to look inside.

    Attributes:
        title: on its button.
        about: one line on what it shows.
        slow: whether it reads many sentences, so that it looks more seldom.
        inputs: text that it asks for. It is drawn outside of what draws itself again: a text that is committed by a
            click on something else would drag that click into its own fragment (Streamlit 1.67), and it is lost.
    """

    title: str
    about: str
    draw: Callable[[AppState, Look], None]
    slow: bool = False
    inputs: Callable[[AppState], None] | None = None


VIEWS: dict[str, View] = {
    "steps": View(
        "Step by step", "One word after the other: every number that becomes the next hidden state.", steps.draw
    ),
    "states": View("Hidden states", "What each hidden unit holds after each word.", states.draw),
    "plane": View(
        "Plane",
        "The hidden state as a point, and each word as an arrow.",
        plane.draw,
        slow=True,
        inputs=plane.second_sentence,
    ),
    "words": View("Words", "Where the words lie, by what they give to the network.", words.draw, slow=True),
    "weights": View("Weights", "All weights, as pictures.", weights.draw),
    "through_time": View("Through time", "How much of the error signal gets back to each word.", through_time.draw),
    "check": View("Gradient check", "Is the gradient right? Checked here and now.", check.draw),
    "norms": View("Plateau", "The norms of the gradient and of the weights, epoch by epoch.", norms.draw),
    "saliency": View("Which words decide", "Two ways to ask, and how far they agree.", saliency.draw, slow=True),
    "behaviour": View(
        "Behaviour", "Does it hold beyond the test sentences?", behaviour.draw, slow=True, inputs=behaviour.pairs
    ),
    "memory": View(
        "Memory", "How many words in between can it bridge?", memory.draw, slow=True, inputs=memory.cue_filler_target
    ),
}

_KEPT = (
    f"Weights of earlier epochs are kept, in {HISTORY_BYTES / 1e6:.0f} MB: all of them, or every second, fourth ... "
    "when there is no room for more."
)


def draw(app: AppState, playing: bool) -> None:
    """Draw the choice of views and the chosen one."""
    group = st.segmented_control(
        "What to look at", list(INSIDE), required=True, label_visibility="collapsed", **app.kept.held("inside_group")
    )
    name = st.pills(
        "View", INSIDE[group], format_func=lambda name: VIEWS[name].title, required=True,
        label_visibility="collapsed", **app.kept.held(f"inside_{group}"),
    )  # fmt: skip
    draw_view(app, playing, name)


def draw_view(app: AppState, playing: bool, name: str) -> None:
    """Draw one view, and again on every tick if it plays; or why it cannot be shown for this network."""
    missing = needs(name, app.settings.model, app.dataset.tagged)
    if missing:
        remark(f"{VIEWS[name].about} {missing}")
        return
    inputs = VIEWS[name].inputs
    with st.container():  # also without any, so that what is polled always has the same place
        if inputs:
            inputs(app)
    every = tick_seconds() * (3 if VIEWS[name].slow else 1)
    polled(_view, every if playing else None, app, name)


def _view(app: AppState, name: str) -> None:
    now = app.job.snapshot()
    wished = _epoch(app)
    if wished is None:
        epoch, params, whose = None, now.params, findings.present_weights(now.epoch, now.kept_epoch)
    else:
        epoch = nearest(now.history, wished)
        params = now.history[epoch]
        whose = findings.earlier_weights(epoch, record_of(now.records, epoch), app.results.accuracies(params))
    remark(f"{VIEWS[name].about} {several.first_of(now)}{whose}")
    dark, still = st.context.theme.type == "dark", now.status != "playing"
    VIEWS[name].draw(app, look(app.sentences, params, epoch, app.shown.sentence, dark, still))


def _epoch(app: AppState) -> int | None:
    """Which epoch's weights are wished for; None for those of now."""
    switch, slider = st.columns([1, 1], vertical_alignment="center")
    if not switch.toggle("Go back in training", key="go_back", help=_KEPT):
        return None
    epochs = app.settings.epochs
    return int(slider.slider("Epoch", 0, epochs, 0, key=f"epoch_of_{epochs}", label_visibility="collapsed"))
