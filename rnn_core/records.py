"""What training tells: its events, a record of each epoch, and the state from which it can go on."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from rnn_core.arrays import IntArray
from rnn_core.params import Params
from rnn_core.seeds import Stream


class Update(NamedTuple):
    """One step of gradient descent was made."""

    epoch: int  # counted from 1
    number: int  # which update of the epoch this was, from 1
    total: int  # updates in an epoch
    sentences: IntArray  # (B,) which of the dataset's examples were read
    loss: float  # their mean loss before the update


class EvaluatedChunk(NamedTuple):
    """A piece of the evaluation at the end of an epoch is done; no weight has changed."""

    epoch: int


@dataclass(frozen=True)
class EpochRecord:
    """What one epoch came to. Losses and accuracies are of the weights at its end.

    (The tutorial's log shows the running value instead: each sentence counted before the update that it
    causes. Figures of the two kinds differ a little.)
    """

    epoch: int
    train_loss: float
    train_accuracy: float
    validation_loss: float | None
    validation_accuracy: float | None
    test_loss: float | None
    test_accuracy: float | None
    gradient_norm: float  # median over the epoch's updates, before clipping
    clipped_share: float  # clipped gradient elements, of all gradient elements
    weight_norms: Mapping[str, float]  # Euclidean, of each weight by its name
    on_plateau: bool  # the loss has not yet fallen clearly below that of answering label shares
    seconds: float = field(compare=False)  # of arithmetic


Event = Update | EvaluatedChunk | EpochRecord


@dataclass(frozen=True)
class Best:
    """The weights with the lowest loss so far: validation loss where there is one, else train loss."""

    epoch: int  # 0 before the first epoch's end
    loss: float
    params: Params


@dataclass
class TrainState:
    """All it takes to go on to the bit, also in the middle of an epoch: the one value that the training loop holds."""

    params: Params  # the present weights
    slots: tuple[Params, ...]  # what the optimiser remembers of each weight
    best: Best
    last_good: Params  # the weights at the end of the last epoch whose loss was sane
    random: dict[Stream, np.random.Generator]  # what each purpose draws from
    order: IntArray  # (S,) the running epoch's order of sentences; empty between epochs
    last_good_epoch: int = 0
    epoch: int = 0  # finished epochs
    position: int = 0  # updates made in the running epoch
    updates: int = 0  # made in all
    gradient_norms: list[float] = field(default_factory=list)  # of the running epoch's updates
    clipped: int = 0  # gradient elements clipped in the running epoch
    seconds: float = 0.0  # spent in the running epoch
    on_plateau: bool = True
    epochs_blown_up: int = 0  # in a row

    def copy(self) -> "TrainState":
        """The same in memory of its own, but for what never changes."""
        return replace(
            self,
            params=self.params.copy(),
            slots=tuple(slot.copy() for slot in self.slots),
            random=deepcopy(self.random),
            gradient_norms=list(self.gradient_norms),
        )
