"""From text to rows of cells: which format is it, and what stands in each row?"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Literal

from rnn_core import limits
from rnn_core.errors import InvalidDataset
from rnn_core.reading import json_files, tagged
from rnn_core.reading.decoding import LINE_END, lines
from rnn_core.reading.names import is_header
from rnn_core.reading.table import Row, Table, refuse_too_many
from rnn_core.wording import counted

DELIMITERS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}

FORMATS: dict[str, str] = {
    "comma": "columns, comma between",
    "semicolon": "columns, semicolon between",
    "tab": "columns, tab between",
    "pipe": "columns, | between",
    "label_first": "label first, then a space",
    "fasttext": "fastText: __label__x words",
    "json": "JSON",
    "jsonl": "JSON Lines",
    "tagged": "word/TAG word/TAG",
}

_SAMPLE = 200  # lines that decide on the format
_CLEAR = 0.9  # the share of rows that agree on a number of cells
_LABEL_PREFIX = "__label__"
_LABEL_SHAPE = re.compile(r"[A-Z0-9]{2,}|[+-]?[0-9]{1,2}|\S+[:/#_]\S+|\S+:")
_LABEL_WORDS = frozenset("positive negative neutral pos neg neu spam ham true false".split())


def parse(text: str, format: str | None = None) -> Table:
    """Cut a text into rows.

    Args:
        text: a whole file.
        format: one of FORMATS, or None to find out.

    Raises:
        InvalidDataset: it cannot be cut; the message names the line.
    """
    format = format or detect(text)
    if format == "json":
        return json_files.parse(text)
    if format == "jsonl":
        _refuse_long_lines(text)
        return json_files.parse_lines(lines(text))
    _refuse_long_lines(text)
    if format == "label_first":
        return _label_first(text)
    if format == "fasttext":
        return _fasttext(text)
    if format == "tagged":
        return tagged.parse(text)
    return _delimited(text, format)


def detect(text: str) -> str:
    """The format that a text seems to have, one of FORMATS."""
    beginning = text.lstrip()[:1]
    if beginning in ("[", "{"):
        found = json_files.detect(text)
        if found:
            return found
    lines = _first_lines(text)
    sample = "\n".join(lines)
    widths = {name: _widths(sample, name) for name in DELIMITERS}
    for name in DELIMITERS:
        if widths[name][:1] > [1] and is_header(next(_numbered_records(sample, name))[1]):
            return name
    if sum(line.startswith(_LABEL_PREFIX) for line in lines) >= len(lines) / 2:
        return "fasttext"
    agreement = {name: _agreement(found) for name, found in widths.items()}
    if agreement["tab"] >= _CLEAR:
        return "tab"
    best = max(agreement, key=lambda name: (agreement[name], name == "comma"))
    return "label_first" if agreement[best] < _CLEAR and _has_label_first(lines) else best


def _first_lines(text: str) -> list[str]:
    return [line for line in LINE_END.split(text[:100_000]) if line.strip()][:_SAMPLE]


def _agreement(widths: list[int]) -> float:
    """Which share of the rows has the most usual number of cells; 0 if that is one."""
    if not widths:
        return 0.0
    width, rows = Counter(widths).most_common(1)[0]
    return rows / len(widths) if width >= 2 else 0.0


def _has_label_first(lines: list[str]) -> bool:
    """Whether each line begins with a label and a space: the first words are few, recur, and look like labels."""
    pairs = [line.split(None, 1) for line in lines]
    if len(pairs) < 3 or any(len(pair) < 2 for pair in pairs):
        return False
    counts = Counter(first for first, _ in pairs)
    coarse = {first.partition(":")[0] for first in counts}
    if len(counts) < 2 or len(coarse) > max(2, 0.5 * len(pairs)):
        return False
    if all(_LABEL_SHAPE.fullmatch(first) or first.casefold() in _LABEL_WORDS for first in counts):
        return True
    elsewhere = {word for _, rest in pairs for word in rest.split()}
    return min(counts.values()) >= 2 and len(counts) <= 0.2 * len(pairs) and not elsewhere & set(counts)


def _refuse_long_lines(text: str) -> None:
    if len(text) <= limits.MAX_LINE_CHARACTERS:
        return
    for number, line in enumerate(lines(text), 1):
        if len(line) > limits.MAX_LINE_CHARACTERS and len(line := line.rstrip("\r\n")) > limits.MAX_LINE_CHARACTERS:
            raise InvalidDataset(
                f"line {number} has {len(line):,} characters; at most {limits.MAX_LINE_CHARACTERS:,} are possible. "
                "Does every sentence stand in a line of its own?"
            )


def _numbered_records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows and the lines where they begin; blank lines are left out. With tabs, quotation marks are text."""
    quoting: Literal[0, 3] = csv.QUOTE_NONE if delimiter == "tab" else csv.QUOTE_MINIMAL
    rows = csv.reader(lines(text), delimiter=DELIMITERS[delimiter], quoting=quoting, strict=True)
    line = 1  # where the row begins; a quoted sentence may span several lines
    try:
        for cells in rows:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = rows.line_num + 1
    except csv.Error:
        raise InvalidDataset(
            f"line {line}: a quotation mark is left open or stands amid a cell. Put a cell with quotation marks in "
            'quotation marks and double those inside: "well, a ""test""".'
        ) from None


