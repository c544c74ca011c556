"""fastText: "__label__x words", as its command line tool wants them."""

from collections.abc import Sequence

from rnn_core.reading.table import Row, Table, rows_of_lines

_PREFIX = "__label__"


def fits(lines: Sequence[str]) -> bool:
    """Whether half of the lines or more begin with a label."""
    return sum(line.startswith(_PREFIX) for line in lines) >= len(lines) / 2


def parse(text: str) -> Table:
    """The labels at the beginning of each line, and its words."""

    def cells(line: str) -> tuple[str, ...]:
        labels, words = [], line.split(" ")
        while words and (words[0].startswith(_PREFIX) or not words[0]):
            word = words.pop(0)
            labels += [word.removeprefix(_PREFIX)] if word else []
        return " ".join(words), *labels

    rows = list(rows_of_lines(text, cells))
    several = [row.at for row in rows if len(row.cells) > 2]
    problems = {"several labels; only one is possible. Keep one of them.": several} if several else {}
    kept = tuple(Row(row.at, (*row.cells, "")[:2]) for row in rows if len(row.cells) <= 2)
    return Table("fasttext", "line", 2, kept, names=("sentence", "label"), problems=problems)
