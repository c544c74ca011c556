"""What training tells: its events, a record of each epoch, and the state from which it can go on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from rnn_core.batch import IntArray
from rnn_core.params import Params


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


class WeightNorms(NamedTuple):
    """The Euclidean norm of each weight array."""

    Wxh: float
    Whh: float
    bh: float
    Why: float
    by: float


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
    weight_norms: WeightNorms
    on_plateau: bool  # the loss has not yet fallen clearly below that of answering label shares
    seconds: float = field(compare=False)  # of arithmetic


Event = Update | EvaluatedChunk | EpochRecord


@dataclass(frozen=True)
class Best:
    """The weights with the lowest loss so far: validation loss where there is one, else train loss."""

    epoch: int  # 0 before the first epoch's end
    loss: float
    params: Params


@dataclass(frozen=True)
class TrainState:
    """A copy of all it takes to go on to the bit, also in the middle of an epoch."""

    params: Params
    best: Best
    last_good: Params  # the weights at the end of the last epoch whose loss was sane
    epoch: int  # finished epochs
    order: IntArray  # (S,) the running epoch's order of sentences; empty between epochs
    position: int  # updates made in the running epoch
    order_random: Mapping[str, Any]  # state of the bit generator
    dropout_random: Mapping[str, Any]
    gradient_norms: tuple[float, ...]  # of the running epoch's updates
    clipped: int  # gradient elements clipped in the running epoch
    seconds: float  # spent in the running epoch
    on_plateau: bool
    epochs_blown_up: int  # in a row
