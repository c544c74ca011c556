"""The five weights, as named views into one flat buffer, and their gradients likewise.

One buffer means one call for the norm, one for clipping and one for the update, whatever the number of
matrices. Letters: V words, H hidden units, C classes, R different words in a batch.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnn_core.batch import IntArray

Array = NDArray[Any]  # float32 or float64; complex128 under the complex-step check

NAMES = ("Wxh", "Whh", "bh", "Why", "by")


@dataclass(frozen=True)
class Shape:
    """The size of a network: V words, H hidden units, C classes."""

    words: int
    hidden: int
    classes: int

    @property
    def dense(self) -> int:
        """Weights outside Wxh: those that every sentence touches."""
        return self.hidden * (self.hidden + 1) + (self.hidden + 1) * self.classes

    @property
    def size(self) -> int:
        """All weights."""
        return self.dense + self.words * self.hidden


class _DenseViews:
    """Views named Whh (H, H), bh (H,), Why (H, C) and by (C,) into the front of ``flat``."""

    def __init__(self, flat: Array, shape: Shape) -> None:
        H, C = shape.hidden, shape.classes
        self.flat = flat
        self.shape = shape
        at = H * H
        self.Whh = flat[:at].reshape(H, H)
        self.bh = flat[at : at + H]
        at += H
        self.Why = flat[at : at + H * C].reshape(H, C)
        at += H * C
        self.by = flat[at : at + C]


class Params(_DenseViews):
    """The weights of one network.

    Rows are examples in the code, so it reads ``x @ Wxh``: each matrix is the transpose of the
    tutorial's and of the page's, where the equations say Wxh x.

    Attributes:
        flat: (P,) every weight; the arrays below are views into it.
        Wxh: (V, H), one row per word. Whh: (H, H). bh: (H,). Why: (H, C). by: (C,).
    """

    def __init__(self, flat: Array, shape: Shape) -> None:
        super().__init__(flat, shape)
        self.Wxh = flat[shape.dense :].reshape(shape.words, shape.hidden)

    def copy(self) -> "Params":
        """The same weights in memory of their own."""
        return Params(self.flat.copy(), self.shape)

    def named(self) -> dict[str, Array]:
        """The five arrays by name."""
        return {name: getattr(self, name) for name in NAMES}

    def fingerprint(self) -> str:
        """Eight hex characters that two runs share only if their weights are equal to the bit.

        The start of a SHA-256 over the arrays by sorted name: name, dtype, shape, then the
        little-endian bytes in C order.
        """
        digest = hashlib.sha256()
        for name, array in sorted(self.named().items()):
            little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
            digest.update(f"{name} {array.dtype.name} {array.shape}".encode())
            digest.update(little.tobytes())
        return digest.hexdigest()[:8]


class Gradients(_DenseViews):
    """The gradient of one batch, in one flat buffer; for Wxh only the words that occurred.

    Attributes:
        flat: (D + R * H,) every gradient element that can differ from 0.
        Whh, bh, Why, by: as in Params.
        rows: (R,) the different words of the batch.
        Wxh_rows: (R, H) the gradient of those rows of Wxh; every other row's is 0.
    """

    def __init__(self, shape: Shape, rows: IntArray, dtype: Any) -> None:
        super().__init__(np.empty(shape.dense + len(rows) * shape.hidden, dtype), shape)
        self.rows = rows
        self.Wxh_rows = self.flat[shape.dense :].reshape(len(rows), shape.hidden)

    def dense(self) -> Params:
        """The whole gradient, zeros included, with the shapes of the weights."""
        whole = Params(np.zeros(self.shape.size, self.flat.dtype), self.shape)
        whole.flat[: self.shape.dense] = self.flat[: self.shape.dense]
        whole.Wxh[self.rows] = self.Wxh_rows
        return whole
