"""Rows with more cells than there are columns: a sentence with the delimiter in it that nobody has quoted.

Where one of the other columns has few values that recur, it tells which cells are pieces of the sentence: they are
joined again, which gives the sentence as it was written. Where that is not clear, the row is refused, and joined if
somebody says so.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rnn_core import limits
from rnn_core.reading.dialect import visible
from rnn_core.reading.furniture import Record
from rnn_core.reading.table import Row, Table
from rnn_core.wording import places

_LONGER = 2  # times as long as any other column the one of the sentence is
_LONGEST_LABEL = 50  # characters
_MOST = 0.6  # of the rows are of one width where they may have pieces of sentences in them
_SOME = 0.1  # of the rows have no pieces


def narrowest(widths: Sequence[int]) -> int | None:
    """How many columns there are if wider rows are sentences in pieces, as where rows are of many widths."""
    counts = Counter(widths)
    width, (_, usual) = min(counts), counts.most_common(1)[0]
    if width < 2 or counts[width] < _SOME * len(widths):
        return None
    many = len(counts) >= 3 and usual <= _MOST * len(widths)
    return width if many or (widths[0] == width and counts[width] >= 2) else None


def joined(records: Sequence[Record], width: int, delimiter: str, label: int | None) -> dict[int, list[str]]:
    """The rows with too many cells that can be mended, by the index of the record.

    Args:
        records: without the header.
        width: how many cells there should be.
        label: which column is called so, if one is.
    """
    wide = [i for i, (_, cells) in enumerate(records) if len(cells) > width]
    exact = [cells for _, cells in records if len(cells) == width]
    column = _sentence(exact, width, label) if wide else None
    if column is None:
        return {}
    mended = {i: _with_one(records[i][1], width, column, delimiter) for i in wide}
    rows, fits, is_told = [*exact, *mended.values()], set(wide), False
    for other in range(width) if label is None else (label,):
        values = Counter(row[other].strip() for row in rows)
        if other == label or (other != column and recurs(values)):
            fits = {i for i in fits if values[mended[i][other].strip()] > 1}
            is_told = True
    return {i: mended[i] for i in sorted(fits)} if is_told else {}


def with_joined(table: Table, sentence: int, delimiter: str) -> tuple[Table, str]:
    """The table with the rows that have too many cells, those joined to the sentence; and what was done, in words."""
    at = [row.at for row in table.wide]
    made = (Row(row.at, tuple(_with_one(row.cells, table.width, sentence, delimiter))) for row in table.wide)
    first, rest = table.rows[:1], sorted((*table.rows[1:], *made), key=lambda row: row.at)
    problems = {what: lines for what, lines in table.problems.items() if list(lines) != at}
    return replace(table, rows=(*first, *rest), problems=problems), told(at, delimiter)


def told(lines: Sequence[int], delimiter: str) -> str:
    """That cells were joined, and where."""
    return f"{places('line', lines)}: unquoted “{visible(delimiter)}” in the sentence, whose pieces were joined again."


def _sentence(exact: Sequence[Sequence[str]], width: int, label: int | None) -> int | None:
    """Which column the sentence is in: beside the label, or by far the longest in the rows that are whole."""
    if width == 2 and label is not None:
        return 1 - label
    lengths = [sum(map(len, cells)) for cells in zip(*exact, strict=True)]
    longest = max(range(len(lengths)), key=lengths.__getitem__, default=0)
    far = all(lengths[longest] >= _LONGER * length for i, length in enumerate(lengths) if i != longest)
    return longest if far and len(lengths) >= 2 and longest != label else None


def _with_one(cells: Sequence[str], width: int, column: int, delimiter: str) -> list[str]:
    """The cells with those that are too many joined to that of the column."""
    stop = column + 1 + len(cells) - width
    return [*cells[:column], delimiter.join(cells[column:stop]), *cells[stop:]]


def recurs(values: Counter[str]) -> bool:
    """Whether values of a column look like labels: short, few, and each for several rows."""
    rows = values.total()
    short = sum(times for value, times in values.items() if len(value) <= _LONGEST_LABEL)
    return short >= 0.9 * rows and 2 <= len(values) <= max(2, min(limits.MAX_CLASSES, rows / 2))
