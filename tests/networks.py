"""Random networks and sentences for the tests of the core."""

from dataclasses import dataclass

import numpy as np

from rnn_core import Batch, Corpus, Layout, ModelConfig, Params, pack


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
