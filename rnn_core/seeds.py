"""Randomness: one independent stream per purpose, all from one seed.

A change of the network must not change the order in which sentences are read, nor the other way
round, so that two runs can be compared. Streams are the children that
``np.random.SeedSequence(seed).spawn()`` gives (numpy's documented way to independent streams).
"""

from enum import IntEnum

import numpy as np

from rnn_core.errors import InvalidSetting


class Stream(IntEnum):
    """What a stream of random numbers is for; the value is the number of the spawned child."""

    WEIGHTS = 0
    ORDER = 1
    SPLIT = 2
    WORD_DROPOUT = 3
    INPUT_DROPOUT = 4
    READOUT_DROPOUT = 5
    VALIDATION = 6
    SAMPLE = 7


def generator(seed: int, stream: Stream) -> np.random.Generator:
    """The random generator of one purpose.

    Args:
        seed: a whole number, 0 or larger.
        stream: what the numbers are for.

    Raises:
        InvalidSetting: the seed is negative or not a whole number.
    """
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise InvalidSetting(f"The seed is {seed!r}; it must be a whole number, 0 or larger.")
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(int(stream),)))
