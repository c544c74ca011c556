"""The records of all epochs as one array: a row for each epoch, a column for each figure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnn_core.errors import InvalidModel
from rnn_core.records import EpochRecord

_FIGURES = tuple(field.name for field in fields(EpochRecord) if field.name != "weight_norms")
_NORM = "norm of "
_MAY_LACK = frozenset("validation_loss validation_accuracy test_loss test_accuracy".split())


@dataclass(frozen=True, eq=False)
class Curves:
    """What a run told at the end of each epoch. (Records take ten times the memory: they are made when asked for.)

    Attributes:
        columns: figures of EpochRecord, but for those of parts that the sentences do not have, and norms of weights.
        figures: (E, columns); a loss may be infinite, as that of a run that blew up is.
    """

    columns: tuple[str, ...]
    figures: NDArray[np.float64]

    @classmethod
    def of(cls, records: Sequence[EpochRecord]) -> "Curves":
        """Those of some records of one run."""
        if not records:
            return cls((), np.empty((0, 0)))
        names = [n for n in _FIGURES if n not in _MAY_LACK or getattr(records[0], n) is not None]
        weights = list(records[0].weight_norms)
        rows = [[*(getattr(r, n) for n in names), *(r.weight_norms[w] for w in weights)] for r in records]
        return cls((*names, *(_NORM + weight for weight in weights)), np.array(rows, dtype=np.float64))

    def records(self) -> Iterator[EpochRecord]:
        """The records again."""
        for row in self.figures.tolist():
            figures: dict[str, Any] = dict(zip(self.columns, row, strict=True))
            norms = {n.removeprefix(_NORM): figures.pop(n) for n in self.columns if n.startswith(_NORM)}
            figures |= {name: None for name in _MAY_LACK - figures.keys()}
            figures |= {"epoch": int(figures["epoch"]), "on_plateau": bool(figures["on_plateau"])}
            yield EpochRecord(**figures, weight_norms=norms)

    def require(self, weights: Sequence[str], epoch: int, field: str) -> None:
        """Raise InvalidModel unless these can be the curves of a network.

        Args:
            weights: their names.
            epoch: finished epochs.
            field: what messages call them.
        """
        needed = [name for name in _FIGURES if name not in _MAY_LACK or name in self.columns]
        if self.columns and list(self.columns) != needed + [_NORM + name for name in weights]:
            raise InvalidModel(f"{field}: its columns are not the figures of an epoch of this network.")
        epochs = self.figures[:, :1].ravel()
        rising = (np.diff(epochs, prepend=0.0) >= 1).all() and np.array_equal(epochs, np.floor(epochs))
        if not rising or (len(epochs) and epochs[-1] > epoch):
            raise InvalidModel(f"{field}: its epochs are not whole numbers that rise from 1 to {epoch:,}.")
