"""The sentences themselves in a model file: a tensor of bytes, which are JSON in UTF-8."""

import json
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from rnn_core import limits
from rnn_core.dataset import Dataset, Example, Split
from rnn_core.errors import InvalidDataset, InvalidModel
from rnn_core.model_files import strict_json
from rnn_core.text import TextConfig

NAME = "sentences"

_SIGNS = 10  # of JSON around one sentence, its label, its part and its place


def as_array(dataset: Dataset) -> NDArray[np.uint8]:
    """(n,) bytes."""
    rows = [(e.sentence, e.label, e.split, e.at) for e in dataset.examples]
    return np.frombuffer(json.dumps(rows, separators=(",", ":")).encode(), dtype=np.uint8)


def of_array(array: NDArray[Any], text: TextConfig, tagged: bool) -> Dataset:
    """The sentences again.

    Raises:
        InvalidModel: they are none.
    """
    if array.nbytes > 4 * limits.MAX_FILE_BYTES:
        raise InvalidModel(f"{NAME}: they take {array.nbytes:,} bytes, more than a file of sentences may have.")
    try:
        written = str(array.data, "ascii")
    except UnicodeDecodeError:
        raise InvalidModel(f"{NAME}: they are not ASCII.") from None
    rows = strict_json.loads(written, NAME, 2 + _SIGNS * limits.MAX_SENTENCES)
    if not isinstance(rows, list) or not all(_is_row(row) for row in rows):
        raise InvalidModel(f"{NAME}: each must be a sentence, a label, a part and a place.")
    try:
        return Dataset(tuple(Example(*row) for row in rows), text, tagged=tagged)
    except InvalidDataset as error:
        raise InvalidModel(f"{NAME}: {error}") from None


def _is_row(row: object) -> bool:
    return (
        isinstance(row, list)
        and len(row) == 4
        and all(isinstance(cell, str) for cell in row)
        and row[2] in get_args(Split)
        and len(row[0]) <= limits.MAX_SENTENCE_CHARACTERS
    )
