"""From a file of labelled sentences to a Dataset: bytes in, a dataset or a clear error out.

Reading order: understood.py (the way of a file, in one value), guess.py, decoding.py (bytes to text) with wrapped.py,
formats.py (which format) with foreign.py (which are not read), dialect.py, quoting.py and delimiter.py (how columns are
written), delimited.py, furniture.py (what is no row) and surplus.py (sentences in pieces), label_first.py, fasttext.py,
tagged.py, conll.py, sst_trees.py, rasa.py, and json_files.py with json_shapes.py, json_groups.py and json_cells.py
(text to rows; table.py is their common shape), names.py, contents.py, header.py, sentence_column.py, label_column.py
and columns.py (what the columns mean), cutting.py (how sentences become words), draft.py and drafting.py (rows to
examples) with examples.py, repairs.py, cleaning.py, html_text.py, one_label.py with several_labels.py, unlabelled.py,
labels.py and sampling.py; test_files.py with test_labels.py (a separate test file, read as the first),
sentences_alone.py (a file without labels), telling.py (how a file was read, in words).
Each step can be told what to do instead of finding it out, so that a page can show it and let it be changed.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, TypeVar

from rnn_core.dataset import TEST_SHARE, Dataset
from rnn_core.errors import InvalidDataset
from rnn_core.reading.draft import Draft
from rnn_core.reading.repairs import Repairs
from rnn_core.reading.understood import ReadOptions, Understood, understand
from rnn_core.wording import shown

__all__ = ["Draft", "ReadOptions", "Reading", "Repairs", "Understood", "finish", "read", "read_draft", "understand"]

_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Reading:
    """A dataset, and what was assumed and cleaned on the way to it, as sentences."""

    dataset: Dataset
    unit: str  # what Example.at counts: "line" or "record"
    notices: tuple[str, ...]


def read_draft(data: bytes, name: str, options: ReadOptions | None = None) -> Draft:
    """Read a file as far as the split.

    Args:
        data: its bytes; nothing in it is ever run, unpacked or fetched.
        name: what messages call it; it is never used as a path.
        options: what is known about it.

    Raises:
        InvalidDataset: it cannot be read; the message says where and how to mend it.
    """
    return finish(understand(data, options)).required(name)


def read(
    data: bytes,
    name: str,
    options: ReadOptions | None = None,
    test_share: float = TEST_SHARE,
    split_seed: int = 0,
) -> Reading:
    """Read a file of labelled sentences: CSV, TSV, JSON, JSON Lines or text.

    Args:
        data, name, options: as in ``read_draft``.
        test_share: of each class, kept for testing where the file does not tell its parts.
        split_seed: chooses which.

    Raises:
        InvalidDataset: it cannot be used; the message says where and how to mend it.
    """
    draft = read_draft(data, name, options)
    try:
        dataset = draft.dataset(test_share, split_seed)
    except InvalidDataset as error:
        raise InvalidDataset(f"{shown(name)}: {error}") from None
    return Reading(dataset, draft.unit, draft.told(dataset))


def finish(steps: Generator[Any, None, _Result]) -> _Result:
    """Run steps that report their progress to the end, without looking at it."""
    while True:
        try:
            next(steps)
        except StopIteration as done:
            result: _Result = done.value
            return result
