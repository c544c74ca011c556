"""Rows for testing or validation whose label says that they have none: -1 in GLUE, or an empty cell."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rnn_core.dataset import Split
from rnn_core.reading import labels, names
from rnn_core.reading.columns import Columns
from rnn_core.reading.table import Row
from rnn_core.wording import shown

_SURELY = 3  # rows of a part; in fewer, one label that only they have can be meant


@dataclass(frozen=True)
class Labelled:
    """Rows without those that seem to have no label.

    Attributes:
        rows: they.
        problems: where the others are, by what is wrong.
        without: the parts in which no row has one.
    """

    rows: Sequence[Row]
    problems: Mapping[str, list[int]] = field(default_factory=dict)
    without: frozenset[Split] = frozenset()


def set_apart(rows: Sequence[Row], columns: Columns) -> Labelled:
    """Set apart the rows outside the training part whose label seems to be none.

    It must be one that no training row has: the same one, or an empty cell, in a whole part, or one of names.NO_LABEL.
    """
    if columns.split is None:
        return Labelled(rows)
    parts = [names.PARTS.get(names.folded(row.cells[columns.split])) for row in rows]
    cells = [row.cells[columns.label].strip() for row in rows]
    held: dict[Split | None, Counter[str]] = {}
    for part, cell in zip(parts, cells, strict=True):
        held.setdefault(part, Counter())[cell] += 1
    known = {labels.alike(cell) for cell in held.get("train", ()) if cell}
    if not known:
        return Labelled(rows)
    marks = {part: [cell for cell in counts if cell] for part, counts in held.items()}
    without = {
        part
        for part in ("test", "validation")
        if part in held
        and _are_marks(marks[part], held[part].total())
        and known.isdisjoint(map(labels.alike, marks[part]))
    }
    problems: dict[str, list[int]] = {}
    kept = []
    for row, part, cell in zip(rows, parts, cells, strict=True):
        if part in without:
            each = (
                f"each of its rows has “{shown(marks[part][0])}”, which no training row has"
                if marks[part]
                else "each is empty"
            )
            what = (
                f"the {part} part has no labels: {each}. Leave these rows out, and a share of the others takes their "
                "place."
            )
        elif part in held and part != "train" and cell.casefold() in names.NO_LABEL and labels.alike(cell) not in known:
            what = f"no label: “{shown(cell)}” stands in no training row. Correct it, or leave the row out."
        else:
            kept.append(row)
            continue
        problems.setdefault(what, []).append(row.at)
    return Labelled(kept, problems, frozenset(without))


def _are_marks(cells: Sequence[str], rows: int) -> bool:
    """Whether all labels of a part can be one that stands for none."""
    return len(cells) < 2 and (rows >= _SURELY or all(cell.casefold() in names.NO_LABEL for cell in cells))
