"""Many trainings as one job: each is its own run, none disturbs another, and nobody else feels them."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from playground.lease import LEASE
from playground.plans import of_seeds
from playground.pretrained import begun
from playground.scheduler import Scheduler
from playground.settings import Settings
from playground.sweep import COLUMNS, Sweep
from rnn_core import Dataset, EpochRecord, ModelConfig, TrainConfig, bundled, split_off, train
from tests.clock import Clock
from tests.datasets import drawn

SHORT = Settings(epochs=3, hidden_size=8)
DEEP = Settings(
    epochs=3, hidden_size=5, cell="lstm", layers=2, directions=2, input="embedding", embedding_size=4, dropout=0.3,
    word_dropout=0.1, optimiser="adam", learning_rate=0.01, batch_size=8,
)  # fmt: skip
STOPPING = Settings(epochs=40, hidden_size=6, learning_rate=0.1, early_stopping=2)
WITH_VALIDATION = Dataset(split_off(drawn(70, 2, words=40, seed=4).examples, "validation", 0.3, 0))
KINDS = {
    "default": (SHORT, bundled()),
    "deep, with dropout": (DEEP, bundled()),
    "early stopping": (STOPPING, WITH_VALIDATION),
    "32 bits": (replace(SHORT, dtype="float32"), bundled()),
}


def begins(dataset: Dataset, entries) -> list:
    return [partial(begun, dataset, entry.settings, None, entry.weights_seed) for entry in entries]


def run_to_the_end(sweep: Sweep, slice_seconds: float = 0.01) -> None:
    sweep.play()
    while sweep.due_in() == 0.0:
        sweep.run_slice(slice_seconds)


def alone(dataset: Dataset, settings: Settings, weights_seed: int) -> tuple[np.ndarray, int]:
    """The numbers of a run by itself, and the epoch whose weights it keeps."""
    run = train(dataset, settings.model, settings.training, weights_seed=weights_seed)
    records = [event for event in run if isinstance(event, EpochRecord)]
    rows = [[getattr(record, column) for column in COLUMNS] for record in records]
    return np.array(rows, dtype=float), run.kept[0]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("vary", ["all", "weights", "order"])
@pytest.mark.parametrize("side_by_side", [2, 5])
def test_each_curve_is_that_of_its_run_alone_to_the_bit(kind, vary, side_by_side):
    settings, dataset = KINDS[kind]
    entries = of_seeds(replace(settings, seed=3), 5, vary).entries
    sweep = Sweep(begins(dataset, entries), settings.epochs, side_by_side, Clock(per_look=1e-3))
    run_to_the_end(sweep)
    assert sweep.status == "finished"
    for number, entry in enumerate(entries):
        expected, kept = alone(dataset, entry.settings, entry.weights_seed)
        curve = sweep.numbers[number, : sweep.done[number]]
        assert curve.tobytes() == expected.tobytes()
        assert np.isnan(sweep.numbers[number, sweep.done[number] :]).all()
        assert sweep.ends[number] == (kept, "")
    assert len({sweep.numbers[number].tobytes() for number in range(5)}) == 5, "each is another run"


def test_weights_and_all_else_can_have_seeds_of_their_own():
    def begin(seed: int, weights_seed: int | None):
        return train(bundled(), ModelConfig(), TrainConfig(seed=seed, dropout=0.5, epochs=1), weights_seed=weights_seed)

    own, other, same = begin(4, None), begin(4, 9), begin(4, 4)
    assert own.params.fingerprint() == same.params.fingerprint() == begin(5, 4).params.fingerprint()
    assert other.params.fingerprint() == begin(9, None).params.fingerprint() != own.params.fingerprint()
    read = [[event.sentences.tolist() for event in run if hasattr(event, "sentences")] for run in (own, other, same)]
    assert read[0] == read[1] == read[2], "the order is that of the settings' seed"
    assert own.params.fingerprint() == same.params.fingerprint() != other.params.fingerprint()


class Training:
    """One that tells when it trains."""

    def __init__(self, number: int, log: list, length: int = 4) -> None:
        self.run = train(bundled(), ModelConfig(2), TrainConfig(epochs=length, seed=number))
        self.number, self.log, self.kept = number, log, (length, None)

    def __next__(self) -> object:
        event = next(self.run)
        if isinstance(event, EpochRecord):
            self.log.append((self.number, event.epoch))
        return event


def test_they_advance_an_epoch_each_in_turn_and_the_next_begins_when_one_has_ended():
    log, begun_ones = [], []

    def begin(number: int) -> Training:
        begun_ones.append(number)
        return Training(number, log)

    sweep = Sweep([partial(begin, number) for number in range(5)], 4, 2)
    sweep.play()
    most = 0
    while sweep.due_in() == 0.0:
        sweep.run_slice(0)
        most = max(most, len(sweep._trainings))
    assert log[:4] == [(0, 1), (1, 1), (0, 2), (1, 2)]
    assert begun_ones == [0, 1, 2, 3, 4] and most == 2
    assert len(log) == 20 and not sweep._trainings, "of those that have ended no weights are kept"


def test_one_that_blows_up_ends_and_the_others_do_not_feel_it():
    entries = [replace(SHORT, seed=seed) for seed in range(3)]
    entries[1] = replace(entries[1], learning_rate=1e6, clip_by="none", cell="relu")
    sweep = Sweep([partial(begun, bundled(), entry, None) for entry in entries], 3, 3)
    run_to_the_end(sweep)
    assert "learning rate" in sweep.ends[1].problem
    for number in (0, 2):
        expected, kept = alone(bundled(), entries[number], number)
        assert sweep.numbers[number].tobytes() == expected.tobytes() and sweep.ends[number] == (kept, "")


def raising(error: BaseException):
    raise error


@pytest.mark.parametrize(
    ("error", "told"),
    [(MemoryError(), "There was not enough memory for it."), (ZeroDivisionError(), "error in this program")],
)
def test_an_error_ends_the_one_that_met_it(error, told, caplog):
    first, last = (partial(begun, bundled(), replace(SHORT, seed=seed), None) for seed in (0, 1))
    sweep = Sweep([first, partial(raising, error), last], 3, 2)
    run_to_the_end(sweep)
    assert told in sweep.ends[1].problem and sweep.ends[1].kept == 0
    assert [sweep.ends[number].problem for number in (0, 2)] == ["", ""]
    assert sweep.status == "finished" and sweep.share == 1
    assert bool(caplog.records) == isinstance(error, ZeroDivisionError)


def few(clock=None) -> Sweep:
    entries = of_seeds(SHORT, 3, "all").entries
    return Sweep(begins(bundled(), entries), 3, 3, clock or Clock(per_look=1e-3))


def test_a_sweep_that_nobody_looks_at_pauses_itself_and_goes_on_to_the_same_bits():
    clock = Clock(per_look=1e-3)
    sweep, unbroken = few(clock), few()
    sweep.play()
    sweep.run_slice(0.01)
    clock.now += LEASE - 1
    assert sweep.look() == "playing" and sweep.due_in() == 0.0
    clock.now += LEASE - 1
    assert sweep.due_in() == 0.0, "the look has renewed it"
    clock.now += 2
    assert sweep.due_in() is None and sweep.look() == "unwatched"
    before = sweep.done.copy()
    sweep.run_slice(1)
    assert (sweep.done == before).all()
    run_to_the_end(sweep)
    run_to_the_end(unbroken)
    assert sweep.numbers.tobytes() == unbroken.numbers.tobytes() and sweep.status == "finished"


def test_it_pauses_and_plays_by_orders_that_may_be_given_twice():
    sweep = few()
    sweep.pause()
    assert sweep.status == "ready"
    sweep.play()
    sweep.play()
    sweep.run_slice(0.5)
    sweep.pause()
    sweep.pause()
    assert sweep.status == "paused" and 0 < sweep.share < 1 and sweep.due_in() is None
    run_to_the_end(sweep)
    sweep.play()
    sweep.pause()
    assert sweep.status == "finished" and sweep.share == 1


def test_it_counts_as_one_job_and_another_job_gets_as_many_slices():
    class Other:
        status, slices = "playing", 0

        def due_in(self) -> float:
            return 0.0

        def run_slice(self, seconds: float) -> None:
            self.slices += 1

    sweep, other, scheduler = few(), Other(), Scheduler(rest=lambda: None)
    slices = []
    run_slice = sweep.run_slice
    sweep.run_slice = lambda seconds: (slices.append(seconds), run_slice(seconds))
    sweep.play()
    scheduler.add(other)
    scheduler.add(sweep)
    assert scheduler.playing() == 2
    while sweep.status == "playing":
        scheduler.run_round()
    assert other.slices == len(slices) > 3


def test_the_time_left_leaves_pauses_out():
    clock = Clock(per_look=1e-2)
    sweep = few(clock)
    assert sweep.seconds_left is None
    sweep.play()
    while sweep.seconds_left is None or sweep.share < 0.2:
        sweep.run_slice(0.1)
    before = sweep.seconds_left
    sweep.pause()
    clock.now += 1000
    sweep.play()
    sweep.run_slice(0.1)
    assert sweep.seconds_left == pytest.approx(before, rel=0.2)


def test_one_that_is_paused_at_the_moment_when_it_ends_has_ended():
    entries = of_seeds(SHORT, 2, "all").entries
    sweep = Sweep(begins(bundled(), entries), SHORT.epochs, 2, Clock(per_look=1e-3))
    run_to_the_end(sweep)
    sweep.status = "paused"  # a pause that looked right before and wrote right after
    run_to_the_end(sweep)
    assert sweep.status == "finished" and len(sweep.ends) == 2
