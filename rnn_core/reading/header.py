"""Is the first row a header?"""

from rnn_core.reading import names
from rnn_core.reading.guess import Guess
from rnn_core.reading.table import Table
from rnn_core.wording import shown

_LONGEST_NAME = 30  # characters


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
    # In words that we do not know: short ones, above a column of few values that recur, of which none is the first.
    if len(below) < 6 or any(len(cell) > _LONGEST_NAME or len(cell.split()) > 3 for cell in first):
        return Guess(False, "it looks like the others")
    for i, cell in enumerate(first):
        values = {row.cells[i].strip() for row in below}
        if len(values) <= len(below) / 3 and cell.strip() not in values:
            return Guess(True, f"“{shown(cell)}” stands nowhere below, where few values recur")
    return Guess(False, "it looks like the others")
