"""A file of sentences without labels, for a network to classify; labels that it has are not looked at.

Its sentences stand in the column that is asked for, or in the one that its header or its format names, in a JSON list
of nothing else, or else in a line each: a text with commas in its lines is no table because of them.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from rnn_core import limits
from rnn_core.errors import InvalidDataset
from rnn_core.reading import cleaning, json_files, json_shapes, names, sentence_column
from rnn_core.reading.columns import column_names
from rnn_core.reading.contents import Contents
from rnn_core.reading.decoding import decode
from rnn_core.reading.dialect import COLUMNS, OpenQuotation, name_of
from rnn_core.reading.draft import OWN_HEADER
from rnn_core.reading.examples import NO_TEXT
from rnn_core.reading.formats import detect, dialect_of, parse
from rnn_core.reading.header import guess_header
from rnn_core.reading.table import Row, Table, refuse_too_many, rows_of_lines
from rnn_core.text import TextConfig
from rnn_core.wording import counted, places, quoted, shown

_EACH = {  # by formats that are no tables: a text, and a JSON list
    "lines": "Each line is taken for a sentence.",
    "texts": "Each text of the list is taken for a sentence.",
}
_RECORDS = ("jsonl", "fasttext", "trees", "rasa")  # in which it is never a line that is a sentence
_NEEDED = "a sentence in each line, or a table or JSON with a column of them"
_TOO_LONG = (
    f"longer than {limits.MAX_SENTENCE_WORDS} words or {limits.MAX_SENTENCE_CHARACTERS:,} characters. Divide it, or "
    "leave it out."
)


class NoSentenceColumn(InvalidDataset):
    """Nothing says which column has the sentences."""


@dataclass(frozen=True)
class Alone:
    """Sentences of a file.

    Attributes:
        sentences: they, in order.
        told: how they were found, as a sentence, and what was done to them.
    """

    sentences: tuple[str, ...]
    told: tuple[str, ...]


def read_alone(
    data: bytes,
    text: TextConfig,
    encoding: str | None = None,
    delimiter: str | None = None,
    column: int | None = None,
    choice: str = "",
) -> Alone:
    """Read sentences.

    Args:
        data: the bytes of a file.
        text: how sentences will be cut, for the cap on their words.
        encoding, delimiter: what is known about it.
        column: which one has the sentences, from 0.
        choice: how an encoding can be said, in words; empty where there is no way.

    Raises:
        InvalidDataset: it cannot be used; the message says where and how to mend it. NoSentenceColumn: a column is to
            be said.
    """
    decoded = decode(data, encoding, _NEEDED, choice)
    try:
        table = _table(decoded.text, delimiter, column is not None)
    except OpenQuotation as error:
        raise InvalidDataset(error.unasked) from None
    header = table.names is None and (column is None or guess_header(table).value)
    called = column_names(table, header)
    below = table.rows[1:] if header else table.rows
    if column is None:
        column = _named(called, [row.cells for row in below])
    if not 0 <= column < table.width:
        raise InvalidDataset(f"there is no column {column + 1}: there are {table.width}.")
    unfit = table.unfit((column,))
    problems = {**table.problems, **{what: [at for at in unfit if unfit[at] == what] for what in unfit.values()}}
    for what, at in problems.items():
        raise InvalidDataset(f"{places(table.unit, at)}: {what}")
    cells = [row.cells[column] for row in below]
    if set(OWN_HEADER) <= set(called) and cleaning.are_protected(cells):
        cells = list(map(cleaning.unprotect, cells))
    named = f"The column “{shown(called[column])}”" if header or table.names else f"Column {column + 1}"
    told = (*decoded.notices, _EACH.get(table.format, f"{named} has the sentences."), *table.told)
    return _clean([(row.at, cell) for row, cell in zip(below, cells, strict=True)], table.unit, text, told)


def _named(called: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """The column whose name says that it has the sentences."""
    whole = [i for i, name in enumerate(called) if names.folded(name) in names.SENTENCE]
    if len(whole) == 1:  # whatever stands in it: nobody needs to learn from it
        return whole[0]
    found = sentence_column.named(called, [Contents(rows, i) for i in range(len(called))], range(len(called)))
    if found is None:
        seen = "no column is called sentence or text"
        if whole:
            seen = f"the columns {quoted([called[i] for i in whole])} may each have the sentences"
        raise NoSentenceColumn(f"{seen}. Say which one has the sentences, from 1 to {len(called)}.")
    return found.value


def _table(text: str, delimiter: str | None, chosen: bool) -> Table:
    """The rows of a file; its lines, as sentences, where it is no table.

    Args:
        chosen: whether a column is asked for, so that it must be a table.
    """
    format = detect(text).value if delimiter is None else name_of(delimiter)
    if format == "json":
        return _of_json(json_files.load(text))
    if format in _RECORDS:
        return parse(text, format)
    lines = tuple(rows_of_lines(text, lambda line: (line,)))
    format = format if format in COLUMNS else "comma"
    dialect = dialect_of(text, format, delimiter).value
    first = [names.folded(cell.strip('" ')) for cell in lines[0].cells[0].split(dialect.delimiter)]
    if not chosen and not any(cell in names.SENTENCE for cell in first):
        return _of_lines(lines, 0)
    if chosen or len(first) > 1:
        return parse(text, format, dialect)
    with suppress(InvalidDataset):  # a column of its own, quoted where it has to be
        table = parse(text, format, dialect)
        if table.width == 1 and not table.problems:
            in_one_line = len(table.rows) == len(lines)  # each of them: no blank line is a part of any
            return replace(table, told=(*table.told, *(_left_out(lines) if in_one_line else ())))
    return _of_lines(lines, 1)


def _of_lines(lines: Sequence[Row], header: int) -> Table:
    """Each line as a sentence, below so many of a header."""
    return Table("lines", "line", 1, tuple(lines[header:]), names=("sentence",), told=_left_out(lines))


def _left_out(lines: Sequence[Row]) -> tuple[str, ...]:
    """How many blank lines are not among these, as a sentence; those at the end of a file are missed by nobody."""
    blank = lines[-1].at - len(lines)
    return (f"{counted(blank, 'blank line is', 'blank lines are')} left out.",) if blank else ()


def _of_json(value: Any) -> Table:
    """The texts of a list that has nothing else, or records."""
    if not isinstance(value, list) or not value or not all(isinstance(text, str) for text in value):
        return json_shapes.parse(value)
    refuse_too_many(len(value))
    rows = tuple(Row(at, (text,)) for at, text in enumerate(value, 1))
    return Table("texts", "text", 1, rows, names=("sentence",))


def _clean(rows: Sequence[tuple[int, str]], unit: str, text: TextConfig, told: tuple[str, ...]) -> Alone:
    sentences = [cleaning.CONTROLS.sub("", sentence).strip() for _, sentence in rows]
    if not sentences:
        raise InvalidDataset(f"there is no sentence below the header. Needed: {_NEEDED}.")
    halves = [at for (at, _), sentence in zip(rows, sentences, strict=True) if cleaning.SURROGATES.search(sentence)]
    if halves:
        raise InvalidDataset(f"{places(unit, halves)}: {NO_TEXT}")
    long = [at for (at, _), sentence in zip(rows, sentences, strict=True) if not cleaning.fits(sentence, text)]
    if long:
        raise InvalidDataset(f"{places(unit, long)}: {_TOO_LONG}")
    return Alone(tuple(sentences), told)
