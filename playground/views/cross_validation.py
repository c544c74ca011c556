"""The offer to test every sentence once, how far that is, and what it found."""

import streamlit as st

from playground import messages, tested_once
from playground.shared import scheduler
from playground.snapshot import Snapshot, Status
from playground.state import AppState
from playground.views.polling import polled, tick_seconds
from playground.views.show import remark, show


def draw(app: AppState) -> None:
    """Draw it, and how far it is again on every tick. Of sentences that come with the page there is nothing."""
    every = app.results.every_sentence
    status = every.look()
    now = app.job.snapshot()
    known = every.tested is not None and every.tested.settings == app.settings
    offered = app.sentences.own and now.status == "finished" and not every.running and not known and every.folds > 0
    if every.tested:
        show(tested_once.result(every.tested, app.dataset, app.settings))
    if every.refused:
        remark(every.refused)
    about = ""
    with st.container(horizontal=True, vertical_alignment="center"):
        if every.running:
            if status == "unwatched":
                st.button("Go on", key="test_on", on_click=app.run.test_every_sentence)
            st.button("Stop", key="stop_testing", on_click=every.stop)
        elif offered:
            worth, about = tested_once.offer(every, _seconds(app, now))
            st.button(
                "Test every sentence once", key="test_every", on_click=app.run.test_every_sentence,
                type="secondary" if worth else "tertiary",
            )  # fmt: skip
        polled(_progress, tick_seconds() if status == "playing" else None, app, status)
    if about:
        remark(about)


def _seconds(app: AppState, now: Snapshot) -> float:
    """About how long it takes, from what the run took: the networks differ from it by what they learn from."""
    folds, dataset = app.results.every_sentence.folds, app.dataset
    learned = (folds - 1) * len(dataset.examples) / len(dataset.indices("train"))  # of all folds, in those of the run
    return learned * sum(record.seconds for record in now.records)


def _progress(app: AppState, drawn: Status) -> None:
    every = app.results.every_sentence
    status = every.look()
    if status != drawn and "playing" in (status, drawn):
        st.rerun()  # it ended or paused by itself: what stands here is another part then
    if every.running:
        fold, folds, share = every.progress
        paused = "It paused by itself: nobody was looking. " if status == "unwatched" else ""
        place = every.place(scheduler())
        st.progress(share, messages.queue(place) if place else paused + tested_once.doing(fold, folds))
