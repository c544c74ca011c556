"""What was understood of a file, shown before anything is replaced; every part of it can be changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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

_FIRST_ROW = {True: "names of the columns", False: "a sentence"}
_PREVIEW_ROWS, _PREVIEW_COLUMNS, _PREVIEW_CHARACTERS = 5, 8, 100


@dataclass(frozen=True)
class Understood:
    """A table and what its columns mean.

    Attributes:
        key: tells it from what another reading of the same source would give.
        notices: what was assumed when it was decoded.
    """

    key: tuple[object, ...]
    table: Table
    columns: Columns
    notices: tuple[str, ...] = ()


def draw(app: AppState, source: Source) -> Understood:
    """Show what was found out, and take over what the visitor says instead.

    Raises:
        InvalidDataset: it cannot be understood; whatever could be is drawn, so that it can be changed.
    """
    if not isinstance(source.content, bytes):
        table = as_table(source.content)
        return Understood((source,), table, choose(table))
    once, data = app.loading.once, source.content
    st.markdown("**What was understood.** Change what is not right.")
    boxes = st.columns(3)
    try:
        decoded = once("decoded", source, lambda: decode(data))
        found = decoded.encoding
    except InvalidDataset as error:
        found, problem = None, error
    encoding = _box(boxes[0], "Encoding", list(ENCODINGS), found, ENCODINGS.__getitem__, source)
    if encoding is None:
        raise problem
    if encoding != found:
        decoded = once("decoded as", (source, encoding), lambda: decode(data, encoding))
    detected = once("detected", (source, encoding), lambda: detect(decoded.text))
    format = _box(boxes[1], "Each line", list(FORMATS), detected, FORMATS.__getitem__, source, encoding)
    key = (source, encoding, format)
    table = once("table", key, lambda: parse(decoded.text, format))
    header = False
    if table.names is None:
        guess = once("header", key, lambda: guess_header(table))
        header = _box(boxes[2], "The first row is", [True, False], guess, _FIRST_ROW.__getitem__, *key)
    columns = _columns(app, table, header, key)
    return Understood((*key, columns), table, columns, decoded.notices)


def _box(
    place: Any, label: str, options: Sequence[Any], found: Any, titles: Callable[[Any], str], *depends: object
) -> Any:
    """A choice that begins with what was found out, and begins anew when what it depends on is another."""
    key = "-".join([label, *(part.key if isinstance(part, Source) else str(part) for part in depends)])
    index = options.index(found) if found in options else None
    return place.selectbox(label, options, index=index, format_func=titles, key=key, placeholder="Choose")


def _columns(app: AppState, table: Table, header: bool, key: tuple[object, ...]) -> Columns:
    """Which column is which; asked for where it cannot be found out."""
    names, problem = column_names(table, header), None
    try:
        found = app.loading.once("columns", (*key, header), lambda: choose(table, header))
    except InvalidDataset as error:
        found, problem = None, error
    if table.width == 1:
        _preview(table, names, header, {})
        raise problem or InvalidDataset("there is only one column.")
    places, columns = st.columns(3), list(range(table.width))

    def title(i: int) -> str:
        return "none" if i < 0 else f"{i + 1}: {shown(names[i])}"

    sentence = _box(places[0], "Sentence column", columns, found and found.sentence, title, *key)
    label = _box(places[1], "Label column", columns, found and found.label, title, *key)
    none = -1 if found is None or found.split is None else found.split
    split = _box(places[2], "Split column", [-1, *columns], none, title, *key)
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
