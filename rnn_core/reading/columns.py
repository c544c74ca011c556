"""Which column is the sentence, which the label, which the split?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rnn_core.errors import InvalidDataset
from rnn_core.reading import names, sentence_column
from rnn_core.reading.contents import Contents
from rnn_core.reading.guess import Guess
from rnn_core.reading.header import guess_header
from rnn_core.reading.label_column import guess_label
from rnn_core.reading.table import Row, Table
from rnn_core.wording import listed, places, quoted, shown

_BESIDE = "Put a label beside each sentence, as in “well done,positive”."
_ALMOST_EMPTY = 0.25  # of the cells of a column without a name


@dataclass(frozen=True)
class Columns:
    """What the columns of a table mean.

    Attributes:
        header: whether the first row names the columns.
        names: what the columns are called; "column 3" for one without a name.
        sentence, label: which columns these are, counted from 0.
        split: which column tells the part of the dataset, or None.
        why: half a sentence for each of the three that was found out, as after "because".
        notices: what is to be said of the others, as sentences.
    """

    header: bool
    names: tuple[str, ...]
    sentence: int
    label: int
    split: int | None
    why: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()

    def rows(self, table: Table) -> tuple[Row, ...]:
        """The rows below the header."""
        return table.rows[1:] if self.header else table.rows


def column_names(table: Table, header: bool) -> tuple[str, ...]:
    """What the columns are called; one without a name gets its number."""
    given: Sequence[str] = table.names or (table.rows[0].cells if header and table.rows else ("",) * table.width)
    return tuple(name.strip() or f"column {i}" for i, name in enumerate(given, 1))


def choose(
    table: Table,
    header: bool | None = None,
    sentence: int | None = None,
    label: int | None = None,
    split: int | None = None,
) -> Columns:
    """Find out what the columns mean.

    Args:
        table: the rows.
        header: whether the first row names the columns; None to find out.
        sentence, label: which columns these are, from 0; None to find out.
        split: which column tells the part; None to find out, -1 for none.

    Raises:
        InvalidDataset: it cannot be told; the message says which columns there are.
    """
    for role, column in (("sentence", sentence), ("label", label), ("split", split)):
        if (column is not None and not -1 <= column < table.width) or (column == -1 and role != "split"):
            raise InvalidDataset(f"there is no column {column + 1} for the {role}: there are {table.width}.")
    header = table.names is None and (guess_header(table).value if header is None else header)
    called = column_names(table, header)
    rows = [row.cells for row in (table.rows[1:] if header else table.rows)]
    if not rows:
        if table.problems:  # every row but the header has one
            what, at = next(iter(table.problems.items()))
            raise InvalidDataset(f"{places(table.unit, at)}: {what}")
        raise InvalidDataset("there is a header but no sentence below it." if header else "there are no rows.")
    contents = [Contents(rows, i) for i in range(table.width)]
    asked = {sentence, label, split}
    ignored = [i for i in _fillers(table, header, contents) if i not in asked]
    free = [i for i in range(table.width) if i not in asked and i not in ignored]
    why: dict[str, str] = {}

    def take(role: str, found: Guess[int] | None) -> int | None:
        if found is None:
            return None
        why[role] = found.why
        free.remove(found.value)
        return found.value

    if split is None:
        found = _split_column(called, rows, free, table.width - len(ignored))
        split, why["split"] = found
        free = [i for i in free if i != split]
    if sentence is None:
        sentence = take("sentence", sentence_column.named(called, contents, free))
    if label is None:
        labelled = contents if split == -1 else [_labelled(rows, i, split) for i in range(table.width)]
        label = take("label", guess_label(called, labelled, free, sentence is not None))
    if sentence is None:
        sentence = take("sentence", sentence_column.longest(called, contents, free))
    if sentence is None or label is None:
        missing = "label" if label is None else "sentence"
        if table.width == 1 and not header and table.names is None:
            raise InvalidDataset(f"no labels were found: each line is one piece of text. {_BESIDE}")
        remedy = _BESIDE if table.width == 1 else "Choose the two columns."
        raise InvalidDataset(f"there is no {missing} column, only {quoted(called)}. {remedy}")
    if sentence == label:
        raise InvalidDataset("the sentence and the label are the same column. Choose two.")
    told = _told(ignored)
    return Columns(header, called, sentence, label, None if split == -1 else split, why, told)


def _fillers(table: Table, header: bool, contents: Sequence[Contents]) -> list[int]:
    """Columns without a name in which almost nothing stands, as behind delimiters at the end of each row; two stay."""
    given = table.names or (table.rows[0].cells if header else ("",) * table.width)
    nameless = [i for i, name in enumerate(given) if names.is_nameless(name)] if table.width > 2 else []
    for most in (_ALMOST_EMPTY, 0):
        empty = [i for i in nameless if contents[i].filled <= most * contents[i].rows]
        if table.width - len(empty) >= 2:
            return empty
    return []


def _told(ignored: Sequence[int]) -> tuple[str, ...]:
    """What is to be said of columns that are left out."""
    if not ignored:
        return ()
    if len(ignored) == 1:
        return (f"Column {ignored[0] + 1} has no name and is almost empty: ignored.",)
    return (f"Columns {listed([str(i + 1) for i in ignored])} have no name and are almost empty: ignored.",)


def _labelled(rows: Sequence[Sequence[str]], column: int, split: int) -> Contents:
    """What stands in a column where a label is needed: a test part may have none."""
    tests = [names.PARTS.get(names.folded(row[split])) in ("test", "validation") for row in rows]
    if all(tests):
        return Contents(rows, column)
    return Contents([row for row, test in zip(rows, tests, strict=True) if row[column].strip() or not test], column)


def _split_column(called: Sequence[str], rows: Sequence[Sequence[str]], free: Sequence[int], width: int) -> Guess[int]:
    """The column that is called split, or that says train and test in every row; -1 for none."""
    by_name = [i for i in free if names.folded(called[i]) == "split"]
    if len(by_name) > 1:
        raise InvalidDataset("two columns are called “split”. Choose which one is the split.")
    if by_name:
        return Guess(by_name[0], f"its name says so (“{shown(called[by_name[0]])}”)")
    for i in free if width >= 3 else ():
        if all(names.folded(row[i]) in names.PARTS for row in rows):
            found = {names.PARTS[names.folded(row[i])] for row in rows}
            if len(found) > 1:
                return Guess(i, "every row of it says which part of the dataset it belongs to")
    return Guess(-1, "no column tells it")
