"""Which words decide? Two ways to ask, which need not agree.

Leave a word out and read again: what the network really does without it. Or gradient x input: how much the answer
would change at once, were what the word gives to the network (its column of Wxh, or of E) a little longer. Both are in
log-odds of a class, ln p_c / (1 - p_c), so that they can be compared, and so that 99 % to 99.99 % is not nothing.
"""

from dataclasses import dataclass

import numpy as np

from rnn_core.arrays import Array
from rnn_core.batch import pack_all_unlabelled
from rnn_core.inside.backwards import gradients_from_end
from rnn_core.model import predict_log
from rnn_core.params import Params
from rnn_core.readout import log_softmax
from rnn_core.trace import Trace


@dataclass(frozen=True)
class Saliency:
    """How much each word speaks for a class; positive is for it.

    Attributes:
        dropped: (T,) log-odds of the whole sentence minus those without the word.
        gradient: (T,) the word's column of Wxh, or of the embedding E, times the gradient there.
        without: (T,) the probability of the class without the word.
        agreement: cosine of the two: 1 where they tell the same story, 0 where they have nothing in common, -1 where
            they say the opposite; None if one of them is 0 all over.
        same_strongest: whether the same word is the strongest in both; False where one of them is 0 all over.
    """

    dropped: Array
    gradient: Array
    without: Array
    agreement: float | None
    same_strongest: bool


def log_odds(log_p: Array, class_id: int) -> Array:
    """ln p_c / (1 - p_c), without the cancellation of 1 - p_c.

    Args:
        log_p: (..., C) logarithms of probabilities, or scores: what all classes have in common drops out.
        class_id: c.
    """
    others = np.delete(log_p, class_id, axis=-1)
    highest = others.max(axis=-1, keepdims=True)
    total = highest[..., 0] + np.log(np.exp(others - highest).sum(axis=-1))
    odds: Array = log_p[..., class_id] - total
    return odds


def saliency(params: Params, read: Trace, class_id: int) -> Saliency:
    """Ask in both ways about every word of a sentence.

    Args:
        class_id: the class that the words speak for or against.

    Raises:
        ValueError: the sentence has no words.
    """
    T = len(read.ids)
    if not T:
        raise ValueError("a sentence without words")
    shorter = [read.ids[:t] + read.ids[t + 1 :] for t in range(T)]
    log_p = np.empty((T, params.layout.classes), params.flat.dtype)
    for batch in pack_all_unlabelled(shorter):
        log_p[batch.order] = predict_log(params, batch)
    dropped = log_odds(read.scores[-1], class_id) - log_odds(log_p, class_id)

    others = read.scores[-1].copy()
    others[class_id] = -np.inf
    dy = -np.exp(log_softmax(others))  # d log-odds / dy_k = -p_k / (1 - p_c), and 1 for c itself
    dy[class_id] = 1.0
    dx = gradients_from_end(params, read.batch(), params.Why @ dy).sums
    if not params.layout.one_hot:
        dx = dx @ params.layers[0].Wx.T
    gradient = (params.table[list(read.ids)] * dx).sum(axis=1)

    lengths = float(np.linalg.norm(dropped) * np.linalg.norm(gradient))
    return Saliency(
        dropped=dropped,
        gradient=gradient,
        without=np.exp(log_p[:, class_id]),
        agreement=float(dropped @ gradient) / lengths if lengths else None,
        same_strongest=bool(lengths and np.abs(dropped).argmax() == np.abs(gradient).argmax()),
    )
