"""A run as it was when it was replaced by another: its settings, curves and figures, and what can still answer."""

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from playground.epochs import COLUMNS, Numbers
from playground.pretrained import Given
from playground.sentences import Sentences
from playground.settings import Settings
from playground.snapshot import Snapshot
from rnn_core import Dataset, Params, fingerprint_of_all
from rnn_core.dataset import Split
from rnn_core.model_files import Curves, SavedModel, SavedNetwork

Measure = Literal["accuracy", "loss"]


@dataclass(frozen=True, eq=False)
class KeptRun:
    """A run without what it learned from.

    Attributes:
        number: tells the runs of a session apart; the first one's is 1.
        title: what its sentences are called, other people's text.
        link_name: what a link calls them.
        settings: those that it was begun with.
        vectors: the file that its embedding began with, other people's text; empty if it did with none.
        numbers: (E, 8) of its finished epochs, see epochs.COLUMNS; of several networks the first one's.
        epoch: whose weights it came to: the last one, or the best if it might stop early.
        finished: whether it came to a good end.
        problem: why it came to a bad one; empty if it did not.
        fingerprint: of the weights; empty where none are of the end of an epoch, of which the figures tell.
        model: what answers with them, without what it takes to go on; None where there is no fingerprint, and once it
            was let go.
    """

    number: int
    title: str
    link_name: str
    settings: Settings
    vectors: str
    numbers: Numbers
    epoch: int
    finished: bool
    problem: str
    fingerprint: str = ""
    model: SavedModel | None = field(default=None, repr=False)

    @classmethod
    def of(cls, number: int, sentences: Sentences, settings: Settings, given: Given | None, now: Snapshot) -> "KeptRun":
        """A run as a look shows it. While it plays, weights and fingerprint are left out: they are gone in a moment.

        Args:
            given: what the embedding began with.
        """
        networks = () if now.status == "playing" else _networks(settings, now)
        model = _model(sentences.dataset, settings, networks) if networks else None
        return cls(
            number=number,
            title=sentences.title,
            link_name=sentences.link_name,
            settings=settings,
            vectors=given.upload.name if given and given.upload else "",
            numbers=now.numbers,
            epoch=now.kept_epoch or now.epoch,
            finished=now.status == "finished",
            problem=now.problem or "",
            fingerprint=fingerprint_of_all(model.kept) if model else "",
            model=model,
        )

    @property
    def epochs(self) -> int:
        """How many it has finished."""
        return len(self.numbers)

    @property
    def has_validation(self) -> bool:
        """Whether there is a validation part."""
        return bool(np.isfinite(self._column("validation", "loss")).any())

    def figure(self, part: Split, measure: Measure) -> float | None:
        """The loss on a part of the sentences, or the share that is right, with the weights that it came to."""
        value = float(self._column(part, measure)[self.epoch - 1]) if self.epoch else np.nan
        return None if np.isnan(value) else value

    def best(self, measure: Measure) -> tuple[Split, float, int] | None:
        """Its best figure, of validation or, without that part, of train, never of test: part, figure, first epoch."""
        part: Split = "validation" if self.has_validation else "train"
        values = self._column(part, measure)
        if not np.isfinite(values).any():
            return None
        at = int(np.nanargmax(values) if measure == "accuracy" else np.nanargmin(values))
        return part, float(values[at]), at + 1

    def answers(self, sentence: str) -> list[tuple[str, float]]:
        """The class that is taken for a sentence and its probability; of tagged sentences, those of each word read.

        There is none where no word is read, nor once the weights were let go.
        """
        if self.model is None:
            return []
        (found,) = self.model.classifier.answers([sentence])
        if found.silent:
            return []
        return [(found.classes[int(row.argmax())], float(row.max())) for row in found.probabilities]

    def begins_as(self, other: "KeptRun") -> bool:
        """Whether the other one is the same run, to the bit, and has come as far as this or farther."""
        return (self.settings, self.link_name, self.vectors) == (
            other.settings, other.link_name, other.vectors,
        ) and np.array_equal(self.numbers, other.numbers[: self.epochs], equal_nan=True)  # fmt: skip

    @property
    def weights_gone(self) -> bool:
        """Whether it had weights that were let go."""
        return bool(self.fingerprint) and self.model is None

    def alone(self) -> "KeptRun":
        """The same with numbers of its own, which do not hold on to the memory of the run that made them."""
        return replace(self, numbers=self.numbers.copy())

    def _column(self, part: Split, measure: Measure) -> Numbers:
        return self.numbers[:, COLUMNS.index(f"{part}_{measure}")]


def with_before(runs: tuple[KeptRun, ...]) -> list[tuple[KeptRun | None, KeptRun]]:
    """Each run with the one before it."""
    return list(zip((None, *runs), runs, strict=False))


def _networks(settings: Settings, now: Snapshot) -> tuple[SavedNetwork, ...]:
    """Those that the figures tell of; none of a run that blew up, or that was left within an epoch too long ago."""
    if now.status == "failed" or not now.epoch:
        return ()
    if len(now.members) > 1:
        return tuple(_network(one.seed, one.epochs, one.epoch, one.params) for one in now.members)
    # Of the first network within an epoch the present weights are none that a figure tells of.
    params = now.history.get(now.epoch) if now.update and not now.members else now.params
    seed = now.members[0].seed if now.members else settings.seed
    return (_network(seed, now.epoch, now.kept_epoch or now.epoch, params),) if params else ()


def _network(seed: int, epochs: int, kept_epoch: int, params: Params) -> SavedNetwork:
    return SavedNetwork(seed, epochs, kept_epoch, params, None, Curves.of([]))


def _model(dataset: Dataset, settings: Settings, networks: tuple[SavedNetwork, ...]) -> SavedModel:
    model = networks[0].kept.layout.config  # its embedding is as wide as the vectors that it began with
    return SavedModel.of(dataset, model, settings.training, networks, of_networks=settings.networks)
