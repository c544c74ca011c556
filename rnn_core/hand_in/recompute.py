"""The run of a hand-in, trained again from its settings."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from rnn_core.batch import Batch
from rnn_core.dataset import Dataset
from rnn_core.ensemble import member_seeds
from rnn_core.errors import InvalidHandIn, RnnCoreError, TrainingDiverged
from rnn_core.evaluation import NOTHING, evaluate_batch
from rnn_core.hand_in.values import HandedNetwork, HandIn, Point
from rnn_core.params import Params
from rnn_core.records import EpochRecord, EvaluatedChunk, Update
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
        epoch: whose these are.
        first: fingerprint of the weights of the epoch that the hand-in names; "" if it names none.
        curve: figures by epoch.
    """

    params: Params
    epoch: int
    first: str
    curve: Mapping[int, Point]


class Watch:
    """Foretells how long a run takes, from what each kind of work in it has taken so far.

    Args:
        limit: seconds that it may take.
        updates, chunks: so many are to be made, and so many batches to be evaluated.
        clock: seconds that never go back; tests give their own.
    """

    def __init__(self, limit: float, updates: int, chunks: int, clock: Callable[[], float]) -> None:
        self._limit, self._clock = limit, clock
        self._left = {"update": updates, "chunk": chunks}
        self._done = dict.fromkeys(self._left, 0)
        self._seconds = dict.fromkeys(self._left, 0.0)
        self._begun = self._last = clock()

    def done(self, kind: Literal["update", "chunk"], number: int = 1) -> None:
        """So many more are done.

        Raises:
            NotChecked: it will take too long.
        """
        now = self._clock()
        self._left[kind] -= number
        self._done[kind] += number
        self._seconds[kind] += now - self._last
        self._last, taken = now, now - self._begun
        foretold = taken
        for one, left in self._left.items():  # of what has not been tried yet nothing is known
            foretold += max(0, left) * self._seconds[one] / max(1, self._done[one])
        if taken > min(_SOONEST, self._limit) and foretold > self._limit:
            raise NotChecked(
                f"It would take about {counted(round(foretold), 'second')}, and --limit is {self._limit:g}. "
                f"Check it with --limit {round(1.5 * foretold) + 1}."
            )


def recompute(
    hand_in: HandIn, dataset: Dataset, limit: float, clock: Callable[[], float] = time.monotonic
) -> tuple[list[Again], float | None]:
    """Train the networks of a hand-in again, each as far as it says, and test them.

    Args:
        dataset: its sentences.
        limit: seconds that this may take.

    Returns:
        The networks, and the accuracy of their common answer on the test sentences; None if there are none.

    Raises:
        InvalidHandIn: the run cannot have come to what is said.
        InvalidSetting, InvalidDataset: there is no such run.
        NotChecked: it takes too long, or too much memory.
    """
    _require_memory(hand_in, dataset)
    networks, batches = hand_in.networks, dataset.batches
    per_epoch = -(-len(dataset.indices("train")) // hand_in.training.batch_size)
    updates = sum(network.epochs * per_epoch + network.updates for network in networks)
    evaluated = sum(network.epochs for network in networks) * sum(map(len, batches.values()))
    tests = batches.get("test", [])
    watch = Watch(limit, updates, evaluated + len(tests) * len(networks), clock)
    found: list[Again] = []
    for training in _trainings(hand_in, dataset):
        try:
            found.append(_again(training, networks[len(found)], watch))
        except TrainingDiverged as error:
            if not found:
                raise InvalidHandIn(f"Trained again, it comes to no end. {error}") from None
        if len(found) == len(networks):
            return found, _tested([again.params for again in found], tests, watch)
    raise InvalidHandIn(f"Only {counted(len(found), 'network')} of it came to a good end.")


def _tested(members: Sequence[Params], tests: Sequence[Batch], watch: Watch) -> float | None:
    """The share of the test sentences that networks answer rightly together; None if there are none."""
    total = NOTHING
    for batch in tests:
        total = total.plus(evaluate_batch(members[0], batch, *members[1:]))
        watch.done("chunk", len(members))
    return total.means[1] if tests else None


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
            watch.done("update")
        elif isinstance(event, EvaluatedChunk):
            watch.done("chunk")
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
        return Again(training.params, training.epoch, first, curve)
    if next(training, None) is not None:
        raise InvalidHandIn(f"It does not end after epoch {handed.epochs}, as is said.")
    epoch, params = training.kept
    return Again(params, epoch, first, curve)


def _require_memory(hand_in: HandIn, dataset: Dataset) -> None:
    """Raise NotChecked if an update would take more memory than one should who only looks at hand-ins."""
    lengths = np.sort(dataset.tokenised.lengths)[-hand_in.training.batch_size :]
    model = hand_in.model
    needed = int(lengths.sum()) * model.hidden_size * model.layers * model.directions * 8 * _ARRAYS
    if needed > MOST_MEMORY:
        raise NotChecked(f"One update of it would take about {needed / 1e9:.1f} GB of memory.")
