"""One sentence backwards: how strongly the loss depends on what the network holds after each word."""

from typing import NamedTuple

import numpy as np

from rnn_core.arrays import Array
from rnn_core.batch import Batch
from rnn_core.config import GradientRule
from rnn_core.errors import NotApplicable
from rnn_core.model import backpropagate_layers, read_layers, read_out
from rnn_core.params import Gradients, Params
from rnn_core.readout import READOUTS
from rnn_core.trace import Trace


class SentenceGradients(NamedTuple):
    """The gradient of something that is asked about each of B sentences of N words in all; mostly B = 1, N = T.

    Attributes:
        carries: by layer and direction (B + N, carries * H), with respect to what it holds before each sentence's first
            word and then after every word, packed in the order of reading: h, for the LSTM c beside it.
        sums: (N, directions * G * H) with respect to the words' part of the first layer's sums.
    """

    carries: list[list[Array]]
    sums: Array


def gradients_from_end(params: Params, batch: Batch, dr: Array, rule: GradientRule = "correct") -> SentenceGradients:
    """Walk back from what is read out at the end.

    Args:
        batch: one sentence, or several.
        dr: (B, W) the gradient of whatever is asked about with respect to what is read out at the end; (W,) for one.
        rule: "correct", or "published" for what the tutorial's code takes for the gradient.

    Raises:
        NotApplicable: the published rule is not defined for this network.
    """
    layout = params.layout
    if rule == "published" and not layout.config.of_the_tutorial:
        raise NotApplicable("The published rule exists for one layer of tanh that reads in one direction.")
    readout = READOUTS[layout.config.readout]
    layers = read_layers(params, batch)
    r = read_out(params, batch, layers)
    dr = np.atleast_2d(dr).astype(r.dtype)
    if layout.config.readout == "words":  # asked at the last word, where there is one
        at_last, dr = dr[batch.last > 0], np.zeros_like(r)
        dr[batch.last[batch.last > 0] - 1] = at_last
    dlast, dwords = readout.backward(batch, layers[-1].directions, r, dr)
    rows = batch.words[:0] if layout.config.frozen else batch.vocabulary_rows
    scratch = Gradients(layout, rows, params.flat.dtype)
    carries: list[list[Array]] = [[] for _ in layers]
    dz = backpropagate_layers(params, batch, layers, dlast, dwords, scratch, rule, dcarries=carries)
    first = dz[-layout.config.directions :]
    return SentenceGradients(
        carries,
        first[0] if len(first) == 1 else np.concatenate([first[0], first[1].take(batch.mirror, axis=0)], axis=1),
    )


def loss_gradients(
    params: Params,
    read: Trace,
    label: int,
    rule: GradientRule = "correct",
    layer: int | None = None,
    direction: int = 0,
) -> Array:
    """(1 + T, carries * H) dL/dh_t, for the LSTM dL/dc_t beside it, where L = -ln p_c is the loss with class c.

    h and c are taken as independent of each other, as what is carried on: dL/dc after the last word is 0.

    Its length at each word tells how much of the error signal gets there: vanishing and exploding gradients.

    Args:
        label: c.
        layer: counted from 0; the top one if it is not said.
        direction: 0 forwards; 1 backwards, whose rows are in the order of reading.

    Raises:
        NotApplicable: the published rule is not defined for this network.
        ValueError: it has no such layer or direction.
    """
    layer = params.layout.config.layers - 1 if layer is None else layer
    params.layout.require(layer, direction)
    dy = read.probabilities[-1].copy()
    dy[label] -= 1.0
    return gradients_from_end(params, read.batch(), params.Why @ dy, rule).carries[layer][direction]


def gradient_lengths(
    params: Params,
    read: Trace,
    label: int,
    rule: GradientRule = "correct",
    layer: int | None = None,
    direction: int = 0,
) -> Array:
    """(1 + T,) the length of that gradient after each word, before the first one too."""
    lengths: Array = np.linalg.norm(loss_gradients(params, read, label, rule, layer, direction), axis=1)
    return lengths
