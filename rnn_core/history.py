"""Weights of earlier epochs, within a budget of memory, thinned evenly when it is full."""

from collections.abc import Mapping
from types import MappingProxyType

from rnn_core.params import Params

FEWEST, MOST = 2, 250  # snapshots: so few are kept even if they are larger than the budget, more never


class History:
    """Snapshots of the weights at the ends of epochs 0, s, 2s, ...; s doubles when there is no room for more.

    Args:
        budget: bytes that all snapshots together may take.
    """

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._every = 1
        self._kept: Mapping[int, Params] = MappingProxyType({})

    @property
    def kept(self) -> Mapping[int, Params]:
        """The snapshots by epoch, the earliest first. This mapping never changes: a later look gives another."""
        return self._kept

    def add(self, epoch: int, params: Params) -> None:
        """Keep a copy of the weights at the end of an epoch, if it is one to be kept."""
        if epoch % self._every:
            return
        most = min(MOST, max(FEWEST, self._budget // params.flat.nbytes))
        kept = dict(self._kept)
        while len(kept) >= most and not (epoch % self._every):
            self._every *= 2
            kept = {e: snapshot for e, snapshot in kept.items() if e % self._every == 0}
        if epoch % self._every == 0:
            kept[epoch] = params.copy()
        self._kept = MappingProxyType(kept)
