"""The inputs: what the first layer is given for a word, and what it adds to its sums.

A one-hot times a matrix is a row of it, so words that are one-hot are never written out; an embedding gives each word
a row of numbers of its own, which the first layer multiplies. Letters: N words of a batch, R different ones.
"""

from typing import Protocol

import numpy as np

from rnn_core.arrays import Array
from rnn_core.batch import Batch
from rnn_core.config import InputName
from rnn_core.params import Gradients, Params


class Input(Protocol):
    """One way to give words to a network."""

    def mask_width(self, params: Params) -> int:
        """How many numbers of a word dropout can leave out one by one."""
        ...

    def project(self, params: Params, batch: Batch, mask: Array | None) -> tuple[Array | None, Array]:
        """What every word is to the first layer.

        Args:
            mask: (N, mask_width) factors of dropout; None if nothing is dropped.

        Returns:
            (N, inputs) the words' numbers, None for one-hots; and (N, directions * G * H) their part of the sums.
        """
        ...

    def backward(self, params: Params, batch: Batch, x: Array | None, mask: Array | None, dzx: Array,
                 gradients: Gradients) -> None:  # fmt: skip
        """Fill in the gradient of the table and, for an embedding, of the first layer's Wx.

        Args:
            x: what ``project`` gave.
            dzx: (N, directions * G * H) dL/d(the words' part of the sums).
        """
        ...


class OneHot:
    """x_t is 1 at the word's place and 0 elsewhere: it picks the word's row of Wxh."""

    def mask_width(self, params: Params) -> int:
        return 1

    def project(self, params: Params, batch: Batch, mask: Array | None) -> tuple[Array | None, Array]:
        zx = params.table.take(batch.words, 0)
        return None, zx if mask is None else zx * mask

    def backward(self, params: Params, batch: Batch, x: Array | None, mask: Array | None, dzx: Array,
                 gradients: Gradients) -> None:  # fmt: skip
        _sum_by_word(batch, dzx if mask is None else dzx * mask, gradients.table)


class Embedding:
    """x_t is the word's row of E, which is learned, or frozen as it was given."""

    def mask_width(self, params: Params) -> int:
        return params.layout.width

    def project(self, params: Params, batch: Batch, mask: Array | None) -> tuple[Array | None, Array]:
        x = params.table.take(batch.words, 0)
        if mask is not None:
            x *= mask
        return x, x.dot(params.layers[0].Wx)

    def backward(self, params: Params, batch: Batch, x: Array | None, mask: Array | None, dzx: Array,
                 gradients: Gradients) -> None:  # fmt: skip
        assert x is not None
        x.T.dot(dzx, gradients.layers[0].Wx)
        if len(gradients.rows):
            dx = dzx.dot(params.layers[0].Wx.T)
            if mask is not None:
                dx *= mask
            _sum_by_word(batch, dx, gradients.table)


INPUTS: dict[InputName, Input] = {"one-hot": OneHot(), "embedding": Embedding()}


def _sum_by_word(batch: Batch, values: Array, out: Array) -> None:
    """(R, width) the sums of the rows (N, width) of each different word."""
    by_word = values.take(batch.by_word, 0)
    if len(batch.word_starts) == len(values):  # every word is another: there is nothing to add up
        out[:] = by_word
    else:
        np.add.reduceat(by_word, batch.word_starts, axis=0, out=out)
