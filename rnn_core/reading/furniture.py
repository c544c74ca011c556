"""What stands in a file of rows and is no row: remarks and titles, further headers, rulers, pipes, empty ends."""

import re
from collections import Counter
from collections.abc import Sequence

from rnn_core.reading.dialect import visible
from rnn_core.reading.header import guess_header
from rnn_core.reading.names import are_names, is_header
from rnn_core.reading.table import Row, Table
from rnn_core.wording import places, quoted

Record = tuple[int, list[str]]  # the line where a row begins, and its cells

_MOST_TITLES = 5  # rows above a header
_MOST_HEADERS = 4  # rows among which those of survey tools are
_SAMPLE = 200  # rows below it that tell whether it is one
_RULE = re.compile(r":?[-=]{2,}:?")
_RULE_OF_PIPES = re.compile(r":?-+:?")
_RULER = re.compile(r"[-=+:]+")
_COUNT = re.compile(r"\(?[0-9,]+ rows?( in set.*)?\)?")
_REMARK = re.compile(r"(#|//|%|--) ")  # how lines begin that are none of the data
_SURVEYS = ('{"ImportId"', "Open-Ended Response")  # what survey tools write below the header
_PIPES = 0.9  # the share of rows that begin (or end) with one, for it to be the frame of a table


def without(records: list[Record], delimiter: str) -> tuple[list[Record], list[str]]:
    """The records that are rows, and sentences about what was left out."""
    told: list[str] = []
    if not records:
        return records, told
    records, rulers = _without_rulers(records, delimiter)
    if rulers:
        told.append(f"{places('line', rulers)}: a ruler and no row, so left out.")
    records, remarks = _without_remarks(records) if records else ([], [])
    if remarks:
        told.append(f"{places('line', remarks)}: a remark and no row, so left out.")
    records, titles = _without_titles(records) if records else ([], [])
    if titles:
        said = quoted([" ".join(filter(None, map(str.strip, cells))) for _, cells in titles])
        told.append(f"{places('line', [line for line, _ in titles])}: above the header, so left out: {said}.")
    records, headers = _without_further_headers(records) if records else ([], [])
    if headers:
        told.append(f"{places('line', headers)}: a further header, so left out.")
    if delimiter == "|":
        records = _without_frame(records, bool(rulers))
    records, ended = _without_empty_end(records) if records else (records, False)
    if ended:
        told.append(f"The lines end with an empty cell behind “{visible(delimiter)}”, which was left out.")
    return records, told


def _without_rulers(records: list[Record], delimiter: str) -> tuple[list[Record], list[int]]:
    found = [line for i, (line, cells) in enumerate(records) if _is_ruler(cells, i, delimiter == "|")]
    if found and len(records) > 1 and len(records[-1][1]) == 1 and _COUNT.fullmatch(records[-1][1][0].strip()):
        found.append(records[-1][0])
    left_out = set(found)
    return [record for record in records if record[0] not in left_out] if found else records, found


def _is_ruler(cells: Sequence[str], index: int, pipes: bool) -> bool:
    """Lines between rows; below the header also such a cell for each column."""
    if cells[0].strip(" +-=:|"):
        return False
    filled = [cell.strip() for cell in cells if cell.strip()]
    if (pipes or len(cells) == 1) and all(map(_RULER.fullmatch, filled)):
        if sum(cell.count("-") + cell.count("=") for cell in filled) >= 4:
            return True
    rule = _RULE_OF_PIPES if pipes else _RULE
    return index == 1 and len(cells) > 1 and all(map(rule.fullmatch, filled))


def _without_remarks(records: list[Record]) -> tuple[list[Record], list[int]]:
    """Without the first lines if they begin as remarks do, and no other line does so; not without a header."""
    found = 0
    while found < len(records) and _REMARK.match(records[found][1][0]):
        found += 1
    remarks, rest = records[:found], records[found:]
    if not remarks or not rest or any(_REMARK.match(cells[0]) for _, cells in rest):
        return records, []
    usual = Counter(len(cells) for _, cells in rest).most_common(1)[0][0]
    last = remarks[-1][1]
    if len(last) == usual and (found == 1 or all(len(cells) == usual for _, cells in remarks)):
        return records, []
    if len(last) == usual and is_header([_REMARK.sub("", last[0]), *last[1:]]):
        remarks, rest = remarks[:-1], [remarks[-1], *rest]
    return rest, [line for line, _ in remarks]


