"""What one hidden unit is for: which words push it, and what it says about a class."""

from dataclasses import dataclass

import numpy as np

from rnn_core.inside.steps import score_terms
from rnn_core.params import Array, Params
from rnn_core.text import Vocabulary

UNKNOWN_WORD = "(any unknown word)"


def row_names(vocabulary: Vocabulary) -> tuple[str, ...]:
    """What each row of Wxh stands for: the words, and the unknown word if there is one."""
    return vocabulary.words + ((UNKNOWN_WORD,) if vocabulary.unknown_id is not None else ())


def effects(params: Params, state: Array, class_id: int) -> Array:
    """(H,) how much each unit speaks for a class, in score against the mean of all classes.

    (Why_ci - mean over classes of Why_ki) h_i. Only differences of scores count in a softmax; together with
    the biases' part, by_c minus the mean of by, they add up to y_c minus the mean of y.

    Args:
        state: (H,) h.
        class_id: c.
    """
    terms = score_terms(params, state)
    against_mean: Array = terms[class_id] - terms.mean(axis=0)
    return against_mean


@dataclass(frozen=True)
class Pushes:
    """The words that move a unit most: each with its weight Wxh_iw, the strongest first."""

    up: tuple[tuple[str, float], ...]
    down: tuple[tuple[str, float], ...]


def pushes(params: Params, vocabulary: Vocabulary, unit: int, most: int = 3) -> Pushes:
    """Which words push a unit up and which down.

    Args:
        unit: i, from 0.
        most: how many words of each kind at most.
    """
    names = row_names(vocabulary)
    weights = params.Wxh[:, unit]
    order = np.argsort(weights, kind="stable")
    down = tuple((names[i], float(weights[i])) for i in order[:most] if weights[i] < 0)
    up = tuple((names[i], float(weights[i])) for i in order[::-1][:most] if weights[i] > 0)
    return Pushes(up, down)
