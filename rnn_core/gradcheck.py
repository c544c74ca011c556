"""Proof of the gradients: numerical derivatives to hold the analytic ones against.

The complex step (Squire and Trapp 1998): f'(x) = Im f(x + ih) / h up to O(h^2), with no subtraction, so
h can be 1e-20 and the result is exact to rounding. Central differences are the cruder second opinion.
A check is blind where the error multiplies almost nothing: on one-word sentences, and where Whh is tiny.
"""

import math

import numpy as np

from rnn_core.arrays import Array, IntArray
from rnn_core.batch import Batch
from rnn_core.dropout import Masks
from rnn_core.model import NO_MASKS, read_layers, read_out
from rnn_core.params import Params
from rnn_core.readout import Targets, log_softmax, scores


def loss_of(params: Params, batch: Batch, masks: Masks = NO_MASKS) -> complex:
    """The loss of a batch, the mean over its sentences; complex for complex weights."""
    r = read_out(params, batch, read_layers(params, batch, masks))
    if masks.readout is not None:
        r = r * masks.readout
    log_p = log_softmax(scores(params, r))
    return complex(Targets.of(batch, params.layout).losses(log_p).sum() / len(batch))


def complex_step_derivatives(
    params: Params, batch: Batch, elements: IntArray, step: float = 1e-20, masks: Masks = NO_MASKS
) -> Array:
    """(n,) dL/dW for some weights, from the imaginary part of the loss.

    Args:
        elements: (n,) places in ``params.flat``.
        masks: what dropout leaves out, the same for every weight.
    """
    shifted = Params(params.flat.astype(np.complex128), params.layout)

    def derivative(i: int) -> float:
        shifted.flat[i] += 1j * step
        loss = loss_of(shifted, batch, masks)
        shifted.flat[i] = params.flat[i]
        return loss.imag / step

    return np.array([derivative(i) for i in elements])


def complex_step_gradients(params: Params, batch: Batch, masks: Masks = NO_MASKS) -> Params:
    """dL/dW for every weight, by the complex step."""
    every = np.arange(params.layout.size)
    return Params(complex_step_derivatives(params, batch, every, masks=masks), params.layout)


def central_difference_gradients(params: Params, batch: Batch, step: float = 1e-5) -> Params:
    """dL/dW for every weight, as (L(W + step) - L(W - step)) / (2 step)."""
    shifted = params.copy()

    def loss_at(i: int, value: float) -> float:
        shifted.flat[i] = value
        loss = loss_of(shifted, batch).real
        shifted.flat[i] = params.flat[i]
        return loss

    def derivative(i: int) -> float:
        at = params.flat[i]
        return (loss_at(i, at + step) - loss_at(i, at - step)) / (2 * step)

    return Params(np.array([derivative(i) for i in range(params.layout.size)]), params.layout)


def relative_errors(analytic: Params, numerical: Params) -> dict[str, float]:
    """For each matrix the norm of the difference over the norm of the numerical gradient.

    Where both are 0 (Whh, when every sentence has one word) the error is 0.
    """
    errors = {}
    for name, expected in numerical.named().items():
        difference, length = (float(np.linalg.norm(values)) for values in (analytic[name] - expected, expected))
        errors[name] = difference / length if length else (math.inf if difference else 0.0)
    return errors
