"""A run: sentences, the settings it was begun with, the job that trains it, and what has been worked out about it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from playground.jobs import Job
from playground.pretrained import Given, begun
from playground.results import Results
from playground.sentences import Sentences
from playground.settings import Settings, chosen, facts_of, fitted
from rnn_core import Dataset, Training, member_seeds


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
    """

    sentences: Sentences
    settings: Settings
    job: Job
    results: Results
    given: Given | None = None

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

    @property
    def name(self) -> str:
        """What network it is: "LSTM, 16 units, 2 layers, both directions"."""
        parts = [chosen("cell", self.settings.cell).title, f"{self.settings.hidden_size} units"]
        if self.settings.layers > 1:
            parts.append(f"{self.settings.layers} layers")
        if self.settings.directions > 1:
            parts.append("both directions")
        if self.settings.networks > 1:
            parts.append(f"{self.settings.networks} networks that differ by their seed")
        return ", ".join(parts)
