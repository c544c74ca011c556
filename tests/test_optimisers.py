"""The optimisers: each step by hand, and what a step touches: the words that occur and nothing of the others."""

import importlib
import math
import tracemalloc
from dataclasses import dataclass, field

import numpy as np
import pytest

from rnn_core import Dataset, Example, Gradients, Layout, ModelConfig, Params, TrainConfig, Update, train
from rnn_core.optim import OPTIMISERS, clip, descend, first_slots
from tests.networks import plain

loop = importlib.import_module("rnn_core.train")  # the module; `rnn_core.train` is the function
SHAPE = plain(3, 2, 2)


def directions(name: str, *gradients: float) -> list[float]:
    """What one weight's gradients are turned into, one update after the other."""
    optimiser = OPTIMISERS[name]
    slots = [np.zeros(1) for _ in range(optimiser.slots)]
    seen = []
    for t, gradient in enumerate(gradients, 1):
        g = np.array([gradient])
        optimiser.direction(g, slots, t)
        seen.append(float(g[0]))
    return seen


# By hand.


def test_sgd_goes_along_the_gradient_itself():
    assert directions("sgd", 2.0, -1.0, 0.0) == [2.0, -1.0, 0.0]


def test_momentum_by_hand():
    # v = 0.9 v + g:  2;  0.9 * 2 - 1 = 0.8;  0.9 * 0.8 + 0 = 0.72
    assert directions("momentum", 2.0, -1.0, 0.0) == pytest.approx([2.0, 0.8, 0.72], rel=1e-15)


def test_rmsprop_by_hand():
    # s = 0.99 s + 0.01 g^2:  0.04;  0.0396 + 0.01 = 0.0496;  0.049104
    # g / (sqrt(s) + 1e-8):   2 / 0.2 = 10;  -1 / 0.2227105745...;  0
    expected = [2 / (0.2 + 1e-8), -1 / (math.sqrt(0.0496) + 1e-8), 0.0]
    assert directions("rmsprop", 2.0, -1.0, 0.0) == pytest.approx(expected, rel=1e-14)


def test_adam_by_hand():
    # m = 0.9 m + 0.1 g:         0.2;                0.18 - 0.1 = 0.08;            0.072
    # v = 0.999 v + 0.001 g^2:   0.004;              0.003996 + 0.001 = 0.004996;  0.004991004
    # m' = m / (1 - 0.9^t):      0.2 / 0.1 = 2;      0.08 / 0.19;                  0.072 / 0.271
    # v' = v / (1 - 0.999^t):    0.004 / 0.001 = 4;  0.004996 / 0.001999;          0.004991004 / 0.002997001
    # m' / (sqrt(v') + 1e-8)
    expected = [
        2 / (2 + 1e-8),
        0.08 / 0.19 / (math.sqrt(0.004996 / 0.001999) + 1e-8),
        0.072 / 0.271 / (math.sqrt(0.004991004 / 0.002997001) + 1e-8),
    ]
    assert directions("adam", 2.0, -1.0, 0.0) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("name", ["rmsprop", "adam"])
def test_a_tiny_gradient_is_held_back_by_epsilon_outside_of_the_root(name):
    # The first step of RMSprop is g / (0.1 |g| + 1e-8), that of Adam g / (|g| + 1e-8): both a half of what they are
    # for a large gradient where the two summands are equal. Epsilon within the root would hold back far more.
    g = {"rmsprop": 1e-7, "adam": 1e-8}[name]
    assert directions(name, g)[0] == pytest.approx(directions(name, 1e6)[0] / 2, rel=1e-6)
    assert directions(name, 0.0) == [0.0]


def test_the_first_step_of_adam_is_the_learning_rate_whatever_the_gradient_is():
    for gradient in (1e-3, -5.0, 1e5):
        assert directions("adam", gradient)[0] == pytest.approx(math.copysign(1.0, gradient), rel=1e-4)


# One step of a whole network.


def gradients(layout: Layout, rows: list[int], random: np.random.Generator | None = None, value=2.0) -> Gradients:
    result = Gradients(layout, np.array(rows, dtype=np.intp), layout.config.dtype)
    result.flat[...] = value if random is None else random.standard_normal(result.flat.size)
    return result


