"""From a gradient to new weights: clip it, let the optimiser turn it into a direction, take one step.

An optimiser is arithmetic on one array of gradient elements and as many arrays of its own memory (slots) as it needs.
It is asked twice in an update: for the weights that every sentence touches, and for the rows of the table whose words
occurred. Other rows are not touched, and their slots wait as they are: a moment does not decay while its word does not
occur, and Adam's correction counts all updates (as torch.optim.SparseAdam does). So an update costs what the words that
occur cost.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from rnn_core.arrays import Array
from rnn_core.config import ClipBy, OptimiserName
from rnn_core.params import Gradients, Params


class Optimiser(Protocol):
    """One way to turn a gradient into a direction.

    Attributes:
        slots: how many numbers it remembers for each weight; they begin at 0.
    """

    @property
    def slots(self) -> int: ...

    def direction(self, g: Array, slots: Sequence[Array], t: int) -> None:
        """Turn a gradient into the direction that the learning rate multiplies, in place.

        Args:
            g: gradient elements.
            slots: arrays of the same shape; brought up to date in place.
            t: which update this is, counted from 1.
        """
        ...


@dataclass(frozen=True)
class Sgd:
    """Plain stochastic gradient descent: the gradient itself."""

    slots: int = 0

    def direction(self, g: Array, slots: Sequence[Array], t: int) -> None:
        return


@dataclass(frozen=True)
class Momentum:
    """v = m v + g, and the direction is v (Polyak 1964)."""

    m: float = 0.9
    slots: int = 1

    def direction(self, g: Array, slots: Sequence[Array], t: int) -> None:
        (v,) = slots
        v *= self.m
        v += g
        g[...] = v


@dataclass(frozen=True)
class RmsProp:
    """s = a s + (1 - a) g^2, and the direction is g / (sqrt(s) + eps) (Tieleman and Hinton 2012)."""

    a: float = 0.99
    eps: float = 1e-8
    slots: int = 1

    def direction(self, g: Array, slots: Sequence[Array], t: int) -> None:
        (s,) = slots
        s *= self.a
        s += (1 - self.a) * (g * g)
        length = np.sqrt(s)
        length += self.eps
        g /= length


@dataclass(frozen=True)
class Adam:
    """m = b1 m + (1 - b1) g,  v = b2 v + (1 - b2) g^2, and the direction is m' / (sqrt(v') + eps), where
    m' = m / (1 - b1^t) and v' = v / (1 - b2^t) make up for the beginning at 0 (Kingma and Ba 2015)."""

    b1: float = 0.9
    b2: float = 0.999
    eps: float = 1e-8
    slots: int = 2

    def direction(self, g: Array, slots: Sequence[Array], t: int) -> None:
        m, v = slots
        m *= self.b1
        m += (1 - self.b1) * g
        g *= g
        g *= 1 - self.b2
        v *= self.b2
        v += g
        np.sqrt(v, out=g)
        g *= 1 / math.sqrt(1 - self.b2**t)
        g += self.eps
        np.divide(m, g, out=g)
        g *= 1 / (1 - self.b1**t)


OPTIMISERS: dict[OptimiserName, Optimiser] = {
    "sgd": Sgd(), "momentum": Momentum(), "rmsprop": RmsProp(), "adam": Adam()
}  # fmt: skip


def clip(gradients: Gradients, clip_by: ClipBy, threshold: float) -> tuple[float, int]:
    """Clip a gradient in place.

    By value (the tutorial's): every element is cut to [-threshold, threshold]. By norm: a gradient
    longer than the threshold is shortened to it (Pascanu et al. 2013).

    Returns:
        The norm before clipping, and how many gradient elements were changed; by norm that is all of
        them, the table's zero rows included, or none.
    """
    flat = gradients.flat
    norm = math.sqrt(np.dot(flat, flat))
    # No element is larger than the norm or than the bound: one of them within the threshold proves that none is cut.
    if clip_by == "none" or norm <= threshold:
        return norm, 0
    if clip_by == "norm":
        np.multiply(flat, threshold / norm, out=flat)
        return norm, gradients.layout.trained
    if gradients.bound() <= threshold:
        return norm, 0
    clipped = int(np.count_nonzero(np.abs(flat) > threshold))
    if clipped:
        np.clip(flat, -threshold, threshold, out=flat)
    return norm, clipped


def first_slots(optimiser: Optimiser, params: Params) -> tuple[Params, ...]:
    """What an optimiser remembers before the first update: zeros, as many for each weight as it needs."""
    return tuple(Params.zeros(params.layout, params.flat.dtype) for _ in range(optimiser.slots))


def descend(
    optimiser: Optimiser,
    params: Params,
    gradients: Gradients,
    slots: tuple[Params, ...],
    learning_rate: float,
    weight_decay: float,
    t: int,
) -> None:
    """One step of descent, in place; the gradient is used up.

    Weight decay is decoupled from the gradient (Loshchilov and Hutter 2019): W -= learning_rate * weight_decay * W,
    for every weight that is touched.
    """
    rows = gradients.rows
    if slots:
        optimiser.direction(gradients.dense, [slot.dense for slot in slots], t)
        if len(rows):
            of_rows = [slot.table.take(rows, axis=0) for slot in slots]
            optimiser.direction(gradients.table, of_rows, t)
            for slot, values in zip(slots, of_rows, strict=True):
                slot.table[rows] = values
    if weight_decay:
        kept = 1 - learning_rate * weight_decay
        params.dense *= kept
        params.table[rows] *= kept
    gradients.flat *= learning_rate
    params.dense -= gradients.dense
    if len(rows):
        params.table[rows] = params.table.take(rows, 0) - gradients.table
