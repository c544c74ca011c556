"""A run that was interrupted comes to the same bits as one that was not, whatever it remembers on its way."""

import pickle
from dataclasses import replace
from itertools import islice, product

import numpy as np
import pytest

from rnn_core import (
    Dataset,
    EpochRecord,
    EvaluatedChunk,
    Example,
    ModelConfig,
    TextConfig,
    TrainConfig,
    TrainState,
    Update,
    split_off,
    train,
)
from rnn_core.optim import OPTIMISERS
from rnn_core.schedules import SCHEDULES
from tests.datasets import tagged


def sentences(unknown: str) -> Dataset:
    """15 training sentences of 0 to 5 words, one label in three is drawn, the others follow a word."""
    random = np.random.default_rng(3)
    examples = []
    for i in range(24):
        words = [f"w{int(w)}" for w in random.integers(0, 9, i % 6)]
        label = "xy"[int(random.integers(2)) if i % 3 == 0 else "w1" in words]
        examples.append(Example(" ".join(words), label, "test" if i % 6 == 5 else "train"))
    return Dataset(split_off(examples, "validation", 0.25, 0), TextConfig(unknown=unknown))


DATASETS = {unknown: sentences(unknown) for unknown in ("skip", "vector")}
TAGGED = tagged(
    *("a/X b/Y c/X a/Y", "b/Y", "c/X rare/Z b/Y", "a/X a/X c/Z", "b/Y c/X | validation", "a/X c/X | test"),
    unknown="vector",
)


def told(events) -> list[tuple]:
    """What a run tells of its updates and its epochs. (Evaluation that is interrupted begins anew.)"""
    seen = []
    for event in events:
        if isinstance(event, Update):
            seen.append((event.epoch, event.number, event.sentences.tolist(), event.loss))
        elif isinstance(event, EpochRecord):
            seen.append((event,))
    return seen


def held(state: TrainState) -> dict:
    """Everything in a state but seconds, as values that nothing can change any more."""
    return {
        "params": state.params.flat.tobytes(),
        "slots": [slot.flat.tobytes() for slot in state.slots],
        "best": (state.best.epoch, state.best.loss, state.best.params.flat.tobytes()),
        "last good": state.last_good.flat.tobytes(),
        "random": {stream: repr(random.bit_generator.state) for stream, random in state.random.items()},
        "order": state.order.tolist(),
        "at": (state.epoch, state.position),
        "statistics": (list(state.gradient_norms), state.clipped, state.on_plateau, state.epochs_blown_up),
    }


def ended(run) -> tuple:
    """What a run comes to: its weights, those that are kept, and all that it holds."""
    epoch, kept = run.kept
    return run.params.fingerprint(), epoch, kept.fingerprint(), held(run.state())


def interrupted(dataset, model, config, random) -> tuple[list[tuple], tuple]:
    """A run that is stopped after a few events, again and again, and goes on in a new one from a copy of its state."""
    state, got, pieces = None, [], 0
    while True:
        run = train(dataset, model, config, state=state)
        part = list(islice(run, int(random.integers(1, 20 if config.batch_size == 1 else 8))))
        if not part:
            assert pieces >= 3
            return got, ended(run)
        got += told(part)
        state, pieces = run.state(), pieces + 1


LSTM = ModelConfig(2, cell="lstm", directions=2, forget_bias=0.5)
GRU = ModelConfig(2, cell="gru", directions=2, input="embedding", embedding_size=3, readout="mean")


