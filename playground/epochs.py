"""The numbers of finished epochs as an array that grows, for charts that look at them on every tick."""

import numpy as np
from numpy.typing import NDArray

from rnn_core import EpochRecord

Numbers = NDArray[np.float64]

COLUMNS = (
    "train_loss", "test_loss", "validation_loss", "train_accuracy", "test_accuracy", "validation_accuracy",
    "gradient_norm", "clipped_share",
)  # fmt: skip


class Epochs:
    """One row for each finished epoch, one column for each of COLUMNS; nan for what there is not."""

    def __init__(self) -> None:
        self._rows = np.empty((64, len(COLUMNS)))
        self._filled = 0

    def add(self, record: EpochRecord) -> None:
        """One more epoch."""
        if self._filled == len(self._rows):
            self._rows = np.concatenate([self._rows, np.empty_like(self._rows)])
        self._rows[self._filled] = [getattr(record, column) for column in COLUMNS]  # None becomes nan
        self._filled += 1

    @property
    def numbers(self) -> Numbers:
        """(E, 8) the epochs so far. A row never changes, so a look stays what it was."""
        return self._rows[: self._filled]