def test_a_step_of_a_network_by_hand():
    # Momentum with a learning rate of 1/4 and gradients of 2: v = 2 and W = 1 - 0.5; then v = 3.8 and W -= 0.95.
    # Word 1 occurs in the second update only, word 2 in the first only.
    params, optimiser = Params(np.ones(SHAPE.size), SHAPE), OPTIMISERS["momentum"]
    slots = first_slots(optimiser, params)
    descend(optimiser, params, gradients(SHAPE, [0, 2]), slots, 0.25, 0.0, 1)
    assert (params.dense == 0.5).all() and params["Wxh"][:, 0].tolist() == [0.5, 1.0, 0.5]
    descend(optimiser, params, gradients(SHAPE, [0, 1]), slots, 0.25, 0.0, 2)
    np.testing.assert_allclose(params.dense, 0.5 - 0.25 * 3.8, rtol=1e-15)
    np.testing.assert_allclose(params["Wxh"][:, 1], [0.5 - 0.25 * 3.8, 0.5, 0.5], rtol=1e-15)
    np.testing.assert_allclose(slots[0]["Wxh"][:, 1], [3.8, 2.0, 2.0], rtol=1e-15)


def test_the_memory_of_a_word_waits_until_it_occurs_again_and_adam_counts_all_updates():
    # Word 0 occurs in updates 1 and 4, always with a gradient of 1: m = 0.1, then 0.19; v = 0.001, then 0.001999.
    # Were its moments to decay meanwhile, they would be 0.1 * 0.9^3 + 0.1 = 0.1729 and so on.
    params, optimiser = Params(np.zeros(SHAPE.size), SHAPE), OPTIMISERS["adam"]
    slots = first_slots(optimiser, params)
    for t, rows in enumerate([[0], [1], [1, 2], [0]], 1):
        descend(optimiser, params, gradients(SHAPE, rows, value=1.0), slots, 1.0, 0.0, t)
    m, v = (float(slot["Wxh"][0, 0]) for slot in slots)
    assert m == pytest.approx(0.19, rel=1e-14) and v == pytest.approx(0.001999, rel=1e-12)
    first = 1 / (1 + 1e-8)
    fourth = (0.19 / (1 - 0.9**4)) / (math.sqrt(0.001999 / (1 - 0.999**4)) + 1e-8)
    assert params["Wxh"][0, 0] == pytest.approx(-first - fourth, rel=1e-12)


def test_weight_decay_by_hand():
    # Every weight is 1, its gradient 2, the learning rate 1/4, the decay 1/2: 1 - 1/4 * 1/2 * 1 - 1/4 * 2 = 0.375.
    params = Params(np.ones(SHAPE.size), SHAPE)
    descend(OPTIMISERS["sgd"], params, gradients(SHAPE, [1]), (), 0.25, 0.5, 1)
    assert (params.dense == 0.375).all()
    assert params["Wxh"].tolist() == [[1, 1], [0.375, 0.375], [1, 1]]  # words that do not occur do not decay


@pytest.mark.parametrize("name", OPTIMISERS)
def test_weight_decay_stays_out_of_what_an_optimiser_remembers_and_of_its_direction(name):
    """Decoupled: W shrinks by its own share, and the step beside it is that of the gradient alone."""
    optimiser, ends = OPTIMISERS[name], []
    for decay in (0.0, 0.3):
        params = Params(np.full(SHAPE.size, 4.0), SHAPE)
        slots = first_slots(optimiser, params)
        descend(optimiser, params, gradients(SHAPE, [0, 2], np.random.default_rng(1)), slots, 0.1, decay, 1)
        ends.append((params, slots))
    (plainly, slots), (decayed, same) = ends
    assert all(np.array_equal(one.flat, other.flat) for one, other in zip(slots, same, strict=True))
    np.testing.assert_allclose(plainly.dense - decayed.dense, 0.1 * 0.3 * 4, rtol=1e-12)
    np.testing.assert_allclose((plainly.table - decayed.table)[:, 0], [0.12, 0, 0.12], rtol=1e-12)


