"""An ensemble: several networks that differ by their seed, and the mean of their probabilities as one answer.

    p = (p_1 + ... + p_K) / K

(Hansen and Salamon 1990.) Each network makes some mistakes of its own, which its first weights and the order of its
sentences brought about; in the mean they weigh less. Letters: K networks, B sentences, N words, C classes.
"""

import hashlib
import math
from collections.abc import Sequence

import numpy as np

from rnn_core.arrays import Array
from rnn_core.batch import Batch
from rnn_core.config import TrainConfig
from rnn_core.model import log_probabilities, predict_log
from rnn_core.params import Params
from rnn_core.settings import Whole, settings_of


def member_seeds(seed: int, networks: int) -> list[int]:
    """The seeds of the members: seed, seed + 1 and so on; after the largest that a page offers comes 0."""
    described = settings_of(TrainConfig)["seed"]
    assert isinstance(described, Whole)
    around = described.offered[1] + 1
    return [seed + k if seed >= around else (seed + k) % around for k in range(networks)]


def mean_log_probabilities(members: Sequence[Params], batch: Batch) -> Array:
    """(R, C) the logarithms of the mean probabilities in packed order: a row for each sentence, or for each word.

    Of one network they are its own, to the bit.
    """
    return _mean([log_probabilities(params, batch) for params in members])


def predict_mean(members: Sequence[Params], batch: Batch) -> Array:
    """(B, C) the mean probability of each class after each sentence, in packed order."""
    return np.exp(_mean([predict_log(params, batch) for params in members]))


def predict_words_mean(members: Sequence[Params], batch: Batch) -> Array:
    """(N, C) the mean probability of each class at every word in packed order, for readouts at every word."""
    if any(params.layout.config.readout != "words" for params in members):
        raise ValueError("a network has no answer at every word")
    return np.exp(mean_log_probabilities(members, batch))


def _mean(logarithms: Sequence[Array]) -> Array:
    """The logarithm of the mean of probabilities, without underflow."""
    if len(logarithms) == 1:
        return logarithms[0]
    mean: Array = np.logaddexp.reduce(np.stack(logarithms)) - math.log(len(logarithms))
    return mean


def fingerprint_of_all(members: Sequence[Params]) -> str:
    """Eight hex characters that two ensembles share only if they have equal weights in the same order.

    Of one network they are its own.
    """
    return combined([params.fingerprint() for params in members])


def combined(fingerprints: Sequence[str]) -> str:
    """The fingerprint of networks that have these."""
    if len(fingerprints) == 1:
        return fingerprints[0]
    return hashlib.sha256(" ".join(fingerprints).encode()).hexdigest()[:8]
