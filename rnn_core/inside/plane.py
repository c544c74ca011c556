"""States and words as points in a plane: as they are where H = 2, else projected on two principal components."""

from dataclasses import dataclass

import numpy as np

from rnn_core.arrays import Array, IntArray
from rnn_core.batch import Batch, pack, pack_unlabelled
from rnn_core.dataset import Dataset
from rnn_core.errors import NotApplicable
from rnn_core.model import predict, read_out_at_end
from rnn_core.params import Params
from rnn_core.readout import log_softmax, scores


def probabilities_at(params: Params, r: Array) -> Array:
    """(n, C) softmax(Why r + by): what the network answers to what is read out.

    Args:
        r: (n, W); of the plain network states.
    """
    return np.exp(log_softmax(scores(params, r)))


def lattice(params: Params, steps: int) -> tuple[Array, Array]:
    """The answers all over the plane of a network with two units.

    Args:
        steps: points on each side of the square from -1 to 1.

    Returns:
        (steps^2, 2) the states, at the middles of equal cells, and (steps^2, C) the probabilities there.

    Raises:
        NotApplicable: what the network holds is more, or less, than two numbers.
    """
    config, carries = params.layout.config, params.layout.cell.carries
    if not config.hidden_size == 2 or not config.layers == config.directions == carries == 1:
        raise NotApplicable(
            "The plane of answers needs a network whose whole memory is two numbers: a hidden size of 2, one layer, "
            "one direction, and a cell other than the LSTM, which also holds a cell state."
        )
    side = (np.arange(steps) + 0.5) / steps * 2 - 1
    states = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    return states, probabilities_at(params, states)


@dataclass(frozen=True)
class Plane:
    """A plane in a space of H dimensions.

    Attributes:
        mean: (H,) the point that becomes (0, 0).
        axes: (H, 2) two directions of length 1, at right angles (or 0 where there is no second one).
        shares: how much of the points' variance lies along each axis.
        projected: whether something is left out; False for two dimensions as they are.
    """

    mean: Array
    axes: Array
    shares: tuple[float, float]
    projected: bool

    def of(self, points: Array) -> Array:
        """(n, 2) where points (n, H) fall."""
        fallen: Array = (points - self.mean) @ self.axes
        return fallen


def best_plane(points: Array) -> Plane:
    """The plane of the two principal components of some points (Pearson 1901); itself, if they have two dimensions.

    The sign of a component means nothing; the one is taken that makes its largest element positive, so that a
    picture does not flip from look to look.

    Args:
        points: (n, H), n at least 1.
    """
    H = points.shape[1]
    if H == 2:
        spread = points.var(axis=0)
        shares = spread / (spread.sum() or 1.0)
        return Plane(np.zeros(2), np.eye(2), (float(shares[0]), float(shares[1])), projected=False)
    mean = points.mean(axis=0)
    _, lengths, components = np.linalg.svd(points - mean, full_matrices=False)
    axes, variances = np.zeros((H, 2)), np.zeros(2)
    kept = min(2, len(lengths))
    variances[:kept] = lengths[:kept] ** 2
    for k in range(kept):
        largest = np.abs(components[k]).argmax()
        axes[:, k] = components[k] * (1 if components[k][largest] >= 0 else -1)
    shares = variances / (float((lengths**2).sum()) or 1.0)
    return Plane(mean, axes, (float(shares[0]), float(shares[1])), projected=True)


def endings(params: Params, batch: Batch) -> Array:
    """(B, W) what is read out at the end of each sentence, in packed order; of the plain network the last state."""
    return read_out_at_end(params, batch)


def some_sentences(dataset: Dataset, most: int) -> Batch:
    """At most so many training sentences, evenly spread over the part."""
    part = dataset.indices("train")
    return pack(dataset.corpus, part[:: max(1, -(-len(part) // most))])


def frequent_rows(dataset: Dataset, most: int) -> IntArray:
    """(n,) rows of the table: all, the unknown word's included, or those of the most frequent training words."""
    rows = dataset.vocabulary.rows
    if rows <= most:
        return np.arange(rows)
    by_count = np.argsort(-np.bincount(_training_words(dataset), minlength=rows), kind="stable")
    return np.sort(by_count[:most])


def alone(params: Params, rows: Array) -> Array:
    """(n, C) what the network answers to each word as a sentence of its own.

    Args:
        rows: (n,) rows of the table.
    """
    batch = pack_unlabelled([[int(row)] for row in rows])
    return predict(params, batch)  # all of one length, so packing keeps their order


def _training_words(dataset: Dataset) -> IntArray:
    corpus = dataset.corpus
    in_train = np.zeros(len(corpus), dtype=bool)
    in_train[dataset.indices("train")] = True
    words: IntArray = corpus.words[np.repeat(in_train, corpus.lengths)]
    return words