def settings():
    """Every optimiser with and without dropout, with words kept, skipped or read as unknown, in two batch sizes.

    Cells, schedules and early stopping go round, so that each meets each.
    """
    drops = product(OPTIMISERS, (0.0, 0.3), (("skip", 0.0), ("skip", 0.3), ("vector", 0.2)), (1, 5), (LSTM, GRU))
    for i, (optimiser, dropout, (unknown, word_dropout), batch_size, model) in enumerate(drops):
        schedule, patience = tuple(SCHEDULES)[(i + i // 4) % 4], (0, 2)[i // 2 % 2]
        yield pytest.param(
            unknown,
            model,
            TrainConfig(
                # Adam and RMSprop take steps of about the learning rate, whatever the gradient is.
                learning_rate=0.1 if optimiser in ("sgd", "momentum") else 0.02,
                epochs=3,
                optimiser=optimiser,
                dropout=dropout,
                word_dropout=word_dropout,
                batch_size=batch_size,
                schedule=schedule,
                early_stopping=patience,
                weight_decay=0.01 if i % 3 else 0.0,
                seed=i,
            ),
            id=f"{optimiser}-{model.cell}-{batch_size}-{schedule}"
            + f"-dropout{dropout}-{unknown}{word_dropout}-patience{patience}",
        )


@pytest.mark.parametrize(("unknown", "model", "config"), list(settings()))
def test_pause_and_resume_at_random_updates_is_equal_to_the_bit(unknown, model, config):
    dataset = DATASETS[unknown]
    run = train(dataset, model, config)
    expected = told(run)
    got, end = interrupted(dataset, model, config, np.random.default_rng(config.seed))
    assert got == expected
    assert end == ended(run)


@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("cell", ["tanh", "relu"])
def test_a_run_on_tagged_words_in_layers_does_so_too(optimiser, cell):
    model = ModelConfig(2, cell=cell, layers=2, directions=2, readout="words", dtype="float32")
    config = TrainConfig(epochs=6, optimiser=optimiser, dropout=0.2, word_dropout=0.2, batch_size=2, schedule="cosine")
    run = train(TAGGED, model, config)
    expected = told(run)
    got, end = interrupted(TAGGED, model, config, np.random.default_rng(1))
    assert got == expected and end == ended(run)


# What the grid above would not show if it never happened in it.


def overfitting(**changed) -> tuple[Dataset, ModelConfig, TrainConfig]:
    """Settings with which the validation loss is at its best before the last epoch."""
    config = TrainConfig(epochs=60, learning_rate=0.2, early_stopping=3, dropout=0.1, optimiser="momentum", seed=1)
    return DATASETS["skip"], ModelConfig(4), replace(config, **changed)


def test_a_run_that_stops_early_stops_at_the_same_epoch_when_it_is_interrupted():
    dataset, model, config = overfitting()
    run = train(dataset, model, config)
    expected = told(run)
    assert 3 < run.epoch < config.epochs and run.kept[0] == run.epoch - 3
    random = np.random.default_rng(0)
    for _ in range(3):
        assert interrupted(dataset, model, config, random) == (expected, ended(run))


def test_a_run_that_has_stopped_early_stays_stopped():
    dataset, model, config = overfitting()
    run = train(dataset, model, config)
    list(run)
    again = train(dataset, model, replace(config, epochs=200), run.state())
    assert list(again) == [] and ended(again) == ended(run)


def test_a_run_can_be_interrupted_after_every_event():
    config = TrainConfig(
        epochs=2, optimiser="adam", dropout=0.3, word_dropout=0.3, early_stopping=1, schedule="warm-up", batch_size=4
    )
    dataset = DATASETS["vector"]
    run = train(dataset, GRU, config)
    events = list(run)
    assert any(isinstance(event, EvaluatedChunk) for event in events)
    for stop in range(len(events)):
        first = train(dataset, GRU, config)
        before = list(islice(first, stop))
        second = train(dataset, GRU, config, first.state())
        assert told(before) + told(second) == told(events), stop
        assert ended(second) == ended(run)


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_more_epochs_go_on_where_the_run_ended(optimiser):
    dataset, config = DATASETS["vector"], TrainConfig(epochs=2, optimiser=optimiser, dropout=0.2, learning_rate=0.02)
    first = train(dataset, LSTM, config)
    before = told(first)
    longer = replace(config, epochs=4)
    second, whole = train(dataset, LSTM, longer, first.state()), train(dataset, LSTM, longer)
    assert before + told(second) == told(whole)
    assert ended(second) == ended(whole)


# A state.


@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("stop", [0, 3, 40])
def test_a_state_is_a_copy_that_later_training_does_not_touch(optimiser, stop):
    dataset = DATASETS["vector"]
    config = TrainConfig(epochs=4, optimiser=optimiser, dropout=0.3, word_dropout=0.3, early_stopping=9)
    run = train(dataset, LSTM, config)
    list(islice(run, stop))
    state = run.state()
    before = held(state)
    assert len(state.slots) == OPTIMISERS[optimiser].slots
    list(run)
    assert held(state) == before
    after = held(run.state())
    for part in ("params", "random", "at"):
        assert after[part] != before[part]
    assert after["slots"] != before["slots"] or not state.slots
    for stream in state.random:
        drawn = stream.name in ("ORDER", "WORD_DROPOUT", "INPUT_DROPOUT", "READOUT_DROPOUT")
        assert (after["random"][stream] != before["random"][stream]) == drawn, stream


def test_a_run_does_not_touch_the_state_that_it_begins_from():
    dataset = DATASETS["vector"]
    config = TrainConfig(epochs=2, optimiser="adam", dropout=0.3, word_dropout=0.3)
    run = train(dataset, GRU, config)
    list(islice(run, 7))
    state = run.state()
    before = held(state)
    first, second = (train(dataset, GRU, config, state) for _ in range(2))
    assert told(first) == told(second) and ended(first) == ended(second)
    assert held(state) == before


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_state_comes_back_from_a_pickle_and_goes_on_to_the_bit(dtype):
    settings = DATASETS["vector"], ModelConfig(4, dtype=dtype), TrainConfig(epochs=2, optimiser="adam", batch_size=4)
    run = train(*settings)
    list(islice(run, 3))
    other = train(*settings, state=pickle.loads(pickle.dumps(run.state())))
    params = pickle.loads(pickle.dumps(run.params))
    assert all(np.shares_memory(view, params.flat) for view in params.named().values())
    for each in (run, other):
        list(each)
    assert other.params.fingerprint() == run.params.fingerprint() != params.fingerprint()
