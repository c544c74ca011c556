"""Random networks and sentences for the tests of the core."""

from dataclasses import dataclass, replace
from itertools import product
from typing import get_args

import numpy as np
import pytest

from rnn_core import Batch, Corpus, Layout, ModelConfig, Params, pack
from rnn_core.config import CellName, InputName, ReadoutName

# Every cell, number of layers and directions, input and readout. Units, classes, numbers a word and words are 3, 4, 5
# and 7, so that what is taken for something else seldom fits.
EVERY = tuple(
    ModelConfig(3, cell=cell, layers=layers, directions=directions, input=input, embedding_size=5, readout=readout)
    for cell, layers, directions, input, readout in product(
        get_args(CellName), (1, 2, 3), (1, 2), get_args(InputName), get_args(ReadoutName)
    )
)


def named(config: ModelConfig) -> str:
    """What a test of one network is called."""
    return f"{config.cell}-{config.layers}-{config.directions}-{config.input}-{config.readout}"


every_network = pytest.mark.parametrize("config", EVERY, ids=named)
one_way = pytest.mark.parametrize("config", [config for config in EVERY if config.directions == 1], ids=named)
both_ways = pytest.mark.parametrize("config", [config for config in EVERY if config.directions == 2], ids=named)


def sized(config: ModelConfig, hidden: int) -> ModelConfig:
    """The same network with another number of units."""
    return replace(config, hidden_size=hidden)


def random_params(config: ModelConfig, random: np.random.Generator, *, words: int = 7, classes: int = 4) -> Params:
    """Random weights, biases too, that neither saturate nor fade within a few words."""
    layout = Layout(config, words, classes)
    params = Params(random.standard_normal(layout.size) * 0.6, layout)
    if config.cell == "relu":  # its states could grow out of bounds, or all be 0 and leave nothing to explain
        params.flat *= 0.5
        for name, weights in params.named().items():
            if name.startswith("bh"):
                weights += 0.5
    return params


def plain(words: int, hidden: int, classes: int) -> Layout:
    """The tutorial's network: one layer of tanh, one-hot words, the last state read out."""
    return Layout(ModelConfig(hidden), words, classes)


@dataclass(frozen=True)
class Case:
    """A network with random weights and sentences for it to read."""

    params: Params
    corpus: Corpus

    @property
    def batch(self) -> Batch:
        return pack(self.corpus, range(len(self.corpus)))


def random_case(
    random: np.random.Generator,
    *,
    hidden: int | None = None,
    classes: int | None = None,
    sentences: int | None = None,
    lengths: tuple[int, int] = (1, 12),
    scale: float | None = None,
    words: int = 7,
) -> Case:
    """A random case; whatever is not given is drawn from the ranges that the gradient proof covers."""
    hidden = hidden or int(random.integers(1, 33))
    classes = classes or int(random.integers(2, 7))
    sentences = sentences or int(random.integers(1, 9))
    scale = scale or float(np.exp(random.uniform(np.log(1e-3), np.log(0.8))))
    layout = plain(words, hidden, classes)
    params = Params(random.standard_normal(layout.size) * scale, layout)
    encoded = [list(random.integers(0, words, random.integers(lengths[0], lengths[1] + 1))) for _ in range(sentences)]
    return Case(params, Corpus.of(encoded, random.integers(0, classes, sentences)))
