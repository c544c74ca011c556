"""How good some weights are: loss and accuracy, a batch at a time."""

from typing import NamedTuple

import numpy as np

from rnn_core.batch import Batch
from rnn_core.dataset import Dataset, Split
from rnn_core.ensemble import mean_log_probabilities
from rnn_core.errors import InvalidSetting
from rnn_core.layout import Layout
from rnn_core.params import Params
from rnn_core.readout import Targets


class Score(NamedTuple):
    """What an evaluation counts; scores add up.

    Attributes:
        loss: the sum over sentences.
        sentences: how many.
        right: how many answers are right.
        answers: how many were judged: one for each sentence or, where words have tags, one for each word.
    """

    loss: float
    sentences: int
    right: int
    answers: int

    def plus(self, other: "Score") -> "Score":
        """Both together."""
        return Score(
            self.loss + other.loss,
            self.sentences + other.sentences,
            self.right + other.right,
            self.answers + other.answers,
        )

    @property
    def means(self) -> tuple[float, float]:
        """Mean loss and accuracy."""
        return self.loss / self.sentences, self.right / max(1, self.answers)


NOTHING = Score(0.0, 0, 0, 0)


def evaluate_batch(params: Params, batch: Batch, *others: Params) -> Score:
    """Read a batch and hold the answers, or the mean of all networks' answers, against its labels."""
    with np.errstate(over="ignore", invalid="ignore"):  # a blown-up run is told by train.py, not by numpy
        targets = Targets.of(batch, params.layout)
        log_p = mean_log_probabilities((params, *others), batch)
        loss = float(targets.losses(log_p).sum())
    right = log_p.argmax(axis=1) == targets.labels
    if (
        targets.words is not None and batch.tags is None
    ):  # its sentence's label was asked at every word: the last counts
        right = right[batch.last[batch.last > 0] - 1]
    return Score(loss, len(batch), int(right.sum()), len(right))


def score(dataset: Dataset, split: Split, params: Params, *others: Params) -> Score:
    """What some weights answer on one split of a dataset, counted.

    Args:
        others: the weights of further networks of the same kind; then the mean of all answers is judged.

    Raises:
        InvalidSetting: that split has no sentences, or the weights are of another vocabulary or other classes.
    """
    config = params.layout.config
    fitting = Layout(config, dataset.vocabulary.rows, len(dataset.classes))
    answers_words = config.readout == "words" or not dataset.tagged
    one_kind = all(each.layout == fitting for each in (params, *others))
    if not one_kind or split not in dataset.batches or not answers_words:
        raise InvalidSetting(f"These weights cannot be evaluated on the {split} part of this dataset.")
    total = NOTHING
    for batch in dataset.batches[split]:
        total = total.plus(evaluate_batch(params, batch, *others))
    return total


def evaluate(dataset: Dataset, split: Split, params: Params, *others: Params) -> tuple[float, float]:
    """Mean loss and accuracy of some weights on one split of a dataset, or of the mean of several: see ``score``.

    Raises:
        InvalidSetting: as ``score``.
    """
    return score(dataset, split, params, *others).means
