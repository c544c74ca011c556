"""Rows of cells with a delimiter between: which delimiter, and what stands in each row?"""

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Literal

from rnn_core import limits
from rnn_core.errors import InvalidDataset
from rnn_core.reading.decoding import lines
from rnn_core.reading.names import is_header
from rnn_core.reading.table import Row, Table, refuse_too_many
from rnn_core.wording import counted

DELIMITERS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}


def with_known_names(sample: str) -> str | None:
    """The delimiter, one of DELIMITERS, with which a text begins with names of a sentence and a label column."""
    for name in DELIMITERS:
        with suppress(InvalidDataset):
            first = next(_records(sample, name), None)
            if first and len(first[1]) > 1 and is_header(first[1]):
                return name
    return None


def agreement(sample: str, delimiter: str) -> float:
    """Which share of the rows has the most usual number of cells; 0 if that is one."""
    widths = _widths(sample, delimiter)
    if not widths:
        return 0.0
    width, rows = Counter(widths).most_common(1)[0]
    return rows / len(widths) if width >= 2 else 0.0


def parse(text: str, format: str) -> Table:
    """Rows as wide as most are, or as the header is.

    Args:
        format: one of DELIMITERS.

    Raises:
        InvalidDataset: a quotation mark is open, or there are no rows.
    """
    records = []
    for record in _records(text, format):
        records.append(record)
        refuse_too_many(len(records) - 1)
    if not records:
        raise InvalidDataset("all cells are empty. Needed: one sentence and its label in each line.")
    usual = Counter(len(cells) for _, cells in records).most_common(1)[0][0]
    first = records[0][1]
    width = len(first) if is_header(first) else usual
    if width > limits.MAX_COLUMNS:
        raise InvalidDataset(
            f"there are {width:,} columns; at most {limits.MAX_COLUMNS} are possible. Keep the sentence and the label."
        )
    remedy = (
        "Is there a tab in a sentence?"
        if format == "tab"
        else f"A sentence with “{DELIMITERS[format]}” in it must stand in quotation marks: quote it."
    )
    ragged = {
        f"more than {counted(width, 'cell')}. {remedy}": [line for line, cells in records if len(cells) > width],
        f"fewer than {counted(width, 'cell')}. Is the label missing?": [
            line for line, cells in records if len(cells) < width
        ],
    }
    problems = {what: lines for what, lines in ragged.items() if lines}
    rows = tuple(Row(line, tuple(cells)) for line, cells in records if len(cells) == width)
    return Table(format, "line", width, rows, problems=problems)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows and the lines where they begin; blank lines are left out. With tabs, quotation marks are text."""
    quoting: Literal[0, 3] = csv.QUOTE_NONE if delimiter == "tab" else csv.QUOTE_MINIMAL
    rows = csv.reader(lines(text), delimiter=DELIMITERS[delimiter], quoting=quoting, strict=True)
    line = 1  # where the row begins; a quoted sentence may span several lines
    try:
        for cells in rows:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = rows.line_num + 1
    except csv.Error:
        raise InvalidDataset(
            f"line {line}: a quotation mark is left open or stands amid a cell. Put a cell with quotation marks in "
            'quotation marks and double those inside: "well, a ""test""".'
        ) from None


def _widths(sample: str, delimiter: str) -> list[int]:
    """How many cells each row has, as far as the sample can be read."""
    found = []
    with suppress(InvalidDataset):
        for _, cells in _records(sample, delimiter):
            found.append(len(cells))
    return found
