"""The table of every sentence, wrong ones first."""

import streamlit as st

from playground.charts.table import table
from playground.predictions import MAX_TABLE_ROWS
from playground.state import AppState
from playground.views.polling import polled, tick_seconds
from rnn_core.dataset import SPLITS

_HEIGHT = 420
_WORDS_A_SECOND = 10_000  # by which the table looks more seldom: reading all sentences takes time from training


def draw(app: AppState, playing: bool) -> None:
    """Draw the table, and again now and then if it plays."""
    polled(_table, table_tick(app) if playing else None, app)


def table_tick(app: AppState) -> float:
    """Seconds between two looks at every sentence while training goes on."""
    return 3 * tick_seconds() + len(app.dataset.corpus.words) / _WORDS_A_SECOND


def _table(app: AppState) -> None:
    predictions, dataset = app.results.predictions(app.job.snapshot().params), app.dataset
    true_box, predicted_box, part_box, wrong_box = st.columns([3, 3, 2, 2], vertical_alignment="bottom")
    true = true_box.selectbox("label", dataset.classes, index=None, key="filter_true", placeholder="any label")
    predicted = predicted_box.selectbox(
        "prediction", dataset.classes, index=None, key="filter_predicted", placeholder="any prediction"
    )
    parts = [split for split in SPLITS if len(dataset.indices(split))]
    part = part_box.selectbox("part", parts, index=None, key="filter_part", placeholder="all parts")
    only_wrong = wrong_box.toggle("only wrong ones", key="filter_wrong")
    columns, found = predictions.table(
        part if part in parts else None,
        true if true in dataset.classes else None,
        predicted if predicted in dataset.classes else None,
        only_wrong,
    )
    right = predictions.right
    counts = [f"{right[dataset.indices(split)].sum():,} of {len(dataset.indices(split)):,} {split}" for split in parts]
    cut = f" The first {MAX_TABLE_ROWS:,} of {found:,} are shown." if found > MAX_TABLE_ROWS else ""
    st.caption(
        f"{' · '.join(counts)} sentences right, with the weights of this moment. Wrong ones first, the surest mistake "
        f"on top.{cut}"
    )
    st.dataframe(
        table(columns),
        hide_index=True,
        height=_HEIGHT,
        column_config={
            "right": st.column_config.TextColumn("", width=40, help="Right or wrong"),
            "sentence": st.column_config.TextColumn("sentence", width="medium"),
            "probability": st.column_config.NumberColumn(
                "probability", format="percent", help="What it gives its own prediction"
            ),
            "part": st.column_config.TextColumn("part", help="It learns from train only"),
            "at": st.column_config.TextColumn(app.sentences.unit, help="Where it comes from"),
        },
    )
