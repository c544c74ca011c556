"""The norms of all weights over the epochs, as arrays that grow with the run."""

from collections.abc import Mapping, Sequence

import numpy as np

from playground.epochs import Numbers
from rnn_core import EpochRecord


class WeightNorms:
    """Norms of one run's weights; each record is looked at once."""

    def __init__(self) -> None:
        self._first: EpochRecord | None = None
        self._rows: Numbers = np.empty((0, 0))

    def of(self, records: Sequence[EpochRecord]) -> Mapping[str, Numbers]:
        """(E,) for each weight by its name.

        Args:
            records: E of them, at least one; more of the same run than the last time, or those of another.
        """
        names = records[0].weight_norms
        if self._first is not records[0] or len(records) < len(self._rows):
            self._first, self._rows = records[0], np.empty((0, len(names)))
        new = [[*record.weight_norms.values()] for record in records[len(self._rows) :]]
        if new:
            self._rows = np.concatenate([self._rows, new])
        return dict(zip(names, self._rows.T, strict=True))
