"""Models with random weights, of every kind, for the tests of what they are exported to; and scripts that are run."""

from itertools import product
from types import ModuleType
from typing import get_args

import numpy as np
import pytest

from rnn_core import Dataset, Example, ModelConfig, TextConfig, TrainConfig, train
from rnn_core.config import CellName, InputName, ReadoutName
from rnn_core.model_files import SavedModel, SavedNetwork
from tests.datasets import tagged
from tests.networks import named, random_params

# Units, labels, numbers a word and rows are 3, 4, 5 and 7, so that what is taken for something else seldom fits.
EVERY = tuple(
    ModelConfig(3, cell=cell, layers=layers, directions=directions, input=input, embedding_size=5, readout=readout)
    for cell, layers, directions, input, readout in product(
        get_args(CellName), (1, 2), (1, 2), get_args(InputName), get_args(ReadoutName)
    )
)
every_network = pytest.mark.parametrize("config", EVERY, ids=named)
every_tagging_network = pytest.mark.parametrize("config", [c for c in EVERY if c.readout == "words"], ids=named)
LARGEST = ModelConfig(3, cell="lstm", layers=3, directions=2, input="embedding", embedding_size=5)

SENTENCES = (
    "a b c d e f",
    "",
    "b",
    "f e not-known d",
    "not-known",
    "A a A c",
    "c b a d e f a b c d e f a b c d e f",  # longer than all others
)
TEXT = TextConfig(unknown="vector")
WORDLESS = Dataset(tuple(Example("a b", label, "train", label) for label in "xy"), TextConfig(min_count=9))
LABELS = ("v", "x", "y", "z")
ABOUT_SENTENCES = Dataset(tuple(Example("a b c d e f", label, "train", label) for label in LABELS), TEXT)
ABOUT_WORDS = tagged("a/v b/x c/y d/z e/v f/x", unknown="vector")

# What could end a literal, a line, a comment or a string, or be taken for a place in a template.
HOSTILE = ('"""', "'''", "\\", "\\N{DASH}", "{0}", "%s", "#", "\u2028", "\x00", "'+exit(1)+'", "é😀", '"],"labels":["')


def hostile() -> Dataset:
    """Words, and labels that are the same texts, as far as they can be words."""
    words = [word for word in HOSTILE if word.split() == [word]]
    return Dataset(tuple(Example(" ".join(words), label, "train", label) for label in HOSTILE))


def model(config: ModelConfig, dataset: Dataset = ABOUT_SENTENCES, networks: int = 1) -> SavedModel:
    """A model whose weights, biases too, are random and large enough to matter."""
    random = np.random.default_rng(0)
    members = [SavedNetwork.of(train(dataset, config, TrainConfig(seed=k)), []) for k in range(networks)]
    for member in members:
        params = member.state.params
        drawn = random_params(config, random, words=params.layout.words, classes=params.layout.classes)
        params.flat[:] = drawn.flat
    return SavedModel.of(dataset, config, TrainConfig(), members)


def module(script: bytes) -> ModuleType:
    """A script, imported."""
    made = ModuleType("script")
    exec(compile(script, "script.py", "exec"), made.__dict__)
    return made
