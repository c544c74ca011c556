"""How the lines of a file of word vectors are built: a header or none, a word, and then so many numbers.

GloVe has no header; word2vec and fastText begin with "V d", which is only believed where the lines agree.
A word may hold blanks, so the numbers are the last fields of a line, and the word is all that stands before.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice, takewhile

import numpy as np
from numpy.typing import NDArray

from rnn_core.errors import InvalidDataset
from rnn_core.limits import MAX_EMBEDDING_SIZE
from rnn_core.vectors.lines import BINARY
from rnn_core.wording import counted, shown

_SAMPLE = 20  # lines that decide on the width
_HEADER = re.compile(rb"\s*([0-9]{1,18})\s+([0-9]{1,18})\s*")
_POINTED = rb"[0-9]*\.[0-9]+(?:e[+-]?[0-9]+)?|[0-9]+e[+-]?[0-9]+"
_NUMBER = re.compile(rb"[+-]?(?:%b|[0-9]+\.?|nan|inf|infinity)" % _POINTED, re.IGNORECASE)
_FRACTION = re.compile(rb"[+-]?(?:%b)" % _POINTED, re.IGNORECASE)
_NEEDED = "Needed: in each line a word and then its numbers, with blanks between."


@dataclass(frozen=True)
class Layout:
    """How the lines are built.

    Attributes:
        width: numbers of each vector.
        header: how many words of which width the first line claims, if it is a header.
    """

    width: int
    header: tuple[int, int] | None


def layout_of(lines: Iterator[tuple[int, bytes]]) -> tuple[Layout, Iterator[tuple[int, bytes]]]:
    """Find out the layout from the first lines.

    Returns:
        the layout, and all lines but the header.

    Raises:
        InvalidDataset: no line, or none with vectors.
    """
    sample = list(islice(lines, _SAMPLE))
    if not sample:
        raise InvalidDataset(f"there is nothing in it. {_NEEDED}")
    found = _HEADER.fullmatch(sample[0][1])
    claim = (int(found[1]), int(found[2])) if found else None
    rows = sample[1:] if claim else sample
    if not rows:
        raise InvalidDataset(f"there is only a header in it, no vector. {_NEEDED}")
    width = _width(rows, claim)
    if claim and width == 1 and claim[1] != 1:  # no header, but a word that is a number, and its only number
        claim, rows = None, sample
    if width == 0:
        number, line = next(row for row in rows if not _numbers_at_the_end(row[1]))
        if claim and not _is_utf8(line):
            raise InvalidDataset(f"line {number:,}: {BINARY}")
        raise InvalidDataset(f"line {number:,} does not end in numbers. {_NEEDED}")
    if width > MAX_EMBEDDING_SIZE:
        raise InvalidDataset(f"its vectors have {width:,} numbers; at most {MAX_EMBEDDING_SIZE:,} are possible.")
    return Layout(width, claim), chain(rows, lines)


def _width(rows: list[tuple[int, bytes]], claim: tuple[int, int] | None) -> int:
    """What a header claims if most lines can be read so, else what most lines seem to have."""
    if claim and 1 <= claim[1] <= MAX_EMBEDDING_SIZE and 2 * sum(_fits(line, claim[1]) for _, line in rows) > len(rows):
        return claim[1]
    return Counter(_numbers_at_the_end(line) for _, line in rows).most_common(1)[0][0]


def _numbers_at_the_end(line: bytes) -> int:
    """How many numbers a line seems to end in; its first field is the word, even if that is a number."""
    return sum(1 for _ in takewhile(_NUMBER.fullmatch, line.split()[:0:-1]))


def _fits(line: bytes, width: int) -> bool:
    try:
        _, numbers = _parts(0, line, width)
    except InvalidDataset:
        return False
    return all(map(_NUMBER.fullmatch, numbers))


def _is_utf8(line: bytes) -> bool:
    return line.decode(errors="ignore").encode() == line


def word_of(number: int, line: bytes, width: int) -> bytes:
    """The word of a line, without looking closely at its numbers.

    Raises:
        InvalidDataset: there are not ``width`` of them.
    """
    text = line.rstrip()
    if text.count(b" ") == width and b"  " not in text and b"\t" not in text:  # as nearly every line
        return text[: text.index(b" ")]
    return _parts(number, line, width)[0]


def vector_of(number: int, line: bytes, width: int) -> NDArray[np.float32]:
    """(width,) the numbers of a line.

    Raises:
        InvalidDataset: there are not ``width`` of them, or one is not finite in 32 bits.
    """
    _, fields = _parts(number, line, width)
    row = np.array([_value(field) for field in fields])
    with np.errstate(over="ignore"):
        row = row.astype(np.float32)
    if not np.isfinite(row).all():
        field = shown(fields[int(np.isfinite(row).argmin())].decode(errors="replace"))
        raise InvalidDataset(f"line {number:,}: “{field}” is no finite number. {_cut_off(line, 'Mend that line')}")
    return row


def _value(field: bytes) -> float:
    return float(field) if _NUMBER.fullmatch(field) else np.nan


def _parts(number: int, line: bytes, width: int) -> tuple[bytes, list[bytes]]:
    """A line's word and its numbers, as they are written."""
    fields = line.split()
    before = len(fields) - width
    if before == 0 and line[:1].isspace():  # a word of nothing but blanks
        return b"", fields
    extra = fields[1:before]
    if before < 1 or (extra and _are_numbers_of_the_vector(extra, fields[before:])):
        raise InvalidDataset(
            f"line {number:,} has {counted(len(fields) - 1, 'number')} after its word; the vectors of this file have "
            f"{width:,}. {_cut_off(line, 'Mend that line')}"
        )
    return line.rsplit(None, width)[0].strip(), fields[before:]


def _are_numbers_of_the_vector(extra: list[bytes], numbers: list[bytes]) -> bool:
    """Whether what stands between a line's first field and its last numbers makes the vector too wide.

    Otherwise it is a part of the word, such as "11" in "apollo 11 0.25 -0.5".
    """
    if not all(map(_NUMBER.fullmatch, extra)):
        return False
    return any(map(_FRACTION.fullmatch, extra)) or not all(map(_FRACTION.fullmatch, numbers))


def _cut_off(line: bytes, remedy: str) -> str:
    """How to mend a line; the last one may lack its end."""
    if line.endswith(b"\n"):
        return f"{remedy}, or leave it out."
    return "It is the last line, and the file seems to be cut off there: get all of it, or leave that line out."
