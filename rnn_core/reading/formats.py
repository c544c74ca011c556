"""From text to rows of cells: which format is it, and who reads it?"""

from collections.abc import Callable

from rnn_core import limits
from rnn_core.errors import InvalidDataset
from rnn_core.reading import conll, delimited, fasttext, foreign, json_files, label_first, rasa, sst_trees, tagged
from rnn_core.reading.decoding import LINE_END, lines
from rnn_core.reading.delimiter import Delimiters
from rnn_core.reading.dialect import (
    DELIMITERS,
    Dialect,
    agreement,
    as_delimiter,
    declared,
    name_of,
    visible,
)
from rnn_core.reading.guess import Guess
from rnn_core.reading.quoting import guess_dialect
from rnn_core.reading.table import Table

FORMATS: dict[str, str] = {
    "comma": "columns, comma between",
    "semicolon": "columns, semicolon between",
    "tab": "columns, tab between",
    "pipe": "columns, | between",
    "other": "columns, another separator between",
    "label_first": "label first, then a space",
    "fasttext": "fastText: __label__x words",
    "json": "JSON",
    "jsonl": "JSON Lines",
    "tagged": "word/TAG word/TAG",
    "conll": "CoNLL: word and tags, a line each",
    "trees": "trees: (3 (2 The) (4 best))",
    "rasa": "Rasa: examples below intents",
}
TAGGED = ("tagged", "conll")  # in which every word has a label

_READERS: dict[str, Callable[[str], Table]] = {
    "label_first": label_first.parse,
    "fasttext": fasttext.parse,
    "tagged": tagged.parse,
    "conll": conll.parse,
    "trees": sst_trees.parse,
    "rasa": rasa.parse,
}
_SAMPLE = 200  # lines that decide on the format


def parse(text: str, format: str, dialect: Dialect | None = None) -> Table:
    """Cut a text into rows.

    Args:
        text: a whole file.
        format: one of FORMATS.
        dialect: of a format with columns; None to find out.

    Raises:
        InvalidDataset: it cannot be cut; the message names the line.
    """
    if format == "json":
        return json_files.parse(text)
    _refuse_long_lines(text)
    if format == "jsonl":
        return json_files.parse_lines(lines(text))
    if format in _READERS:
        return _READERS[format](text)
    return delimited.parse(text, format, dialect or dialect_of(text, format).value)


def detect(text: str) -> Guess[str]:
    """The format that a text seems to have, one of FORMATS.

    Raises:
        InvalidDataset: it is one that is known but not read.
    """
    beginning = text.lstrip()[:1]
    if beginning in ("[", "{"):
        found = json_files.detect(text)
        if found:
            return Guess(found, f"it begins with {beginning}")
    first = _first_lines(text)
    if sst_trees.fits(first):
        return Guess("trees", "each line is a tree in brackets, with a label at its root")
    if rasa.fits(first):
        return Guess("rasa", "there are intents, and examples below them")
    foreign.refuse(text, first)
    sample = "\n".join(first)
    delimiters = Delimiters(sample)
    mark = declared(text)
    if mark and agreement(sample, Dialect(mark)):
        return Guess(name_of(mark), f"its first line is sep={visible(mark)}")
    named = delimiters.with_known_names()
    if named:
        return Guess(name_of(named), "its first line names the columns")
    if fasttext.fits(first):
        return Guess("fasttext", "lines begin with __label__")
    steadiest, clear = delimiters.steadiest()
    if not clear and label_first.fits(first):
        return Guess("label_first", "the first words of the lines are few and recur")
    return Guess(name_of(steadiest.value), steadiest.why)


def dialect_of(text: str, format: str, delimiter: str | None = None, quoting: str | None = None) -> Guess[Dialect]:
    """How the columns of a text are written.

    Args:
        text: a whole file.
        format: one of FORMATS with columns.
        delimiter, quoting: what is known about it.

    Raises:
        InvalidDataset: the delimiter is not known, or is none.
    """
    mark = as_delimiter(delimiter) if delimiter is not None else DELIMITERS.get(format) or declared(text)
    if mark is None:
        mark = Delimiters("\n".join(_first_lines(text))).unusual()
    if mark is None:
        raise InvalidDataset("which separator stands between the columns? Give it: one character, or a few.")
    return guess_dialect(text, mark, quoting)


def _first_lines(text: str) -> list[str]:
    return [line for line in LINE_END.split(text[:100_000]) if line.strip()][:_SAMPLE]


def _refuse_long_lines(text: str) -> None:
    if len(text) <= limits.MAX_LINE_CHARACTERS:
        return
    for number, line in enumerate(lines(text), 1):
        if len(line) > limits.MAX_LINE_CHARACTERS and len(line := line.rstrip("\r\n")) > limits.MAX_LINE_CHARACTERS:
            raise InvalidDataset(
                f"line {number} has {len(line):,} characters; at most {limits.MAX_LINE_CHARACTERS:,} are possible. "
                "Does every sentence stand in a line of its own?"
            )
