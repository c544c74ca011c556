"""The table of every sentence, wrong ones first."""

import streamlit as st

from playground import several
from playground.charts.table import Columns, table
from playground.judged import judged, unit
from playground.predictions import MAX_TABLE_ROWS, WRONG, Predictions
from playground.state import AppState
from playground.views.polling import polled, tick_seconds
from rnn_core import Dataset
from rnn_core.dataset import SPLITS
from rnn_core.wording import counted

_HEIGHT = 420
_WORDS_A_SECOND = 10_000  # by which the table looks more seldom: reading all sentences takes time from training


def draw(app: AppState, playing: bool) -> None:
    """Draw the table, and again now and then if it plays."""
    polled(_table, table_tick(app) if playing else None, app)


def table_tick(app: AppState) -> float:
    """Seconds between two looks at every sentence while training goes on."""
    return 3 * tick_seconds() + len(app.dataset.corpus.words) / _WORDS_A_SECOND


def _table(app: AppState) -> None:
    now, dataset = app.job.snapshot(), app.dataset
    predictions = app.results.predictions(*now.answering)
    label = "tag" if dataset.tagged else "label"
    of_a_word = "Sentences in which a word {}" if dataset.tagged else None
    true_box, predicted_box = st.columns(2)
    true = true_box.selectbox(
        label, dataset.classes, index=None, key="filter_true", placeholder=f"any {label}",
        help=of_a_word and of_a_word.format("has this tag"),
    )  # fmt: skip
    predicted = predicted_box.selectbox(
        "prediction", dataset.classes, index=None, key="filter_predicted", placeholder="any prediction",
        help=of_a_word and of_a_word.format("is given this tag"),
    )  # fmt: skip
    part_box, wrong_box = st.columns(2, vertical_alignment="bottom")
    parts = [split for split in SPLITS if len(dataset.indices(split))]
    part = part_box.selectbox("part", parts, index=None, key="filter_part", placeholder="all parts")
    only_wrong = wrong_box.toggle("only wrong ones", key="filter_wrong")
    columns, found = predictions.table(
        part if part in parts else None,
        true if true in dataset.classes else None,
        predicted if predicted in dataset.classes else None,
        only_wrong,
    )
    st.caption(caption(predictions, columns, found, several.whose_answers(now)))
    _draw(columns, dataset, app.sentences.unit)


def caption(predictions: Predictions, columns: Columns, found: int, whose: str) -> str:
    """How many are right in each part, and what the table shows of those that were found.

    Args:
        whose: answers these are.
    """
    dataset = predictions.dataset
    counts = []
    for split in SPLITS:
        part = judged(dataset, split)
        if len(dataset.indices(split)):
            counts.append(f"{predictions.right[part].sum():,} of {len(part):,} {split}")
    said = [f"{' · '.join(counts)} {unit(dataset)}s right, {whose}."]
    skipped = len(dataset.tokenised.ids) - len(dataset.corpus.words)
    if dataset.tagged and skipped:
        said.append(f"{counted(skipped, 'unknown word')} skipped, so without an answer.")
    if not found:
        said.append("No sentence is like this.")
    elif columns["right"][0] == WRONG:  # the wrong ones come first
        said.append(
            "Sentences with a wrong word come first, those with the most on top."
            if dataset.tagged
            else "Wrong ones come first, the surest mistake on top."
        )
    if found > MAX_TABLE_ROWS:
        said.append(f"The first {MAX_TABLE_ROWS:,} of {found:,} are shown.")
    return " ".join(said)


def _draw(columns: Columns, dataset: Dataset, counts: str) -> None:
    tags = dataset.tagged
    width = 180 if tags else min(105, max(75, 7 * max(map(len, dataset.classes)) + 16))
    st.dataframe(
        table(columns),
        hide_index=True,
        height=_HEIGHT,
        column_order=[
            "right", *(("words", "mistakes", "sentence") if tags else ("sentence",)),
            "label", "prediction", "probability", "part", "at",
        ],
        column_config={
            "right": st.column_config.TextColumn(
                "", width=36, help="Whether every word of it is right" if tags else "Right or wrong"
            ),
            "words": st.column_config.TextColumn("right", width="small", help="How many of its words"),
            "mistakes": st.column_config.TextColumn("wrong", width=140, help="The words that are, and their tags"),
            "sentence": st.column_config.TextColumn("sentence", width=180),
            "label": st.column_config.TextColumn("tags" if tags else "label", width=width),
            "prediction": st.column_config.TextColumn("prediction", width=width, help="What it answers"),
            "probability": st.column_config.NumberColumn(
                "confidence", format="percent", width="small", help="The probability that it gives its answer"
            ),
            "part": st.column_config.TextColumn("part", width="small", help="It learns from train only"),
            "at": st.column_config.TextColumn(counts, width="small", help="Where it comes from"),
        },
    )  # fmt: skip
