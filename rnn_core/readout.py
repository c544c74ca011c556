"""The readouts: what is read out of the states, the answer that is made of it, and how wrong that is.

    y = Why r + by,   p = softmax(y),   L = -ln p_c

where r is the last state, the mean or the maximum over the words, or the state at every word. Letters: B sentences,
N words, W = directions * H columns of states side by side, C classes.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np

from rnn_core.arrays import Array, IntArray
from rnn_core.batch import Batch
from rnn_core.bptt import Unrolled
from rnn_core.config import ReadoutName
from rnn_core.layout import Layout
from rnn_core.params import Params


class Readout(Protocol):
    """One way to read out the top layer's states."""

    def read(self, batch: Batch, top: Sequence[Unrolled], H: int) -> Array:
        """What is read out: (B, W), or (N, W) at every word."""
        ...

    def backward(self, batch: Batch, top: Sequence[Unrolled], r: Array, dr: Array) -> tuple[Array | None, Array | None]:
        """Where the gradient of what was read out goes.

        Args:
            r: what ``read`` gave.
            dr: dL/dr, of the same shape; may be overwritten.

        Returns:
            (B, W) dL/d(each direction's final states) and (N, W) dL/d(the states at every word), None where it is 0.
        """
        ...

    def after_each_word(self, states: Array) -> Array:
        """(1 + T, W) what would be read out if the sentence ended after each word.

        Args:
            states: (1 + T, H) of one sentence that is read in one direction.
        """
        ...


def at_words(batch: Batch, top: Sequence[Unrolled], H: int) -> Array:
    """(N, W) the states at every word, those of the way backwards put beside the same words."""
    first = top[0].states(H)[1:]
    if len(top) == 1:
        return first
    return np.concatenate([first, top[1].states(H)[1:].take(batch.mirror, axis=0)], axis=1)


class Last:
    """The last state; of two directions both ends, each with the whole sentence behind it."""

    def read(self, batch: Batch, top: Sequence[Unrolled], H: int) -> Array:
        if len(top) == 1 and top[0].carry.shape[1] == H:
            return batch.at_the_ends(top[0].carry)
        return np.concatenate([batch.at_the_ends(read.carry)[:, :H] for read in top], axis=1)

    def backward(self, batch: Batch, top: Sequence[Unrolled], r: Array, dr: Array) -> tuple[Array | None, Array | None]:
        return dr, None

    def after_each_word(self, states: Array) -> Array:
        return states


class Mean:
    """The mean of the states at all words; 0 for a sentence without words."""

    def read(self, batch: Batch, top: Sequence[Unrolled], H: int) -> Array:
        states = at_words(batch, top, H)
        mean = np.zeros((len(batch), states.shape[1]), states.dtype)
        if len(states):
            starts = batch.sentence_starts
            np.add.reduceat(states.take(batch.by_sentence, axis=0), starts, axis=0, out=mean[: len(starts)])
            mean /= np.maximum(batch.lengths, 1).astype(states.real.dtype)[:, None]
        return mean

    def backward(self, batch: Batch, top: Sequence[Unrolled], r: Array, dr: Array) -> tuple[Array | None, Array | None]:
        dr /= np.maximum(batch.lengths, 1).astype(dr.dtype)[:, None]
        return None, dr.take(batch.sentence, axis=0)

    def after_each_word(self, states: Array) -> Array:
        words = np.arange(len(states), dtype=states.dtype)[:, None]
        return np.asarray(np.cumsum(states, axis=0) / np.maximum(words, 1))


