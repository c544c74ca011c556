"""The training loop: reproducible to the bit, honest in its records, safe when it blows up."""

import importlib
import math
import subprocess
import sys
from dataclasses import replace
from itertools import islice
from os import environ

import numpy as np
import pytest

from rnn_core import (
    Dataset,
    EpochRecord,
    EvaluatedChunk,
    Example,
    InvalidSetting,
    ModelConfig,
    TrainConfig,
    TrainingDiverged,
    Update,
    bundled,
    evaluate,
    train,
)

loop = importlib.import_module("rnn_core.train")  # the module; `rnn_core.train` is the function


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return bundled()


def records(dataset, model=None, **settings) -> list[EpochRecord]:
    run = train(dataset, model or ModelConfig(), TrainConfig(**settings))
    return [event for event in run if isinstance(event, EpochRecord)]


def finished(dataset, model=None, **settings):
    run = train(dataset, model or ModelConfig(), TrainConfig(**settings))
    for _ in run:
        pass
    return run


def test_the_default_preset_learns_the_bundled_sentences(dataset):
    last = records(dataset)[-1]
    assert last.epoch == 100
    assert last.train_accuracy == last.test_accuracy == 1.0
    assert last.train_loss < 0.05


def test_an_epoch_is_its_updates_then_its_evaluation_then_one_record(dataset):
    events = list(train(dataset, ModelConfig(4), TrainConfig(epochs=2)))
    kinds = [type(event) for event in events]
    assert kinds == ([Update] * 58 + [EvaluatedChunk] * 2 + [EpochRecord]) * 2
    assert [event.number for event in events[:58]] == list(range(1, 59))
    read = np.concatenate([event.sentences for event in events[:58]])
    assert sorted(read) == list(range(58))
    again = np.concatenate([event.sentences for event in events[61:119]])
    assert sorted(again) == list(range(58)) and not np.array_equal(read, again)


def test_the_last_batch_may_be_smaller(dataset):
    updates = [e for e in train(dataset, ModelConfig(4), TrainConfig(epochs=1, batch_size=16))][:4]
    assert [len(event.sentences) for event in updates] == [16, 16, 16, 10]
    assert updates[-1].total == 4


def test_records_hold_the_loss_of_the_weights_at_the_end_of_the_epoch(dataset):
    run = train(dataset, ModelConfig(), TrainConfig(epochs=3))
    for event in run:
        if isinstance(event, EpochRecord):
            assert (event.train_loss, event.train_accuracy) == evaluate(dataset, "train", run.params)
            assert (event.test_loss, event.test_accuracy) == evaluate(dataset, "test", run.params)


def test_statistics_of_an_epoch_add_up(dataset, monkeypatch):
    seen = []
    clip = loop.clip

    def watched(gradients, clip_by, threshold):
        whole = gradients.dense().flat.copy()
        seen.append((np.linalg.norm(whole), int((np.abs(whole) > threshold).sum()), whole.size))
        return clip(gradients, clip_by, threshold)

    monkeypatch.setattr(loop, "clip", watched)
    run = train(dataset, ModelConfig(), TrainConfig(epochs=1, clip=0.1))
    record = next(event for event in run if isinstance(event, EpochRecord))
    assert record.gradient_norm == pytest.approx(np.median([norm for norm, _, _ in seen]), rel=1e-12)
    assert record.clipped_share == sum(n for _, n, _ in seen) / sum(size for _, _, size in seen) > 0
    assert record.weight_norms.Whh == pytest.approx(np.linalg.norm(run.params.Whh))


def test_same_seed_same_bits_other_seed_other_bits(dataset):
    one = finished(dataset, epochs=3).params.fingerprint()
    assert finished(dataset, epochs=3).params.fingerprint() == one
    assert finished(dataset, epochs=3, seed=1).params.fingerprint() != one


def test_network_size_does_not_change_the_order_of_sentences(dataset):
    def order(hidden):
        run = train(dataset, ModelConfig(hidden), TrainConfig(epochs=1))
        return [int(event.sentences[0]) for event in islice(run, 58)]

    assert order(2) == order(32)


def test_ten_hash_seeds_give_one_fingerprint():
    code = (
        "from rnn_core import *\n"
        "run = train(bundled(), ModelConfig(), TrainConfig(epochs=5))\n"
        "list(run); print(run.params.fingerprint())"
    )
    prints = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in range(10)
    }
    print(f"\nfingerprints over ten values of PYTHONHASHSEED: {sorted(prints)}")
    assert len(prints) == 1


@pytest.mark.parametrize("batch_size", [1, 7])
def test_pause_and_resume_at_random_updates_is_equal_to_the_bit(dataset, batch_size):
    config = TrainConfig(epochs=6, batch_size=batch_size)
    whole = list(train(dataset, ModelConfig(), config))
    expected = [event for event in whole if isinstance(event, EpochRecord)]
    random = np.random.default_rng(1)
    for _ in range(5):
        state, got, fingerprint = None, [], ""
        while True:
            run = train(dataset, ModelConfig(), config, state)
            part = list(islice(run, int(random.integers(1, 90))))
            got += [event for event in part if isinstance(event, EpochRecord)]
            state, fingerprint = run.state(), run.params.fingerprint()
            if not part:
                break
        assert got == expected
        assert fingerprint == finished(dataset, epochs=6, batch_size=batch_size).params.fingerprint()


