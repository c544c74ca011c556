"""One look inside: some weights, of now or of an earlier epoch, and one sentence read with them."""

from collections.abc import Mapping
from dataclasses import dataclass

from playground.colours import ClassColours
from playground.sentences import Sentences
from rnn_core import Dataset, EpochRecord, Params, Trace, trace


@dataclass(frozen=True)
class Look:
    """What the views inside draw.

    Attributes:
        epoch: at whose end the weights were these; None for the weights of this moment.
        read: the sentence in the box, read with them.
        label: the class that it is held against: its own, if it is one of the dataset's, else what it is answered.
        known: whether that is its own.
    """

    sentences: Sentences
    params: Params
    epoch: int | None
    read: Trace
    label: int
    known: bool
    dark: bool

    @property
    def dataset(self) -> Dataset:
        """The run's sentences."""
        return self.sentences.dataset

    @property
    def colours(self) -> ClassColours:
        """The colours of their classes."""
        return self.sentences.colours

    @property
    def answer(self) -> int:
        """The class that the sentence is answered with."""
        return int(self.read.probabilities[-1].argmax())


def look(sentences: Sentences, params: Params, epoch: int | None, sentence: str, dark: bool) -> Look:
    """Read a sentence with some weights."""
    read = trace(params, sentences.dataset.vocabulary, sentence)
    own = sentences.labels.get(sentence)
    label = int(read.probabilities[-1].argmax()) if own is None else own
    return Look(sentences, params, epoch, read, label, own is not None, dark)


def nearest(history: Mapping[int, Params], epoch: int) -> int:
    """The latest epoch up to the wished one whose weights were kept; epoch 0 always is."""
    return max(kept for kept in history if kept <= epoch)


def record_of(records: tuple[EpochRecord, ...], epoch: int) -> EpochRecord | None:
    """What was recorded at the end of an epoch; None for epoch 0."""
    return records[epoch - 1] if epoch else None
