"""The part that moves while training goes on, always in sight: what is happening, and one sentence. It only reads."""

import html
import time

import streamlit as st

from playground import messages
from playground.charts.sentence import sentence_columns, sentence_spec
from playground.charts.table import table
from playground.shared import scheduler, ticks
from playground.state import AppState
from playground.views.polling import polled, tick_seconds
from rnn_core import Params, trace

_MISSED = 10.0  # seconds after which no tick is on its way any more that was asked for before


def draw(app: AppState, playing: bool) -> None:
    """Draw once, and again on every tick if the buttons say that it plays."""
    every = tick_seconds() if playing else None
    polled(_live, every, app, every, time.monotonic())


def _live(app: AppState, every: float | None, drawn: float) -> None:
    now = app.job.snapshot()
    if every and (now.status != "playing" or not ticks().fit(every)):
        st.rerun()  # it ended or paused by itself: the buttons above have to say so; or pages have to ask less often
    if not every and time.monotonic() - drawn > _MISSED:
        st.rerun()  # it still asks for news of a page that stands: it has missed how that was drawn
    dark = st.context.theme.type == "dark"
    happening = messages.happening(now, app.dataset, app.in_slow_motion, scheduler().place(app.job))
    waiting = app.problem or messages.waiting(app.changed, app.chosen.title if app.waits else None)
    with st.container(gap="xsmall"):
        st.progress(now.share_of_epoch if app.in_slow_motion else now.epoch / app.settings.epochs)
        st.html(
            f'<div class="rnn-status"><b>{messages.progress(now, app.settings.epochs, app.in_slow_motion)}</b>'
            f"{html.escape(happening)}<div>{html.escape(waiting)}</div></div>"
        )
    _sentence(app, now.params, dark)


def _sentence(app: AppState, params: Params, dark: bool) -> None:
    read = trace(params, app.dataset.vocabulary, app.sentence)
    st.html(f'<div class="rnn-answer">{messages.verdict(read, app.colours)}</div>')
    st.vega_lite_chart(
        table(sentence_columns(read, app.colours)),
        sentence_spec(len(read.words), app.colours.legend, dark),
        width="stretch",
    )
    st.html(
        f'<div class="rnn-small"><p>{messages.reading(read)}</p>Each bar but the last shows what it would answer if '
        "the sentence ended there. Only the last one is what it was trained on.</div>"
    )