def _widths(sample: str, delimiter: str) -> list[int]:
    """How many cells each row has, as far as the sample can be read."""
    found = []
    with suppress(InvalidDataset):
        for _, cells in _numbered_records(sample, delimiter):
            found.append(len(cells))
    return found


def _delimited(text: str, format: str) -> Table:
    records = []
    for record in _numbered_records(text, format):
        records.append(record)
        refuse_too_many(len(records) - 1)
    if not records:
        raise InvalidDataset("all cells are empty. Needed: one sentence and its label in each line.")
    usual = Counter(len(cells) for _, cells in records).most_common(1)[0][0]
    first = records[0][1]
    width = len(first) if is_header(first) else usual
    if width > limits.MAX_COLUMNS:
        raise InvalidDataset(
            f"there are {width:,} columns; at most {limits.MAX_COLUMNS} are possible. Keep the sentence and the label."
        )
    remedy = (
        "Is there a tab in a sentence?"
        if format == "tab"
        else f"A sentence with “{DELIMITERS[format]}” in it must stand in quotation marks: quote it."
    )
    ragged = {
        f"more than {counted(width, 'cell')}. {remedy}": [line for line, cells in records if len(cells) > width],
        f"fewer than {counted(width, 'cell')}. Is the label missing?": [
            line for line, cells in records if len(cells) < width
        ],
    }
    problems = {what: lines for what, lines in ragged.items() if lines}
    rows = tuple(Row(line, tuple(cells)) for line, cells in records if len(cells) == width)
    return Table(format, "line", width, rows, problems=problems)


def _lines(text: str, cells_of: Callable[[str], tuple[str, ...]]) -> Iterator[Row]:
    count = 0
    for number, line in enumerate(lines(text), 1):
        if line.strip():
            count += 1
            refuse_too_many(count)
            yield Row(number, cells_of(line.rstrip("\r\n")))


def _label_first(text: str) -> Table:
    def cells(line: str) -> tuple[str, str]:
        label, sentence = (*line.split(None, 1), "")[:2]
        return label, sentence

    return Table("label_first", "line", 2, tuple(_lines(text, cells)), names=("label", "sentence"))


def _fasttext(text: str) -> Table:
    def cells(line: str) -> tuple[str, ...]:
        labels, words = [], line.split(" ")
        while words and (words[0].startswith(_LABEL_PREFIX) or not words[0]):
            word = words.pop(0)
            labels += [word.removeprefix(_LABEL_PREFIX)] if word else []
        return " ".join(words), *labels

    rows = list(_lines(text, cells))
    several = [row.at for row in rows if len(row.cells) > 2]
    problems = {"several labels; only one is possible. Keep one of them.": several} if several else {}
    kept = tuple(Row(row.at, (*row.cells, "")[:2]) for row in rows if len(row.cells) <= 2)
    return Table("fasttext", "line", 2, kept, names=("sentence", "label"), problems=problems)
