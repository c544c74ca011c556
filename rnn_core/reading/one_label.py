"""One label for each row: what is taken of a cell with several and of a list of one, and what is said about it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from rnn_core.reading.cleaning import CONTROLS
from rnn_core.reading.columns import Columns
from rnn_core.reading.several_labels import split
from rnn_core.reading.table import Row
from rnn_core.wording import shown

Take = Literal["first", "together"]

JOINT = ", "  # between the labels of rows whose format has several: Table.several

_Parts = Mapping[str, tuple[str, ...]]  # the labels in cells


@dataclass(frozen=True)
class Settled:
    """Rows of which each has one label.

    Attributes:
        rows: they; those with several labels are missing as long as nobody says what to take.
        problems: where the missing ones are, by what is wrong.
        done: where something was taken, by what.
        together: the cells with several labels that are a label as they stand.
        count: how many rows have several labels.
    """

    rows: Sequence[Row]
    problems: Mapping[str, list[int]] = field(default_factory=dict)
    done: Mapping[str, list[int]] = field(default_factory=dict)
    together: frozenset[str] = frozenset()
    count: int = 0


def settle(rows: Sequence[Row], columns: Columns, marked: Collection[int], take: Take | None) -> Settled:
    """Find the cells with several labels, and take of them what is asked for; of a list of one its element.

    Args:
        marked: where the format itself says that a row has several labels, with JOINT between them.
        take: the first of several, or all as one label; None leaves their rows out.
    """
    cells = [CONTROLS.sub("", row.cells[columns.label]).strip() for row in rows]
    counts, marked = Counter(cells), frozenset(marked)
    parts = split(counts)
    parts |= {
        cell: tuple(cell.split(JOINT))
        for row, cell in zip(rows, cells, strict=True)
        if row.at in marked and JOINT in cell
    }
    label = {cell: _taken(parts, cell, take) for cell in counts}
    several = {cell for cell, held in parts.items() if len(held) > 1}
    if take == "first":
        label = _down_to_one(label, counts)
        several |= {cell for cell in counts if cell not in parts and label[cell] != cell}
    kept, of_one, of_several = [], [], []
    for row, cell in zip(rows, cells, strict=True):
        if cell in several:
            of_several.append((row.at, cell))
        elif len(parts.get(cell, ())) == 1:
            of_one.append((row.at, cell))
        if take or cell not in several:
            kept.append(row if label[cell] == cell else _with_label(row, columns.label, label[cell]))
    done: dict[str, list[int]] = {}
    problems: dict[str, list[int]] = {}
    if of_one:
        cell = of_one[0][1]
        marks = "its brackets" if cell[0] in "[({" else "the marks around it"
        what = f"the label is taken out of {marks}, as “{shown(label[cell])}” out of “{shown(cell)}”."
        done[what] = [at for at, _ in of_one]
    if of_several:
        example = f"as in “{shown(of_several[0][1])}”"
        what = {
            None: f"several labels in {_name(columns)}, {example}. Take the first of each, keep them together as one, "
            "or leave the row out.",
            "first": f"the first of several labels is taken, {example}.",
            "together": f"several labels are kept together as one, {example}.",
        }[take]
        (done if take else problems)[what] = [at for at, _ in of_several]
    return Settled(kept, problems, done, frozenset(several if take == "together" else ()), len(of_several))


def _taken(parts: _Parts, cell: str, take: Take | None) -> str:
    held = parts.get(cell, (cell,))
    if len(held) > 1:
        return held[0] if take == "first" else cell
    return held[0] if held else ""


def _down_to_one(label: dict[str, str], counts: Counter[str]) -> dict[str, str]:
    """The first labels of the first labels: what was taken can hold several between other separators."""
    while True:
        times: Counter[str] = Counter()
        for cell, count in counts.items():
            times[label[cell]] += count
        parts = split(times)
        if not parts:
            return label
        label = {cell: _taken(parts, taken, "first") for cell, taken in label.items()}


def _with_label(row: Row, column: int, label: str) -> Row:
    return replace(row, cells=(*row.cells[:column], label, *row.cells[column + 1 :]))


def _name(columns: Columns) -> str:
    """What a message calls the column of the label."""
    name = columns.names[columns.label]
    return name if name == f"column {columns.label + 1}" else f"column “{shown(name)}”"
