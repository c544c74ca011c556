"""Stochastic gradient descent: clip the gradient, then take one step down it."""

import math
from typing import Literal

import numpy as np

from rnn_core.params import Gradients, Params

ClipBy = Literal["value", "norm", "none"]


def clip(gradients: Gradients, clip_by: ClipBy, threshold: float) -> tuple[float, int]:
    """Clip a gradient in place.

    By value (the tutorial's): every element is cut to [-threshold, threshold]. By norm: a gradient
    longer than the threshold is shortened to it (Pascanu et al. 2013).

    Returns:
        The norm before clipping, and how many gradient elements were changed; by norm that is all of
        them, the zero rows of Wxh included, or none.
    """
    flat = gradients.flat
    norm = math.sqrt(np.dot(flat, flat))
    # No element is larger than the norm or than the bound: one of them within the threshold proves that none is cut.
    if clip_by == "none" or norm <= threshold:
        return norm, 0
    if clip_by == "norm":
        np.multiply(flat, threshold / norm, out=flat)
        return norm, gradients.shape.size
    if gradients.bound() <= threshold:
        return norm, 0
    clipped = int(np.count_nonzero(np.abs(flat) > threshold))
    if clipped:
        np.clip(flat, -threshold, threshold, out=flat)
    return norm, clipped


def sgd(params: Params, gradients: Gradients, learning_rate: float) -> None:
    """One step of plain SGD, in place: W -= learning_rate * dW. The gradient is scaled in place."""
    gradients.flat *= learning_rate
    params.outside_Wxh -= gradients.outside_Wxh
    params.Wxh[gradients.rows] = params.Wxh.take(gradients.rows, axis=0) - gradients.Wxh_rows
