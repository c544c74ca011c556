"""Backpropagation through time: the one engine that unrolls a cell over a batch and walks back.

Rows are examples here: a batch of states is (n, H) and a step reads ``h @ Whh``, the transpose of the
tutorial's Whh h. Going back therefore multiplies by ``Whh.T``.

A small network spends its time in the calls of numpy, not in arithmetic: ``take`` and ``dot`` are used because they
cost a third of what indexing and ``@`` do on arrays this small, for the same numbers (benchmarks/speed.py).
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
    states = np.empty((1 + len(batch.words), params.shape.hidden), params.flat.dtype)
    states[0] = 0.0
    # A one-hot times a matrix is a row of it. The words' part of each sum waits where its state will stand.
    np.add(params.Wxh.take(batch.words, axis=0), params.bh, states[1:])
    h = states[:1]
    for step in batch.walk():
        z = states[step]
        if len(z) < len(h):
            h = h[: len(z)]
        zh = h.dot(params.Whh) if step.start > 1 else h  # Whh h_0 = 0
        h = cells.forward(z, zh, out=z)
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
        (N, H) dz_t = dL/dz_t at every packed word.
    """
    back = params.Whh.T if rule == "correct" else params.Whh
    dzs = cells.slope(states)  # (1 + N, H) as states; each step below multiplies its dh in
    # Sentences that end before step t keep dL/dh_n in their row of dh until the walk reaches their
    # last word: rows are sorted by length, so the first ones are always the right ones.
    alive = dh[:0]
    for step in reversed(batch.steps):
        dz = dzs[step]
        if len(dz) > len(alive):
            alive = dh[: len(dz)]
        dz *= alive
        if step.start > 1:
            dz.dot(back, alive)
    dz = dzs[1:]
    states.take(batch.previous, axis=0).T.dot(dz, gradients.Whh)
    np.add.reduce(dz, axis=0, out=gradients.bh)
    by_word = dz.take(batch.by_word, axis=0)
    if len(batch.word_starts) == len(dz):  # every word is another: there is nothing to add up
        gradients.Wxh_rows[:] = by_word
    else:
        np.add.reduceat(by_word, batch.word_starts, axis=0, out=gradients.Wxh_rows)
    return dz
