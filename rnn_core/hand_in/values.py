"""What is in a hand-in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from rnn_core.bundled_sets import bundled_set
from rnn_core.config import EnsembleConfig, ModelConfig, TrainConfig
from rnn_core.dataset import Dataset
from rnn_core.ensemble import combined
from rnn_core.packed import unpack
from rnn_core.records import EpochRecord

Vectors = Literal["none", "glove"]  # what an embedding begins with; other people's files do not travel

MOST_POINTS = 100  # of a curve


class Point(NamedTuple):
    """What one epoch came to."""

    epoch: int
    train_loss: float
    train_accuracy: float
    test_accuracy: float | None  # where there are sentences to be tested on

    @classmethod
    def of(cls, record: EpochRecord) -> "Point":
        """The figures of a record that a curve has."""
        return cls(record.epoch, record.train_loss, record.train_accuracy, record.test_accuracy)


@dataclass(frozen=True)
class HandedNetwork:
    """One network of a run, as far as it has been trained.

    Attributes:
        epochs, updates: finished epochs, and updates of the epoch after them.
        ended: whether its training has come to its end; then it answers with the weights that it keeps.
        fingerprint: of the weights that answer.
        first: the earliest epoch whose weights were kept, and their fingerprint; None if there is none.
        curve: some of its epochs, in order: of the first network those of ``on_a_curve``.
    """

    epochs: int
    updates: int
    ended: bool
    fingerprint: str
    first: tuple[int, str] | None
    curve: tuple[Point, ...]


class Answer(NamedTuple):
    """To a lesson: what was expected before it was tried, and what was found out; either may be empty."""

    lesson: str
    expected: str
    found: str


@dataclass(frozen=True)
class HandIn:
    """A run and what somebody says about it.

    Attributes:
        name: of the person, as it was typed; it may be empty.
        link: the query of the page's address, with every setting: "?dataset=sentiment&...".
        model, training, ensemble, vectors: the settings.
        dataset: the name of a bundled set, or "own-" and the fingerprint of the sentences.
        packed: sentences of one's own; empty for a bundled set.
        fingerprint: of the sentences.
        networks: one, or of several those that have come to their end.
        answers: to lessons.
    """

    name: str
    link: str
    model: ModelConfig
    training: TrainConfig
    ensemble: EnsembleConfig
    vectors: Vectors
    dataset: str
    packed: str
    fingerprint: str
    networks: tuple[HandedNetwork, ...]
    answers: tuple[Answer, ...]

    @property
    def weights(self) -> str:
        """The fingerprint of the weights that answer, as the page shows it."""
        return combined([network.fingerprint for network in self.networks])

    def sentences(self) -> Dataset:
        """The sentences.

        Raises:
            InvalidDataset: they cannot be used.
            ValueError: no bundled set is called so.
        """
        return unpack(self.packed).dataset() if self.packed else bundled_set(self.dataset)


def on_a_curve(epochs: int) -> list[int]:
    """Which of so many epochs a curve has: at most MOST_POINTS, evenly, the last one among them."""
    return list(range(epochs, 0, -epochs // MOST_POINTS))[::-1] if epochs else []


def thinned(records: Sequence[EpochRecord]) -> tuple[Point, ...]:
    """The curve of a network that has been trained from its first epoch on."""
    return tuple(Point.of(records[epoch - 1]) for epoch in on_a_curve(len(records)))
