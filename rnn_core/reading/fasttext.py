"""fastText: "__label__x words", as its command line tool wants them; labels may also stand at the end of a line."""

from collections.abc import Sequence
from itertools import islice, takewhile

from rnn_core.reading.decoding import lines
from rnn_core.reading.table import Row, Table, rows_of_lines

_PREFIX = "__label__"
_SAMPLE = 200  # lines


def fits(lines: Sequence[str]) -> bool:
    """Whether half of the lines or more begin or end with a label."""
    return sum(map(_has_label, lines)) >= len(lines) / 2


def _has_label(line: str) -> bool:
    first = _unquoted(line).split(None, 1)[0]
    if first.startswith(_PREFIX):
        return ',"' not in first  # that is a table with quoted cells
    return _is_label(line.rsplit(None, 1)[-1]) and line.count("\t") <= 1  # more are the cells of a table


def _unquoted(line: str) -> str:
    """A line without the quotation marks that a program for tables put around all of it."""
    quoted = line.startswith(f'"{_PREFIX}') and line.rstrip().endswith('"') and '","' not in line
    return line.strip()[1:-1].replace('""', '"') if quoted else line


def _is_label(word: str) -> bool:
    return word.startswith(_PREFIX)


def parse(text: str) -> Table:
    """The words of each line and the labels before and after them, several in one cell with ", " between."""
    at_comma = _comma_ends_labels(list(islice(lines(text), _SAMPLE)))
    cut = list(rows_of_lines(text, lambda line: _cut(line, at_comma)))
    rows = tuple(Row(row.at, (row.cells[0], ", ".join(row.cells[1:]))) for row in cut)
    several = tuple(row.at for row in cut if len(row.cells) > 2)
    return Table("fasttext", "line", 2, rows, names=("sentence", "label"), several=several)


def _comma_ends_labels(sample: Sequence[str]) -> bool:
    """Whether lines are "__label__x,words": a comma is in every first word, and what is before it recurs more."""
    firsts = [line.split(None, 1)[0].rstrip(",") for line in sample if _is_label(line.lstrip())]
    heads = [first.partition(",")[0] for first in firsts]
    return all(map(str.__ne__, firsts, heads)) and len(set(heads)) < len(set(firsts))


def _cut(line: str, at_comma: bool) -> tuple[str, ...]:
    """The sentence of a line, then its labels: each once, in order, none of them empty."""
    line = _unquoted(line)
    words = line.split()
    if at_comma and "," in words[0]:
        line = line.replace(",", " ", 1)
        words = line.split()
    before = len(list(takewhile(_is_label, words)))
    after = len(list(takewhile(_is_label, reversed(words[before:]))))
    *first, sentence = line.split(None, before) if before < len(words) else [*words, ""]
    sentence, *last = sentence.rsplit(None, after) if sentence else ("",)
    glued = [label.rstrip(",") for word in (*first, *last) for label in word.split(_PREFIX)]
    return sentence, *filter(None, dict.fromkeys(glued))
