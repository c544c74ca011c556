"""The sentences of the run: how many, what is odd about them, and a way to take them away."""

import streamlit as st

from playground import data_messages
from playground.markup import bdi, tag
from playground.state import AppState
from playground.views.show import remark, show
from rnn_core import to_csv
from rnn_core.wording import shown


def draw(app: AppState) -> None:
    """Draw the report on the sentences in use."""
    sentences = app.sentences
    told = f": {data_messages.in_short(sentences)}. {data_messages.how_words_are_cut(sentences.dataset.text)}"
    show(tag("div", tag("b", bdi(shown(sentences.title))), told))
    show(data_messages.class_counts(sentences.report))
    remark(data_messages.data_report(sentences))
    st.download_button(
        "Download as CSV", data=lambda: to_csv(sentences.dataset.examples), file_name="sentences.csv", mime="text/csv",
        on_click="ignore", icon=":material/download:", key="download",
        help="Sentence, label and split. A cell that a spreadsheet would calculate gets an apostrophe before it, which "
        "this page takes off again.",
    )  # fmt: skip
