"""The one shape that every format is brought into: rows of text cells, each with its place."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rnn_core import limits
from rnn_core.errors import InvalidDataset
from rnn_core.reading.decoding import lines


@dataclass(frozen=True)
class Row:
    """One row: the line (or record, or row of a table) where it begins, counted from 1, and its cells."""

    at: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """What was read.

    Attributes:
        format: one of formats.FORMATS, or "table" for rows that were typed.
        unit: what ``at`` counts: "line", "record" or "row".
        width: cells in every row.
        rows: the rows, a header among them if ``names`` is None.
        names: what the columns are called, where the format itself says so.
        problems: what is wrong with rows that could not be taken, and where.
        several: the rows whose label cell holds several labels, with ", " between.
        misfits: for a column, what is wrong with cells of it and in which rows; they are empty here. It matters only
            where that column is chosen.
        wide: the rows with too many cells, which are among the problems.
        told: what was done to make these rows of a file, as sentences.
    """

    format: str
    unit: str
    width: int
    rows: tuple[Row, ...]
    names: tuple[str, ...] | None = None
    problems: Mapping[str, Sequence[int]] = field(default_factory=dict)
    several: tuple[int, ...] = ()
    misfits: Mapping[int, Mapping[str, Sequence[int]]] = field(default_factory=dict)
    wide: tuple[Row, ...] = ()
    told: tuple[str, ...] = ()

    def unfit(self, columns: Iterable[int | None]) -> dict[int, str]:
        """The rows that cannot be used if these columns are chosen, and why not."""
        found = (self.misfits.get(column, {}) for column in columns if column is not None)
        return {at: what for misfits in found for what, rows in misfits.items() for at in rows}


def refuse_too_many(rows: int) -> None:
    """Stop reading as soon as there are more rows than can be chosen from."""
    if rows > limits.MAX_ROWS:
        raise InvalidDataset(
            f"there are more than {limits.MAX_ROWS:,} rows, which is the most possible. Leave some out."
        )


def rows_of_lines(text: str, cells_of: Callable[[str], tuple[str, ...]]) -> Iterator[Row]:
    """A row of each line that is not blank."""
    count = 0
    for number, line in enumerate(lines(text), 1):
        if line.strip():
            count += 1
            refuse_too_many(count)
            yield Row(number, cells_of(line.rstrip("\r\n")))
