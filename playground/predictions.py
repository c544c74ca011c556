"""What a network answers for every sentence of a dataset, as arrays, as a table and as a confusion matrix."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.charts.table import Columns
from rnn_core import Dataset, Params, predict
from rnn_core.dataset import Split

MAX_TABLE_ROWS = 1000  # a browser gets no more of them at once


@dataclass(frozen=True)
class Predictions:
    """The answers of some weights.

    Attributes:
        dataset: S sentences.
        answers: (S,) the predicted class of each.
        confidence: (S,) the probability that it is given.
    """

    dataset: Dataset
    answers: NDArray[np.intp]
    confidence: NDArray[np.float64]

    @classmethod
    def of(cls, dataset: Dataset, params: Params) -> "Predictions":
        """Read every sentence."""
        answers = np.empty(len(dataset.examples), dtype=np.intp)
        confidence = np.empty(len(dataset.examples))
        for batches in dataset.batches.values():
            for batch in batches:
                probabilities = predict(params, batch)
                answers[batch.order] = probabilities.argmax(axis=1)
                confidence[batch.order] = probabilities.max(axis=1)
        return cls(dataset, answers, confidence)

    @property
    def right(self) -> NDArray[np.bool_]:
        """(S,) which answers are right."""
        return np.equal(self.answers, self.dataset.label_ids)

    def confusion(self, split: Split) -> NDArray[np.intp]:
        """(C, C) how many sentences of a part have each true class (row) and each predicted class (column)."""
        C, part = len(self.dataset.classes), self.dataset.indices(split)
        pairs = self.dataset.label_ids[part] * C + self.answers[part]
        return np.bincount(pairs, minlength=C * C).reshape(C, C)

    def table(
        self,
        split: Split | None = None,
        true: str | None = None,
        predicted: str | None = None,
        only_wrong: bool = False,
    ) -> tuple[Columns, int]:
        """Sentences as the columns of a table: the wrong ones first, the surest mistake on top.

        Args:
            split, true, predicted: only sentences of this part, this label, this answer; None for all.
            only_wrong: leave out those that are right.

        Returns:
            At most MAX_TABLE_ROWS of them, and how many there are.
        """
        examples, classes = self.dataset.examples, self.dataset.classes
        right = self.right
        kept = ~right if only_wrong else np.ones(len(examples), dtype=bool)
        if split:
            kept &= np.isin(np.arange(len(examples)), self.dataset.indices(split))
        if true is not None:
            kept &= self.dataset.label_ids == classes.index(true)
        if predicted is not None:
            kept &= self.answers == classes.index(predicted)
        found = np.flatnonzero(kept)
        # Wrong before right; among the wrong the surest first, among the right the order of the file.
        order = found[np.lexsort((found, np.where(right[found], 0.0, -self.confidence[found]), right[found]))]
        first: list[Any] = order[:MAX_TABLE_ROWS].tolist()
        columns: Columns = {
            "right": ["✓" if right[i] else "✗" for i in first],
            "sentence": [examples[i].sentence for i in first],
            "prediction": [classes[self.answers[i]] for i in first],
            "probability": self.confidence[first],
            "label": [examples[i].label for i in first],
            "part": [examples[i].split for i in first],
            "at": [examples[i].at for i in first],
        }
        return columns, len(found)
