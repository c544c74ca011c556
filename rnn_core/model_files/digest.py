"""The digest by which a file that was changed, if only in one bit, is known."""

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnn_core.errors import InvalidModel

NAME = "sha256"
_PIECE = 65_536  # characters


def digest(metadata: str, tensors: Mapping[str, NDArray[Any]]) -> NDArray[np.uint8]:
    """(32,) the SHA-256 of the metadata and then, by sorted name, of each tensor's name, type, shape and bytes.

    Args:
        tensors: C-contiguous and little-endian; the digest itself is left out.
    """
    sha = hashlib.sha256()
    for start in range(0, len(metadata), _PIECE):  # without a copy of all of it
        sha.update(metadata[start : start + _PIECE].encode())
    for name in sorted(tensors.keys() - {NAME}):
        tensor = tensors[name]
        sha.update(f"\n{name} {tensor.dtype.name} {tensor.shape}\n".encode())
        sha.update(tensor.reshape(-1).view(np.uint8).data)
    return np.frombuffer(sha.digest(), dtype=np.uint8)


def require_unchanged(metadata: str, tensors: Mapping[str, NDArray[Any]]) -> None:
    """Raise InvalidModel unless a file holds what was written."""
    if not np.array_equal(digest(metadata, tensors), tensors[NAME]):
        raise InvalidModel(
            f"{NAME}: it is not that of the file's contents: it was damaged or changed. Download or copy it again."
        )
