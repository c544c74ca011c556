"""The outside of a safetensors file: a length, a header in JSON, and the tensors' bytes, one after the other.

    8 bytes: N, little-endian
    N bytes: {"name": {"dtype": "F64", "shape": [rows, columns], "data_offsets": [begin, end]}, ...}
    data

(https://github.com/huggingface/safetensors.) What the header claims is held against the length of the file before any
of it is believed; tensors are views of the file's bytes.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnn_core.errors import InvalidModel
from rnn_core.model_files import strict_json
from rnn_core.wording import counted, shown

MOST_HEADER = 16_000_000  # bytes; most of it are words, and 30,000 long ones take 2 MB
KEY = "rnn_playground"  # of the one value among the metadata
TYPES = {"F64": "<f8", "F32": "<f4", "I64": "<i8", "U8": "u1"}  # that a model is made of; the format knows more

_METADATA = "__metadata__"
_PIECE = 65_536  # bytes
_ODD_ESCAPE = re.compile(r'(?<!\\)(?:\\\\)*+\\[^"\\]')
_MOST_STRUCTURE = 100_000  # characters of the header outside of its strings: those of a thousand tensors and more
_OTHERS = {
    **{bytes([0x80, protocol]): "a pickle, which could run anything" for protocol in range(2, 6)},
    b"PK\x03\x04": "a zip archive (.npz, PyTorch, Keras)",
    b"\x1f\x8b": "a gzip archive",
    b"\x93NUMPY": "a numpy array (.npy)",
    b"\x89HDF": "an HDF5 file",
}


@dataclass(frozen=True)
class Opened:
    """A file whose header is true of it.

    Attributes:
        metadata: the one value.
        tensors: by name, read-only views of the file.
    """

    metadata: str
    tensors: Mapping[str, NDArray[Any]]


def open_file(data: bytes) -> Opened:
    """Read the header and check it.

    Raises:
        InvalidModel: it is no such file, or what it claims is not true.
    """
    header, buffer = _parts(data)
    metadata = header.pop(_METADATA, None)
    if not isinstance(metadata, dict) or list(metadata) != [KEY] or not isinstance(metadata[KEY], str):
        raise InvalidModel(f"{_METADATA}: it must hold “{KEY}” and nothing else. Was the file saved by the playground?")
    spans = {name: _span(name, entry) for name, entry in header.items()}
    _require_filled(spans, len(buffer))
    tensors = {}
    for name, (begin, end) in spans.items():
        entry = header[name]
        if max(entry["shape"], default=0) > len(data):  # which it can be beside a nought alone
            raise InvalidModel(
                f"{shown(name)}: its shape is {shown(str(entry['shape']))}, which is more than numpy takes."
            )
        tensors[name] = np.frombuffer(buffer[begin:end], dtype=TYPES[entry["dtype"]]).reshape(entry["shape"])
    return Opened(metadata[KEY], tensors)


def _parts(data: bytes) -> tuple[dict[str, Any], memoryview]:
    """The header and the bytes behind it."""
    if not data:
        raise InvalidModel("The file is empty.")
    size = int.from_bytes(data[:8], "little")
    if len(data) < 8 or not 2 <= size <= min(len(data) - 8, MOST_HEADER) or data[8:9] != b"{":
        for beginning, what in _OTHERS.items():
            if data.startswith(beginning):
                raise InvalidModel(f"This is {what}; a model file is a safetensors file that the playground has saved.")
        raise InvalidModel(f"header: this is not a model file, or it was cut off after {counted(len(data), 'byte')}.")
    header = strict_json.loads(_text(memoryview(data)[8 : 8 + size]), "header", _MOST_STRUCTURE)
    if not isinstance(header, dict):
        raise InvalidModel("header: it is no object.")
    return header, memoryview(data)[8 + size :]


def _text(header: memoryview) -> str:
    """A header as text, of which no string is longer in memory than here: one emoji would make it four times as long.

    Raises:
        InvalidModel: it is no ASCII, or is written with other escapes than ``save`` writes.
    """
    pieces = (bytes(header[start : start + _PIECE]) for start in range(0, len(header), _PIECE))
    if not all(piece.isascii() for piece in pieces):  # an error of Python's would hold a copy
        raise InvalidModel("header: it is not ASCII.")
    text = str(header, "ascii")
    if _ODD_ESCAPE.search(text):
        raise InvalidModel("header: it has an escape other than of a quotation mark and of a backslash.")
    return text


def _span(name: str, entry: object) -> tuple[int, int]:
    """Where the bytes of a tensor begin and end."""
    field = shown(name)
    if not isinstance(entry, dict) or set(entry) != {"dtype", "shape", "data_offsets"}:
        raise InvalidModel(f"{field}: its entry must be dtype, shape and data_offsets.")
    dtype, shape, span = entry["dtype"], entry["shape"], entry["data_offsets"]
    if not isinstance(dtype, str) or dtype not in TYPES:
        raise InvalidModel(f"{field}: its type is {shown(str(dtype))}; it must be one of: {', '.join(TYPES)}.")
    if not _are_counts(shape) or len(shape) > 2:
        raise InvalidModel(f"{field}: its shape is {shown(str(shape))}; it must be at most two whole numbers.")
    if not _are_counts(span) or len(span) != 2:
        raise InvalidModel(f"{field}: data_offsets are {shown(str(span))}; they must be two whole numbers.")
    size = math.prod(shape) * np.dtype(TYPES[dtype]).itemsize
    if span[1] - span[0] != size:
        raise InvalidModel(f"{field}: its shape needs {size:,} bytes, and its data_offsets are {shown(str(span))}.")
    return span[0], span[1]


def _are_counts(value: object) -> bool:
    return isinstance(value, list) and all(type(number) is int and number >= 0 for number in value)


def _require_filled(spans: Mapping[str, tuple[int, int]], size: int) -> None:
    """Raise InvalidModel unless the tensors lie side by side and fill the data."""
    ordered = sorted((span, name) for name, span in spans.items())
    for ((_, end), _), ((begin, _), name) in pairwise([((0, 0), ""), *ordered]):
        if begin != end:
            raise InvalidModel(f"{shown(name)}: data_offsets begin at {begin:,}; the tensor before ends at {end:,}.")
    claimed, last = (ordered[-1][0][1], ordered[-1][1]) if ordered else (0, "header")
    if claimed > size:
        raise InvalidModel(
            f"{shown(last)}: the file ends {counted(claimed - size, 'byte')} before its data do. "
            "Download or copy it again."
        )
    if claimed < size:
        raise InvalidModel(f"{shown(last)}: data_offsets end at {claimed:,}, and the file has {size:,} bytes of data.")
