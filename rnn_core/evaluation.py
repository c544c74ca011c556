"""How good some weights are: loss and accuracy, a batch at a time."""

import numpy as np

from rnn_core.batch import Batch
from rnn_core.dataset import Dataset, Split
from rnn_core.errors import InvalidSetting
from rnn_core.model import cross_entropy, log_probabilities
from rnn_core.params import Params, Shape


def evaluate_batch(params: Params, batch: Batch) -> tuple[float, int]:
    """The summed loss of a batch and how many of its sentences are classified correctly."""
    with np.errstate(over="ignore", invalid="ignore"):  # a blown-up run is told by train.py, not by numpy
        log_p = log_probabilities(params, batch)
        losses = cross_entropy(log_p, batch)
    return float(losses.sum()), int((log_p.argmax(axis=1) == batch.labels).sum())


def evaluate(dataset: Dataset, split: Split, params: Params) -> tuple[float, float]:
    """Mean loss and accuracy of some weights on one part of a dataset.

    Raises:
        InvalidSetting: that part has no sentences, or the weights are of another vocabulary or other classes.
    """
    fitting = Shape(dataset.vocabulary.rows, params.shape.hidden, len(dataset.classes))
    if params.shape != fitting or split not in dataset.batches:
        raise InvalidSetting(f"These weights cannot be evaluated on the {split} part of this dataset.")
    batches = dataset.batches[split]
    results = [evaluate_batch(params, batch) for batch in batches]
    sentences = sum(map(len, batches))
    return sum(loss for loss, _ in results) / sentences, sum(hits for _, hits in results) / sentences
