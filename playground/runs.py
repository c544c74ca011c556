"""A run: sentences, the settings it was begun with, the job that trains it, and what has been worked out about it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from playground.jobs import Job
from playground.kept_run import KeptRun
from playground.outcome import can_be_told
from playground.pretrained import Given, begun, sized
from playground.results import Results
from playground.room import NoRoom, baselines_bytes, run_bytes
from playground.sentences import Sentences
from playground.settings import Settings, facts_of, fitted, network_name
from playground.shared import room, scheduler
from playground.snapshot import Snapshot
from rnn_core import Dataset, RnnCoreError, Training, member_seeds


def trainings_of_folds(dataset: Dataset, settings: Settings, given: Given | None) -> Callable[[Dataset, int], Training]:
    """What begins a training of a fold of the dataset with a seed, else with these settings.

    A fold that is too small for a validation part does not stop early.

    Args:
        given: what the embedding of the run begins with.

    Raises:
        InvalidDataset, InvalidSetting: the vectors cannot be looked up for the words of the other parts.
    """
    # Once for all folds, each of which knows other words.
    every = replace(given, vectors=given.read(dataset.tokenised.words)) if given else None

    def begin(fold: Dataset, seed: int) -> Training:
        values = {**settings.values, "seed": seed}
        return begun(fold, fitted(values, facts_of(values, fold, settings.vectors == "own")), every)

    return begin


@dataclass(frozen=True)
class Run:
    """One network and its training, or several that differ by their seed.

    Attributes:
        settings: those that it was begun with.
        given: what the embedding began with; None for random numbers.
        loaded: whether it goes on from a file.
    """

    sentences: Sentences
    settings: Settings
    job: Job
    results: Results
    given: Given | None = None
    loaded: bool = False

    @classmethod
    def begin(
        cls,
        sentences: Sentences,
        settings: Settings,
        results: Results | None = None,
        given: Given | None = None,
    ) -> "Run":
        """A run at epoch 0. The same settings and sentences give the same first weights.

        Args:
            results: what is known about the sentences from an earlier run.
            given: what the embedding begins with, if the settings say so.

        Raises:
            InvalidSetting: the settings do not go together, or not with the sentences.
        """

        def network(seed: int) -> Training:
            return begun(sentences.dataset, replace(settings, seed=seed), given)

        first, *others = (partial(network, seed) for seed in member_seeds(settings.seed, settings.networks))
        results = results or Results(sentences)
        results.checked = None  # of a network that is gone
        return cls(sentences, settings, Job(first(), settings.epochs, others=others), results, given)

    def as_kept(self, number: int) -> KeptRun:
        """It as it is now, without what it learned from.

        Args:
            number: that it has among the runs of its session.
        """
        return KeptRun.of(number, self.sentences, self.settings, self.given, self.job.snapshot())

    @property
    def own_vectors(self) -> bool:
        """Whether its embedding began with vectors of the visitor's file."""
        return self.given is not None and self.given.upload is not None

    @property
    def dataset(self) -> Dataset:
        """Its sentences."""
        return self.sentences.dataset

    @property
    def needs(self) -> int:
        """About how many bytes of memory it takes."""
        return run_bytes(self.dataset, sized(self.settings, self.given))

    @property
    def long(self) -> float | None:
        """Seconds that it will take at full speed, if it has not begun and that is long."""
        if self.job.status != "ready":
            return None
        width = self.job.snapshot().params.layout.config.embedding_size  # that of the vectors, where there are any
        return self.results.forecast.long(replace(self.settings, embedding_size=width), room().admit)

    def look(self) -> Snapshot:
        """A look at it. What follows it by itself goes on meanwhile: the comparison with baselines.

        That begins once a run on the visitor's own sentences has ended, if there is enough to be tested on.
        """
        now, comparison = self.job.snapshot(), self.results.comparison
        comparison.look()
        ended = now.status == "finished" and self.sentences.own and can_be_told(self.dataset)
        wanted = comparison.status == "unwatched" or (comparison.status == "ready" and ended)
        if wanted and not comparison.refused:
            self.compare()
        return now

    def compare(self) -> None:
        """Fit the baselines, if there is room for what they need."""
        comparison = self.results.comparison
        try:
            room().admit(baselines_bytes(self.dataset))
        except NoRoom as error:
            comparison.refused = str(error)
        else:
            comparison.start()
            scheduler().add_heavy(comparison)

    def test_every_sentence(self) -> None:
        """Begin to test every sentence once by networks like the run's, or go on with that."""
        every = self.results.every_sentence
        try:
            if not every.running:
                one = sized(replace(self.settings, networks=1), self.given)  # at a time
                room().admit(run_bytes(self.dataset, one, history_bytes=0) + baselines_bytes(self.dataset))
                every.start(self.settings, trainings_of_folds(self.dataset, self.settings, self.given))
        except RnnCoreError as error:
            every.refused = str(error)
        every.play(scheduler())

    @property
    def name(self) -> str:
        """What network it is."""
        return network_name(self.settings)
