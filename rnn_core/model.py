"""The network as a whole: its settings, first weights, predictions, loss and gradients."""

import math
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from rnn_core import limits
from rnn_core.batch import Batch
from rnn_core.bptt import GradientRule, backpropagate, unroll
from rnn_core.errors import InvalidSetting, require_choice
from rnn_core.params import Array, Gradients, Params, Shape

Initialisation = Literal["scaled", "blog"]
Dtype = Literal["float64", "float32"]


@dataclass(frozen=True)
class ModelConfig:
    """What network to build.

    Raises:
        InvalidSetting: a value is out of its range.
    """

    hidden_size: int = 16  # H, 1 to 256
    initialisation: Initialisation = "scaled"  # "scaled": N(0, 1/H); "blog": N(0, 1) / 1000
    dtype: Dtype = "float64"

    def __post_init__(self) -> None:
        if not isinstance(self.hidden_size, int) or not 1 <= self.hidden_size <= limits.MAX_HIDDEN_SIZE:
            raise InvalidSetting(
                f"The hidden size is {self.hidden_size!r}; it must be a whole number from 1 to "
                f"{limits.MAX_HIDDEN_SIZE}."
            )
        require_choice("initialisation", self.initialisation, get_args(Initialisation))
        require_choice("dtype", self.dtype, get_args(Dtype))


def initial_params(config: ModelConfig, words: int, classes: int, random: np.random.Generator) -> Params:
    """Draw the first weights; the biases begin at 0.

    Args:
        words: V, the rows of the vocabulary.
        classes: C.
        random: the stream for weights (seeds.py).

    Raises:
        InvalidSetting: the network would be larger than the cap on weights.
    """
    shape = Shape(words, config.hidden_size, classes)
    if shape.size > limits.MAX_WEIGHTS:
        raise InvalidSetting(
            f"{words:,} words and a hidden size of {config.hidden_size} make {shape.size:,} weights; "
            f"at most {limits.MAX_WEIGHTS:,} are possible. Choose a smaller hidden size, or drop rare words."
        )
    scale = 1 / math.sqrt(config.hidden_size) if config.initialisation == "scaled" else 1 / 1000
    params = Params(np.zeros(shape.size, config.dtype), shape)
    for weights in (params.Wxh, params.Whh, params.Why):
        weights[...] = random.standard_normal(weights.shape) * scale
    return params


def log_softmax(scores: Array) -> Array:
    """ln softmax(y) for each row, without overflow: the largest score is subtracted first.

    Args:
        scores: (..., C). Complex scores (the complex-step check) are shifted by a real number.
    """
    shifted: Array = scores - np.maximum.reduce(scores.real, axis=-1, keepdims=True)
    shifted -= np.log(np.add.reduce(np.exp(shifted), axis=-1, keepdims=True))
    return shifted


def log_probabilities(params: Params, batch: Batch) -> Array:
    """(B, C) the logarithm of each class's probability after each sentence, in packed order."""
    final = unroll(params, batch)[batch.last]
    return log_softmax(final @ params.Why + params.by)


def predict(params: Params, batch: Batch) -> Array:
    """(B, C) the probability of each class after each sentence, in packed order."""
    return np.exp(log_probabilities(params, batch))


def cross_entropy(log_p: Array, batch: Batch) -> Array:
    """(B,) the loss of each sentence: L = -ln p_c, where c is its class."""
    losses: Array = -log_p.take(batch.label_places(log_p.shape[1]))
    return losses


def loss_and_gradients(
    params: Params, batch: Batch, rule: GradientRule = "correct", gradients: Gradients | None = None
) -> tuple[float, Gradients]:
    """The loss of a batch, the mean over its sentences, and the gradient of that mean.

    dy = p - onehot(c), dWhy = dy h_n^T, dby = dy, dh_n = Why^T dy; the rest is bptt.py's.

    Args:
        gradients: where the result is written; without it in memory of its own.
    """
    if gradients is None:
        gradients = Gradients(params.shape, batch.vocabulary_rows, params.flat.dtype)
    else:
        gradients.hold(batch.vocabulary_rows)
    states = unroll(params, batch)
    final = states.take(batch.last, axis=0)  # (B, H)
    log_p = log_softmax(final.dot(params.Why) + params.by)  # (B, C)
    of_labels = batch.label_places(params.shape.classes)
    loss = -float(np.add.reduce(log_p.take(of_labels))) / len(batch)

    dy = np.exp(log_p)
    dy.ravel()[of_labels] -= 1.0
    dy /= len(batch)
    final.T.dot(dy, gradients.Why)
    np.add.reduce(dy, axis=0, out=gradients.by)
    gradients.dz = backpropagate(params, batch, states, dy.dot(params.Why.T), gradients, rule)
    return loss, gradients