@dataclass
class Slowly:
    """One weight after the other, as the papers write it."""

    name: str
    memory: dict[int, tuple[float, float]] = field(default_factory=dict)

    def step(self, W: float, at: int, g: float, rate: float, decay: float, t: int) -> float:
        m, v = self.memory.get(at, (0.0, 0.0))
        if self.name == "sgd":
            d = g
        elif self.name == "momentum":
            m = 0.9 * m + g
            d = m
        elif self.name == "rmsprop":
            v = 0.99 * v + 0.01 * g**2
            d = g / (v**0.5 + 1e-8)
        else:
            m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
            d = m / (1 - 0.9**t) / ((v / (1 - 0.999**t)) ** 0.5 + 1e-8)
        self.memory[at] = m, v
        return W - rate * decay * W - rate * d


@pytest.mark.parametrize("name", OPTIMISERS)
@pytest.mark.parametrize("decay", [0.0, 0.2])
@pytest.mark.parametrize(
    "model", [ModelConfig(2), ModelConfig(2, cell="gru", input="embedding", embedding_size=3, directions=2)]
)
def test_thirty_steps_are_those_of_a_loop_over_single_weights(name, decay, model):
    layout, random, slow = Layout(model, 5, 2), np.random.default_rng(7), Slowly(name)
    params = Params(random.standard_normal(layout.size), layout)
    expected, slots = params.flat.copy(), first_slots(OPTIMISERS[name], params)
    for t in range(1, 31):
        rows = np.flatnonzero(random.random(5) < 0.4)  # now and then there is none
        g, rate = gradients(layout, rows, random), 0.1 / t
        whole = g.whole().flat
        touched = np.concatenate(
            [np.arange(layout.dense), *(layout.dense + row * layout.width + np.arange(layout.width) for row in rows)]
        )
        for at in touched:
            expected[at] = slow.step(expected[at], at, whole[at], rate, decay, t)
        descend(OPTIMISERS[name], params, g, slots, rate, decay, t)
    np.testing.assert_allclose(params.flat, expected, rtol=1e-10, atol=1e-13)


def test_sgd_without_decay_is_what_it_was_to_the_bit():
    random = np.random.default_rng(2)
    params = Params(random.standard_normal(SHAPE.size), SHAPE)
    before, g = params.flat.copy(), gradients(SHAPE, [0, 2], random)
    whole = g.whole().flat
    descend(OPTIMISERS["sgd"], params, g, (), 0.05, 0.0, 1)
    assert np.array_equal(params.flat, before - 0.05 * whole)


def test_the_defaults_of_training_are_plain_sgd_and_come_to_the_bits_of_a_loop_by_hand():
    config = TrainConfig(epochs=2)
    assert (config.optimiser, config.weight_decay, config.schedule) == ("sgd", 0.0, "constant")
    assert (config.dropout, config.word_dropout, config.early_stopping) == (0.0, 0.0, 0)
    dataset = Dataset((Example("a b", "x"), Example("b c d", "y"), Example("d", "x"), Example("c a a", "y")))
    run = train(dataset, ModelConfig(3), config)
    params, order = run.params.copy(), []
    for event in run:
        if isinstance(event, Update):
            order += event.sentences.tolist()
    for i in order:
        _, g = loop.loss_and_gradients(params, loop.pack(dataset.corpus, [i]))
        clip(g, "value", 1.0)
        params.flat -= 0.05 * g.whole().flat
    assert np.array_equal(params.flat, run.params.flat)


# What a step touches, and what it costs.

WORDS, ROWS = 9_000, np.array([0, 17, 4_500, 8_999])


@pytest.fixture
def large() -> tuple[Params, Gradients]:
    """A table of 9,000 rows, and a gradient of four of its words."""
    layout, random = plain(WORDS, 4, 2), np.random.default_rng(0)
    params = Params(random.standard_normal(layout.size), layout)
    return params, gradients(layout, list(ROWS), random)


