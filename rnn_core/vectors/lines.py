"""A file of word vectors, line by line: one line in memory at a time, and nothing but text."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from rnn_core.errors import InvalidDataset

MAX_VECTOR_FILE_BYTES = 10_000_000_000  # the largest that are handed around as text have 5 to 10 GB
MAX_VECTOR_FILE_LINES = 100_000_000
MAX_LINE_BYTES = 200_000  # a vector of the largest possible width, written in full, has a tenth of it

BINARY = (
    "this is a binary file, such as word2vec's .bin, and not text. Turn it into text, in gensim with "
    "KeyedVectors.load_word2vec_format(NAME, binary=True).save_word2vec_format(NEW_NAME)."
)
_AS_TEXT = "Write it as text: in each line a word and then its numbers."
_NOT_TEXT = {  # what a file begins with, what it is, and what to do
    b"\x1f\x8b": ("a gzip archive", "Unpack it first."),
    b"PK\x03\x04": ("a zip archive or a saved model", "Unpack it first, and take the text file in it."),
    b"PK\x05\x06": ("an empty zip archive", "Take the file that was meant to be in it."),
    b"BZh": ("a bzip2 archive", "Unpack it first."),
    b"\xfd7zXZ": ("an xz archive", "Unpack it first."),
    b"7z\xbc\xaf": ("a 7-Zip archive", "Unpack it first."),
    b"Rar!": ("a RAR archive", "Unpack it first."),
    b"\x28\xb5\x2f\xfd": ("a Zstandard archive", "Unpack it first."),
    b"\x93NUMPY": ("a numpy array", _AS_TEXT),
    b"\x89HDF": ("an HDF5 file", _AS_TEXT),
    b"PAR1": ("a Parquet file", _AS_TEXT),
    b"\xba\x16\x4f\x2f": ("a binary fastText model", "Take the file that ends in .vec and belongs to it."),
    **{bytes([0x80, n]): ("a Python pickle, which is never opened here", _AS_TEXT) for n in range(2, 6)},
}
_MARKS = {b"\xff\xfe\0\0": "UTF-32", b"\0\0\xfe\xff": "UTF-32", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_UTF8_MARK = b"\xef\xbb\xbf"
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")


def lines_of(
    stream: BinaryIO, most_bytes: int = MAX_VECTOR_FILE_BYTES, most_lines: int = MAX_VECTOR_FILE_LINES
) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, and their numbers, counted from 1. The last may lack its line feed.

    Raises:
        InvalidDataset: no text, or not in UTF-8, a line that is too long, or too many bytes or lines; when it is met.
    """
    number = size = 0
    while line := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        size += len(line)
        if number == 1:
            _refuse_what_is_no_utf8(line)
            line = line.removeprefix(_UTF8_MARK)
        if b"\0" in line:
            raise InvalidDataset(f"line {number:,}: {BINARY}")
        if len(line) > MAX_LINE_BYTES:
            raise InvalidDataset(f"line {number:,} has more than {MAX_LINE_BYTES:,} bytes. {_AS_TEXT}")
        if size > most_bytes:
            raise InvalidDataset(
                f"line {number:,}: the file has more than {most_bytes:,} bytes; so many are read at most. "
                "Cut it down to the words of your data."
            )
        if number > most_lines:
            raise InvalidDataset(
                f"line {number:,}: the file has more than {most_lines:,} lines; so many are read at most. "
                "Cut it down to the words of your data."
            )
        if line and not line.isspace():
            yield number, line


def _refuse_what_is_no_utf8(line: bytes) -> None:
    """Refuse a file that its first line shows to be no text, or in another encoding."""
    for magic, (what, remedy) in _NOT_TEXT.items():
        if line.startswith(magic) and (not magic.isascii() or _CONTROLS.search(line)):  # else it could be a word
            raise InvalidDataset(f"this is {what}, whatever its name says. {remedy}")
    encoding = next((name for mark, name in _MARKS.items() if line.startswith(mark)), _wide_encoding(line))
    if encoding:
        raise InvalidDataset(f"this is text in {encoding}. Save it as UTF-8.")
    if b"\r" in line.rstrip() and b"\0" not in line:
        raise InvalidDataset("its lines end with a carriage return alone. Save it with line feeds (Unix).")


def _wide_encoding(line: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: of the bytes of each character, the same are zero in most."""
    zeros = "".join("0" if 2 * line[i:2000:4].count(0) > len(line[i:2000:4]) else "x" for i in range(4))
    return {"x0x0": "UTF-16", "0x0x": "UTF-16", "x000": "UTF-32", "000x": "UTF-32"}.get(zeros)
