"""The cells: what happens between the weighted sums and the new state, forwards and backwards.

Matrix products, time and packing live in bptt.py; a cell is only its non-linearity. Letters: n sentences at one
step, N words in all, H hidden units.

What a cell carries from word to word is its *carry*: the hidden state h, for the LSTM the cell state c beside it.
The weighted sums of its gates stand side by side in blocks of H columns, in PyTorch's order.
"""

from functools import lru_cache
from typing import Protocol

import numpy as np

from rnn_core.arrays import Array
from rnn_core.config import CellName


class Cell(Protocol):
    """One kind of recurrent network.

    Attributes:
        gates: the names of the blocks of sums, in their order; G of them.
        candidate: which of them is what a word would write into the state.
        carries: blocks of the carry; the first is h.
        saves: blocks that ``forward`` works in and leaves behind for the way back; 0 where that is the carry itself.
        keeps: whether a part of h reaches the next h past the weights Wh.
        within_one: whether no |h| is larger than 1.
        second_bias: whether the candidate's part from the state has a bias bn of its own, inside the reset gate "r".
    """

    gates: tuple[str, ...]
    candidate: int
    carries: int
    saves: int
    keeps: bool
    within_one: bool
    second_bias: bool

    def forward(self, saved: Array, zh: Array, before: Array, after: Array, bn: Array | None) -> None:
        """Read one word of every sentence.

        Args:
            saved: (n, saves * H) whose first G * H columns hold the inputs' part of the sums, bias included; ``after``
                where nothing is saved.
            zh: (n, G * H), or one row for all: h_{t-1} Wh.
            before: (n, carries * H) the carry before the word.
            after: (n, carries * H) where the carry after it is written.
            bn: (H,) the second bias that the GRU needs.
        """
        ...

    def local(self, carry: Array, saved: Array, previous: Array) -> Array:
        """What the way back needs of every word and does not depend on the gradient, for all words at once.

        Args:
            carry, saved: (N, carries * H) and (N, saves * H) what ``forward`` left after each word.
            previous: (N, carries * H) the carry before each word.

        Returns:
            (N, k * H) blocks of factors.
        """
        ...

    def backward(self, local: Array, dcarry: Array) -> Array:
        """Turn the gradient of the carry after a word into that of the sums, in place.

        Args:
            local: (n, k * H) the words' rows; factors are multiplied by the gradient where they stand.
            dcarry: (n, carries * H) dL/d carry; what reaches the carry before, past Wh, is written over it. Its first
                block then counts only if the cell ``keeps``.

        Returns:
            (n, G * H) dL/d(h_{t-1} Wh).
        """
        ...

    def input_gradient(self, local: Array) -> Array:
        """(N, G * H) dL/d(inputs' part of the sums), of rows that ``backward`` has been through."""
        ...


class Tanh:
    """h_t = tanh(zx + zh): Elman's network, the tutorial's."""

    gates: tuple[str, ...] = ("h",)
    candidate = 0
    carries, saves, keeps, within_one, second_bias = 1, 0, False, True, False

    def forward(self, saved: Array, zh: Array, before: Array, after: Array, bn: Array | None) -> None:
        np.add(saved, zh, after)
        np.tanh(after, after)

    def local(self, carry: Array, saved: Array, previous: Array) -> Array:
        slope: Array = carry * carry  # dh/dz = 1 - h^2, in terms of the state itself
        return np.subtract(1.0, slope, slope)

    def backward(self, local: Array, dcarry: Array) -> Array:
        local *= dcarry
        return local

    def input_gradient(self, local: Array) -> Array:
        return local


class Relu(Tanh):
    """h_t = max(0, zx + zh). Its states have no bound."""

    within_one = False

    def forward(self, saved: Array, zh: Array, before: Array, after: Array, bn: Array | None) -> None:
        np.add(saved, zh, after)
        np.maximum(after, 0.0, out=after)  # (of complex numbers, the one with the larger real part)

    def local(self, carry: Array, saved: Array, previous: Array) -> Array:
        return np.greater(carry, 0).astype(carry.dtype)


