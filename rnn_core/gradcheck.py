"""Proof of the gradients: numerical derivatives to hold the analytic ones against.

The complex step (Squire and Trapp 1998): f'(x) = Im f(x + ih) / h up to O(h^2), with no subtraction, so
h can be 1e-20 and the result is exact to rounding. Central differences are the cruder second opinion.
A check is blind where the error multiplies almost nothing: on one-word sentences, and where Whh is tiny.
"""

import numpy as np

from rnn_core.batch import Batch, IntArray
from rnn_core.model import cross_entropy, log_probabilities
from rnn_core.params import NAMES, Array, Params


def complex_step_derivatives(params: Params, batch: Batch, elements: IntArray, step: float = 1e-20) -> Array:
    """(n,) dL/dW for some weights, from the imaginary part of the loss.

    Args:
        elements: (n,) places in ``params.flat``.
    """
    shifted = Params(params.flat.astype(np.complex128), params.shape)

    def derivative(i: int) -> float:
        shifted.flat[i] += 1j * step
        loss = cross_entropy(log_probabilities(shifted, batch), batch).mean()
        shifted.flat[i] = params.flat[i]
        return float(loss.imag / step)

    return np.array([derivative(i) for i in elements])


def complex_step_gradients(params: Params, batch: Batch) -> Params:
    """dL/dW for every weight, by the complex step."""
    return Params(complex_step_derivatives(params, batch, np.arange(params.shape.size)), params.shape)


def central_difference_gradients(params: Params, batch: Batch, step: float = 1e-5) -> Params:
    """dL/dW for every weight, as (L(W + step) - L(W - step)) / (2 step)."""
    shifted = params.copy()

    def loss_at(i: int, value: float) -> float:
        shifted.flat[i] = value
        loss = cross_entropy(log_probabilities(shifted, batch), batch).mean()
        shifted.flat[i] = params.flat[i]
        return float(loss)

    def derivative(i: int) -> float:
        at = params.flat[i]
        return (loss_at(i, at + step) - loss_at(i, at - step)) / (2 * step)

    return Params(np.array([derivative(i) for i in range(params.shape.size)]), params.shape)


def relative_errors(analytic: Params, numerical: Params) -> dict[str, float]:
    """For each matrix the norm of the difference over the norm of the numerical gradient.

    Where both are 0 (Whh, when every sentence has one word) the error is 0.
    """
    errors = {}
    for name in NAMES:
        expected = getattr(numerical, name)
        difference = float(np.linalg.norm(getattr(analytic, name) - expected))
        errors[name] = difference / float(np.linalg.norm(expected)) if difference else 0.0
    return errors
