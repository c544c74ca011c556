"""Which column is the sentence, which the label, which the split?"""

from collections.abc import Sequence
from dataclasses import dataclass

from rnn_core import limits
from rnn_core.errors import InvalidDataset
from rnn_core.reading import names
from rnn_core.reading.header import guess_header
from rnn_core.reading.table import Row, Table
from rnn_core.wording import places, quoted

_BESIDE = "Put a label beside each sentence, as in “well done,positive”."


@dataclass(frozen=True)
class Columns:
    """What the columns of a table mean.

    Attributes:
        header: whether the first row names the columns.
        names: what the columns are called; "column 3" for one without a name.
        sentence, label: which columns these are, counted from 0.
        split: which column tells the part of the dataset, or None.
    """

    header: bool
    names: tuple[str, ...]
    sentence: int
    label: int
    split: int | None

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
    taken = {column for column in (sentence, label, split) if column is not None}
    if split is None:
        split = _split_column(called, rows, taken)
    taken.add(-1 if split is None else split)
    if sentence is None:
        sentence = _named(called, names.SENTENCE, taken, "sentence")
    taken.add(-1 if sentence is None else sentence)
    if label is None:
        label = _named(called, names.LABEL, taken, "label")
    if sentence is None or label is None:
        free = [i for i in range(table.width) if i not in (sentence, label, split)]
        sentence, label = _by_content(rows, free, sentence, label)
    if sentence is None or label is None:
        missing = "label" if label is None else "sentence"
        if table.width == 1 and not header and table.names is None:
            raise InvalidDataset(f"no labels were found: each line is one piece of text. {_BESIDE}")
        remedy = _BESIDE if table.width == 1 else "Choose the two columns."
        raise InvalidDataset(f"there is no {missing} column, only {quoted(called)}. {remedy}")
    if sentence == label:
        raise InvalidDataset("the sentence and the label are the same column. Choose two.")
    return Columns(header, called, sentence, label, None if split == -1 else split)


def _named(called: Sequence[str], known: Sequence[str], taken: set[int], role: str) -> int | None:
    """The column with one of the known names, the most usual name first."""
    free = [(i, names.folded(name)) for i, name in enumerate(called) if i not in taken]
    for name in known:
        found = [i for i, other in free if other == name]
        if len(found) > 1:
            raise InvalidDataset(f"{len(found)} columns are called “{name}”. Choose which one is the {role}.")
        if found:
            return found[0]
    return None


def _split_column(called: Sequence[str], rows: Sequence[Sequence[str]], taken: set[int]) -> int | None:
    """The column that is called split, or that says train and test in every row."""
    free = [i for i in range(len(called)) if i not in taken]
    by_name = [i for i in free if names.folded(called[i]) == "split"]
    if len(by_name) > 1:
        raise InvalidDataset("two columns are called “split”. Choose which one is the split.")
    if by_name or len(called) < 3:
        return by_name[0] if by_name else None
    for i in free:
        if all(names.folded(row[i]) in names.PARTS for row in rows):
            if len({names.PARTS[names.folded(row[i])] for row in rows}) > 1:
                return i
    return None


def _by_content(
    rows: Sequence[Sequence[str]], free: Sequence[int], sentence: int | None, label: int | None
) -> tuple[int | None, int | None]:
    """Guess what names do not tell: labels are few and recur, sentences are long."""
    columns = list(zip(*rows, strict=True))
    different = {i: len(set(map(str.strip, columns[i]))) for i in free}
    length = {i: sum(map(len, columns[i])) for i in free}
    if label is None:
        labels = [i for i in free if 2 <= different[i] <= min(limits.MAX_CLASSES, len(rows) / 2)]
        if sentence is None and len(free) == 2:  # one of the two it must be
            labels = labels if len(labels) == 1 else [min(free, key=lambda i: (different[i], length[i]))]
        elif sentence is not None and len(free) == 1:
            labels = list(free)
        label = min(labels, key=lambda i: (length[i], different[i]), default=None)
    if sentence is None:
        sentences = [i for i in free if i != label]
        sentence = max(sentences, key=lambda i: (length[i], different[i]), default=None)
    return sentence, label