class Gru:
    """The gated recurrent unit (Cho et al. 2014), with the reset gate after the product, as in cuDNN and PyTorch.

    r, z = sigmoid(zx + zh),  n = tanh(zx + r * (zh + bn)),  h_t = (1 - z) * n + z * h_{t-1}
    """

    gates: tuple[str, ...] = ("r", "z", "n")
    candidate = 2
    carries, saves, keeps, within_one, second_bias = 1, 4, True, True, True

    def forward(self, saved: Array, zh: Array, before: Array, after: Array, bn: Array | None) -> None:
        assert bn is not None
        H = before.shape[1]
        rz, n, m = saved[:, : 2 * H], saved[:, 2 * H : 3 * H], saved[:, 3 * H :]
        rz += zh[:, : 2 * H]
        _sigmoid(rz)
        np.add(zh[:, 2 * H :], bn, m)  # what the reset gate lets through, kept for the way back
        n += rz[:, :H] * m
        np.tanh(n, n)
        np.subtract(before, n, after)
        after *= rz[:, H:]
        after += n

    def local(self, carry: Array, saved: Array, previous: Array) -> Array:
        r, z, n, m = _blocks(saved, 4)
        made = np.empty((len(carry), 5 * previous.shape[1]), carry.dtype)
        dr, dz, dm, dn, kept = _blocks(made, 5)
        np.multiply(1 - z, 1 - n * n, dn)  # dh/d(sum of n)
        np.multiply(dn, r, dm)
        np.multiply(dm, m * (1 - r), dr)
        np.multiply(previous - n, z * (1 - z), dz)
        kept[...] = z
        return made

    def backward(self, local: Array, dcarry: Array) -> Array:
        n, H = dcarry.shape
        by_block = local.reshape(n, 5, H)[:, :4]
        by_block *= dcarry[:, None]
        dcarry *= local[:, 4 * H :]
        return local[:, : 3 * H]

    def input_gradient(self, local: Array) -> Array:
        H = local.shape[1] // 5
        dz: Array = local[:, : 3 * H].copy()
        dz[:, 2 * H :] = local[:, 3 * H : 4 * H]  # the input passes beside the reset gate
        return dz


class Lstm:
    """Long short-term memory (Hochreiter and Schmidhuber 1997) with a forget gate (Gers et al. 2000).

    i, f, o = sigmoid(zx + zh),  g = tanh(zx + zh),  c_t = f * c_{t-1} + i * g,  h_t = o * tanh(c_t)
    """

    gates: tuple[str, ...] = ("i", "f", "g", "o")
    candidate = 2
    carries, saves, keeps, within_one, second_bias = 2, 4, False, True, False

    def forward(self, saved: Array, zh: Array, before: Array, after: Array, bn: Array | None) -> None:
        H = before.shape[1] // 2
        scale, shift = _sigmoids_and_a_tanh(H, saved.dtype.char)
        saved += zh
        saved *= scale
        np.tanh(saved, saved)
        saved *= scale
        saved += shift
        i, f, g, o = saved[:, :H], saved[:, H : 2 * H], saved[:, 2 * H : 3 * H], saved[:, 3 * H :]
        h, c = after[:, :H], after[:, H:]
        np.multiply(f, before[:, H:], c)
        np.multiply(i, g, h)  # (h is free until now)
        c += h
        np.tanh(c, h)
        h *= o

    def local(self, carry: Array, saved: Array, previous: Array) -> Array:
        H = previous.shape[1] // 2
        i, f, g, o = _blocks(saved, 4)
        u = np.tanh(carry[:, H:])
        slopes = 1 - saved
        slopes *= saved + _one_at_the_tanh(H, saved.dtype.char)  # s (1 - s) of i, f and o, and (1 - g) (1 + g)
        slopes *= np.concatenate([g, previous[:, H:], i, u], axis=1)  # to be multiplied by dL/dc, and o's by dL/dh
        dh_dc = 1 - u * u
        dh_dc *= o
        return np.concatenate([slopes, dh_dc, f], axis=1)

    def backward(self, local: Array, dcarry: Array) -> Array:
        n, H = dcarry.shape[0], dcarry.shape[1] // 2
        dh, dc, through_h = dcarry[:, :H], dcarry[:, H:], local[:, 4 * H : 5 * H]
        through_h *= dh
        dc += through_h
        by_block = local.reshape(n, 6, H)[:, :3]
        by_block *= dc[:, None]
        local[:, 3 * H : 4 * H] *= dh
        dc *= local[:, 5 * H :]
        return local[:, : 4 * H]

    def input_gradient(self, local: Array) -> Array:
        return local[:, : 4 * (local.shape[1] // 6)]


CELLS: dict[CellName, Cell] = {"tanh": Tanh(), "relu": Relu(), "gru": Gru(), "lstm": Lstm()}


def _sigmoid(z: Array) -> None:
    """1 / (1 + exp(-z)) in place, as (1 + tanh(z / 2)) / 2: it cannot overflow, and is right under a complex step."""
    z *= 0.5
    np.tanh(z, z)
    z += 1.0
    z *= 0.5


@lru_cache
def _sigmoids_and_a_tanh(H: int, dtype: str) -> tuple[Array, Array]:
    """(4H,) factors and (4H,) summands: s * tanh(s * z) + a is sigmoid for i, f and o, and tanh for g."""
    scale, shift = np.full(4 * H, 0.5, dtype), np.full(4 * H, 0.5, dtype)
    scale[2 * H : 3 * H], shift[2 * H : 3 * H] = 1.0, 0.0
    return scale, shift


@lru_cache
def _one_at_the_tanh(H: int, dtype: str) -> Array:
    """(4H,) 1 for g, 0 for i, f and o."""
    ones = np.zeros(4 * H, dtype)
    ones[2 * H : 3 * H] = 1.0
    return ones


def _blocks(side_by_side: Array, number: int) -> list[Array]:
    """The blocks of H columns, as views."""
    H = side_by_side.shape[1] // number
    return [side_by_side[:, k * H : (k + 1) * H] for k in range(number)]
