"""Schedules: how the learning rate changes over a run."""

import math
from collections.abc import Callable

from rnn_core.config import Schedule

WARM_UP = 0.1  # share of the updates


def constant(done: float) -> float:
    """The learning rate as it is set."""
    return 1.0


def stepwise(done: float) -> float:
    """A tenth of it after half of the updates, a hundredth after three quarters."""
    return 1.0 if done <= 0.5 else 0.1 if done <= 0.75 else 0.01


def cosine(done: float) -> float:
    """Down to nothing along half a wave (Loshchilov and Hutter 2017)."""
    return (1 + math.cos(math.pi * done)) / 2


def warm_up(done: float) -> float:
    """Evenly up over the first tenth of the updates, then as it is set (Goyal et al. 2017)."""
    return min(1.0, done / WARM_UP)


# Each gives the share of the learning rate for an update; ``done`` is that update's number over the number of all.
SCHEDULES: dict[Schedule, Callable[[float], float]] = {
    "constant": constant, "step": stepwise, "cosine": cosine, "warm-up": warm_up
}  # fmt: skip
