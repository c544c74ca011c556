"""The vectors of the wanted words out of a file of any size: GloVe, word2vec or fastText, as text."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import BinaryIO

from rnn_core.errors import InvalidDataset
from rnn_core.vectors.layout import layout_of, vector_of, word_of
from rnn_core.vectors.lines import MAX_VECTOR_FILE_BYTES, MAX_VECTOR_FILE_LINES, lines_of
from rnn_core.vectors.matches import Matches, Rows, Vectors
from rnn_core.wording import counted, shown


def read_vectors(path: Path, wanted: Collection[str]) -> Vectors:
    """Read the vectors of the wanted words from a file; see ``read_vector_stream``.

    Raises:
        InvalidDataset: as there.
        OSError: the file cannot be opened or read.
    """
    with path.open("rb") as stream:
        return read_vector_stream(stream, path.name, wanted)


def read_vector_stream(
    stream: BinaryIO,
    name: str,
    wanted: Collection[str],
    most_bytes: int = MAX_VECTOR_FILE_BYTES,
    most_lines: int = MAX_VECTOR_FILE_LINES,
) -> Vectors:
    """Read the vectors of the wanted words: GloVe's text, word2vec's text or fastText's .vec.

    What it takes in memory depends on the wanted words that occur, not on the size of the file nor on what a
    header claims.

    Args:
        stream: bytes, read once from where it stands.
        name: what messages call it; it is never used as a path.
        wanted: words, spelled as ``tokenise`` gives them. Each takes the first vector of its own spelling, or else
            the first of a spelling that folds to it.
        most_bytes, most_lines: at most so much is read; lines, because many short ones take long.

    Raises:
        InvalidDataset: it cannot be read, or has none of the words; the message says where and how to mend it.
    """
    try:
        return _read(lines_of(stream, most_bytes, most_lines), wanted)
    except InvalidDataset as error:
        raise InvalidDataset(f"{shown(name)}: {error}") from None


def _read(all_lines: Iterator[tuple[int, bytes]], wanted: Collection[str]) -> Vectors:
    layout, lines = layout_of(all_lines)
    width, header = layout.width, layout.header
    matches, rows = Matches(wanted), Rows(width)
    count = undecoded = first_undecoded = 0
    for number, line in lines:
        count += 1
        try:
            word = word_of(number, line, width).decode()
        except UnicodeDecodeError:
            undecoded += 1
            first_undecoded = first_undecoded or number
            continue
        served = matches.served_by(word)
        for wanted_word in served:
            rows.put(wanted_word, vector_of(number, line, width))
    matches.require_any()
    notices = matches.notices(width)
    if header and header != (count, width):
        notices.append(
            f"Its header claims {counted(header[0], 'vector')} of width {header[1]:,}; the file has {count:,} of width "
            f"{width:,}."
        )
    if undecoded:
        notices.append(
            f"{counted(undecoded, 'word is', 'words are')} not in UTF-8 and left out, the first in line "
            f"{first_undecoded:,}."
        )
    if served and not line.endswith(b"\n"):
        notices.append(
            f"The last line, {number:,}, has no line feed: if the file was cut off, its last number is wrong."
        )
    return rows.finished(notices)
