"""From text to rows of cells: which format is it, and who reads it?"""

from collections.abc import Callable

from rnn_core import limits
from rnn_core.errors import InvalidDataset
from rnn_core.reading import conll, delimited, fasttext, json_files, label_first, rasa, sst_trees, tagged
from rnn_core.reading.decoding import LINE_END, lines
from rnn_core.reading.guess import Guess
from rnn_core.reading.table import Table

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
_CLEAR = 0.9  # the share of rows that agree on a number of cells


def parse(text: str, format: str) -> Table:
    """Cut a text into rows.

    Args:
        text: a whole file.
        format: one of FORMATS.

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
    return delimited.parse(text, format)


def detect(text: str) -> Guess[str]:
    """The format that a text seems to have, one of FORMATS."""
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
    sample = "\n".join(first)
    named = delimited.with_known_names(sample)
    if named:
        return Guess(named, "its first line names the columns")
    if fasttext.fits(first):
        return Guess("fasttext", "lines begin with __label__")
    agreement = {name: delimited.agreement(sample, name) for name in delimited.DELIMITERS}
    if agreement["tab"] >= _CLEAR:
        return Guess("tab", _agreed(agreement["tab"]))
    best = max(agreement, key=lambda name: (agreement[name], name == "comma"))
    if agreement[best] < _CLEAR and label_first.fits(first):
        return Guess("label_first", "the first words of the lines are few and recur")
    return Guess(best, _agreed(agreement[best]))


def _agreed(share: float) -> str:
    return f"{share:.0%} of the rows have as many cells"


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
