"""The run of a hand-in, trained again from its settings."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from rnn_core.dataset import Dataset
from rnn_core.ensemble import member_seeds
from rnn_core.errors import InvalidHandIn, RnnCoreError, TrainingDiverged
from rnn_core.hand_in.values import HandedNetwork, HandIn, Point
from rnn_core.params import Params
from rnn_core.records import EpochRecord, Update
from rnn_core.train import Training, train
from rnn_core.vectors import glove
from rnn_core.wording import counted

MOST_MEMORY = 1_000_000_000  # bytes of one update
_SOONEST = 1.0  # seconds of training by which it is foretold how long it will take
_ARRAYS = 12  # of the size of all states, that an update holds at most


class NotChecked(RnnCoreError):
    """A run that was not trained again, or not to the end; the message says why."""


@dataclass(frozen=True, eq=False)
class Again:
    """One network, trained again.

    Attributes:
        params: the weights that answer.
        first: fingerprint of the weights of the epoch that the hand-in names; "" if it names none.
        curve: figures by epoch.
    """

    params: Params
    first: str
    curve: Mapping[int, Point]


class Watch:
    """Foretells how long a run takes, from what it has taken so far.

    Args:
        limit: seconds that it may take.
        work: updates that it has.
        clock: seconds that never go back; tests give their own.
    """

    def __init__(self, limit: float, work: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit, self._work, self._clock = limit, work, clock
        self._begun = clock()
        self._done = 0

    def update(self) -> None:
        """One more update is made.

        Raises:
            NotChecked: it will take too long.
        """
        self._done += 1
        taken = self._clock() - self._begun
        foretold = max(taken, taken * self._work / self._done)
        if taken > min(_SOONEST, self._limit) and foretold > self._limit:
            raise NotChecked(
                f"It would take about {counted(round(foretold), 'second')}, and --limit is {self._limit:g}. "
                f"Check it with --limit {round(1.5 * foretold) + 1}."
            )


def recompute(
    hand_in: HandIn, dataset: Dataset, limit: float, clock: Callable[[], float] = time.monotonic
) -> list[Again]:
    """Train the networks of a hand-in again, each as far as it says.

    Args:
        dataset: its sentences.
        limit: seconds that this may take.

    Raises:
        InvalidHandIn: the run cannot have come to what is said.
        InvalidSetting, InvalidDataset: there is no such run.
        NotChecked: it takes too long, or too much memory.
    """
    _require_memory(hand_in, dataset)
    per_epoch = -(-len(dataset.indices("train")) // hand_in.training.batch_size)
    watch = Watch(limit, sum(n.epochs * per_epoch + n.updates for n in hand_in.networks), clock)
    found: list[Again] = []
    for training in _trainings(hand_in, dataset):
        try:
            found.append(_again(training, hand_in.networks[len(found)], watch))
        except TrainingDiverged as error:
            if not found:
                raise InvalidHandIn(f"Trained again, it comes to no end. {error}") from None
        if len(found) == len(hand_in.networks):
            return found
    raise InvalidHandIn(f"Only {counted(len(found), 'network')} of it came to a good end.")


def _trainings(hand_in: HandIn, dataset: Dataset) -> Iterator[Training]:
    """Each network at its first weights, when it is its turn."""
    model, rows = hand_in.model, None
    if hand_in.vectors == "glove" and model.input == "embedding":
        vectors = glove(dataset.vocabulary.words)
        model, rows = replace(model, embedding_size=vectors.width), vectors.rows_of(dataset.vocabulary)
    for seed in member_seeds(hand_in.training.seed, hand_in.ensemble.networks):
        yield train(dataset, model, replace(hand_in.training, seed=seed), vectors=rows)


def _again(training: Training, handed: HandedNetwork, watch: Watch) -> Again:
    """One network, as far as the hand-in says."""
    curve: dict[int, Point] = {}
    first, updates = "", 0
    while (training.epoch, updates) < (handed.epochs, handed.updates):
        event = next(training, None)
        if event is None:
            raise InvalidHandIn(f"It ends after epoch {training.epoch}, and {handed.epochs} epochs are said.")
        if isinstance(event, Update):
            updates = event.number
            watch.update()
        elif isinstance(event, EpochRecord):
            updates = 0
            curve[event.epoch] = Point.of(event)
            if handed.first and event.epoch == handed.first[0]:
                first = training.params.fingerprint()
    if (training.epoch, updates) != (handed.epochs, handed.updates):
        raise InvalidHandIn(
            f"An epoch of it has {training.updates_per_epoch:,} updates, and {handed.updates:,} are said."
        )
    if not handed.ended:
        return Again(training.params, first, curve)
    if next(training, None) is not None:
        raise InvalidHandIn(f"It does not end after epoch {handed.epochs}, as is said.")
    return Again(training.kept[1], first, curve)


def _require_memory(hand_in: HandIn, dataset: Dataset) -> None:
    """Raise NotChecked if an update would take more memory than one should who only looks at hand-ins."""
    lengths = np.sort(dataset.tokenised.lengths)[-hand_in.training.batch_size :]
    model = hand_in.model
    needed = int(lengths.sum()) * model.hidden_size * model.layers * model.directions * 8 * _ARRAYS
    if needed > MOST_MEMORY:
        raise NotChecked(f"One update of it would take about {needed / 1e9:.1f} GB of memory.")
