"""The part that moves while training goes on: status, one sentence, the curves. It only reads."""

import html
from dataclasses import dataclass

import streamlit as st

from playground import charts, curves, messages
from playground.settings import PACES
from playground.state import AppState, scheduler
from rnn_core import Params, trace


def draw(app: AppState, playing: bool) -> None:
    """Draw once, and again on every tick if the buttons say that it plays."""
    st.fragment(_live, run_every=tick_seconds() if playing else None)(app, _Drawn(playing))


@dataclass
class _Drawn:
    """How often a part was drawn for one run of the whole page, and whether that run said that it plays."""

    as_playing: bool
    times: int = 0


def tick_seconds() -> float:
    """How often a page asks for news: the more visitors play, the more seldom."""
    playing: int = scheduler().playing()
    return min(2.0, max(0.5, 0.06 * playing))


def _live(app: AppState, drawn: _Drawn) -> None:
    now = app.job.snapshot()
    drawn.times += 1
    if drawn.as_playing and now.status != "playing":
        st.rerun()  # it ended or paused by itself: the buttons above have to say so
    if not drawn.as_playing and drawn.times == 2:
        # A late tick of the time when it played. Streamlit 1.67's front end can take what it gets right after a run
        # of the whole page for the end of that run, and drops what it has not drawn by then: draw all of it again.
        st.rerun()
    dark = st.context.theme.type == "dark"
    slow = PACES[app.pace].unit == "update"
    happening = messages.happening(now, app.dataset, slow, scheduler().place(app.job))
    waiting = app.problem or messages.waiting(app.changed, app.chosen.name if app.waits else None)
    with st.container(gap="xsmall"):
        st.html(
            f'<div class="rnn-status"><b>{messages.progress(now, app.settings.epochs)}</b>'
            f"{html.escape(happening)}<div>{html.escape(waiting)}</div></div>"
        )
        st.progress(now.epoch / app.settings.epochs)
    left, right = st.columns([11, 9], gap="medium")
    with left.container(gap="xsmall"):
        _sentence(app, now.params, dark)
    with right.container(gap="xxsmall"):
        st.html('<div class="rnn-legend">How it learns <span>━━ train</span> <span>╍╍ test</span></div>')
        for curve in curves.CURVES:
            st.vega_lite_chart(
                curves.curve_frame(now.records, curve, app.settings.epochs),
                curves.curve_spec(curve, app.settings.epochs, dark, empty=not now.records),
                width="stretch",
            )


def _sentence(app: AppState, params: Params, dark: bool) -> None:
    read = trace(params, app.dataset.vocabulary, app.sentence)
    st.html(f'<div class="rnn-answer">{messages.verdict(read, app.colours)}</div>')
    st.vega_lite_chart(
        charts.sentence_frame(read, app.colours),
        charts.sentence_spec(len(read.words), app.colours.legend, dark),
        width="stretch",
    )
    st.html(
        f'<div class="rnn-small"><p>{messages.reading(read)}</p>Each bar but the last shows what it would answer if '
        "the sentence ended there. Only the last one is what it was trained on.</div>"
    )