def _without_further_headers(records: list[Record]) -> tuple[list[Record], list[int]]:
    """Without what some survey tools write below the header, and headers in the midst of files put together."""
    found = [line for line, cells in records[1:_MOST_HEADERS] if any(cell.startswith(_SURVEYS) for cell in cells)]
    if found:
        found = [line for line, _ in records[1:_MOST_HEADERS] if line <= found[-1]]
    first = records[0][1]
    if is_header(first):
        found += [line for line, cells in records[1:] if line not in found and (cells == first or are_names(cells))]
    left_out = set(found)
    return [record for record in records if record[0] not in left_out] if found else records, found


def _without_titles(records: list[Record]) -> tuple[list[Record], list[Record]]:
    """Without the rows above the header, where one follows that can be told."""
    usual = Counter(len(cells) for _, cells in records).most_common(1)[0][0]
    for i in range(1, min(_MOST_TITLES + 1, len(records) - 1)):
        titles, header, below = records[:i], records[i][1], records[i + 1 : i + _SAMPLE]
        if is_header(titles[-1][1]):
            break
        if all(_is_title(cells, len(header), below) for _, cells in titles):
            if is_header(header) or (len(header) == usual and _names_columns(records[i : i + _SAMPLE], usual)):
                return records[i:], titles
    return records, []


def _names_columns(records: list[Record], width: int) -> bool:
    """Whether the first of the rows of this width is a header."""
    rows = tuple(Row(line, tuple(cells)) for line, cells in records if len(cells) == width)
    return guess_header(Table("", "line", width, rows)).value


def _is_title(cells: Sequence[str], width: int, below: Sequence[Record]) -> bool:
    """Whether a row is of another width than the header, and no cell of it recurs below it."""
    filled = {cell.strip() for cell in cells if cell.strip()}
    if len(cells) == width and len(filled) > 1:
        return False
    return not any(cell.strip() in filled for _, row in below for cell in row)


def _without_frame(records: list[Record], ruled: bool) -> list[Record]:
    """Without the columns that pipes at the beginning and the end of the lines of a drawn table would make."""
    begun = sum(not cells[0].strip() for _, cells in records) >= _PIPES * len(records)
    ended = sum(not cells[-1].strip() for _, cells in records) >= _PIPES * len(records)
    if not begun and not ruled:
        return records
    made = []
    for line, cells in records:
        if begun and len(cells) > 1 and not cells[0].strip():
            cells = cells[1:]
        if begun and ended and len(cells) > 1 and not cells[-1].strip():
            cells = cells[:-1]
        made.append((line, [cell.strip() for cell in cells]))
    return made


def _without_empty_end(records: list[Record]) -> tuple[list[Record], bool]:
    """Without the empty cells behind delimiters at the end of lines, be it of some rows or of the header alone.

    Where all rows end with them there is a column without a name: columns.py says whether that is one.
    """
    if len({len(cells) for _, cells in records}) == 1:
        return records, False
    (line, first), *body = records
    names = len(first) - _empty_end(first)
    ends = min((min(_empty_end(cells), len(cells) - 2) for _, cells in body), default=0)
    narrowest = min((len(cells) for _, cells in body), default=0) - ends
    shorter = ends > 0 and names <= narrowest
    if shorter:  # each line ends with them, also those that have too many others
        records = [(line, first), *((line, cells[: len(cells) - ends]) for line, cells in body)]
    if 2 <= names < len(first) and _ends_there(records[1:], names, len(first)):
        return [(line, first[:names]), *records[1:]], True
    width = 2
    for _, cells in records:
        while width < len(cells) and any(cell.strip() for cell in cells[width:]):
            width += 1
    if all(len(cells) <= width for _, cells in records):
        return records, shorter
    return [(line, cells[:width]) for line, cells in records], True


def _empty_end(cells: Sequence[str]) -> int:
    """How many cells at the end are empty."""
    return next((i for i, cell in enumerate(reversed(cells)) if cell.strip()), len(cells))


def _ends_there(body: Sequence[Record], names: int, width: int) -> bool:
    """Whether more rows have as many cells as the header has names than as it has cells."""
    counts = Counter(len(cells) for _, cells in body)
    return counts[names] > counts[width]
