"""Where sentences come from: a file, pasted lines, or a table that is edited."""

import hashlib
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from playground.carried import Brought
from playground.loading import Source, TableRow
from playground.state import AppState
from rnn_core import InvalidDataset, limits, to_csv
from rnn_core.export import TEMPLATE
from rnn_core.packed import unpack
from rnn_core.reading.draft import OWN_HEADER

UPLOAD_MB = -(-limits.MAX_FILE_BYTES // 1_000_000)  # Streamlit says it beside the button
MOST_EDITED = 5_000  # rows: the browser gets all of them at once, and sends back what was pasted
MOST_EDITED_CHARACTERS = 2_000_000
_SOURCES = {"file": "A file", "paste": "Pasted lines", "edit": "Edit a table"}
_LINK = {"link": "This link"}  # where the one that was opened brought some


def kind(app: AppState) -> str:
    """Ask where sentences come from: of _SOURCES or _LINK."""
    possible = {**(_LINK if app.carried.brought else {}), **_SOURCES}
    chosen: str = st.segmented_control(
        "Where from", list(possible), format_func=possible.__getitem__, key="source", default=next(iter(possible)),
        required=True,
    )  # fmt: skip
    return chosen


def draw(app: AppState, kind: str) -> Source | None:
    """Ask for sentences of this kind; None as long as there are none."""
    if kind == "link" and app.carried.brought:
        return _of_link(app, app.carried.brought)
    if kind == "file":
        return _file()
    if kind == "paste":
        return _pasted(app)
    return _edited(app)


def _of_link(app: AppState, brought: Brought) -> Source:
    """What the link carries, as the file that it would be."""
    unpacked = app.loading.once("unpacked", brought, lambda: unpack(brought.packed))
    return Source(brought.link_name, "Sentences of the link", unpacked.csv, unpacked.options, of_link=True)


def _file() -> Source | None:
    uploaded = st.file_uploader(
        f"A file of labelled sentences: CSV, TSV, JSON, JSON Lines or text, up to {limits.MAX_SENTENCES:,} sentences",
        key="upload",
        max_upload_size=UPLOAD_MB,
    )
    if uploaded is not None:
        return Source(uploaded.file_id, uploaded.name, uploaded.getvalue())
    left, right = st.columns([3, 1], vertical_alignment="center")
    left.caption(
        "What you upload stays in this session's memory on the machine that runs the page. It is never written to disk "
        "or to a log, and it is dropped soon after you close this tab for good."
    )
    right.download_button(
        "Template", data=lambda: to_csv(TEMPLATE), file_name="template.csv", mime="text/csv", on_click="ignore",
        icon=":material/download:", width="stretch", help="A small CSV file to fill in.",
    )  # fmt: skip
    return None


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


def _edited(app: AppState) -> Source | None:
    edits, in_use = app.loading.edits, app.chosen.dataset.examples
    too_large = _too_large([(example.sentence,) for example in in_use])
    if not edits.begun:
        if too_large:
            st.caption(
                f"The sentences in use are too many to be edited on this page: {too_large}. Edit their file in a "
                "spreadsheet or a text editor, and load it again; under Data they can be downloaded."
            )
            return None
        edits.start(in_use)
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
        "Start from the sentences in use", on_click=edits.start, args=(in_use,), disabled=bool(too_large),
        width="stretch",
    )  # fmt: skip
    if too_large := _too_large(edits.rows):
        raise InvalidDataset(f"the table is too large to be edited here: {too_large}. Undo that, or load it as a file.")
    return Source(f"table-{hashlib.sha256(repr(edits.rows).encode()).hexdigest()}", "Edited table", edits.rows)


def _too_large(rows: Sequence[tuple[str, ...]]) -> str:
    """By how much a table is larger than one that is edited; empty if it is not."""
    if len(rows) > MOST_EDITED:
        return f"there are {len(rows):,} rows, and at most {MOST_EDITED:,} are possible"
    characters = sum(len(cell) for row in rows for cell in row)
    if characters > MOST_EDITED_CHARACTERS:
        return f"there are {characters:,} characters, and at most {MOST_EDITED_CHARACTERS:,} are possible"
    return ""


def _rows(frame: pd.DataFrame) -> tuple[TableRow, ...]:
    """The rows of the editor; a cell that was never filled in is empty text."""
    cells = ([("" if pd.isna(cell) else str(cell)) for cell in frame[name]] for name in OWN_HEADER)
    return tuple((sentence, label, split or "train") for sentence, label, split in zip(*cells, strict=True))
