"""Where sentences come from: a file, pasted lines, or a table that is edited."""

import hashlib

import pandas as pd
import streamlit as st

from playground.loading import Source, TableRow
from playground.state import AppState
from rnn_core import limits, to_csv
from rnn_core.export import TEMPLATE
from rnn_core.reading.draft import OWN_HEADER

UPLOAD_MB = limits.MAX_FILE_BYTES // 1_000_000  # Streamlit says it beside the button
_SOURCES = {"file": "A file", "paste": "Pasted lines", "edit": "Edit a table"}


def draw(app: AppState) -> Source | None:
    """Ask for sentences; None as long as there are none."""
    kind = st.segmented_control(
        "Where from", list(_SOURCES), format_func=_SOURCES.__getitem__, key="source", default="file", required=True
    )
    if kind == "file":
        return _file()
    if kind == "paste":
        return _pasted(app)
    return _edited(app)


def _file() -> Source | None:
    uploaded = st.file_uploader(
        f"A file of labelled sentences: CSV, TSV, JSON, JSON Lines or text, up to {limits.MAX_SENTENCES:,} sentences",
        key="upload",
        max_upload_size=UPLOAD_MB,
    )
    left, right = st.columns([3, 1], vertical_alignment="center")
    left.caption(
        "What you upload stays in this session's memory on the machine that runs the page. It is never written to disk "
        "or to a log, and it is dropped soon after you close this tab for good."
    )
    right.download_button(
        "Template", data=lambda: to_csv(TEMPLATE), file_name="template.csv", mime="text/csv", on_click="ignore",
        icon=":material/download:", width="stretch", help="A small CSV file to fill in.",
    )  # fmt: skip
    if uploaded is None:
        return None
    return Source(uploaded.file_id, uploaded.name, uploaded.getvalue())


def _pasted(app: AppState) -> Source | None:
    lines = st.text_area(
        "One sentence in each line, with its label: “i liked it,positive”, or with a tab between",
        value=app.loading.pasted,
        height=160,
        key="pasted",
        placeholder="i liked it,positive\nwhat a waste of time,negative",
    )
    app.loading.pasted = lines
    data = lines.encode("utf-8", "surrogatepass")
    return Source(f"paste-{hashlib.sha256(data).hexdigest()}", "Pasted lines", data) if lines.strip() else None


def _edited(app: AppState) -> Source:
    edits = app.loading.edits
    if not edits.begun:
        edits.start(app.chosen.dataset.examples)
    base = pd.DataFrame(list(edits.base), columns=list(OWN_HEADER), dtype=object)
    frame = st.data_editor(
        base,
        num_rows="dynamic",
        height=300,
        key=f"table_{edits.revision}",
        column_config={
            "sentence": st.column_config.TextColumn(width="large"),
            "label": st.column_config.TextColumn(),
            "split": st.column_config.SelectboxColumn(options=["train", "validation", "test"], default="train"),
        },
    )
    edits.change(_rows(frame))
    undo, again, _ = st.columns([1, 2, 3])
    undo.button("Undo", on_click=edits.undo, disabled=not edits.can_undo, icon=":material/undo:", width="stretch")
    again.button(
        "Start from the sentences in use", on_click=edits.start, args=(app.chosen.dataset.examples,), width="stretch"
    )
    return Source(f"table-{hashlib.sha256(repr(edits.rows).encode()).hexdigest()}", "Edited table", edits.rows)


def _rows(frame: pd.DataFrame) -> tuple[TableRow, ...]:
    """The rows of the editor; a cell that was never filled in is empty text."""
    cells = ([("" if pd.isna(cell) else str(cell)) for cell in frame[name]] for name in OWN_HEADER)
    return tuple((sentence, label, split or "train") for sentence, label, split in zip(*cells, strict=True))
