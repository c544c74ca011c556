"""A run: sentences, the settings it was begun with, the job that trains it, and what has been worked out about it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from playground.jobs import Job
from playground.results import Results
from playground.sentences import Sentences
from playground.settings import Settings, chosen, facts_of, fitted
from rnn_core import Dataset, Training, train
from rnn_core.vectors import Vectors, load_vectors


def _vectors(settings: Settings, words: Collection[str]) -> Vectors | None:
    """Those of the words that an embedding begins with."""
    return None if settings.vectors == "none" else load_vectors(settings.vectors, words)


def _training(dataset: Dataset, settings: Settings, vectors: Vectors | None) -> Training:
    """A training at its start, of a dataset whose words were looked up."""
    if vectors is None:
        return train(dataset, settings.model, settings.training)
    model = replace(settings.model, embedding_size=vectors.width)
    return train(dataset, model, settings.training, vectors=vectors.rows_of(dataset.vocabulary))


def trainings_of_folds(dataset: Dataset, settings: Settings) -> Callable[[Dataset, int], Training]:
    """What begins a training of a fold of the dataset with a seed, else with these settings.

    A fold that is too small for a validation part does not stop early.

    Raises:
        InvalidDataset: there is a vector for none of the words.
    """
    vectors = _vectors(settings, dataset.tokenised.words)  # once for all folds, each of which knows other words

    def begin(fold: Dataset, seed: int) -> Training:
        values = {**settings.values, "seed": seed}
        return _training(fold, fitted(values, facts_of(values, fold)), vectors)

    return begin


@dataclass(frozen=True)
class Run:
    """One network and its training.

    Attributes:
        settings: those that it was begun with.
    """

    sentences: Sentences
    settings: Settings
    job: Job
    results: Results

    @classmethod
    def begin(
        cls,
        sentences: Sentences,
        settings: Settings,
        results: Results | None = None,
    ) -> "Run":
        """A run at epoch 0. The same settings and sentences give the same first weights.

        Args:
            results: what is known about the sentences from an earlier run.

        Raises:
            InvalidSetting: the settings do not go together, or not with the sentences.
            InvalidDataset: there is a vector for none of the words.
        """
        vectors = _vectors(settings, sentences.dataset.vocabulary.words)
        training = _training(sentences.dataset, settings, vectors)
        results = results or Results(sentences)
        results.checked = None  # of a network that is gone
        return cls(sentences, settings, Job(training, settings.epochs), results)

    @property
    def name(self) -> str:
        """What network it is: "LSTM, 16 units, 2 layers, both directions"."""
        parts = [chosen("cell", self.settings.cell).title, f"{self.settings.hidden_size} units"]
        if self.settings.layers > 1:
            parts.append(f"{self.settings.layers} layers")
        if self.settings.directions > 1:
            parts.append("both directions")
        return ", ".join(parts)
