"""A run: sentences, the settings it was begun with, the job that trains it, and what has been worked out about it."""

from dataclasses import dataclass, replace
from functools import partial

from playground.jobs import Job
from playground.results import Results
from playground.sentences import Sentences
from playground.settings import Settings, chosen
from rnn_core import Training, member_seeds, train
from rnn_core.vectors import load_vectors


@dataclass(frozen=True)
class Run:
    """One network and its training, or several that differ by their seed.

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
        model, rows = settings.model, None
        if settings.vectors != "none":
            found = load_vectors(settings.vectors, sentences.dataset.vocabulary.words)
            model, rows = replace(model, embedding_size=found.width), found.rows_of(sentences.dataset.vocabulary)

        def network(seed: int) -> Training:
            return train(sentences.dataset, model, replace(settings.training, seed=seed), vectors=rows)

        first, *others = (partial(network, seed) for seed in member_seeds(settings.seed, settings.networks))
        results = results or Results(sentences)
        results.checked = None  # of a network that is gone
        return cls(sentences, settings, Job(first(), settings.epochs, others=others), results)

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
