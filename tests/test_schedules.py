"""Schedules: their values by hand, and that training takes steps of that size."""

import importlib
import math

import numpy as np
import pytest

from rnn_core import Dataset, Example, ModelConfig, TrainConfig, Update, train
from rnn_core.optim import OPTIMISERS
from rnn_core.schedules import SCHEDULES

loop = importlib.import_module("rnn_core.train")  # the module; `rnn_core.train` is the function

DATASET = Dataset(tuple(Example(f"w{i} w{i // 2} a", "xy"[i % 2]) for i in range(10)))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        # (update, of how many): share of the learning rate
        ("constant", {(1, 100): 1, (50, 100): 1, (100, 100): 1}),
        ("step", {(1, 100): 1, (50, 100): 1, (51, 100): 0.1, (75, 100): 0.1, (76, 100): 0.01, (100, 100): 0.01}),
        ("step", {(1, 1): 0.01, (1, 2): 1, (2, 2): 0.01, (3, 4): 0.1, (3, 3): 0.01}),
        # (1 + cos(pi * done)) / 2
        ("cosine", {(1, 100): (1 + math.cos(math.pi / 100)) / 2, (25, 100): (1 + math.sqrt(0.5)) / 2}),
        ("cosine", {(1, 3): 0.75, (50, 100): 0.5, (2, 3): 0.25, (100, 100): 0}),
        # the first tenth of the updates: 1/10, 2/10, ... of it
        ("warm-up", {(1, 100): 0.1, (5, 100): 0.5, (10, 100): 1, (11, 100): 1, (50, 100): 1, (100, 100): 1}),
        ("warm-up", {(1, 40): 0.25, (3, 40): 0.75, (4, 40): 1, (1, 1): 1, (2, 9): 1}),
    ],
)
def test_values_by_hand(name, values):
    for (update, of), expected in values.items():
        assert SCHEDULES[name](update / of) == pytest.approx(expected, abs=1e-15), (update, of)


@pytest.mark.parametrize("name", SCHEDULES)
def test_no_schedule_passes_the_learning_rate_that_is_set_or_goes_below_nothing(name):
    shares = [SCHEDULES[name](update / 997) for update in range(1, 998)]
    assert 0 <= min(shares) and max(shares) <= 1
    assert max(shares) > 0.999  # the highest, where there is a schedule
    if name in ("step", "cosine"):
        assert shares == sorted(shares, reverse=True)


def rates(config: TrainConfig, monkeypatch) -> list[float]:
    """The learning rate of every update of a run with SGD, from how far it moved along its gradient."""
    gradient = None
    honest = loop.loss_and_gradients

    def watched(*arguments):
        nonlocal gradient
        loss, gradients = honest(*arguments)
        gradient = gradients.whole().flat.copy()
        return loss, gradients

    monkeypatch.setattr(loop, "loss_and_gradients", watched)
    run = train(DATASET, ModelConfig(3), config)
    before, seen = run.params.flat.copy(), []
    for event in run:
        if isinstance(event, Update):
            moved = before - run.params.flat
            rate = float(moved @ gradient / (gradient @ gradient))
            np.testing.assert_allclose(moved, rate * gradient, atol=1e-14)
            seen.append(rate)
            before = run.params.flat.copy()
    return seen


@pytest.mark.parametrize("batch_size", [1, 3])
@pytest.mark.parametrize("name", SCHEDULES)
def test_training_takes_steps_of_the_size_that_the_schedule_says(name, batch_size, monkeypatch):
    config = TrainConfig(0.2, epochs=4, schedule=name, batch_size=batch_size, clip_by="none")
    seen = rates(config, monkeypatch)
    updates = 4 * math.ceil(10 / batch_size)  # over all epochs, not within one
    assert len(seen) == updates
    expected = [0.2 * SCHEDULES[name](t / updates) for t in range(1, updates + 1)]
    assert seen == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_steps_of_a_run_by_hand(monkeypatch):
    # 4 epochs of 10 updates; 0.2 for 20 updates, 0.02 for 10, 0.002 for 10
    seen = rates(TrainConfig(0.2, epochs=4, schedule="step", clip_by="none"), monkeypatch)
    assert seen == pytest.approx([0.2] * 20 + [0.02] * 10 + [0.002] * 10, rel=1e-9)
    # a tenth of 40 updates is 4
    seen = rates(TrainConfig(0.2, epochs=4, schedule="warm-up", clip_by="none"), monkeypatch)
    assert seen == pytest.approx([0.05, 0.1, 0.15] + [0.2] * 37, rel=1e-9)


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_every_optimiser_and_its_weight_decay_follow_the_schedule(optimiser, monkeypatch):
    """The last step of the cosine is none at all: nothing moves and nothing decays."""
    asked = []
    honest = loop.descend

    def watched(optimiser, params, gradients, slots, learning_rate, weight_decay, t):
        asked.append((learning_rate, weight_decay, t))
        honest(optimiser, params, gradients, slots, learning_rate, weight_decay, t)

    monkeypatch.setattr(loop, "descend", watched)
    config = TrainConfig(0.01, epochs=3, optimiser=optimiser, schedule="cosine", weight_decay=0.1)
    run = train(DATASET, ModelConfig(3), config)
    before = None
    for event in run:
        if isinstance(event, Update):
            last, before = before, run.params.fingerprint()
    assert last == before
    assert [t for _, _, t in asked] == list(range(1, 31)) and {decay for _, decay, _ in asked} == {0.1}
    assert asked[0][0] == pytest.approx(0.01 * (1 + math.cos(math.pi / 30)) / 2) and asked[-1][0] == 0
