"""Backpropagation through time: the one engine that unrolls a cell over a batch and walks back.

Rows are examples here: a batch of states is (n, H) and a step reads ``h @ Wh``, the transpose of the
tutorial's Whh h. Going back therefore multiplies by ``Wh.T``.

A small network spends its time in the calls of numpy, not in arithmetic: ``take`` and ``dot`` are used because they
cost a third of what indexing and ``@`` do on arrays this small, for the same numbers (benchmarks/speed.py).
"""

from typing import NamedTuple

import numpy as np

from rnn_core.arrays import Array
from rnn_core.batch import Batch
from rnn_core.cells import Cell
from rnn_core.config import GradientRule
from rnn_core.params import Recurrent


class Unrolled(NamedTuple):
    """A cell after every word of a batch, in packed order.

    Attributes:
        carry: (1 + N, carries * H) the carries: h, for the LSTM c beside it. Row 0 is before any word.
        saved: (N, saves * H) what the cell worked in; a view of ``carry`` where it saves nothing.
    """

    carry: Array
    saved: Array

    def states(self, H: int) -> Array:
        """(1 + N, H) h."""
        return self.carry[:, :H]


def unroll(cell: Cell, weights: Recurrent, zx: Array, batch: Batch) -> Unrolled:
    """Read every sentence of a batch word by word.

    carry_t = cell(zx_t + b + h_{t-1} Wh, carry_{t-1}), carry_0 = 0.

    Args:
        zx: (N, G * H) the inputs' part of the sums, in the order in which the words are read.
    """
    Wh, b, bn = weights
    H, N = len(Wh), len(zx)
    carry = np.empty((1 + N, cell.carries * H), Wh.dtype)
    carry[0] = 0.0
    later = carry[1:]
    saved = np.empty((N, cell.saves * H), Wh.dtype) if cell.saves else later
    # The inputs' part of each sum waits where the cell will turn it into its state.
    np.add(zx, b, saved if saved.shape[1] == len(b) else saved[:, : len(b)])
    afters = batch.by_step(later)
    rooms = batch.by_step(saved) if cell.saves else afters
    forward, only_h, several = cell.forward, cell.carries == 1, len(batch.order) > 1
    before = carry[:1]
    zh: Array | None = before if len(b) == carry.shape[1] else np.zeros((1, len(b)), Wh.dtype)  # h_0 Wh = 0
    for room, after in zip(rooms, afters, strict=True):
        if several and len(after) < len(before):
            before = before[: len(after)]
        if zh is None:
            zh = before.dot(Wh) if only_h else before[:, :H].dot(Wh)
        forward(room, zh, before, after, bn)
        before, zh = after, None
    return Unrolled(carry, saved)


def backpropagate(
    cell: Cell,
    weights: Recurrent,
    batch: Batch,
    read: Unrolled,
    dlast: Array,
    dwords: Array | None,
    gradients: Recurrent,
    rule: GradientRule = "correct",
    dcarry: Array | None = None,
) -> Array:
    """Walk back through time and fill in the gradients of Wh, b and bn.

    For tanh: dz_t = (1 - h_t^2) * dh_t, dWh += dz_t h_{t-1}^T, db += dz_t, and dh_{t-1} = Wh^T dz_t. The published
    rule leaves the transpose out; it is here so that a lesson can show what that costs.

    Args:
        read: what ``unroll`` gave for the same batch.
        dlast: (B, carries * H) the gradient of each sentence's final carry; overwritten.
        dwords: (N, H) the gradient that reaches h after each word from outside; None if there is none.
        gradients: where those of the weights are written.
        rule: "correct", or "published" for a cell with one gate.
        dcarry: (B + N, carries * H) where the whole gradient of every carry is written, if it is wanted: first that
            before each sentence's first word, then that after every word.

    Returns:
        (N, G * H) dL/dzx at every word.
    """
    Wh = weights.Wh
    H = len(Wh)
    back = Wh.T if rule == "correct" else Wh
    previous = batch.before_each_word(read.carry)  # (N, carries * H)
    local = cell.local(read.carry[1:], read.saved, previous)
    heres = batch.by_step(local)
    outside = None if dwords is None else batch.by_step(dwords)
    wanted = None if dcarry is None else batch.by_step(dcarry[len(batch) :])
    backward, only_h, several = cell.backward, cell.carries == 1, len(batch.order) > 1
    # The product is written into dh, where that is one piece of memory and nothing in it has to be kept.
    into_dh, first = not cell.keeps and (only_h or not several), 0 if wanted is None else -1
    # Sentences that end before step t keep their final gradient in their row of dlast until the walk reaches their
    # last word: rows are sorted by length, so the first ones are always the right ones.
    alive = dlast[: len(heres[-1])] if several and heres else dlast
    dh = alive if only_h else alive[:, :H]
    for t in range(len(heres) - 1, -1, -1):
        here = heres[t]
        if several and len(here) > len(alive):
            alive = dlast[: len(here)]
            dh = alive if only_h else alive[:, :H]
        if outside is not None:
            dh += outside[t]
        if wanted is not None:
            wanted[t][...] = alive
        dz = backward(here, alive)
        if t > first:
            if into_dh:
                dz.dot(back, dh)
            elif cell.keeps:
                dh += dz.dot(back)
            else:
                dh[...] = dz.dot(back)
    if dcarry is not None:
        dcarry[: len(batch)] = dlast
    dz = local if local.shape[1] == Wh.shape[1] else local[:, : Wh.shape[1]]
    (previous if only_h else previous[:, :H]).T.dot(dz, gradients.Wh)
    dzx = cell.input_gradient(local)
    np.add.reduce(dzx, axis=0, out=gradients.b)
    if gradients.bn is not None:
        np.add.reduce(dz[:, -H:], axis=0, out=gradients.bn)
    return dzx
