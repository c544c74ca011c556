"""What trainings side by side have come to so far: a sentence, bands or a grid, and a table."""

import numpy as np
import pandas as pd
import streamlit as st

from playground import luck_in_words, messages, seeds_in_words
from playground.charts.bands import BANDS, band_columns, band_spec
from playground.charts.grid import grid_columns, grid_spec
from playground.charts.table import table
from playground.judged import Judge, judge
from playground.markup import Part, tag
from playground.plans import Plan
from playground.settings import SETTINGS
from playground.settings_in_words import value_in_words
from playground.shared import scheduler
from playground.snapshot import Status
from playground.state import AppState
from playground.sweep import COLUMNS, Sweep
from playground.tried import Try, points, tried
from playground.views.show import remark, show

_CLEARED = "A reload clears this: save the table as CSV, the charts by the list below."
_NUMBER, _TEXT = st.column_config.NumberColumn, st.column_config.TextColumn
_ROW_HEIGHT, _MOST_ROWS = 35, 10


def draw(app: AppState, plan: Plan | None, sweep: Sweep | None, drawn: Status) -> None:
    """Draw it.

    Args:
        plan: what is trained, or would be; None if nothing can be.
        sweep: what trains it; None before it has begun.
        drawn: what that did when the whole page was drawn.
    """
    status: Status = sweep.look() if sweep else "ready"
    if status != drawn and "playing" in (status, drawn):
        st.rerun()  # it ended or paused by itself: the buttons have to say so
    if plan is None:
        return
    judging = app.luck.judge if sweep else None
    judging = judging or judge(app.chosen.dataset, choosing=bool(plan.axes))
    tries, dark = tried(plan, sweep), st.context.theme.type == "dark"
    place = scheduler().place(sweep) if sweep else 0
    doing = messages.queue(place) if place else luck_in_words.doing(sweep, status, tries)
    st.progress(sweep.share if sweep else 0.0, doing)
    show(tag("div", _said(app, plan, tries, judging, status), class_=f"rnn-found{' rnn-brief' if plan.axes else ''}"))
    if plan.axes:
        _grid(plan, tries, judging, dark)
    else:
        _bands(plan, sweep, dark)
    _table(plan, tries)
    notes = [luck_in_words.older(app.luck.older(app.shown)) if sweep else "", luck_in_words.left_out(plan)]
    remark(" ".join(filter(None, (_CLEARED, *notes))))


def _said(app: AppState, plan: Plan, tries: tuple[Try, ...], judging: Judge, status: Status) -> Part:
    if status == "ready":
        return luck_in_words.before(plan, judging)
    if status != "finished":
        return luck_in_words.so_far(plan, tries, judging)
    if plan.axes:
        return luck_in_words.found_on_grid(plan, points(plan, tries, judging.split), judging)
    return seeds_in_words.found(plan, tries, judging, app.luck.apart)


def _bands(plan: Plan, sweep: Sweep | None, dark: bool) -> None:
    epochs = plan.settings.epochs
    done = int(sweep.done.max()) if sweep else 0
    numbers = sweep.numbers if sweep else np.empty((0, epochs, len(COLUMNS)))
    with st.container(gap="xxsmall"):
        for bands in BANDS:
            st.vega_lite_chart(
                table(band_columns(numbers, done, bands)),
                band_spec(bands, epochs, len(plan.entries), dark, empty=not done),
                width="stretch",
            )


def _grid(plan: Plan, tries: tuple[Try, ...], judging: Judge, dark: bool) -> None:
    found = points(plan, tries, judging.split)
    in_words = [
        tuple(dict.fromkeys(value_in_words(axis, one.point[at]) for one in found)) for at, axis in enumerate(plan.axes)
    ]
    st.vega_lite_chart(
        table(grid_columns(plan.axes, found, [luck_in_words.written(one) for one in found])),
        grid_spec(
            tuple(SETTINGS[axis].title for axis in plan.axes),
            in_words[0],
            in_words[1] if len(in_words) > 1 else ("",),
            judging.split,
            dark,
        ),
        width="stretch",
    )


def _table(plan: Plan, tries: tuple[Try, ...]) -> None:
    """A row for each training; its first columns, that tell which it is, have fixed names within."""
    named = luck_in_words.names(plan, tries)
    titles = [f"name {at}" for at in range(len(named))]
    numbers = {
        "epochs": [one.epochs for one in tries],
        "right": [one.right for one in tries],
        "train": [one.share("train") for one in tries],
        "test": [one.share("test") for one in tries],
    }
    frame = pd.DataFrame({**dict(zip(titles, named.values(), strict=True)), **numbers})
    frame[["train", "test"]] = 100 * frame[["train", "test"]].astype(float)
    st.dataframe(
        frame,
        hide_index=True,
        placeholder="–",
        height=_ROW_HEIGHT * (min(len(tries), _MOST_ROWS) + 1) + 3,
        column_order=[*titles, *(name for name in numbers if not (plan.axes and name == "epochs"))],
        column_config={
            **{at: _TEXT(title, width=85 if plan.axes else 100) for at, title in zip(titles, named, strict=True)},
            "epochs": _NUMBER("epochs", width=55),
            "right": _NUMBER("all right at", width=80, help="The first epoch with everything right in train"),
            "train": _NUMBER("train", format="%.1f%%", width=58, help="How much of train is right, at the end"),
            "test": _NUMBER("test", format="%.1f%%", width=58, help="How much of test is right, at the end"),
        },
    )
