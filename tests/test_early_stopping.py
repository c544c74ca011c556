"""Early stopping: when a run ends, whose weights it comes to, and what it must not look at."""

from dataclasses import replace

import numpy as np
import pytest

from rnn_core import (
    Dataset,
    EpochRecord,
    InvalidSetting,
    ModelConfig,
    TextConfig,
    TrainConfig,
    evaluate,
    split_off,
    train,
)
from rnn_core.optim import OPTIMISERS
from rnn_core.schedules import SCHEDULES
from tests.datasets import drawn, tagged

# 37 sentences to learn from, with 40 words and some wrong labels: before long only these are learned better.
DATASET = Dataset(split_off(drawn(70, 2, words=40, seed=4).examples, "validation", 0.3, 0))
MODEL, CONFIG = ModelConfig(6), TrainConfig(0.1, epochs=40)


def run_of(data=DATASET, model=MODEL, **settings) -> tuple:
    """A run that is over, and its records."""
    run = train(data, model, replace(CONFIG, **settings))
    return run, [event for event in run if isinstance(event, EpochRecord)]


@pytest.mark.parametrize("seed", [0, 1, 4])
@pytest.mark.parametrize("patience", [1, 2, 3, 5])
def test_a_run_stops_exactly_so_many_epochs_after_the_best_validation_loss(seed, patience):
    _, whole = run_of(seed=seed)
    run, seen = run_of(seed=seed, early_stopping=patience)
    losses = [record.validation_loss for record in whole]
    best, end = 0, 0
    while end < len(losses) and end - best < patience:
        end += 1
        if best == 0 or losses[end - 1] < losses[best - 1]:
            best = end
    assert 1 < end < 40
    assert seen == whole[:end]  # up to its end it is the run that it would be without
    assert run.epoch == end == best + patience
    assert run.kept[0] == best == int(np.argmin(losses[:end])) + 1
    assert list(run) == []  # and over it is


@pytest.mark.parametrize("seed", [0, 1, 4])
def test_the_weights_of_the_best_epoch_are_kept(seed):
    run, seen = run_of(seed=seed, early_stopping=3)
    epoch, params = run.kept
    best = seen[epoch - 1]
    assert evaluate(DATASET, "validation", params) == (best.validation_loss, best.validation_accuracy)
    assert evaluate(DATASET, "test", params) == (best.test_loss, best.test_accuracy)
    shorter, _ = run_of(seed=seed, epochs=epoch)  # without early stopping
    assert params.fingerprint() == shorter.params.fingerprint() != run.params.fingerprint()


@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize(
    "model", [ModelConfig(3, cell="lstm"), ModelConfig(3, cell="gru", directions=2, readout="max")]
)
def test_so_they_are_with_every_optimiser_and_dropout(optimiser, model):
    settings = {"optimiser": optimiser, "dropout": 0.2, "word_dropout": 0.1, "seed": 1, "batch_size": 4}
    settings["learning_rate"] = 0.2 if optimiser in ("sgd", "momentum") else 0.03
    run, seen = run_of(model=model, early_stopping=2, **settings)
    epoch, params = run.kept
    assert epoch == int(np.argmin([record.validation_loss for record in seen])) + 1
    assert len(seen) in (40, epoch + 2)
    assert params.fingerprint() == run_of(model=model, epochs=epoch, **settings)[0].params.fingerprint()


def test_without_early_stopping_the_last_weights_are_kept():
    run, seen = run_of(epochs=12)
    assert run.kept == (12, run.params)
    assert int(np.argmin([record.validation_loss for record in seen])) + 1 == run.best.epoch < 12


def test_before_the_first_epoch_has_ended_the_first_weights_are_kept():
    for patience in (0, 3):
        run = train(DATASET, MODEL, replace(CONFIG, early_stopping=patience))
        first = run.params.fingerprint()
        assert (run.kept[0], run.kept[1].fingerprint()) == (0, first)
        next(run)
    assert run.kept[1].fingerprint() == first != run.params.fingerprint()


@pytest.mark.parametrize("patience", [8, 1000])
def test_with_more_patience_than_epochs_all_of_them_are_run_and_the_best_is_kept(patience):
    run, seen = run_of(epochs=8, early_stopping=patience)
    assert len(seen) == 8
    assert run.kept[0] == int(np.argmin([record.validation_loss for record in seen])) + 1 == 6
    assert run.kept[1].fingerprint() == run_of(epochs=6)[0].params.fingerprint()