def test_a_state_is_a_copy_that_later_training_does_not_touch(dataset):
    run = train(dataset, ModelConfig(), TrainConfig(epochs=2))
    next(run)
    state = run.state()
    before = state.params.fingerprint()
    for _ in run:
        pass
    assert state.params.fingerprint() == before != run.params.fingerprint()


def test_more_epochs_go_on_where_the_run_ended(dataset):
    run = finished(dataset, epochs=3)
    longer = train(dataset, ModelConfig(), TrainConfig(epochs=5), run.state())
    assert [event.epoch for event in longer if isinstance(event, EpochRecord)] == [4, 5]
    assert longer.params.fingerprint() == finished(dataset, epochs=5).params.fingerprint()


def test_best_weights_are_those_of_the_lowest_train_loss(dataset):
    run = train(dataset, ModelConfig(4), TrainConfig(epochs=60, learning_rate=0.3, seed=3))
    losses = [event.train_loss for event in run if isinstance(event, EpochRecord)]
    assert run.best.epoch == int(np.argmin(losses)) + 1 < 60
    assert evaluate(dataset, "train", run.best.params)[0] == min(losses)


def test_a_validation_part_chooses_the_best_weights_and_the_test_part_never_does(dataset):
    def with_part(split):
        return Dataset(tuple(replace(e, split=split) if e.split == "test" else e for e in dataset.examples))

    settings = dict(epochs=60, learning_rate=0.3, seed=3)
    run = train(with_part("validation"), ModelConfig(4), TrainConfig(**settings))
    seen = [event for event in run if isinstance(event, EpochRecord)]
    validation = [record.validation_loss for record in seen]
    assert seen[0].test_loss is None
    assert run.best.epoch == int(np.argmin(validation)) + 1
    assert run.best.epoch != int(np.argmin([record.train_loss for record in seen])) + 1
    assert finished(dataset, ModelConfig(4), **settings).best.epoch != run.best.epoch


def test_a_loss_far_above_chance_for_three_epochs_stops_with_the_weights_from_before(dataset):
    start = train(dataset, ModelConfig(), TrainConfig(learning_rate=1e6)).params.fingerprint()
    run = train(dataset, ModelConfig(), TrainConfig(learning_rate=1e6))
    with pytest.raises(TrainingDiverged, match=r"end of epoch 3 .*learning rate of 1e\+05 or less") as stop:
        for _ in run:
            pass
    assert stop.value.epoch == 3
    assert run.params.fingerprint() == start


def test_a_loss_that_is_not_a_number_stops_with_the_last_good_weights(dataset, monkeypatch):
    run = train(dataset, ModelConfig(), TrainConfig(epochs=5, clip_by="none"))
    for event in run:
        if isinstance(event, EpochRecord) and event.epoch == 2:
            break
    good = run.params.fingerprint()
    next(run)
    assert run.params.fingerprint() != good
    honest = loop.loss_and_gradients
    monkeypatch.setattr(loop, "loss_and_gradients", lambda *a: (math.nan, honest(*a)[1]))
    with pytest.raises(TrainingDiverged, match=r"In epoch 3 .*clipping on") as stop:
        next(run)
    assert stop.value.epoch == 3
    assert run.params.fingerprint() == good


def test_plateau_is_left_once_and_not_re_entered_by_a_dip(dataset):
    seen = records(dataset)
    entropy = math.log(2)
    assert dataset.label_entropy == pytest.approx(entropy)
    left = [record.on_plateau for record in seen].index(False)
    assert 0 < left < 20
    assert seen[left].train_loss < 0.87 * entropy <= seen[left - 1].train_loss
    assert not any(record.on_plateau for record in seen[left:])


def test_the_blog_initialisation_sits_on_the_plateau(dataset):
    seen = records(dataset, ModelConfig(64, "blog"), learning_rate=0.02, epochs=60)
    assert all(record.on_plateau for record in seen)


def test_any_number_of_classes_learns_by_norm_in_batches_and_in_float32():
    words = [f"w{i}" for i in range(12)]
    examples = tuple(Example(f"{a} {b}", f"class {i % 4}") for i, a in enumerate(words) for b in words[:3])
    run = train(
        Dataset(examples),
        ModelConfig(12, dtype="float32"),
        TrainConfig(epochs=60, batch_size=4, learning_rate=0.5, clip_by="norm"),
    )
    last = [event for event in run if isinstance(event, EpochRecord)][-1]
    assert last.train_accuracy == 1.0 and last.test_accuracy is None
    assert run.params.flat.dtype == np.float32


@pytest.mark.parametrize(
    "settings",
    [
        {"learning_rate": 0},
        {"learning_rate": -1},
        {"learning_rate": math.inf},
        {"learning_rate": math.nan},
        {"clip": 0},
        {"epochs": 0},
        {"batch_size": 0},
        {"seed": -1},
        {"seed": 1.5},
        {"clip_by": "length"},
        {"gradient": "guess"},
    ],
)
def test_settings_out_of_range_are_refused(settings):
    with pytest.raises(InvalidSetting, match=r"must be"):
        TrainConfig(**settings)


def test_evaluate_refuses_weights_of_another_dataset(dataset):
    other = Dataset((Example("a", "x"), Example("b", "y")))
    with pytest.raises(InvalidSetting):
        evaluate(other, "train", finished(dataset, epochs=1).params)
