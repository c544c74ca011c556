"""The network as the equations write it, in plain loops apart from the engine: what is shown is compared with it."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from rnn_core import Params, Trace, Vocabulary, trace
from tests.networks import random_case

WORDS = Vocabulary(("and", "bad", "good", "happy", "not", "sad", "very"))
STEP = 1e-20  # of complex-step derivatives


@dataclass(frozen=True)
class Head:
    """Why (C, W), by (C,): what is answered to what is read out."""

    Why: np.ndarray
    by: np.ndarray

    def scores(self, r: np.ndarray) -> np.ndarray:
        return self.Why @ r + self.by

    def probabilities(self, r: np.ndarray) -> np.ndarray:
        y = self.scores(r)
        p = np.exp(y - y.real.max())
        return p / p.sum()

    def log_odds(self, r: np.ndarray, class_id: int) -> complex:
        """ln p_c / (1 - p_c) = y_c - ln sum_(k != c) exp y_k."""
        y = self.scores(r)
        return y[class_id] - np.log(sum(np.exp(y[k]) for k in range(len(y)) if k != class_id))


@dataclass(frozen=True)
class Network(Head):
    """The tutorial's: Wxh (H, V), Whh (H, H), bh (H,). Columns are what is multiplied."""

    Wxh: np.ndarray
    Whh: np.ndarray
    bh: np.ndarray

    def states(self, ids: Iterable[int], h: np.ndarray | None = None) -> list[np.ndarray]:
        """h, and the state after each word that is read from there; h_0 = 0 is where a sentence begins."""
        states = [np.zeros(len(self.bh)) if h is None else h]
        for i in ids:
            states.append(np.tanh(self.Wxh[:, i] + self.Whh @ states[-1] + self.bh))
        return states


def equations(params: Params) -> Network:
    return Network(params.Why.T, params.by, params["Wxh"].T, params["Whh"].T, params["bh"])


def network(seed: int, **drawn) -> Params:
    """Random weights for WORDS."""
    return random_case(np.random.default_rng(seed), **drawn).params


def sentence(seed: int, length: int) -> str:
    return " ".join(np.random.default_rng(seed).choice(WORDS.words, length))


def random_reading(seed: int, length: int, **drawn) -> tuple[Params, Trace]:
    """Random weights, and a random sentence read with them."""
    params = network(seed, **drawn)
    return params, trace(params, WORDS, sentence(seed, length))
