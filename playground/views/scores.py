"""How good it is: next to simple methods, class by class, and which class is taken for which."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from playground import data_messages, scores, several
from playground.baselines import Baseline
from playground.charts.confusion import confusion_frame, confusion_spec
from playground.charts.spec import many_marks
from playground.judged import unit
from playground.state import AppState
from playground.views.polling import polled
from playground.views.sentences import table_tick
from rnn_core.dataset import Split

_ROW_HEIGHT, _MOST_HEIGHT = 35, 460
_LOOK = 0.4  # seconds between two looks at how far the baselines are


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
    polled(_baselines, _LOOK if fitting else watching, app, fitting)


def _scores(app: AppState, split: Split) -> None:
    now, dataset = app.job.snapshot(), app.dataset
    predictions = app.results.predictions(*now.answering)
    label, things = "tag" if dataset.tagged else "class", f"{unit(dataset)}s"
    st.caption(f"Which {label} is taken for which, over the {split} {things}, {several.whose_answers(now)}.")
    counts = confusion_frame(predictions.confusion(split), dataset.classes)
    st.vega_lite_chart(
        counts,
        many_marks(
            confusion_spec(dataset.classes, unit(dataset), st.context.theme.type == "dark"),
            len(counts),
            now.status != "playing",
        ),
        width="stretch",
    )
    frame = scores.per_class(dataset, predictions.answers, split)
    st.dataframe(
        frame.assign(**100 * frame[["precision", "recall", "f1"]]),
        hide_index=True,
        placeholder="–",  # a score that is not defined
        height=min(_MOST_HEIGHT, _ROW_HEIGHT * (len(dataset.classes) + 1) + 3),
        column_config={
            "label": st.column_config.TextColumn(label, width=120),
            "true": st.column_config.NumberColumn("true", width=48, help=f"How many {things} have this {label}"),
            "predicted": st.column_config.NumberColumn(
                "predicted", width=72, help=f"For how many {things} it predicts this {label}"
            ),
            "precision": _percent("precision", f"The share of these predictions of a {label} that are right"),
            "recall": _percent("recall", f"The share of the {things} with this {label} that it finds", 64),
            "f1": _percent("F1", "One number for both: their harmonic mean", 64),
        },
    )


def _baselines(app: AppState, drawn_as_fitting: bool) -> None:
    st.markdown("**Does it earn its keep?** Simple methods on the same sentences, split in the same way.")
    comparison, things = app.results.comparison, f"{unit(app.dataset)}s"
    if comparison.running:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("Stop", key="stop_baselines", on_click=comparison.stop)
            st.progress(comparison.share, "Fitting the baselines")
    if drawn_as_fitting != comparison.running:
        st.rerun()  # it began or ended: whether this part looks again by itself is settled by the whole page
    if comparison.running:
        return
    if not comparison.results:
        st.button("Compare with baselines", key="compare", on_click=app.run.compare)
        st.caption(
            comparison.refused
            or (
                "The most frequent tag for every word, and for each word the tag that it has most often in train."
                if app.dataset.tagged
                else "Fits three simple methods with scikit-learn: seconds for a few thousand sentences."
            )
        )
        return
    rows = [_row(app, baseline.name, baseline.answers) for baseline in comparison.results]
    members = app.job.snapshot().answering
    name = "This network, now" if len(members) == 1 else f"The mean of {len(members)} networks, now"
    rows.append(_row(app, name, app.results.predictions(*members).answers))
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        placeholder="–",  # a score that is not defined
        column_config={
            "method": st.column_config.TextColumn("method", width=220),
            "train": _percent("train", f"The share of the training {things} that are right"),
            "test": _percent("test", f"The share of the test {things} that are right"),
            "f1": _percent("F1, test", "The mean over the classes, the small ones counting as much"),
        },
    )
    if app.sentences.roles_known:
        st.caption(data_messages.WORD_ORDER)


def _row(app: AppState, name: str, answers: NDArray[np.intp]) -> dict[str, object]:
    baseline = Baseline(name, answers)
    shares = {
        "train": baseline.accuracy(app.dataset, "train"),
        "test": baseline.accuracy(app.dataset, "test"),
        "f1": scores.macro_f1(app.dataset, answers, "test"),
    }
    return {"method": name, **{what: None if share is None else 100 * share for what, share in shares.items()}}


def _percent(title: str, help: str, width: int = 72) -> Any:
    return st.column_config.NumberColumn(title, format="%.1f%%", width=width, help=help)
