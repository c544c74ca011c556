"""The part that moves while training goes on, always in sight: what is happening, and one sentence.

Once a run has ended, what it has come to stands there instead; then it moves as long as baselines are fitted.
"""

import time

import streamlit as st

from playground import link_messages, messages, opening, outcome_in_words, several
from playground.markup import Part, joined, small, tag
from playground.shared import scheduler, ticks
from playground.snapshot import Snapshot
from playground.state import AppState
from playground.views import sentence
from playground.views.polling import polled
from playground.views.show import show

_MISSED = 10.0  # seconds after which no tick is on its way any more that was asked for before


def draw(app: AppState, playing: bool) -> None:
    """Draw once, and again on every tick if the buttons say that it plays."""
    app.run.look()
    comparing = app.results.comparison.running
    every = sentence.every(app, playing or comparing)
    polled(_live, every, app, every, time.monotonic(), (playing, comparing))


def _live(app: AppState, every: float | None, drawn: float, drawn_as: tuple[bool, bool]) -> None:
    now = app.run.look()
    reading = app.reader.steps > 0
    changed = drawn_as != (now.status == "playing", app.results.comparison.running)
    if every and not reading and (changed or not ticks().fit(every)):
        st.rerun()  # it ended or paused by itself: the buttons above have to say so; or pages have to ask less often
    opening.tell_how_far(app)
    if not every and time.monotonic() - drawn > _MISSED:
        st.rerun()  # it still asks for news of a page that stands: it has missed how that was drawn
    dark = st.context.theme.type == "dark"
    if app.trains_longer:
        waits = messages.more_epochs(app.shown.settings)
    else:
        waits = messages.waiting(app.changed, app.chosen.title if app.waits else None) or _lost(app)
    with st.container(gap="xsmall"):
        share = (now.network - 1 + now.network_epoch / app.settings.epochs) / now.networks
        st.progress(now.share_of_epoch if app.shown.in_slow_motion else share)
        progress = tag("b", messages.progress(now, app.settings.epochs, app.shown.in_slow_motion))
        room = "rnn-status rnn-own" if app.sentences.own else "rnn-status"
        show(tag("div", progress, _happening(app, now), tag("div", app.problem or waits), class_=room))
    if "sentence" not in app.hidden:
        sentence.draw(app, now, dark)


def _lost(app: AppState) -> str:
    """What is said where the address does not tell of the run, though no other settings wait; empty if it does."""
    run = app.run
    if run.job.status in ("ready", "failed") or not (app.shown.missing or run.loaded or run.own_vectors):
        return ""
    return link_messages.lost_by_reload(run.loaded, run.own_vectors)


def _happening(app: AppState, now: Snapshot) -> Part:
    """What the run does, or what it has come to."""
    if now.status == "finished":
        testable = app.sentences.own and app.results.every_sentence.folds > 0
        outcome = app.results.outcome(now, app.settings)
        return outcome_in_words.told(outcome, app.results.comparison.running, testable)
    if now.status == "ready":
        happening = (
            link_messages.NOT_USED_YET if app.asks_to_use else messages.before_it_starts(app.settings, app.run.long)
        )
    else:
        together = app.results.together(now.answering) if len(now.members) > 1 else None
        learned = several.finished(now, app.dataset, together)
        slow, place = app.shown.in_slow_motion, scheduler().place(app.job)
        happening = messages.happening(now, app.dataset, slow, place, learned)
    if app.sentences.own and now.status != "failed":
        return joined(happening, small(outcome_in_words.promised(app.dataset)))
    return happening
