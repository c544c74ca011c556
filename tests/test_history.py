"""Weights of earlier epochs: how many are kept, which ones, and that they are what the records say."""

import numpy as np
import pytest

from playground.jobs import HISTORY_BYTES, Job
from rnn_core import History, ModelConfig, Params, TrainConfig, bundled, evaluate, train
from rnn_core.history import FEWEST, MOST
from tests.clock import Clock
from tests.networks import plain

SHAPE = plain(3, 2, 2)


def weights(epoch):
    """Weights that tell the epoch they are of."""
    return Params(np.full(SHAPE.size, float(epoch)), SHAPE)


BYTES = weights(0).flat.nbytes


def history(budget, epochs):
    """A history to the end of this epoch."""
    it = History(budget)
    for epoch in range(epochs + 1):
        it.add(epoch, weights(epoch))
    return it


def played(training, epochs, history_bytes=HISTORY_BYTES):
    """A job of this training, driven to its end."""
    job = Job(training, epochs, Clock(per_look=1e-4), history_bytes)
    job.play()
    while job.due_in() is not None:
        job.run_slice(0.05)
    assert job.snapshot().status == "finished"
    return job


@pytest.mark.parametrize("room", [2, 3, 5, 10, 64])
def test_the_budget_holds_after_every_epoch_and_the_first_weights_stay(room):
    it = History(room * BYTES + BYTES // 2)
    for epoch in range(1000):
        it.add(epoch, weights(epoch))
        assert sum(snapshot.flat.nbytes for snapshot in it.kept.values()) <= room * BYTES
        assert 0 in it.kept
        assert len(it.kept) > room // 2 or epoch < room // 2


@pytest.mark.parametrize("room", [2, 3, 5, 10, 64])
@pytest.mark.parametrize("epochs", [0, 1, 2, 5, 99, 100, 777])
def test_the_epochs_that_are_kept_are_evenly_spaced_and_the_steps_are_doubled(room, epochs):
    kept = list(history(room * BYTES, epochs).kept)
    step = kept[1] if len(kept) > 1 else 1
    assert kept == list(range(0, kept[-1] + 1, step)) and step & (step - 1) == 0
    assert epochs - kept[-1] < step
    if epochs < room:
        assert kept == list(range(epochs + 1))


def test_every_snapshot_is_that_of_its_epoch():
    for epoch, snapshot in history(7 * BYTES, 500).kept.items():
        assert (snapshot.flat == epoch).all()


def test_a_look_never_changes_and_cannot_be_changed():
    it = History(4 * BYTES)
    looks = []
    for epoch in range(40):
        it.add(epoch, weights(epoch))
        looks.append((it.kept, dict(it.kept)))
    for look, as_it_was in looks:
        assert dict(look) == as_it_was
    with pytest.raises(TypeError):
        it.kept[0] = weights(1)


def test_snapshots_are_copies_of_weights_that_go_on_changing():
    it = History(100 * BYTES)
    training = weights(0)
    for epoch in range(5):
        training.flat[:] = epoch
        it.add(epoch, training)
    for epoch, snapshot in it.kept.items():
        assert not np.shares_memory(snapshot.flat, training.flat)
        assert (snapshot.flat == epoch).all()


@pytest.mark.parametrize("budget", [0, 1, BYTES, 2 * BYTES - 1])
def test_two_are_kept_even_if_they_are_larger_than_the_budget(budget):
    assert FEWEST == 2
    assert list(history(budget, 1).kept) == [0, 1]
    assert list(history(budget, 100).kept) == [0, 64]


def test_more_than_the_most_are_never_kept_whatever_the_budget():
    assert MOST == 250
    assert len(history(10**12, MOST - 1).kept) == MOST
    assert list(history(10**12, MOST).kept) == list(range(0, MOST + 1, 2))
    assert len(history(10**12, 3000).kept) <= MOST


def test_the_history_of_a_job_holds_the_weights_whose_accuracy_the_records_tell():
    dataset = bundled()
    seen = played(train(dataset, ModelConfig(4), TrainConfig(epochs=30)), 30).snapshot()
    assert list(seen.history) == list(range(31))
    assert len({snapshot.fingerprint() for snapshot in seen.history.values()}) == 31
    for record in seen.records:
        params = seen.history[record.epoch]
        assert evaluate(dataset, "train", params) == (record.train_loss, record.train_accuracy)
        assert evaluate(dataset, "test", params) == (record.test_loss, record.test_accuracy)
    assert len({record.train_accuracy for record in seen.records}) > 5


def test_two_megabytes_of_earlier_weights_are_kept_unless_the_budget_is_another():
    large = ModelConfig(256)  # of which three fit
    for epochs, kept in ((2, [0, 1, 2]), (3, [0, 2])):
        it = Job(train(bundled(), large, TrainConfig(epochs=epochs, batch_size=64)), epochs, Clock(per_look=1e-4))
        assert 3 < 2_000_000 / it.snapshot().params.flat.nbytes < 4
        it.play()
        while it.due_in() is not None:
            it.run_slice(0.05)
        assert list(it.snapshot().history) == kept


def test_the_history_of_a_job_begins_with_its_first_weights_and_ends_with_its_last():
    first = train(bundled(), ModelConfig(4), TrainConfig(epochs=3)).params.fingerprint()
    job = Job(train(bundled(), ModelConfig(4), TrainConfig(epochs=3)), 3, Clock(per_look=1e-4))
    before = job.snapshot().history
    assert [snapshot.fingerprint() for snapshot in before.values()] == [first]

    job.play()
    while job.due_in() is not None:
        job.run_slice(0.0)
        seen = job.snapshot()
        assert max(seen.history) <= seen.epoch
    done = job.snapshot()
    assert list(before) == [0]
    assert done.history[0].fingerprint() == first and done.history[3].fingerprint() == done.params.fingerprint()


def test_the_history_of_a_job_is_thinned_when_its_budget_is_full():
    training = train(bundled(), ModelConfig(4), TrainConfig(epochs=30))
    dataset, seen = bundled(), played(training, 30, 10 * training.params.flat.nbytes).snapshot()
    assert list(seen.history) == [0, 4, 8, 12, 16, 20, 24, 28]
    for record in seen.records[3::4]:
        assert evaluate(dataset, "test", seen.history[record.epoch])[1] == record.test_accuracy
