"""The five weights, as named views into one flat buffer, and their gradients likewise.

One buffer means one call for the norm, one for clipping and one for the update, whatever the number of
matrices. Letters: V words, H hidden units, C classes, R different words in a batch.
"""

import hashlib
import math
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
    """Views into the front of ``flat``: ``outside_Wxh`` (D,), and in it Whh (H, H), bh (H,), Why (H, C) and by (C,)."""

    def __init__(self, flat: Array, shape: Shape) -> None:
        H, C = shape.hidden, shape.classes
        self.flat = flat
        self.outside_Wxh = flat[: shape.dense]
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
        outside_Wxh: (D,) all but Wxh.
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

    It can be filled again for another batch: then ``hold`` says which words that one has.

    Attributes:
        flat: (D + R * H,) every gradient element that can differ from 0; ``outside_Wxh`` is its first part.
        outside_Wxh: (D,) all but the rows of Wxh.
        Whh, bh, Why, by: as in Params.
        rows: (R,) the different words of the batch.
        Wxh_rows: (R, H) the gradient of those rows of Wxh; every other row's is 0.
        dz: (N, H) dL/dz_t at every word of the batch, of which Wxh, Whh and bh are sums; None if it is not known.
    """

    rows: IntArray
    Wxh_rows: Array
    dz: Array | None

    def __init__(self, shape: Shape, rows: IntArray, dtype: Any) -> None:
        self._buffer: Array = np.empty(shape.dense + len(rows) * shape.hidden, dtype)
        super().__init__(self._buffer, shape)
        self.hold(rows)

    def hold(self, rows: IntArray) -> None:
        """Make room for the gradient of a batch with these words; what was in it is lost."""
        dense, size = self.shape.dense, self.shape.dense + len(rows) * self.shape.hidden
        if size > len(self._buffer):
            self._buffer = np.empty(size, self._buffer.dtype)
            super().__init__(self._buffer, self.shape)
        self.rows, self.dz = rows, None
        self.flat = self._buffer[:size]
        self.Wxh_rows = self._buffer[dense:size].reshape(len(rows), self.shape.hidden)

    def bound(self) -> float:
        """No element is larger than this; much cheaper than to look at every one of a large network.

        States and inputs are within 1, so dz_t h_{t-1}^T and dz_t x_t^T are within |dz_t|, and |dy| is within 1.
        """
        return math.inf if self.dz is None else max(1.0, float(np.add.reduce(np.abs(self.dz)).max(initial=0.0)))

    def dense(self) -> Params:
        """The whole gradient, zeros included, with the shapes of the weights."""
        whole = Params(np.zeros(self.shape.size, self.flat.dtype), self.shape)
        whole.outside_Wxh[:] = self.outside_Wxh
        whole.Wxh[self.rows] = self.Wxh_rows
        return whole
