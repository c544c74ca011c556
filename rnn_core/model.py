"""The network as a whole: sentences through inputs, layers and readout, and the gradient back.

    words -> input -> layer 1 (forwards, backwards) -> layer 2 ... -> readout -> scores -> loss

Layers and directions are the two loops below; each turn of them is one call of the engine in bptt.py. The way
backwards is the same engine on each sentence reversed within its own length (batch.mirror).
"""

from typing import NamedTuple

import numpy as np

from rnn_core.arrays import Array
from rnn_core.batch import Batch
from rnn_core.bptt import Unrolled, backpropagate, unroll
from rnn_core.config import GradientRule
from rnn_core.dropout import Masks
from rnn_core.inputs import INPUTS
from rnn_core.params import Gradients, Params
from rnn_core.readout import READOUTS, Targets, at_words, log_softmax, scores


class LayerRead(NamedTuple):
    """One layer after it has read a batch.

    Attributes:
        x: (N, inputs) what it was given for each word; None for one-hot words.
        directions: its states in each direction; those backwards are in mirrored order.
    """

    x: Array | None
    directions: list[Unrolled]


NO_MASKS = Masks(None, None)


def read_layers(params: Params, batch: Batch, masks: Masks = NO_MASKS) -> list[LayerRead]:
    """Read every sentence of a batch, layer by layer.

    Args:
        masks: what dropout leaves out.
    """
    layout, cell = params.layout, params.layout.cell
    x, zx = INPUTS[layout.config.input].project(params, batch, masks.input)
    layers: list[LayerRead] = []
    for layer in params.layers:
        if layers:
            x = at_words(batch, layers[-1].directions, layout.hidden)
            zx = x.dot(layer.Wx)
        forwards, *backwards = layer.directions
        if backwards:
            there, back = both_ways(batch, zx)
            reads = [unroll(cell, forwards, there, batch), unroll(cell, backwards[0], back, batch)]
        else:
            reads = [unroll(cell, forwards, zx, batch)]
        layers.append(LayerRead(x, reads))
    return layers


def both_ways(batch: Batch, side_by_side: Array) -> tuple[Array, Array]:
    """(N, n) what each of two directions has of (N, 2 * n); that of the way backwards in mirrored order."""
    n = side_by_side.shape[1] // 2
    return side_by_side[:, :n], side_by_side[:, n:].take(batch.mirror, axis=0)


def read_out(params: Params, batch: Batch, layers: list[LayerRead]) -> Array:
    """(B, W) what is read out of the top layer; (N, W) at every word."""
    readout = READOUTS[params.layout.config.readout]
    return readout.read(batch, layers[-1].directions, params.layout.hidden)


def log_probabilities(params: Params, batch: Batch) -> Array:
    """(R, C) the logarithms of the answers' probabilities in packed order: one for each sentence, or for each word."""
    return log_softmax(scores(params, read_out(params, batch, read_layers(params, batch))))


def read_out_at_end(params: Params, batch: Batch) -> Array:
    """(B, W) what is read out when each sentence has ended, in packed order; of a readout at every word the last."""
    r = read_out(params, batch, read_layers(params, batch))
    if params.layout.config.readout != "words":
        return r
    nothing = np.zeros((1, r.shape[1]), r.dtype)  # of a sentence without words
    return np.concatenate([nothing, r])[batch.last]


def predict_log(params: Params, batch: Batch) -> Array:
    """(B, C) the logarithm of each class's probability after each sentence, in packed order."""
    return log_softmax(scores(params, read_out_at_end(params, batch)))


def predict(params: Params, batch: Batch) -> Array:
    """(B, C) the probability of each class after each sentence, in packed order.

    A network with a readout at every word is asked at the last one.
    """
    return np.exp(predict_log(params, batch))


def predict_words(params: Params, batch: Batch) -> Array:
    """(N, C) the probability of each class at every word in packed order, for a readout at every word."""
    if params.layout.config.readout != "words":
        raise ValueError("the network has no answer at every word")
    return np.exp(log_probabilities(params, batch))


