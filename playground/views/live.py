"""The part that moves while training goes on, always in sight: what is happening, and one sentence. It only reads."""

import time

import streamlit as st

from playground import messages, several
from playground.markup import tag
from playground.shared import scheduler, ticks
from playground.snapshot import Snapshot
from playground.state import AppState
from playground.views import sentence
from playground.views.polling import polled
from playground.views.show import show

_MISSED = 10.0  # seconds after which no tick is on its way any more that was asked for before


def draw(app: AppState, playing: bool) -> None:
    """Draw once, and again on every tick if the buttons say that it plays."""
    every = sentence.every(app, playing)
    polled(_live, every, app, every, time.monotonic())


def _live(app: AppState, every: float | None, drawn: float) -> None:
    now = app.job.snapshot()
    reading = app.reader.steps > 0
    if every and not reading and (now.status != "playing" or not ticks().fit(every)):
        st.rerun()  # it ended or paused by itself: the buttons above have to say so; or pages have to ask less often
    if not every and time.monotonic() - drawn > _MISSED:
        st.rerun()  # it still asks for news of a page that stands: it has missed how that was drawn
    dark = st.context.theme.type == "dark"
    waiting = app.problem or messages.waiting(app.changed, app.chosen.title if app.waits else None)
    with st.container(gap="xsmall"):
        share = (now.network - 1 + now.network_epoch / app.settings.epochs) / now.networks
        st.progress(now.share_of_epoch if app.shown.in_slow_motion else share)
        progress = tag("b", messages.progress(now, app.settings.epochs, app.shown.in_slow_motion))
        show(tag("div", progress, _happening(app, now), tag("div", waiting), class_="rnn-status"))
    sentence.draw(app, now, dark)


def _happening(app: AppState, now: Snapshot) -> str:
    if now.status == "ready":
        return messages.before_it_starts(app.settings, app.long)
    together = app.results.together(now.answering) if len(now.members) > 1 else None
    learned = several.finished(now, app.dataset, together)
    return messages.happening(now, app.dataset, app.shown.in_slow_motion, scheduler().place(app.job), learned)
