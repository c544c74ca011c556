"""What do quotation marks mean?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from rnn_core import limits
from rnn_core.errors import InvalidDataset
from rnn_core.reading.decoding import LINE_END, lines
from rnn_core.reading.dialect import DELIMITERS, UNIT, Dialect, agreement, read_rows, records, steadiness
from rnn_core.reading.guess import Guess

_ENOUGH = 4  # rows that show that quotation marks are text
_SEVERAL = 2  # cells with commas, all of them quoted, and no others
_SAMPLE, _SAMPLE_CHARACTERS = 200, 100_000  # lines and characters that decide


def guess_dialect(text: str, delimiter: str, quoting: str | None = None) -> Guess[Dialect]:
    """How cells are quoted: as is usual with this delimiter, or otherwise if that makes the rows steadier.

    With tabs, quotation marks are usually text; otherwise they stand around cells and are doubled inside.

    Args:
        quoting: one of QUOTINGS if it is known.
    """
    usual = Dialect(delimiter, quoting or ("none" if delimiter == "\t" else "doubled"))
    if quoting is None and (single := _single(text, delimiter)):
        return Guess(single, "single ones stand around all cells of a column")
    first = text.find('"')
    if first < 0:
        return Guess(usual, "")
    sample, cut = _beginning(text, first)
    plain = _look(sample, usual, cut)
    best, seen, why = usual, plain, "that is usual in such a file"
    for dialect in _alternatives(sample, usual):
        if quoting not in (None, dialect.quoting):
            continue
        other = _look(sample, dialect, cut)
        if other.broken or (delimiter == "\t" and other.strays):
            continue
        if seen.broken:
            best, seen, why = dialect, other, "otherwise one would stay open"
        elif other.steadiness > seen.steadiness:
            best, seen, why = dialect, other, "so more rows have as many cells"
        elif other.steadiness == seen.steadiness and other.evident:
            best, seen, why = dialect, other, "they stand around whole cells"
    if (
        seen.broken
        and quoting is None
        and _are_text(_beginning(text, 0)[0], delimiter)
        and _are_text(sample, delimiter, 1)
    ):
        return Guess(Dialect(delimiter, "none"), "they stand in pairs within cells, and around none")
    if best.quoting == "none" or _reads(text, best):
        return Guess(best, why)
    backslash = Dialect(delimiter, "backslash")
    if quoting is None and usual.quoting != "none" and best != backslash and '\\"' in text and _reads(text, backslash):
        return Guess(backslash, "otherwise one would stay open")
    return Guess(usual, "that is usual in such a file")


def _are_text(sample: str, delimiter: str, fewest: int = _ENOUGH) -> bool:
    """Whether quotation marks that are text give rows of one width, with pairs of them within cells and around none."""
    rows = read_rows(sample, Dialect(delimiter, "none"))
    marked = [cell.strip() for row in rows for cell in row if '"' in cell]
    pairs = all(cell.count('"') % 2 == 0 and not cell[0] == cell[-1] == '"' for cell in marked)
    return pairs and len(rows) >= fewest and steadiness([len(row) for row in rows]) == 1


def _beginning(text: str, first: int) -> tuple[str, bool]:
    """Lines from that of the first quotation mark on, and whether there are more."""
    start = max(text.rfind("\n", 0, first), text.rfind("\r", 0, first)) + 1  # a row begins here: nothing was quoted yet
    sample = "".join(islice(lines(text[start : start + _SAMPLE_CHARACTERS]), _SAMPLE))
    return sample, start + len(sample) < len(text)


def _single(text: str, delimiter: str) -> Dialect | None:
    """The dialect with single quotation marks around cells, where they stand around all of a column."""
    first = text.find("'")
    if first < 0:
        return None
    sample, cut = _beginning(text, first)
    for skip_blank in _blanks(sample, delimiter, "'"):
        dialect = Dialect(delimiter, "single", skip_blank)
        look = _look(sample, dialect, cut)
        if look.steadiness and look.full and not look.broken and _reads(text, dialect):
            return dialect
    return None


def _blanks(sample: str, delimiter: str, quote: str) -> tuple[bool, ...]:
    """Whether blanks may stand between delimiters and quotation marks; what can be."""
    beside = f"{re.escape(delimiter)} +{quote}|{quote} +(?:{re.escape(delimiter)}|[\r\n])"
    return (False, True) if re.search(beside, sample) else (False,)


def _alternatives(sample: str, usual: Dialect) -> Iterator[Dialect]:
    blanks = _blanks(sample, usual.delimiter, '"')
    for quoting in ("doubled", "backslash") if '\\"' in sample else ("doubled",):
        for skip_blank in blanks:
            dialect = Dialect(usual.delimiter, quoting, skip_blank)
            if dialect != usual:
                yield dialect


def _reads(text: str, dialect: Dialect) -> bool:
    try:
        for _ in islice(records(text, dialect), limits.MAX_ROWS + 2):  # more are refused
            pass
    except InvalidDataset:
        return False
    return True


@dataclass(frozen=True)
class _Look:
    """A sample in a dialect.

    Attributes:
        steadiness: the share of rows of the most usual width.
        broken: a cell begins with a quotation mark that does not end with it.
        strays: quotation marks stand amid cells, or around what looks like several rows.
        evident: that they stand around cells: all of a column, those with others inside, or just those with commas.
        full: all cells of a column are quoted.
    """

    steadiness: float
    broken: bool
    strays: bool
    evident: bool
    full: bool = False


@cache
def _cell(mark: str, quoting: str, quote: str, skip_blank: bool) -> re.Pattern[str]:
    """A cell and what ends it; no repetition gives back what it took, so none takes long."""
    mark, blank = re.escape(mark), " *+" if skip_blank else ""
    q = quote
    inside = (
        rf"[^{q}\\]*+(?:(?:{q}{q}|\\[\s\S])[^{q}\\]*+)*+"
        if quoting == "backslash"
        else rf"[^{q}]*+(?:{q}{q}[^{q}]*+)*+"
    )
    quoted = rf"(?P<blank>{blank}){q}(?P<quoted>{inside})(?:{q}(?P<behind>{blank})(?={mark}|[\r\n]|\Z)|(?P<open>\Z))"
    return re.compile(rf"(?:{quoted}|(?P<plain>[^{mark}\r\n]*+))(?P<end>{mark}|\r\n|\n|\r|\Z)")


def _look(sample: str, dialect: Dialect, cut: bool) -> _Look:
    if dialect.quoting == "none":
        return _Look(agreement(sample, dialect), False, False, False)
    mark = dialect.delimiter if dialect.delimiter in DELIMITERS.values() else UNIT
    sample = sample.replace(dialect.delimiter, mark)
    quote = dialect.mark
    cell = _cell(mark, dialect.quoting, quote, dialect.skip_blank)
    rows: list[list[bool | None]] = []  # of each cell whether it is quoted; None for an empty one
    row: list[bool | None] = []
    broken = strays = escaped = False
    quoted, exact = 0, True  # how many cells are quoted, and whether those with a comma are, and no others
    at, end = 0, ""
    while at < len(sample) or end == mark:
        found = cell.match(sample, at)
        assert found  # a cell may be empty
        at, end = found.end(), found["end"]
        if found["open"] is not None:
            broken |= not cut
            break
        if found["plain"] is not None:
            plain = found["plain"]
            stripped = plain.lstrip(" ") if dialect.skip_blank else plain
            broken |= stripped.startswith(quote)
            strays |= quote in plain
            exact &= "," not in plain and quote not in plain
            row.append(False if plain.strip() else None)
        else:
            inside = found["quoted"]
            own = (
                bool(found["blank"] or found["behind"]) or not dialect.skip_blank or dialect.delimiter == "\t"
            )  # not read otherwise too
            row.append(own)
            escaped |= own and ('\\"' if dialect.quoting == "backslash" else quote * 2) in inside
            quoted += 1
            exact &= "," in inside or quote in inside or LINE_END.search(inside) is not None
            strays |= mark in inside and LINE_END.search(inside) is not None
        if end != mark:
            if any(cell is not None for cell in row):
                rows.append(row)
            row = []
    widths = [len(row) for row in rows]
    full = _has_quoted_column(rows)
    exactly = exact and quoted >= _SEVERAL and dialect.delimiter == "\t"  # as spreadsheets write them
    return _Look(steadiness(widths), broken, strays, escaped or full or exactly, full)


def _has_quoted_column(rows: list[list[bool | None]]) -> bool:
    """Whether all cells of a column below the first row are quoted, three or more."""
    width = max(map(len, rows), default=0)
    columns = ([row[i] for row in rows[1:] if i < len(row) and row[i] is not None] for i in range(width))
    return any(len(column) >= 3 and all(column) for column in columns)