def loss_and_gradients(
    params: Params,
    batch: Batch,
    rule: GradientRule = "correct",
    gradients: Gradients | None = None,
    targets: Targets | None = None,
    masks: Masks = NO_MASKS,
) -> tuple[float, Gradients]:
    """The loss of a batch, the mean over its sentences, and the gradient of that mean.

    dWhy = dy r^T, dby = dy, dr = Why^T dy; the rest is the readout's, bptt.py's and the input's.

    Args:
        gradients: where the result is written; without it in memory of its own.
        targets: what the answers are held against; without it the batch's labels, or its tags at every word.
        masks: what dropout leaves out.
    """
    layout = params.layout
    readout = READOUTS[layout.config.readout]
    if targets is None:
        targets = Targets.of(batch, layout)
    rows = batch.words[:0] if layout.config.frozen else batch.vocabulary_rows
    if gradients is None:
        gradients = Gradients(layout, rows, params.flat.dtype)
    else:
        gradients.hold(rows)
    layers = read_layers(params, batch, masks)
    top = layers[-1].directions
    r = readout.read(batch, top, layout.hidden)
    answered = r if masks.readout is None else r * masks.readout
    log_p = log_softmax(scores(params, answered))  # (R, C)

    dy = targets.dy(log_p)
    answered.T.dot(dy, gradients.Why)
    if len(dy) == 1:  # the same, in less time
        gradients.by[:] = dy[0]
    else:
        np.add.reduce(dy, axis=0, out=gradients.by)
    dr = dy.dot(params.Why.T)
    if masks.readout is not None:
        dr *= masks.readout
    dlast, dwords = readout.backward(batch, top, r, dr)
    dz = backpropagate_layers(params, batch, layers, dlast, dwords, gradients, rule, masks.input)
    if layout.bounded and masks is NO_MASKS:
        gradients.dz = dz
    return targets.loss(log_p), gradients


def backpropagate_layers(
    params: Params,
    batch: Batch,
    layers: list[LayerRead],
    dlast: Array | None,
    dwords: Array | None,
    gradients: Gradients,
    rule: GradientRule = "correct",
    input_mask: Array | None = None,
    dcarries: list[list[Array]] | None = None,
) -> list[Array]:
    """Walk back from the top layer to the words and fill in the gradients of all layers and of the input.

    Args:
        layers: what ``read_layers`` gave for the same batch.
        dlast: (B, W) the gradient of each direction's final states; None if it is 0.
        dwords: (N, W) that of the top layer's states at every word; None if it is 0.
        input_mask: what dropout left out of the input.
        dcarries: if it is wanted, where the gradients of all carries are put, by layer and direction as
            ``backpropagate`` gives them.

    Returns:
        For every layer from the top and every direction (N, G * H) dL/d(inputs' part of the sums), in reading order.
    """
    cell = params.layout.cell
    all_dz: list[Array] = []
    for number in range(len(layers) - 1, -1, -1):
        x, reads = layers[number]
        into = gradients.layers[number]
        if len(reads) == 1:
            if dlast is None or cell.carries > 1:
                dlast = _of_the_carry(params, batch, dlast, 0)
            ends, outside = [dlast], [dwords]
        else:
            ends = [_of_the_carry(params, batch, dlast, direction) for direction in (0, 1)]
            outside = [None, None] if dwords is None else [*both_ways(batch, dwords)]
        by_direction = []
        for direction, weights in enumerate(params.layers[number].directions):
            dcarry = None
            if dcarries is not None:
                carry = reads[direction].carry
                dcarry = np.empty((len(batch) + len(carry) - 1, carry.shape[1]), carry.dtype)
                dcarries[number].append(dcarry)
            by_direction.append(
                backpropagate(
                    cell, weights, batch, reads[direction], ends[direction], outside[direction],
                    into.directions[direction], rule, dcarry,
                )
            )  # fmt: skip
        all_dz += by_direction
        dzx = by_direction[0]
        if len(reads) > 1:
            dzx = np.concatenate([dzx, by_direction[1].take(batch.mirror, axis=0)], axis=1)
        if number:
            assert x is not None
            x.T.dot(dzx, into.Wx)
            dlast, dwords = None, dzx.dot(params.layers[number].Wx.T)
        else:
            INPUTS[params.layout.config.input].backward(params, batch, x, input_mask, dzx, gradients)
    return all_dz


def _of_the_carry(params: Params, batch: Batch, dlast: Array | None, direction: int) -> Array:
    """(B, carries * H) dL/d(a direction's final carry): its part of (B, W) dlast, and 0 for what is not read out."""
    H, carries = params.layout.hidden, params.layout.cell.carries
    dcarry = np.zeros((len(batch), carries * H), params.flat.dtype)
    if dlast is not None:
        dcarry[:, :H] = dlast[:, direction * H : (direction + 1) * H]
    return dcarry
