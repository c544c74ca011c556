"""From a file of labelled sentences to a Dataset: bytes in, a dataset or a clear error out.

Reading order: decoding.py (bytes to text), tables.py and json_files.py (text to rows; table.py is their common
shape), columns.py and names.py (what the columns mean), draft.py (rows to examples) with cleaning.py and labels.py;
tagged.py where every word has a label.
Each step can be told what to do instead of finding it out, so that a page can show it and let it be changed.
"""

from collections.abc import Generator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from rnn_core.dataset import TEST_SHARE, Dataset
from rnn_core.errors import InvalidDataset
from rnn_core.reading import draft as drafts
from rnn_core.reading import tagged
from rnn_core.reading.columns import choose, column_names, guess_header
from rnn_core.reading.decoding import decode
from rnn_core.reading.draft import Draft, Repairs
from rnn_core.reading.tables import parse
from rnn_core.text import DEFAULT, TextConfig
from rnn_core.wording import shown

__all__ = ["Draft", "ReadOptions", "Reading", "Repairs", "draft_with_progress", "finish", "read", "read_draft"]

_Result = TypeVar("_Result")


@dataclass(frozen=True)
class ReadOptions:
    """What to take for granted about a file; None is found out."""

    encoding: str | None = None  # one of decoding.ENCODINGS
    format: str | None = None  # one of tables.FORMATS
    header: bool | None = None  # whether the first row names the columns
    sentence: int | None = None  # column, from 0
    label: int | None = None
    split: int | None = None  # column, or -1 for none
    tags: bool = False  # every word has a label: word/TAG, or a column of tags
    repairs: Repairs = field(default_factory=Repairs)
    text: TextConfig = DEFAULT


@dataclass(frozen=True)
class Reading:
    """A dataset, and what was assumed and cleaned on the way to it, as sentences."""

    dataset: Dataset
    unit: str  # what Example.at counts: "line" or "record"
    notices: tuple[str, ...]


def draft_with_progress(data: bytes, name: str, options: ReadOptions | None = None) -> Generator[float, None, Draft]:
    """Read a file as far as the split; yields the share that is done, so that a caller can show it and stop.

    Args:
        data: its bytes; nothing in it is ever run, unpacked or fetched.
        name: what messages call it; it is never used as a path.
        options: what is known about it.

    Raises:
        InvalidDataset: it cannot be read; the message says where and how to mend it.
    """
    options = options or ReadOptions()
    try:
        decoded = decode(data, options.encoding)
        if options.tags and options.format is None and tagged.has_slashes(decoded.text):
            table = tagged.parse(decoded.text)
        else:
            table = parse(decoded.text, options.format)
        label = options.label
        if options.tags and label is None:
            header = guess_header(table) if options.header is None else options.header
            rows = [row.cells for row in (table.rows[1:] if header else table.rows)]
            label = tagged.column(column_names(table, header), rows)
        columns = choose(table, options.header, options.sentence, label, options.split)
        draft = yield from drafts.with_progress(table, columns, options.repairs, options.text, options.tags)
    except InvalidDataset as error:
        raise InvalidDataset(f"{shown(name)}: {error}") from None
    return replace(draft, notices=(*decoded.notices, *draft.notices))


def read_draft(data: bytes, name: str, options: ReadOptions | None = None) -> Draft:
    """``draft_with_progress``, run to the end."""
    return finish(draft_with_progress(data, name, options))


def read(
    data: bytes,
    name: str,
    options: ReadOptions | None = None,
    test_share: float = TEST_SHARE,
    split_seed: int = 0,
) -> Reading:
    """Read a file of labelled sentences: CSV, TSV, JSON, JSON Lines or text.

    Args:
        data, name, options: as in ``draft_with_progress``.
        test_share: of each class, kept for testing where the file does not tell its parts.
        split_seed: chooses which.

    Raises:
        InvalidDataset: it cannot be used; the message says where and how to mend it.
    """
    draft = read_draft(data, name, options)
    try:
        return Reading(draft.dataset(test_share, split_seed), draft.unit, draft.notices)
    except InvalidDataset as error:
        raise InvalidDataset(f"{shown(name)}: {error}") from None


def finish(steps: Generator[float, None, _Result]) -> _Result:
    """Run steps that report their progress to the end, without looking at it."""
    while True:
        try:
            next(steps)
        except StopIteration as done:
            result: _Result = done.value
            return result
