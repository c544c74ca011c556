"""How columns are written: a delimiter between them, and quotation marks that mean something or nothing."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from rnn_core.errors import InvalidDataset
from rnn_core.reading.decoding import lines
from rnn_core.wording import shown

DELIMITERS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
OTHER = "other"  # the format with any other delimiter
COLUMNS = (*DELIMITERS, OTHER)  # the formats with columns
OTHERS = ("^", "~", "::", " - ", "=>", "->", "\x01", "\x1f")  # those looked for by name; delimiter.py finds more
QUOTINGS: dict[str, str] = {
    "doubled": 'around cells, "" inside',
    "single": "single ones around cells, '' inside",
    "backslash": 'around cells, \\" inside',
    "none": "text",
}
LONGEST_DELIMITER = 9  # characters

_OPEN = (
    "a quotation mark is left open or stands amid a cell. Put a cell with quotation marks in quotation marks and "
    'double those inside: "well, a ""test"""'
)

UNIT = "\x1f"  # the unit separator, in place of a delimiter that csv cannot take
_RUN = re.compile(r'\\+"?')
_DECLARED = re.compile(r'"?sep=(\\t|tab|\t|[^\w\s"]{1,5}?)"?[,;|\t ]*', re.IGNORECASE)
_NAMED = {"\\t": "\t", "tab": "\t"}


@dataclass(frozen=True)
class Dialect:
    """How columns are written.

    Attributes:
        delimiter: one character or a few.
        quoting: one of QUOTINGS.
        skip_blank: whether blanks between a delimiter and quotation marks belong to it, as in ``"a" , "b"``.
    """

    delimiter: str
    quoting: str = "doubled"
    skip_blank: bool = False

    @property
    def mark(self) -> str:
        """The quotation mark around cells."""
        return "'" if self.quoting == "single" else '"'


class OpenQuotation(InvalidDataset):
    """A quotation mark is left open or stands amid a cell.

    Attributes:
        unasked: the same where nobody is asked what quotation marks are.
    """

    def __init__(self, line: int) -> None:
        self.unasked = f"line {line}: {_OPEN}."
        super().__init__(f"line {line}: {_OPEN}; or choose that quotation marks are text.")


def as_delimiter(given: str) -> str:
    """A delimiter as somebody writes it; a tab as \\t or tab.

    Raises:
        InvalidDataset: it is none.
    """
    named = _NAMED.get(given.casefold(), given)
    if not 1 <= len(named) <= LONGEST_DELIMITER or any(c in '"\r\n' for c in named):
        raise InvalidDataset(
            f"a separator has one to {LONGEST_DELIMITER} characters, and no quotation mark or line break. Give another."
        )
    return named


def name_of(delimiter: str) -> str:
    """The format with this delimiter: one of DELIMITERS, or OTHER."""
    named = _NAMED.get(delimiter.casefold(), delimiter)
    return next((name for name, mark in DELIMITERS.items() if mark == named), OTHER)


def visible(delimiter: str) -> str:
    """A delimiter as messages show it."""
    return "\\t" if delimiter == "\t" else shown(delimiter)


def declared(text: str) -> str | None:
    """The delimiter that a first line such as ``sep=;`` names: spreadsheets write and obey it."""
    found = _DECLARED.fullmatch(next(lines(text[:100]), "").rstrip("\r\n"))
    return _NAMED.get(found[1].casefold(), found[1]) if found else None


def records(text: str, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    """Rows and the lines where they begin; blank lines and a first line ``sep=;`` are left out.

    Raises:
        OpenQuotation: a quotation mark is open; the message names the line.
    """
    usual = dialect.delimiter in DELIMITERS.values()
    rows = csv.reader(
        _written(text, dialect, usual),
        delimiter=dialect.delimiter if usual else UNIT,
        quoting=csv.QUOTE_NONE if dialect.quoting == "none" else csv.QUOTE_MINIMAL,
        quotechar=dialect.mark,
        escapechar="\\" if dialect.quoting == "backslash" else None,
        skipinitialspace=dialect.skip_blank,
        strict=True,
    )
    line = 1  # where the row begins; a quoted sentence may span several lines
    try:
        for cells in rows:
            if any(cell.strip() for cell in cells):
                yield line, cells if usual else [cell.replace(UNIT, dialect.delimiter) for cell in cells]
            line = rows.line_num + 1
    except csv.Error:
        raise OpenQuotation(line) from None


def _written(text: str, dialect: Dialect, usual: bool) -> Iterator[str]:
    """The lines as csv takes them."""
    found = lines(text)
    if declared(text):
        next(found)
        yield "\n"
    if usual and dialect.quoting != "backslash" and not dialect.skip_blank:
        yield from found
        return
    mark, delimiter = dialect.mark, re.escape(dialect.delimiter)
    ends = rf" ++(?={delimiter}|[\r\n]|\Z)"
    behind = re.compile(rf"({mark}(?<!{mark}{mark})(?:{mark}{mark})*+){ends}")  # an odd number ends a cell,
    empty = re.compile(rf"(\A{mark}{mark}|(?<={delimiter}){mark}{mark}|(?<={delimiter} ){mark}{mark}){ends}")  # or two
    for line in found:
        if dialect.skip_blank:  # csv skips those before a quotation mark
            line = behind.sub(r"\1", line)
            if mark * 2 + " " in line:
                line = empty.sub(r"\1", line)
        if not usual:
            line = line.replace(dialect.delimiter, UNIT)
        if dialect.quoting == "backslash":  # csv takes it from before any character; only quotation marks need it
            line = _RUN.sub(lambda run: run[0] if run[0].endswith('"') else run[0] * 2, line)
        yield line


def agreement(sample: str, dialect: Dialect) -> float:
    """Which share of the rows has the most usual number of cells; 0 if that is one."""
    return steadiness([len(cells) for cells in read_rows(sample, dialect)])


def read_rows(sample: str, dialect: Dialect) -> list[list[str]]:
    """The rows of a sample, as far as it can be read."""
    found = []
    with suppress(InvalidDataset):
        for _, cells in records(sample, dialect):
            found.append(cells)
    return found


def steadiness(widths: list[int]) -> float:
    """Which share of the rows has the most usual width; 0 if that is one."""
    if not widths:
        return 0.0
    width, rows = Counter(widths).most_common(1)[0]
    return rows / len(widths) if width >= 2 else 0.0
