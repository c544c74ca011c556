"""The spine, for every network: each gradient against complex-step derivatives, none skipped."""

from collections import Counter
from itertools import product
from typing import get_args

import numpy as np
import pytest

from rnn_core import Corpus, Layout, ModelConfig, Params, complex_step_gradients, loss_and_gradients, pack
from rnn_core.config import CellName, InputName, ReadoutName
from rnn_core.dropout import Masks, mask
from rnn_core.gradcheck import relative_errors
from rnn_core.inputs import INPUTS
from rnn_core.model import read_layers, read_out

CONFIGURATIONS = 300
EVERY = list(product(get_args(CellName), (1, 2, 3), (1, 2), get_args(InputName), get_args(ReadoutName)))
WORDS = 5


def configuration(number: int) -> tuple[ModelConfig, np.random.Generator]:
    """Every combination once, in turn, and then some of them again with other sizes."""
    random = np.random.default_rng(number)
    cell, layers, directions, input, readout = EVERY[number % len(EVERY)]
    config = ModelConfig(
        int(random.integers(1, 5)), cell=cell, layers=layers, directions=directions, input=input,
        embedding_size=int(random.integers(1, 5)), readout=readout,
    )  # fmt: skip
    return config, random


def sentences(random: np.random.Generator, classes: int, tagged: bool) -> Corpus:
    """A ragged batch of up to five sentences, now and then an empty one among them."""
    lengths = random.integers(0 if random.random() < 0.3 else 1, 7, size=int(random.integers(1, 6)))
    lengths[0] = max(1, lengths[0])
    ids = [random.integers(0, WORDS, length).tolist() for length in lengths]
    corpus = Corpus.of(ids, random.integers(0, classes, len(ids)))
    tags = random.integers(0, classes, len(corpus.words))
    return Corpus(corpus.words, corpus.offsets, None, tags) if tagged else corpus


def check(number: int, *, dropout: bool = False) -> dict[str, float]:
    config, random = configuration(number)
    classes = int(random.integers(2, 5))
    layout = Layout(config, WORDS, classes)
    params = Params(random.standard_normal(layout.size) * random.uniform(0.3, 0.8), layout)
    corpus = sentences(random, classes, tagged=config.readout == "words" and random.random() < 0.5)
    batch = pack(corpus, range(len(corpus)))
    masks = Masks(None, None)
    if dropout:
        answers = len(batch.words) if config.readout == "words" else len(batch)
        width = INPUTS[config.input].mask_width(params)
        masks = Masks(
            mask((len(batch.words), width), 0.4, np.dtype(float), random),
            mask((answers, layout.read_out), 0.4, np.dtype(float), random),
        )
    # A check sees nothing where the network has no doubt, and p - 1 has few digits left: scores stay moderate.
    r = read_out(params, batch, read_layers(params, batch))
    params.Why /= max(1.0, float(np.abs(r).max()))
    _, gradients = loss_and_gradients(params, batch, masks=masks)
    assert np.isfinite(gradients.flat).all()
    return relative_errors(gradients.whole(), complex_step_gradients(params, batch, masks))


def test_every_gradient_of_300_networks_agrees_with_complex_step():
    worst: dict[str, float] = {}
    tried: Counter[str] = Counter()
    for number in range(CONFIGURATIONS):
        errors = check(number)
        cell = configuration(number)[0].cell
        tried[cell] += 1
        worst[cell] = max(worst.get(cell, 0.0), *errors.values())
    assert len(EVERY) == 192 <= CONFIGURATIONS and sum(tried.values()) == CONFIGURATIONS
    print(f"\n{CONFIGURATIONS} networks: worst {', '.join(f'{cell} {error:.1e}' for cell, error in worst.items())}")
    assert max(worst.values()) < 1e-10


def test_with_dropout_too():
    worst = max(max(check(number, dropout=True).values()) for number in range(len(EVERY)))
    print(f"\n{len(EVERY)} networks with dropout: worst {worst:.1e}")
    assert worst < 1e-10


@pytest.mark.parametrize("cell", get_args(CellName))
def test_the_way_backwards_is_the_way_forwards_on_reversed_sentences(cell):
    random = np.random.default_rng(0)
    layout = Layout(ModelConfig(3, cell=cell, directions=2), WORDS, 2)
    params = Params(random.standard_normal(layout.size), layout)
    swapped = params.copy()
    for name in ("Wxh", "Whh", "bh", *(("bn",) if cell == "gru" else ())):
        swapped[name][...], swapped[f"{name}_back"][...] = params[f"{name}_back"], params[name]
    swapped.Why[...] = np.vstack([params.Why[3:], params.Why[:3]])
    ids = [random.integers(0, WORDS, n).tolist() for n in (4, 1, 3)]
    there = loss_and_gradients(params, pack(Corpus.of(ids, [0, 1, 0]), range(3)))[0]
    back = loss_and_gradients(swapped, pack(Corpus.of([s[::-1] for s in ids], [0, 1, 0]), range(3)))[0]
    assert there == pytest.approx(back, rel=1e-14)


@pytest.mark.parametrize("combination", EVERY, ids=lambda c: "-".join(map(str, c)))
def test_packing_changes_nothing(combination):
    """A batch is the mean of its sentences, each in a batch of its own."""
    cell, layers, directions, input, readout = combination
    random = np.random.default_rng(1)
    layout = Layout(ModelConfig(3, cell=cell, layers=layers, directions=directions, input=input, embedding_size=2,
                                readout=readout), WORDS, 3)  # fmt: skip
    params = Params(random.standard_normal(layout.size) * 0.7, layout)
    ids = [random.integers(0, WORDS, n).tolist() for n in (5, 0, 1, 3, 3)]
    corpus = Corpus.of(ids, random.integers(0, 3, 5))
    loss, together = loss_and_gradients(params, pack(corpus, range(5)))
    alone = [loss_and_gradients(params, pack(corpus, [i])) for i in range(5)]
    assert loss == pytest.approx(np.mean([one for one, _ in alone]), abs=1e-12)
    mean = np.mean([gradients.whole().flat for _, gradients in alone], axis=0)
    np.testing.assert_allclose(together.whole().flat, mean, rtol=0, atol=1e-12)
