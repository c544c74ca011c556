"""One look inside: some weights, of now or of an earlier epoch, and one sentence read with them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from playground.colours import ClassColours
from playground.sentences import Sentences
from rnn_core import Dataset, EpochRecord, ModelConfig, Params, Trace, trace


@dataclass(frozen=True)
class Look:
    """What the views inside draw.

    Attributes:
        epoch: at whose end the weights were these; None for the weights as they are now.
        read: the sentence in the box, read with them.
        label: the class that it is held against: its own, if it is one of the dataset's, else what it is answered;
            where every word has a label, that of the last word.
        known: whether that is its own.
        still: whether no training goes on, so that it will not be drawn anew on the next tick.
    """

    sentences: Sentences
    params: Params
    epoch: int | None
    read: Trace
    label: int
    known: bool
    dark: bool
    still: bool

    @property
    def dataset(self) -> Dataset:
        """The run's sentences."""
        return self.sentences.dataset

    @property
    def colours(self) -> ClassColours:
        """The colours of their classes."""
        return self.sentences.colours

    @property
    def model(self) -> ModelConfig:
        """What network it is."""
        return self.params.layout.config

    @property
    def answer(self) -> int:
        """The class that the sentence, or its last word, is answered with."""
        return int(self.read.probabilities[-1].argmax())

    @property
    def turn(self) -> int:
        """The word, from 1, at which the answer turns last; 1 if it never does."""
        answers = self.read.probabilities.argmax(axis=1)
        turns = np.flatnonzero(answers[1:] != answers[:-1])
        return int(turns[-1]) + 1 if len(turns) else 1


def look(sentences: Sentences, params: Params, epoch: int | None, sentence: str, dark: bool, still: bool) -> Look:
    """Read a sentence with some weights."""
    read = trace(params, sentences.dataset.vocabulary, sentence)
    own = (
        _tag_of_the_last_word(sentences, sentence, read) if sentences.dataset.tagged else sentences.labels.get(sentence)
    )
    label = int(read.probabilities[-1].argmax()) if own is None else own
    return Look(sentences, params, epoch, read, label, own is not None, dark, still)


def _tag_of_the_last_word(sentences: Sentences, sentence: str, read: Trace) -> int | None:
    """The tag of the last word that is read; None if the sentence is none of the dataset's."""
    tags = sentences.tags.get(sentence, ())
    skips = sentences.dataset.vocabulary.unknown_id is None
    of_read = [tag for tag, known in zip(tags, read.known, strict=True) if known or not skips] if tags else []
    return of_read[-1] if of_read else None


def nearest(history: Mapping[int, Params], epoch: int) -> int:
    """The latest epoch up to the wished one whose weights were kept; epoch 0 always is."""
    return max(kept for kept in history if kept <= epoch)


def record_of(records: tuple[EpochRecord, ...], epoch: int) -> EpochRecord | None:
    """What was recorded at the end of an epoch; None for epoch 0."""
    return records[epoch - 1] if epoch else None
