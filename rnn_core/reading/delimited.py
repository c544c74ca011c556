"""Rows of cells with a delimiter between: what stands in each row?"""

from collections import Counter
from contextlib import suppress
from dataclasses import replace

from rnn_core import limits
from rnn_core.errors import InvalidDataset
from rnn_core.reading import furniture, surplus
from rnn_core.reading.dialect import Dialect, declared, read_rows, records, visible
from rnn_core.reading.furniture import Record
from rnn_core.reading.names import LABEL, SENTENCE, folded, is_header
from rnn_core.reading.table import Row, Table, refuse_too_many
from rnn_core.wording import counted, places

_SEVERAL = 3  # rows, and a third of them, that may end before the header does
_FIRST = 6  # rows among which the header is


def has_known_names(sample: str, dialect: Dialect) -> bool:
    """Whether a text begins with names of a sentence and a label column, but for titles above them."""
    found, _ = furniture.without(list(enumerate(read_rows(sample, dialect)[:_FIRST], 1)), dialect.delimiter)
    return bool(found) and len(found[0][1]) > 1 and is_header(found[0][1])


def share_read(sample: str, dialect: Dialect) -> float:
    """Which share of the rows has as many cells as there are columns, or pieces of a sentence that can be joined."""
    found = list(enumerate(read_rows(sample, dialect), 1))
    with suppress(InvalidDataset):
        table = _table(found, "", dialect)
        return len(table.rows) / len(found) if table.width > 1 else 0.0
    return 0.0


def parse(text: str, format: str, dialect: Dialect) -> Table:
    """Rows as wide as most are, or as the header is.

    Args:
        format: what the table says it is of.

    Raises:
        InvalidDataset: a quotation mark is open, or there are no rows.
    """
    found = []
    for record in records(text, dialect):
        found.append(record)
        refuse_too_many(len(found) - 1)
    table = _table(found, format, dialect)
    return replace(table, told=(*_told(text, dialect), *table.told))


def _told(text: str, dialect: Dialect) -> list[str]:
    """What is to be said about the dialect."""
    told = []
    if mark := declared(text):
        told.append(f"line 1: “sep={visible(mark)}” is no row; it names the separator.")
    if dialect.quoting == "backslash":
        told.append('Quotation marks around cells were taken off; \\" in them is a quotation mark.')
    elif dialect.quoting == "single":
        told.append("Single quotation marks around cells were taken off; '' in them is an apostrophe.")
    elif dialect.quoting == "doubled" and (dialect.delimiter == "\t" or dialect.skip_blank):
        told.append('Quotation marks around cells were taken off; "" in them is a quotation mark.')
    return told


def _table(found: list[Record], format: str, dialect: Dialect) -> Table:
    found, told = furniture.without(found, dialect.delimiter)
    if not found:
        raise InvalidDataset("all cells are empty. Needed: one sentence and its label in each line.")
    if _lacks_a_name(found):
        found[0] = (found[0][0], ["", *found[0][1]])
        told.append("The header has no name for the first column, in which the rows are numbered.")
    first, mark, joins = found[0][1], visible(dialect.delimiter), dialect.delimiter != "\t"
    has_header = is_header(first)
    widths = [len(cells) for _, cells in found]
    usual = Counter(widths).most_common(1)[0][0]
    width = len(first) if has_header else (joins and surplus.narrowest(widths)) or usual
    if width > limits.MAX_COLUMNS:
        raise InvalidDataset(
            f"there are {width:,} columns; at most {limits.MAX_COLUMNS} are possible. Keep the sentence and the label."
        )
    found = [(line, _trimmed(cells, width)) for line, cells in found]
    if joins:
        body = found[has_header:]
        label = next((i for i, name in enumerate(first) if folded(name) in LABEL), None) if has_header else None
        mended = surplus.joined(body, width, dialect.delimiter, label)
        if mended:
            told.append(surplus.told([body[i][0] for i in mended], dialect.delimiter))
            found[has_header:] = [(line, mended.get(i, cells)) for i, (line, cells) in enumerate(body)]
    remedy = (
        "Is there a tab in a sentence? Then let its pieces be joined."
        if dialect.delimiter == "\t"
        else f"A sentence with “{mark}” in it must stand in quotation marks: quote it, or let its pieces be joined."
    )
    if has_header and (narrow := _filled_up(found, first)):
        told.append(f"{places('line', narrow)}: fewer cells than the header has names; those at the end are empty.")
    rows = tuple(Row(line, tuple(cells)) for line, cells in found if len(cells) == width)
    wide = tuple(Row(line, tuple(cells)) for line, cells in found if len(cells) > width)
    ragged = {
        f"more than {counted(width, 'cell')}. {remedy}": [row.at for row in wide],
        f"fewer than {counted(width, 'cell')}. Is the label missing?": [
            line for line, cells in found if len(cells) < width
        ],
    }
    problems = {what: lines for what, lines in ragged.items() if lines}
    return Table(format, "line", width, rows, problems=problems, wide=wide, told=tuple(told))


def _filled_up(found: list[Record], names: list[str]) -> list[int]:
    """Fill rows up that end behind the sentence and the label, as without a note; the lines where they are.

    Of a few such rows each may lack a delimiter elsewhere.
    """
    needed = max(i for i, name in enumerate(names) if folded(name) in (*SENTENCE, *LABEL)) + 1
    narrow = [i for i, (_, cells) in enumerate(found) if needed <= len(cells) < len(names)]
    if len(narrow) < max(_SEVERAL, len(found) // 3):
        return []
    for i in narrow:
        line, cells = found[i]
        found[i] = (line, [*cells, *[""] * (len(names) - len(cells))])
    return [found[i][0] for i in narrow]


def _lacks_a_name(found: list[Record]) -> bool:
    """Whether rows begin with their numbers, of which the header knows nothing: R writes tables so."""
    (_, first), *body = found
    numbers = {cells[0].strip() for _, cells in body if len(cells) == len(first) + 1}
    return (
        bool(body)
        and not first[0].strip().isdecimal()
        and len(numbers) == len(body)
        and all(map(str.isdecimal, numbers))
    )


def _trimmed(cells: list[str], width: int) -> list[str]:
    """Without empty cells behind those that there are columns for."""
    return cells if len(cells) <= width or any(cell.strip() for cell in cells[width:]) else cells[:width]