@pytest.mark.parametrize("name", OPTIMISERS)
@pytest.mark.parametrize("decay", [0.0, 0.1])
def test_rows_of_words_that_do_not_occur_are_not_touched_nor_what_is_remembered_of_them(large, name, decay):
    params, g = large
    optimiser = OPTIMISERS[name]
    slots = first_slots(optimiser, params)
    for slot in slots:  # as if all words had occurred before
        slot.flat[...] = np.random.default_rng(1).random(slot.flat.size)
    before = [array.table.copy() for array in (params, *slots)]
    descend(optimiser, params, g, slots, 0.05, decay, 3)
    for array, table in zip((params, *slots), before, strict=True):
        changed = np.flatnonzero((array.table != table).any(axis=1))
        assert changed.tolist() == ROWS.tolist()


@dataclass
class Counting:
    """An optimiser that counts the elements it is given."""

    inner: object
    seen: list[int] = field(default_factory=list)

    @property
    def slots(self) -> int:
        return self.inner.slots

    def direction(self, g, slots, t):
        self.seen.append(g.size)
        assert [slot.size for slot in slots] == [g.size] * self.slots
        self.inner.direction(g, slots, t)


@pytest.mark.parametrize("name", ["momentum", "rmsprop", "adam"])
def test_an_optimiser_works_on_the_words_that_occur_and_makes_no_array_as_large_as_the_table(large, name):
    params, g = large
    optimiser = Counting(OPTIMISERS[name])
    slots = first_slots(optimiser, params)
    tracemalloc.start()
    try:
        descend(optimiser, params, g, slots, 0.05, 0.01, 1)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert optimiser.seen == [params.layout.dense, len(ROWS) * params.layout.width]
    assert most < params.table.nbytes / 20


def test_an_update_of_training_with_adam_touches_the_words_of_its_sentence_only(monkeypatch):
    """From the sentence on, not just within the step."""
    optimiser = Counting(OPTIMISERS["adam"])
    monkeypatch.setitem(loop.OPTIMISERS, "adam", optimiser)
    examples = [Example(f"w{i} w{i + 1} w{i}", "xy"[i % 2]) for i in range(WORDS)]
    dataset = Dataset(tuple(examples))
    run = train(dataset, ModelConfig(2), TrainConfig(optimiser="adam", weight_decay=0.1))
    dense, width = run.params.layout.dense, run.params.layout.width
    assert run.params.layout.words == WORDS + 1
    for _ in range(3):
        before = run.state()
        optimiser.seen.clear()
        (sentence,) = next(run).sentences
        assert optimiser.seen == [dense, 2 * width]
        words = sorted(dataset.vocabulary.encode([f"w{sentence}", f"w{sentence + 1}"]))
        arrays = zip((run.params, *run.state().slots), (before.params, *before.slots), strict=True)
        for after, earlier in arrays:
            assert np.flatnonzero((after.table != earlier.table).any(axis=1)).tolist() == words


@pytest.mark.parametrize("name", OPTIMISERS)
def test_a_frozen_embedding_stays_as_it_was_given_also_under_weight_decay(name):
    dataset = Dataset((Example("a b", "x"), Example("b c d", "y"), Example("d", "x"), Example("c a a", "y")))
    vectors = np.arange(8.0).reshape(4, 2)
    model = ModelConfig(3, input="embedding", embedding_size=2, frozen=True)
    config = TrainConfig(epochs=3, optimiser=name, weight_decay=0.1, dropout=0.1)
    run = train(dataset, model, config, vectors=vectors)
    first = run.params.copy()
    list(run)
    assert np.array_equal(run.params["E"], vectors)
    assert (run.params.dense != first.dense).all()


@pytest.mark.parametrize("name", OPTIMISERS)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_every_optimiser_learns_in_either_precision(name, dtype):
    words = [f"w{i}" for i in range(12)]
    examples = tuple(Example(f"{a} {b}", f"class {i % 3}") for i, a in enumerate(words) for b in words[:3])
    rate = {"sgd": 0.3, "momentum": 0.1, "rmsprop": 0.02, "adam": 0.02}[name]
    run = train(
        Dataset(examples), ModelConfig(8, dtype=dtype), TrainConfig(rate, 25, batch_size=4, optimiser=name, seed=3)
    )
    *_, last = run
    assert last.train_accuracy == 1.0
    assert {array.flat.dtype.name for array in (run.params, *run.state().slots)} == {dtype}
