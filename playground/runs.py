"""A run: sentences, the settings it was begun with, the job that trains it, and what has been worked out about it."""

from dataclasses import dataclass, replace

from playground.jobs import Job
from playground.results import Results
from playground.sentences import Sentences
from playground.settings import Settings, chosen
from rnn_core import train
from rnn_core.vectors import load_vectors


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
        model, rows = settings.model, None
        if settings.vectors != "none":
            found = load_vectors(settings.vectors, sentences.dataset.vocabulary.words)
            model, rows = replace(model, embedding_size=found.width), found.rows_of(sentences.dataset.vocabulary)
        training = train(sentences.dataset, model, settings.training, vectors=rows)
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
