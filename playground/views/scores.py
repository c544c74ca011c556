"""How good it is: next to simple methods, class by class, and which class is taken for which."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from playground import messages, scores
from playground.baselines import Baseline
from playground.charts.confusion import confusion_frame, confusion_spec
from playground.state import AppState
from playground.views.polling import polled
from playground.views.sentences import table_tick
from rnn_core.dataset import Split

_ROW_HEIGHT, _MOST_HEIGHT = 35, 460
_SLICE, _LOOK = 0.3, 0.4  # seconds of fitting in a row, and between two beginnings of that


def draw(app: AppState, playing: bool) -> None:
    """Draw the scores, and again now and then if it plays."""
    parts: list[Split] = [split for split in ("test", "validation", "train") if len(app.dataset.indices(split))]
    split = st.segmented_control("Part", parts, key="scored_part", default=parts[0], required=True)
    polled(_scores, table_tick(app) if playing else None, app, split if split in parts else parts[0])
    draw_baselines(app, playing)


def draw_baselines(app: AppState, playing: bool) -> None:
    """Draw the network beside simple methods."""
    fitting = app.results.comparison.running
    watching = table_tick(app) if playing and app.results.comparison.results else None  # the network's own row moves
    polled(_baselines, _LOOK if fitting else watching, app, fitting, count())


def _scores(app: AppState, split: Split) -> None:
    predictions = app.results.predictions(app.job.snapshot().params)
    left, right = st.columns(2, gap="large")
    with left:
        st.caption(f"Each class, over the {split} sentences, with the weights of this moment.")
        frame = scores.per_class(app.dataset, predictions.answers, split)
        st.dataframe(
            frame.assign(**100 * frame[["precision", "recall", "f1"]]),
            hide_index=True,
            height=min(_MOST_HEIGHT, _ROW_HEIGHT * (len(app.dataset.classes) + 1) + 3),
            column_config={
                "label": st.column_config.TextColumn("class"),
                "sentences": st.column_config.NumberColumn("has", width=50, help="How many sentences have this class"),
                "answered": st.column_config.NumberColumn("said", width=50, help="How often it gives this answer"),
                "precision": _percent("precision", "Of its answers of this class, how many are right"),
                "recall": _percent("recall", "Of the sentences of this class, how many it finds"),
                "f1": _percent("F1", "One number for both: their harmonic mean"),
            },
        )
    with right:
        st.vega_lite_chart(
            confusion_frame(predictions.confusion(split), app.dataset.classes),
            confusion_spec(app.dataset.classes, st.context.theme.type == "dark"),
            width="stretch",
        )


def _baselines(app: AppState, drawn_as_fitting: bool, looks: Iterator[int]) -> None:
    st.markdown("**Does it earn its keep?** Simple methods on the same sentences and the same split.")
    comparison = app.results.comparison
    if comparison.running:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("Stop", key="stop_baselines", on_click=comparison.stop)
            st.progress(comparison.share, "Fitting the baselines")
        if next(looks):  # the run that draws the whole page is not held up; the first slice imports scikit-learn
            comparison.go_on(_SLICE)
    if drawn_as_fitting != comparison.running:
        st.rerun()  # it began or ended: whether this part looks again by itself is settled by the whole page
    if comparison.running:
        return
    if not comparison.results:
        st.button("Compare with baselines", key="compare", on_click=app.compare)
        st.caption(
            comparison.refused or "Fits three simple methods with scikit-learn: seconds for a few thousand sentences."
        )
        return
    rows = [_row(app, baseline.name, baseline.answers) for baseline in comparison.results]
    rows.append(_row(app, "This network, now", app.results.predictions(app.job.snapshot().params).answers))
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        column_config={
            "method": st.column_config.TextColumn("what it looks at", width="medium"),
            "train": _percent("train right", "Of the training sentences"),
            "test": _percent("test right", "Of the test sentences"),
            "f1": _percent("mean F1, test", "The mean over the classes, the small ones counting as much"),
        },
    )
    if not app.sentences.own:
        st.caption(messages.WORD_ORDER)


def _row(app: AppState, name: str, answers: NDArray[np.intp]) -> dict[str, object]:
    baseline = Baseline(name, answers)
    shares = {
        "train": baseline.accuracy(app.dataset, "train"),
        "test": baseline.accuracy(app.dataset, "test"),
        "f1": scores.macro_f1(app.dataset, answers, "test"),
    }
    return {"method": name, **{what: None if share is None else 100 * share for what, share in shares.items()}}


def _percent(title: str, help: str) -> Any:
    return st.column_config.NumberColumn(title, format="%.1f %%", width=62, help=help)
