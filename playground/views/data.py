"""The sentences of the run: how many, what is odd about them, and a way to take them away."""

import streamlit as st

from playground import messages
from playground.state import AppState
from rnn_core import to_csv
from rnn_core.wording import shown


def draw(app: AppState) -> None:
    """Draw the report on the sentences in use."""
    sentences = app.sentences
    st.html(
        f"<div><b>{messages.as_text(shown(sentences.title))}</b>: {messages.in_short(sentences)}. "
        f"{messages.how_words_are_cut(sentences.dataset.text)}</div>"
    )
    left, right = st.columns([2, 3], gap="large")
    left.html(messages.class_counts(sentences.report))
    right.html(f'<div class="rnn-small">{messages.data_report(sentences)}</div>')
    left.download_button(
        "Download as CSV", data=lambda: to_csv(sentences.dataset.examples), file_name="sentences.csv", mime="text/csv",
        on_click="ignore", icon=":material/download:", key="download",
        help="Sentence, label and split. A cell that a spreadsheet would calculate gets an apostrophe before it, which "
        "this page takes off again.",
    )  # fmt: skip
