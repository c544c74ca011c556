"""Backpropagation through time: the one engine that unrolls a cell over a batch and walks back.

Rows are examples here: a batch of states is (n, H) and a step reads ``h @ Whh``, the transpose of the
tutorial's Whh h. Going back therefore multiplies by ``Whh.T``.
"""

from typing import Literal

import numpy as np

from rnn_core import cells
from rnn_core.batch import Batch
from rnn_core.params import Array, Gradients, Params

GradientRule = Literal["correct", "published"]


def unroll(params: Params, batch: Batch) -> Array:
    """Read every sentence of a batch word by word.

    h_t = tanh(Wxh x_t + Whh h_{t-1} + bh), h_0 = 0.

    Returns:
        (1 + N, H) the states: row 0 is h_0, row 1 + p the state after packed word p.
    """
    zx = params.Wxh[batch.words]  # (N, H): a one-hot times a matrix is a row of it
    zx += params.bh
    states = np.empty((1 + len(zx), params.shape.hidden), zx.dtype)
    states[0] = 0.0
    h = states[:1]
    start = 0
    for n in batch.counts:
        stop = start + n
        zh = h[:n] @ params.Whh if start else h  # Whh h_0 = 0
        h = cells.forward(zx[start:stop], zh, out=states[1 + start : 1 + stop])
        start = stop
    return states


def backpropagate(
    params: Params, batch: Batch, states: Array, dh: Array, gradients: Gradients, rule: GradientRule
) -> Array:
    """Walk back through time and fill in the gradients of Wxh, Whh and bh.

    dz_t = (1 - h_t^2) * dh_t, dWxh += dz_t x_t^T, dWhh += dz_t h_{t-1}^T, dbh += dz_t, and
    dh_{t-1} = Whh^T dz_t. The published rule leaves the transpose out; it is here so that a lesson can
    show what that costs.

    Args:
        states: (1 + N, H) what ``unroll`` gave for the same batch.
        dh: (B, H) dL/dh_n, the gradient of each sentence's final state; overwritten.
        gradients: where the result is written.
        rule: "correct" or "published".

    Returns:
        (N, H) dz_t = dL/dz_t at every packed word, for who wants to look inside; training does not.
    """
    back = params.Whh.T if rule == "correct" else params.Whh
    dz = cells.slope(states[1:])  # (N, H); each step below multiplies its dh in
    stop = len(dz)
    # Sentences that end before step t keep dL/dh_n in their row of dh until the walk reaches their
    # last word: rows are sorted by length, so the first n rows are always the right ones.
    for n in reversed(batch.counts):
        start = stop - n
        step = dz[start:stop]
        step *= dh[:n]
        if start:
            np.matmul(step, back, out=dh[:n])
        stop = start
    np.matmul(states[batch.previous].T, dz, out=gradients.Whh)
    dz.sum(axis=0, out=gradients.bh)
    if len(dz):
        np.add.reduceat(dz[batch.by_word], batch.word_starts, axis=0, out=gradients.Wxh_rows)
    return dz
