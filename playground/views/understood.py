"""What was understood of a file, shown before anything is replaced; every part of it can be changed."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from playground import messages
from playground.loading import Source, as_table
from playground.state import AppState
from rnn_core import InvalidDataset
from rnn_core.reading.columns import Columns, choose, column_names, guess_header
from rnn_core.reading.decoding import ENCODINGS, decode
from rnn_core.reading.table import Table
from rnn_core.reading.tables import FORMATS, detect, parse
from rnn_core.wording import shown

_PREVIEW_ROWS, _PREVIEW_COLUMNS, _PREVIEW_CHARACTERS = 5, 8, 100


def draw(app: AppState, source: Source) -> tuple[Table, Columns, tuple[str, ...]]:
    """The rows and what their columns mean, as found out or as the visitor says."""
    if not isinstance(source.content, bytes):
        table = as_table(source.content)
        return table, choose(table), ()
    once, data = app.loading.once, source.content
    st.markdown("**What was understood.** Change what is not right.")
    boxes = st.columns(3)

    def box(place: Any, label: str, options: Sequence[Any], found: Any, titles: Any) -> Any:
        return place.selectbox(
            label,
            options,
            index=options.index(found) if found in options else None,
            format_func=titles,
            key=f"{label}-{source.key}",
            placeholder="Choose",
        )

    try:
        decoded = once("decoded", (source, None), lambda: decode(data))
        found = decoded.encoding
    except InvalidDataset as error:
        decoded, found, problem = None, None, error
    encoding = box(boxes[0], "Encoding", list(ENCODINGS), found, ENCODINGS.__getitem__)
    if encoding is None:
        raise problem
    if encoding != found:
        decoded = once("decoded as", (source, encoding), lambda: decode(data, encoding))
    assert decoded is not None
    text = decoded.text
    detected = once("detected", (source, encoding), lambda: detect(text))
    format = box(boxes[1], "Each line", list(FORMATS), detected, FORMATS.__getitem__)
    table = once("table", (source, encoding, format), lambda: parse(text, format))
    header = False
    if table.names is None:
        guess = once("header", (source, encoding, format), lambda: guess_header(table))
        titles = {True: "names of the columns", False: "a sentence"}
        header = box(boxes[2], "The first row is", [True, False], guess, titles.__getitem__)
    return table, _columns(source, table, header, box), decoded.notices


def _columns(source: Source, table: Table, header: bool, box: Any) -> Columns:
    """Which column is which; asked for where it cannot be found out."""
    problem = None
    try:
        found = choose(table, header)
    except InvalidDataset as error:
        found, problem = None, error
    if table.width == 1:
        _preview(table, column_names(table, header), header, {})
        raise problem or InvalidDataset("there is only one column.")
    names = column_names(table, header)
    places, columns = st.columns(3), list(range(table.width))

    def title(i: int) -> str:
        return "none" if i < 0 else f"{i + 1}: {shown(names[i])}"

    sentence = box(places[0], "Sentence column", columns, found and found.sentence, title)
    label = box(places[1], "Label column", columns, found and found.label, title)
    none = -1 if found is None or found.split is None else found.split
    split = box(places[2], "Split column", [-1, *columns], none, title)
    _preview(table, names, header, {sentence: "sentence", label: "label", split: "split"})
    if sentence is None or label is None:
        raise problem or InvalidDataset("choose the sentence and the label column.")
    return choose(table, header, sentence, label, split)


def _preview(table: Table, names: Sequence[str], header: bool, roles: dict[int | None, str]) -> None:
    """The first rows, as HTML: whatever stands in them is only text there."""

    def cell(tag: str, i: int, text: str) -> str:
        strength = "" if i in roles else ' class="rnn-unused"'
        return f"<{tag}{strength}>{messages.as_text(shown(text, _PREVIEW_CHARACTERS))}</{tag}>"

    columns = range(min(table.width, _PREVIEW_COLUMNS))
    more = (
        f" Only the first {_PREVIEW_COLUMNS} of {table.width} columns are shown." if table.width > len(columns) else ""
    )
    heads = [cell("th", i, f"{roles[i]}: {names[i]}" if i in roles else names[i]) for i in columns]
    rows = table.rows[1:] if header else table.rows
    lines = [
        f"<tr><td>{row.at}</td>{''.join(cell('td', i, row.cells[i]) for i in columns)}</tr>"
        for row in rows[:_PREVIEW_ROWS]
    ]
    st.html(
        f'<div class="rnn-preview"><table><tr><th>{table.unit}</th>{"".join(heads)}</tr>{"".join(lines)}</table></div>'
        f'<div class="rnn-small">{len(rows):,} rows.{more}</div>'
    )
