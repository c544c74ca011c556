"""The weights of a network, as named views into one flat buffer, and their gradients likewise.

One buffer means one call for the norm, one for clipping and one for the update, whatever the number of
matrices. Letters: V words, H hidden units, G gates, C classes, R different words in a batch.
"""

import hashlib
import math
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from rnn_core.arrays import Array, IntArray, empty_aligned
from rnn_core.layout import Layout


class Recurrent(NamedTuple):
    """The weights with which one layer reads in one direction; G blocks of H columns, one for each gate.

    Attributes:
        Wh: (H, G * H) from the state before. b: (G * H,). bn: (H,) the GRU's second bias, else None.
    """

    Wh: Array
    b: Array
    bn: Array | None


class Layer(NamedTuple):
    """One layer.

    Attributes:
        Wx: (inputs, directions * G * H) from the layer's input, the directions side by side; for one-hot words the
            table, of which a word picks its row.
        directions: the recurrent weights of each direction, forwards first.
    """

    Wx: Array
    directions: tuple[Recurrent, ...]


class _DenseViews:
    """Views into the front of ``flat``, whose first elements are ``dense``: the layers, Why (D * H, C) and by (C,)."""

    def __init__(self, flat: Array, layout: Layout, table: Array) -> None:
        H, C, G, D = layout.hidden, layout.classes, layout.sums, layout.config.directions
        self.flat = flat
        self.layout = layout
        self.dense = flat[: layout.dense]
        self.table = table
        at = 0

        def take(*shape: int) -> Array:
            nonlocal at
            size = math.prod(shape)
            view: Array = flat[at : at + size].reshape(shape)
            at += size
            return view

        layers = []
        for layer in range(layout.config.layers):
            directions = tuple(
                Recurrent(take(H, G), take(G), take(H) if layout.cell.second_bias else None) for _ in range(D)
            )
            inputs = layout.inputs(layer)
            layers.append(Layer(take(inputs, D * G) if inputs else table, directions))
        self.layers = tuple(layers)
        self.Why = take(layout.read_out, C)
        self.by = take(C)


class Params(_DenseViews):
    """The weights of one network.

    Rows are examples in the code, so it reads ``x @ Wxh``: each matrix is the transpose of the
    tutorial's and of the page's, where the equations say Wxh x.

    Attributes:
        flat: (P,) every weight; all other arrays are views into it.
        dense: (P - V * width,) all but the table.
        table: (V, width) one row for each word.
        layers: the weights by layer and direction, for the engine.
        Why: (D * H, C). by: (C,).
    """

    def __init__(self, flat: Array, layout: Layout) -> None:
        super().__init__(flat, layout, flat[layout.dense :].reshape(layout.words, layout.width))

    @classmethod
    def zeros(cls, layout: Layout, dtype: Any) -> "Params":
        """Weights that are all 0."""
        flat = empty_aligned(layout.size, dtype)
        flat[:] = 0.0
        return cls(flat, layout)

    def copy(self) -> "Params":
        """The same weights in memory of their own."""
        flat = empty_aligned(self.layout.size, self.flat.dtype)
        flat[:] = self.flat
        return Params(flat, self.layout)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled as the one buffer: else each view would come back as an array of its own, which no update reaches."""
        return _unpickled, (self.flat, self.layout)

    def __getitem__(self, name: str) -> Array:
        """A weight by its name: "Wxh" (V or inputs, G * H), "Whh" (H, G * H), "bh" (G * H,), "Why", "by".

        Further layers and the way backwards have a suffix ("Whh2", "Whh_back", "Whh2_back"), the GRU's second bias is
        "bn" (H,), the embedding "E" (V, width).
        """
        return self._by_name[name]

    def named(self) -> dict[str, Array]:
        """Every weight by its name: what the words pick first, then layer by layer, the head last."""
        return dict(self._by_name)

    @cached_property
    def _by_name(self) -> dict[str, Array]:
        return dict(self._names())

    def _names(self) -> Iterator[tuple[str, Array]]:
        if not self.layout.one_hot:
            yield "E", self.table
        G = self.layout.sums
        for number, layer in enumerate(self.layers):
            for direction, (Wh, b, bn) in enumerate(layer.directions):
                suffix = self.layout.suffix(number, direction)
                yield f"Wxh{suffix}", layer.Wx[:, direction * G : (direction + 1) * G]
                yield f"Whh{suffix}", Wh
                yield f"bh{suffix}", b
                if bn is not None:
                    yield f"bn{suffix}", bn
        yield "Why", self.Why
        yield "by", self.by

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


def _unpickled(flat: Array, layout: Layout) -> Params:
    return Params(flat, layout).copy()  # aligned


class Gradients(_DenseViews):
    """The gradient of one batch, in one flat buffer; of the table only the rows of words that occurred.

    It can be filled again for another batch: then ``hold`` says which words that one has.

    Attributes:
        flat: (dense + R * width,) every gradient element that can differ from 0; ``dense`` is its first part.
        layers, Why, by: as in Params.
        rows: (R,) the different words of the batch; none where the table is frozen.
        table: (R, width) the gradient of those rows; every other row's is 0.
        dz: dL/dz of every layer and direction, (N, G * H) each, if they bound every element; else None.
    """

    rows: IntArray
    dz: list[Array] | None

    def __init__(self, layout: Layout, rows: IntArray, dtype: Any) -> None:
        self._room(layout, empty_aligned(layout.dense + len(rows) * layout.width, dtype))
        self.hold(rows)

    def _room(self, layout: Layout, buffer: Array) -> None:
        self._buffer = buffer
        super().__init__(buffer, layout, buffer[layout.dense :])

    def hold(self, rows: IntArray) -> None:
        """Make room for the gradient of a batch with these words; what was in it is lost."""
        dense, width = self.layout.dense, self.layout.width
        size = dense + len(rows) * width
        if size > len(self._buffer):
            self._room(self.layout, empty_aligned(size, self._buffer.dtype))
        self.rows, self.dz = rows, None
        self.flat = self._buffer[:size]
        self.table = self._buffer[dense:size].reshape(len(rows), width)

    def bound(self) -> float:
        """No element is larger than this; much cheaper than to look at every one of a large network.

        Where inputs and states are within 1, dz_t h_{t-1}^T and dz_t x_t^T are within |dz_t|, and |dy| is within 1.
        """
        if self.dz is None:
            return math.inf
        bound = 1.0
        for dz in self.dz:
            bound = max(bound, float(np.add.reduce(np.abs(dz)).max(initial=0.0)))
        return bound

    def whole(self) -> Params:
        """The whole gradient, zeros included, with the shapes of the weights."""
        whole = Params.zeros(self.layout, self.flat.dtype)
        whole.dense[:] = self.dense
        whole.table[self.rows] = self.table
        return whole