def test_a_loss_that_stays_the_same_is_no_better_one():
    run, seen = run_of(learning_rate=1e-300, early_stopping=3)
    assert len({record.validation_loss for record in seen}) == 1
    assert run.kept[0] == 1 and run.epoch == len(seen) == 4


def test_the_schedule_is_that_of_all_epochs_that_were_asked_for():
    """A run does not know that it will stop early."""
    for schedule in SCHEDULES:
        run, seen = run_of(schedule=schedule, early_stopping=2, seed=1)
        assert seen == run_of(schedule=schedule, seed=1)[1][: run.epoch]


def test_early_stopping_is_refused_where_there_is_no_validation_part():
    nothing = Dataset(DATASET.examples_of("train") + DATASET.examples_of("test"))
    with pytest.raises(InvalidSetting) as refusal:
        train(nothing, MODEL, replace(CONFIG, early_stopping=1))
    assert str(refusal.value) == (
        "Early stopping needs a validation part, and these sentences have none. Set a share aside for it, or do not "
        "stop early."
    )
    train(nothing, MODEL, CONFIG)


@pytest.mark.parametrize("patience", [-1, 1.5, True, "3", None])
def test_a_patience_out_of_range_is_refused(patience):
    with pytest.raises(InvalidSetting, match=r"epochs to wait before stopping early is .*whole number, 0 or larger"):
        TrainConfig(early_stopping=patience)


# What it must not look at.


def with_tests(change) -> Dataset:
    """The dataset with other test sentences."""
    examples = [change(example) if example.split == "test" else example for example in DATASET.examples]
    return Dataset(tuple(example for example in examples if example is not None))


@pytest.mark.parametrize("text", [TextConfig(), TextConfig(unknown="vector", min_count=2)])
def test_the_test_part_changes_nothing_of_when_a_run_stops_or_what_it_keeps(text):
    other = {"class 0": "class 1", "class 1": "class 0"}
    changes = {
        "as they are": lambda example: example,
        "labels turned round": lambda example: replace(example, label=other[example.label]),
        "other sentences": lambda example: replace(example, sentence="w1 never seen w2"),
        "none": lambda example: None,
    }
    ends, tested = set(), set()
    for change in changes.values():
        data = replace(with_tests(change), text=text, tokenised=None)
        run, seen = run_of(data, early_stopping=3, dropout=0.1)
        epoch, params = run.kept
        ends.add((run.epoch, epoch, params.fingerprint(), run.params.fingerprint(), seen[-1].validation_loss))
        tested.add(seen[-1].test_accuracy)
    assert len(ends) == 1
    assert len(tested) == 4  # the test part itself was another each time


def test_the_validation_part_is_looked_at_and_never_learned_from():
    other = {"class 0": "class 1", "class 1": "class 0"}
    turned = Dataset(
        tuple(replace(e, label=other[e.label]) if e.split == "validation" else e for e in DATASET.examples)
    )
    (run, _), (same, _) = (run_of(data, epochs=3) for data in (DATASET, turned))
    assert run.params.fingerprint() == same.params.fingerprint()
    stopped, changed = (run_of(data, early_stopping=3)[0] for data in (DATASET, turned))
    assert stopped.kept[0] != changed.kept[0]


def test_tagged_sentences_stop_early_by_the_loss_of_their_words():
    random = np.random.default_rng(2)
    lines = []
    for i in range(40):
        words = random.integers(0, 12, random.integers(2, 7))
        tags = ["XY"[int(w) % 2 if random.random() < 0.8 else int(random.integers(2))] for w in words]
        pairs = " ".join(f"w{w}/{tag}" for w, tag in zip(words, tags, strict=True))
        lines.append(pairs + (" | validation" if i % 3 == 0 else ""))
    data = tagged(*lines)
    run, seen = run_of(data, ModelConfig(8, readout="words"), early_stopping=4, learning_rate=0.2)
    epoch, params = run.kept
    assert 1 < epoch < len(seen) == epoch + 4 < 40
    assert evaluate(data, "validation", params)[0] == min(record.validation_loss for record in seen)
