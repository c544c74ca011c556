"""Settings that learn people's sentences, by how many there are to learn from: found by benchmarks/recipes.py.

What they have in common: every word reaches the answer through a mean or a maximum over the words, so that little has
to be carried through time; Adam; and, against learning the sentences by heart, dropout, weight decay, words read as
unknown and the epoch with the lowest validation loss. What differs is how much of it a set needs. The embedding begins
with what counting words knows, which so few sentences cannot teach it from nothing.
"""

import math
from dataclasses import dataclass, replace

from rnn_core import limits
from rnn_core.config import EMBEDDING_SIZES, ModelConfig, TrainConfig
from rnn_core.dataset import Dataset
from rnn_core.layout import Layout


@dataclass(frozen=True)
class Recipe:
    """A network and how to train it."""

    model: ModelConfig
    training: TrainConfig


PLAIN = Recipe(ModelConfig(), TrainConfig())  # the tutorial's

# Every word reaches the answer in one step, by the mean of the states, and begins with what counting words knows.
_MEAN = ModelConfig(
    64, directions=2, readout="mean", input="embedding", embedding_size=64, first_embedding="counts", dtype="float32"
)
# What has to be carried can be, and each unit answers for its best word.
_MAX = replace(_MEAN, cell="gru", readout="max")
# Given vectors know more, and are best left alone.
_GIVEN = replace(_MAX, first_embedding="random")

_FEW = TrainConfig(
    learning_rate=0.003,
    epochs=60,
    clip_by="norm",
    optimiser="adam",
    batch_size=4,
    dropout=0.3,
    word_dropout=0.1,
    early_stopping=20,
)
_HUNDREDS = replace(_FEW, epochs=20, batch_size=32, weight_decay=3.0, dropout=0.7, word_dropout=0.3, early_stopping=6)
_THOUSANDS = replace(_HUNDREDS, learning_rate=0.001, weight_decay=0.1, dropout=0.5, word_dropout=0.5)

# (Up to so many sentences to learn from, what learns them, what learns them from pretrained vectors.)
_BY_SIZE: tuple[tuple[float, Recipe, Recipe], ...] = (
    (200, Recipe(replace(_MAX, hidden_size=32, embedding_size=32), _FEW), Recipe(_GIVEN, _FEW)),
    (2000, Recipe(_MEAN, _HUNDREDS), Recipe(_GIVEN, replace(_THOUSANDS, learning_rate=0.003, word_dropout=0.3))),
    (math.inf, Recipe(_MEAN, _THOUSANDS), Recipe(_GIVEN, replace(_THOUSANDS, learning_rate=0.003))),
)


def suggest(dataset: Dataset, pretrained: bool = False) -> Recipe:
    """Settings to begin with.

    Where words are tagged each gets an answer of its own. Without a validation part no epoch can be chosen, so the run
    has half the epochs. The embedding becomes narrower where the network would be larger than the cap on weights.

    Args:
        pretrained: whether the embedding begins with given vectors; then its width is theirs.
    """
    size = len(dataset.indices("train"))
    recipe = next(of_vectors if pretrained else own for most, own, of_vectors in _BY_SIZE if size <= most)
    model, training = recipe.model, recipe.training
    if dataset.tagged:
        model = replace(model, readout="words")
    if training.early_stopping and not len(dataset.indices("validation")):
        training = replace(training, early_stopping=0, epochs=training.epochs // 2)
    rows, classes = dataset.vocabulary.rows, len(dataset.classes)
    for width in reversed(EMBEDDING_SIZES):
        if width < model.embedding_size and Layout(model, rows, classes).size > limits.MAX_WEIGHTS:
            model = replace(model, embedding_size=width)
    return Recipe(model, training)
