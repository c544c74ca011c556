"""How good it is: next to simple methods, class by class, and which class is taken for which."""

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from playground import messages, scores
from playground.baselines import Baseline
from playground.confusion import confusion_frame, confusion_spec
from playground.state import AppState
from playground.views.sentences import table_tick
from rnn_core.dataset import Split

_SLICE, _LOOK = 0.3, 0.4  # seconds of fitting in a row, and between two beginnings of that


def draw(app: AppState, playing: bool) -> None:
    """Draw the scores, and again now and then if it plays."""
    parts: list[Split] = [split for split in ("test", "validation", "train") if len(app.dataset.indices(split))]
    split = st.segmented_control("Part", parts, key="scored_part", default=parts[0], required=True)
    st.fragment(_scores, run_every=table_tick(app) if playing else None)(app, split if split in parts else parts[0])
    fitting = app.comparison.running
    st.fragment(_baselines, run_every=_LOOK if fitting else None)(app, fitting)


def _scores(app: AppState, split: Split) -> None:
    predictions = app.predictions(app.job.snapshot())
    left, right = st.columns([5, 6], gap="large")
    with left:
        st.caption(f"Each class, over the {split} sentences, with the weights of this moment.")
        st.dataframe(
            scores.per_class(app.dataset, predictions.answers, split),
            hide_index=True,
            height=320,
            column_config={
                "label": st.column_config.TextColumn("class"),
                "sentences": st.column_config.NumberColumn("sentences", help="How many have this class"),
                "answered": st.column_config.NumberColumn("answered", help="How often it gives this answer"),
                "precision": st.column_config.NumberColumn(
                    "precision", format="percent", help="Of its answers of this class, how many are right"
                ),
                "recall": st.column_config.NumberColumn(
                    "recall", format="percent", help="Of the sentences of this class, how many it finds"
                ),
                "f1": st.column_config.NumberColumn(
                    "F1", format="percent", help="One number for both: their harmonic mean"
                ),
            },
        )
    with right:
        st.vega_lite_chart(
            confusion_frame(predictions.confusion(split), app.dataset.classes),
            confusion_spec(app.dataset.classes, st.context.theme.type == "dark"),
            width="stretch",
        )


def _baselines(app: AppState, drawn_as_fitting: bool) -> None:
    st.markdown("**Does it earn its keep?** Simple methods on the same sentences and the same split.")
    comparison = app.comparison
    comparison.go_on(_SLICE)
    if drawn_as_fitting != comparison.running:
        st.rerun()  # it began or ended: whether this part looks again by itself is settled by the whole page
    if comparison.running:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("Stop", key="stop_baselines", on_click=comparison.stop)
            st.progress(comparison.share, "Fitting the baselines")
        return
    if not comparison.results:
        st.button("Compare with baselines", key="compare", on_click=comparison.start)
        st.caption("Fits three simple methods with scikit-learn: seconds for a few thousand sentences.")
        return
    rows = [_row(app, baseline.name, baseline.answers) for baseline in comparison.results]
    rows.append(_row(app, "This network, now", app.predictions(app.job.snapshot()).answers))
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        column_config={
            "method": st.column_config.TextColumn("what it looks at", width="large"),
            "train": st.column_config.NumberColumn("train right", format="percent"),
            "test": st.column_config.NumberColumn("test right", format="percent"),
            "f1": st.column_config.NumberColumn(
                "test, mean F1", format="percent", help="The mean over the classes, the small ones counting as much"
            ),
        },
    )
    if not app.sentences.own:
        st.caption(messages.WORD_ORDER)


def _row(app: AppState, name: str, answers: NDArray[np.intp]) -> dict[str, object]:
    baseline = Baseline(name, answers)
    return {
        "method": name,
        "train": baseline.accuracy(app.dataset, "train"),
        "test": baseline.accuracy(app.dataset, "test"),
        "f1": scores.macro_f1(app.dataset, answers, "test"),
    }
