"""One sentence backwards: how strongly the loss depends on the state after each word."""

import numpy as np

from rnn_core.bptt import GradientRule, backpropagate
from rnn_core.params import Array, Gradients, Params
from rnn_core.trace import Trace


def state_gradients(params: Params, read: Trace, dh: Array, rule: GradientRule = "correct") -> tuple[Array, Array]:
    """Walk back from the last state.

    Args:
        dh: (H,) the gradient of whatever is asked about with respect to h_T.
        rule: "correct", or "published" for what the tutorial's code takes for the gradient.

    Returns:
        (1 + T, H) the gradient with respect to h_0 .. h_T, and (T, H) that with respect to z_1 .. z_T.
    """
    batch = read.batch()
    scratch = Gradients(params.shape, batch.vocabulary_rows, params.flat.dtype)
    dz = backpropagate(params, batch, read.states, dh[None, :].copy(), scratch, rule)
    back = params.Whh.T if rule == "correct" else params.Whh
    return np.vstack([dz @ back, dh]), dz


def loss_gradients(params: Params, read: Trace, label: int, rule: GradientRule = "correct") -> Array:
    """(1 + T, H) dL/dh_t, where L = -ln p_c is the loss of the sentence with class c.

    Its length at each word tells how much of the error signal gets there: vanishing and exploding gradients.

    Args:
        label: c.
    """
    dy = read.probabilities[-1].copy()
    dy[label] -= 1.0
    return state_gradients(params, read, params.Why @ dy, rule)[0]


def gradient_lengths(params: Params, read: Trace, label: int, rule: GradientRule = "correct") -> Array:
    """(1 + T,) the length of dL/dh_t after each word, before the first one too."""
    lengths: Array = np.linalg.norm(loss_gradients(params, read, label, rule), axis=1)
    return lengths
