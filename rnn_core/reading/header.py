"""Is the first row a header?"""

from collections.abc import Sequence

from rnn_core.reading import names
from rnn_core.reading.contents import Contents, is_answer, is_figure, is_judgement
from rnn_core.reading.guess import Guess
from rnn_core.reading.table import Table
from rnn_core.wording import shown

_LONGEST_NAME = 30  # characters
_FEWEST = 4  # rows below a header that differs from them
_MANY, _OFTEN = 12, 3  # rows, and times that each label occurs in them: then one that does not is a header
_SAMPLE = 1_000  # rows that the first is compared with; whether a label stands below is looked up in all
_NO_NUMBER = frozenset("na n/a nan null none nil unknown".split())  # but may stand for one
_LIKE_THE_OTHERS = Guess(False, "it looks like the others")


def guess_header(table: Table) -> Guess[bool]:
    """Whether the first row seems to name the columns rather than to be data."""
    if table.names is not None or not table.rows:
        return Guess(False, "the format names the columns itself")
    first, below = table.rows[0].cells, table.rows[1:]
    if names.is_header(first):
        return Guess(True, "it names a sentence and a label column")
    known = {*names.SENTENCE, *names.LABEL}
    for i, cell in enumerate(map(names.folded, first)):
        if below and cell in known and all(names.folded(row.cells[i]) != cell for row in below):
            return Guess(True, f"“{shown(cell)}” is a usual name of a column")
    # In words that we do not know: short ones, above a column of few values that recur, of which none is the first;
    # but not where such a column has the first one's value.
    if len(below) >= 6 and all(len(cell) <= _LONGEST_NAME and len(cell.split()) <= 3 for cell in first):
        columns = [{row.cells[i].strip() for row in below} for i in range(len(first))]
        few = [(cell, values) for cell, values in zip(first, columns, strict=True) if len(values) <= len(below) / 3]
        if few and not any(cell.strip() in values for cell, values in few):
            return Guess(True, _nowhere(few[0][0]))
    return _by_kind([cell.strip() for cell in first], [row.cells for row in below])


def _by_kind(first: Sequence[str], below: Sequence[Sequence[str]]) -> Guess[bool]:
    """Whether a first row, of any length, is of another kind than those below: names above numbers, or above labels."""
    columns = [Contents(below[:_SAMPLE], i) for i in range(len(first))]
    full = [i for i, cell in enumerate(first) if cell and columns[i].is_full]
    if any(first[i] in columns[i].values and 2 * len(columns[i].values) <= columns[i].rows for i in full):
        return _LIKE_THE_OTHERS
    label = names.named_label(first)
    if label is not None and not any(len(names.parts(v)) > 1 and names.label_rank(v) for v in columns[label].values):
        if len(below) >= _FEWEST or not any(" " in cell for cell in first):
            return Guess(True, f"“{shown(first[label])}” names a label column")
    texts = max(columns, key=lambda column: column.length)
    short = 2 * len(first[columns.index(texts)]) < min(map(len, texts.values), default=0)
    if short and len(below) > 1 and names.are_generic(first):
        return Guess(True, "its cells are such as nobody writes sentences")
    for i in full if len(below) >= _FEWEST else ():
        cell, column = first[i], columns[i]
        if column.are_figures and _is_word(cell):
            return Guess(True, f"“{shown(cell)}” stands above numbers or dates")
        if column is texts or any(row[i].strip() == cell for row in below):
            continue
        if _is_no_judgement(cell, column):
            return Guess(True, f"“{shown(cell)}” stands above known labels and is none")
        often = column.rows >= _MANY and min(column.values.values()) >= _OFTEN
        if column.recurs and (short or often or _is_phrase(cell, column)):
            return Guess(True, _nowhere(cell))
    return _LIKE_THE_OTHERS


def _is_word(cell: str) -> bool:
    return any(map(str.isalpha, cell)) and not is_figure(cell) and names.folded(cell) not in _NO_NUMBER


def _is_no_judgement(cell: str, labels: Contents) -> bool:
    """Whether labels are all known ones, or all answers, and a cell is not."""
    known = any(all(map(kind, labels.values)) for kind in (is_judgement, is_answer))
    return known and len(labels.values) > 1 and not is_judgement(cell) and not is_answer(cell)


def _is_phrase(cell: str, labels: Contents) -> bool:
    """Whether a cell is a question, or of many words, where labels are not."""
    if cell.endswith(("?", ":")) and not any(value.endswith(cell[-1]) for value in labels.values):
        return True
    return len(cell.split()) > 2 * max(len(value.split()) for value in labels.values)


def _nowhere(cell: str) -> str:
    return f"“{shown(cell)}” stands nowhere below, where few values recur"