class Max:
    """Of every unit its largest state at any word (the earliest, of several); 0 for a sentence without words."""

    def read(self, batch: Batch, top: Sequence[Unrolled], H: int) -> Array:
        states = at_words(batch, top, H)
        largest = np.zeros((len(batch), states.shape[1]), states.dtype)
        if len(states):
            starts = batch.sentence_starts
            # (of complex numbers, under a complex step, the one with the largest real part)
            np.maximum.reduceat(states.take(batch.by_sentence, axis=0), starts, axis=0, out=largest[: len(starts)])
        return largest

    def backward(self, batch: Batch, top: Sequence[Unrolled], r: Array, dr: Array) -> tuple[Array | None, Array | None]:
        N, W = len(batch.words), r.shape[1]
        dwords = np.zeros((N, W), dr.dtype)
        if N:
            states = at_words(batch, top, W // len(top))
            here = np.arange(N)[:, None]
            where = np.where(states == r.take(batch.sentence, axis=0), here, N)
            first = np.minimum.reduceat(where.take(batch.by_sentence, axis=0), batch.sentence_starts, axis=0)
            first = np.minimum(first, N - 1)  # of states that are no numbers none is the largest
            dwords[first, np.arange(W)] = dr[: len(first)]
        return None, dwords

    def after_each_word(self, states: Array) -> Array:
        largest = states.copy()  # row 0 is h_0 = 0, of a sentence without words
        np.maximum.accumulate(states[1:], axis=0, out=largest[1:])
        return largest


class Words:
    """The state at every word: many-to-many, an answer for each."""

    def read(self, batch: Batch, top: Sequence[Unrolled], H: int) -> Array:
        return at_words(batch, top, H)

    def backward(self, batch: Batch, top: Sequence[Unrolled], r: Array, dr: Array) -> tuple[Array | None, Array | None]:
        return None, dr

    def after_each_word(self, states: Array) -> Array:
        return states


READOUTS: dict[ReadoutName, Readout] = {"last": Last(), "mean": Mean(), "max": Max(), "words": Words()}


class Targets(NamedTuple):
    """What the answers are held against.

    Attributes:
        labels: (R,) the class id of every answer.
        places: (R,) where that stands in a flattened (R, C) array.
        one_hot: (R, C) 1 there and 0 elsewhere.
        words: (R,) how many answers the sentence of each has; None for one each.
        sentences: B. The loss is the mean over sentences of the mean over a sentence's answers.
    """

    labels: IntArray
    places: IntArray
    one_hot: Array
    words: IntArray | None
    sentences: int

    @classmethod
    def of(cls, batch: Batch, layout: Layout) -> "Targets":
        """The targets of a batch: its labels; at every word its tags or, where it has none, its sentence's label."""
        words = None
        labels = batch.labels
        if layout.config.readout == "words":
            words = batch.lengths[batch.sentence]
            if batch.tags is not None:
                labels = batch.tags
            elif labels is not None:
                labels = labels[batch.sentence]
        assert labels is not None, "sentences that are only to be read have nothing to be held against"
        places = np.arange(0, len(labels) * layout.classes, layout.classes) + labels
        one_hot = np.zeros((len(labels), layout.classes), layout.config.dtype)
        one_hot.ravel()[places] = 1.0
        return cls(labels, places, one_hot, words, len(batch))

    def losses(self, log_p: Array) -> Array:
        """(R,) -ln p_c of every answer, divided by the number of answers that its sentence has."""
        losses: Array = -log_p.take(self.places)
        return losses if self.words is None else losses / self.words

    def loss(self, log_p: Array) -> float:
        """The mean of -ln p_c."""
        if len(self.labels) == self.sentences == 1:  # the same, in less time
            return -float(log_p.item(self.labels.item()))
        right = log_p.take(self.places)
        if self.words is not None:
            right /= self.words
        return -float(np.add.reduce(right)) / self.sentences

    def dy(self, log_p: Array) -> Array:
        """(R, C) the gradient of the mean of -ln p_c: dy = p - onehot(c), divided as the loss is."""
        dy: Array = np.exp(log_p)
        dy -= self.one_hot
        if self.sentences > 1:
            dy /= self.sentences
        if self.words is not None:
            dy /= self.words.astype(dy.dtype)[:, None]
        return dy


def scores(params: Params, r: Array) -> Array:
    """(n, C) y = Why r + by.

    Args:
        r: (n, W) what was read out.
    """
    y: Array = r.dot(params.Why)
    y += params.by
    return y


def log_softmax(scores: Array) -> Array:
    """ln softmax(y) for each row, without overflow: the largest score is subtracted first.

    Args:
        scores: (..., C). Complex scores (the complex-step check) are shifted by a real number.
    """
    # (axis, dtype, out, keepdims: to be read by their names they take longer than a sum of this size.)
    highest = np.maximum.reduce(scores.real, -1, None, None, True)  # type: ignore[call-overload]
    shifted: Array = scores - highest
    shifted -= np.log(np.add.reduce(np.exp(shifted), -1, None, None, True))  # type: ignore[call-overload]
    return shifted
