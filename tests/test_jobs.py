"""Jobs and the scheduler, driven by hand with a clock of the test's own."""

import threading
import time
from itertools import groupby
from types import SimpleNamespace

import pytest

from playground.jobs import Job
from playground.paces import Pace
from playground.scheduler import SLICE, THREAD_NAME, TURN, Scheduler, give_way
from playground.settings import Settings
from playground.ticks import SELDOM
from rnn_core import bundled, train
from tests.clock import Clock

DATASET = bundled()


def job(clock=None, **settings) -> Job:
    chosen = Settings(**{"hidden_size": 4, "epochs": 5, **settings})
    return Job(train(DATASET, chosen.model, chosen.training), chosen.epochs, clock or Clock(per_look=1e-5))


def run_to_the_end(job: Job) -> None:
    for _ in range(10_000):
        if job.due_in() is None:
            return
        job.run_slice(0.02)
    raise AssertionError("still playing")


def reference(**settings) -> str:
    chosen = Settings(**{"hidden_size": 4, "epochs": 5, **settings})
    run = train(DATASET, chosen.model, chosen.training)
    list(run)
    return run.params.fingerprint()


def test_play_trains_to_the_end_with_the_same_bits_as_the_terminal():
    it = job()
    it.play()
    run_to_the_end(it)
    done = it.snapshot()
    assert done.status == "finished" and done.epoch == 5 == len(done.records)
    assert done.params.fingerprint() == reference()


def test_playing_twice_is_one_run_and_a_finished_run_stays_finished():
    it = job()
    it.play()
    it.play()
    run_to_the_end(it)
    it.play()
    it.step()
    assert it.snapshot().status == "finished" and it.snapshot().epoch == 5


def test_nothing_happens_before_play_nor_after_pause():
    it = job()
    it.run_slice(0.02)
    assert it.snapshot().epoch == 0 and it.snapshot().update is None
    it.play()
    it.run_slice(0.001)
    it.pause()
    before = it.snapshot()
    it.run_slice(0.02)
    it.pause()
    after = it.snapshot()
    assert before.status == after.status == "paused"
    assert before.params.fingerprint() == after.params.fingerprint()


def test_pause_in_the_first_slice_keeps_the_run_at_its_start():
    it = job()
    start = it.snapshot().params.fingerprint()
    it.play()
    it.pause()
    it.run_slice(0.02)
    assert it.snapshot().params.fingerprint() == start


def test_fifty_pauses_change_no_bit():
    it = job()
    for i in range(50):
        it.play()
        it.run_slice(0.0001 * (i % 7))
        it.pause()
    it.play()
    run_to_the_end(it)
    assert it.snapshot().params.fingerprint() == reference()


def test_step_is_exactly_one_epoch_also_from_the_middle_of_one():
    it = job()
    for epoch in (1, 2):
        it.step()
        run_to_the_end(it)
        assert (it.snapshot().status, it.snapshot().epoch) == ("paused", epoch)
    it.play()
    it.run_slice(0.0005)
    it.pause()
    assert it.snapshot().update and it.snapshot().epoch == 2
    it.step()
    run_to_the_end(it)
    assert it.snapshot().epoch == 3 and it.snapshot().update is None


def test_a_pace_in_epochs_makes_that_many_a_second():
    clock = Clock()
    it = job(clock, epochs=50)
    it.set_pace(Pace("", "epoch", 5.0))
    it.play()
    for _ in range(200):  # two seconds
        it.run_slice(0.02)
        clock.now += 0.01
    assert it.snapshot().epoch == pytest.approx(10, abs=1)
    assert it.snapshot().seconds_left == pytest.approx(8, abs=1)


def seconds_left(takes: list[float], **settings) -> list[float | None]:
    """What is told after each piece of work, of a run of 20 epochs of one update and two chunks each.

    Args:
        takes: seconds of each piece.
    """
    clock = Clock()
    it = job(clock, epochs=20, batch_size=64, **settings)
    it.play()
    told = []
    for seconds in takes:
        clock.now += seconds
        it.run_slice(0.0)
        if it._members.update is None and len(told) % 4 == 3:
            assert it.snapshot().network_epoch == len(told) // 4 + 1
        told.append(it.snapshot().seconds_left)
    return told


def test_the_time_left_is_told_within_the_first_epoch_and_follows_the_speed_of_the_last_five_seconds():
    told = seconds_left([0.25] * 80)
    assert told[:3] == [None] * 3 and told[4] is not None
    assert told[11] == pytest.approx(17, rel=0.15) and told[39] == pytest.approx(10, rel=0.05)
    slower = seconds_left([0.25] * 40 + [0.5] * 12)
    assert slower[-1] == pytest.approx(7 * 2, rel=0.15)


def test_of_epochs_longer_than_the_window_parts_tell_the_time_left():
    told = seconds_left([6.0, 4.0, 3.8, 0.2] * 3)
    assert told[3] == pytest.approx(19 * 14, rel=0.4) and told[11] == pytest.approx(17 * 14, rel=0.4)


def test_what_waits_between_play_and_pause_is_no_time_left():
    it = job(clock := Clock(), epochs=20, batch_size=64)
    for _ in range(6):
        it.play()
        for _ in range(8):
            clock.now += 0.25
            it.run_slice(0.0)
            it.snapshot()
        left = it.snapshot().seconds_left
        it.pause()
        assert it.snapshot().seconds_left is None
        clock.now += 1000
    assert left == pytest.approx(8, rel=0.2)


def test_slow_motion_makes_one_update_at_a_time():
    clock = Clock()
    it = job(clock)
    it.set_pace(Pace("", "update", 4.0))
    it.play()
    for number in range(1, 59):
        it.run_slice(0.02)
        now = it.snapshot()
        expected = None if number == 58 else number
        clock.now += 0.25
        assert (now.update.number if now.update else None, now.epoch) == (expected, number // 58)


def test_a_changed_pace_applies_at_once():
    clock = Clock()
    it = job(clock)
    it.set_pace(Pace("", "update", 0.001))
    it.play()
    it.run_slice(0.02)
    assert it.due_in() > 100
    it.set_pace(Pace("", "epoch", None))
    assert it.due_in() == 0.0


def test_a_job_that_nobody_looks_at_pauses_itself_and_goes_on_when_told():
    clock = Clock()
    it = job(clock, epochs=50)
    it.set_pace(Pace("", "epoch", 1.0))
    it.play()
    for _ in range(10):  # as seldom as a page of very many ever asks, and twice as seldom
        clock.now += 2 * SELDOM
        assert it.due_in() is not None
        it.snapshot()
    clock.now += 9.9
    assert it.due_in() is not None
    clock.now += 0.2
    assert it.due_in() is None
    assert it.snapshot().status == "unwatched"
    it.play()
    assert it.snapshot().status == "playing"


@pytest.mark.parametrize(
    ("error", "words"), [(MemoryError(), "not enough memory"), (RuntimeError("bug"), "error in this program")]
)
def test_an_error_in_a_job_is_its_own_and_the_scheduler_lives(error, words, monkeypatch, caplog):
    clock = Clock(per_look=1e-5)
    broken, healthy = job(clock), job(clock)

    def fail(self):
        raise error

    monkeypatch.setattr(
        type(broken._members._training),
        "__next__",
        lambda self: fail(self) if self is broken._members._training else next(self._events),
    )
    scheduler = Scheduler()
    for it in (broken, healthy):
        it.play()
        scheduler.add(it)
    while scheduler.run_round() is not None:
        pass
    assert broken.snapshot().status == "failed" and words in broken.snapshot().problem
    assert healthy.snapshot().status == "finished"


def test_a_run_that_blows_up_says_so_and_keeps_good_weights():
    it = job(learning_rate=1.0, hidden_size=64, clip_by="none", epochs=50)
    start = it.snapshot().params.fingerprint()
    it.play()
    run_to_the_end(it)
    failed = it.snapshot()
    assert failed.status == "failed" and "learning rate" in failed.problem
    assert len(failed.records) >= 3 and failed.params.fingerprint() == start


def test_a_run_that_blows_up_in_its_last_epoch_does_not_end_well():
    it = job(learning_rate=1.0, hidden_size=64, clip_by="none", epochs=3)
    it.play()
    run_to_the_end(it)
    assert it.snapshot().status == "failed" and it.snapshot().epoch == 3


def test_a_step_into_the_last_epoch_finishes_the_run():
    it = job(epochs=1)
    it.step()
    run_to_the_end(it)
    assert it.snapshot().status == "finished" and it.snapshot().epoch == 1


def test_jobs_take_turns():
    clock = Clock(per_look=1e-5)
    jobs = [job(clock, epochs=200) for _ in range(3)]
    scheduler = Scheduler()
    for it in jobs:
        it.play()
        scheduler.add(it)
        scheduler.add(it)
    for _ in range(5):
        scheduler.run_round()
    epochs = [it.snapshot().epoch for it in jobs]
    assert min(epochs) > 0 and max(epochs) - min(epochs) <= 2


def test_one_job_more_than_the_cap_waits_and_is_told_its_place():
    clock = Clock(per_look=1e-5)
    first, second, third = (job(clock, epochs=n) for n in (3, 5, 5))
    scheduler = Scheduler(max_playing=1)
    for it in (first, second, third):
        it.play()
        scheduler.add(it)
    assert [scheduler.place(it) for it in (first, second, third)] == [0, 1, 2]
    scheduler.run_round()
    assert second.snapshot().epoch == 0
    while scheduler.run_round() is not None:
        pass
    assert [it.snapshot().status for it in (first, second, third)] == ["finished"] * 3
    assert scheduler.place(third) == 0


def test_forty_train_at_once_and_the_next_one_waits():
    scheduler, jobs = Scheduler(), [job() for _ in range(42)]
    for it in jobs:
        it.play()
        scheduler.add(it)
    assert [scheduler.place(it) for it in jobs] == [0] * 40 + [1, 2]


def test_while_others_wait_a_place_is_kept_for_a_turn_and_then_given_on():
    clock = Clock()
    jobs = [job(clock, epochs=1000) for _ in range(3)]
    for it in jobs:
        it.set_pace(Pace("", "epoch", 1.0))
    scheduler = Scheduler(max_playing=2, clock=clock)
    for it in jobs:
        it.play()
        scheduler.add(it)
    seen = []
    for _ in range(100):  # four seconds each
        scheduler.run_round()
        places = [scheduler.place(it) for it in jobs]  # looking renews no lease
        assert sorted(places) == [0, 0, 1]
        seen.append(places.index(1))
        for it in jobs:
            it.snapshot()
        clock.now += 4
    turns = [len(list(same)) for _, same in groupby(seen)]
    assert seen[0] == 2 and set(seen) == {0, 1, 2}
    assert set(turns[:-1]) <= {1, 4, 5}, turns  # of two that began together one goes at 20 s, the other a look later
    epochs = [it.snapshot().epoch for it in jobs]
    assert min(epochs) > 0.8 * max(epochs)


def test_nobody_is_sent_to_the_queue_while_there_is_room():
    clock = Clock()
    first, second = job(clock, epochs=50), job(clock, epochs=50)
    for it in (first, second):
        it.set_pace(Pace("", "epoch", 1.0))
    scheduler = Scheduler(max_playing=2, clock=clock)
    for it in (first, second):
        it.play()
        scheduler.add(it)
    for _ in range(5 * int(TURN)):
        scheduler.run_round()
        assert scheduler.place(first) == scheduler.place(second) == 0
        first.snapshot(), second.snapshot()
        clock.now += 1


def test_a_job_that_stops_playing_gives_its_place_on_at_once():
    clock = Clock()
    first, second = job(clock, epochs=50), job(clock, epochs=50)
    scheduler = Scheduler(max_playing=1, clock=clock)
    for it in (first, second):
        it.set_pace(Pace("", "epoch", 1.0))
        it.play()
        scheduler.add(it)
    scheduler.run_round()
    assert scheduler.place(second) == 1
    first.pause()
    assert scheduler.place(second) == 0
    scheduler.run_round()
    first.play()
    scheduler.add(first)
    scheduler.run_round()
    assert scheduler.place(first) == 1 and second.snapshot().epoch == 1


class Fitting:
    """Work of so many steps, each of which takes so long."""

    def __init__(self, clock: Clock, steps: int, seconds: float) -> None:
        self.clock, self.steps, self.seconds, self.had = clock, steps, seconds, 0.0

    @property
    def status(self) -> str:
        return "playing" if self.steps > 0 else "finished"

    def due_in(self) -> float | None:
        return 0.0 if self.steps > 0 else None

    def run_slice(self, seconds: float) -> None:
        self.steps -= 1
        self.had += self.seconds
        self.clock.now += self.seconds


def test_of_heavy_work_one_is_done_at_a_time_in_the_order_of_asking():
    clock = Clock()
    first, second, third = works = [Fitting(clock, 3, 0.01) for _ in range(3)]
    scheduler = Scheduler(clock=clock)
    for work in (first, second, first, third):
        scheduler.add_heavy(work)
    assert scheduler.playing() == 3
    left = []
    second.steps = 0  # it was stopped, or its page is gone
    while scheduler.run_round() is not None:
        left.append(tuple(work.steps for work in works))
    assert left == [(2, 0, 3), (1, 0, 3), (0, 0, 3), (0, 0, 2), (0, 0, 1), (0, 0, 0)]
    assert scheduler.playing() == 0


@pytest.mark.parametrize("jobs", [1, 3])
@pytest.mark.parametrize("step", [0.002, 0.01, 0.057])
def test_heavy_work_gets_as_much_time_as_a_job_however_long_its_steps_are(jobs, step):
    clock = Clock()
    playing, heavy = [Fitting(clock, 10**6, SLICE) for _ in range(jobs)], Fitting(clock, 10**6, step)
    scheduler = Scheduler(clock=clock, rest=lambda: None)
    for work in playing:
        scheduler.add(work)
    scheduler.add_heavy(heavy)
    for _ in range(1000):
        assert scheduler.run_round() == 0
    assert max(work.had for work in playing) == pytest.approx(10)
    assert heavy.had == pytest.approx(10 if step >= SLICE else 1000 * step, rel=0.02)


def test_heavy_work_owes_nothing_to_jobs_that_rest():
    clock = Clock()
    heavy, paced = Fitting(clock, 5, 0.5), job(clock)
    paced.set_pace(Pace("", "epoch", 0.01))
    paced.play()
    scheduler = Scheduler(clock=clock, rest=lambda: None)
    scheduler.add(paced)
    scheduler.add_heavy(heavy)
    for _ in range(6):  # in the first of them the job has its slice
        scheduler.run_round()
        paced.snapshot()
    assert heavy.steps == 0 and paced.snapshot().epoch == 1


def test_heavy_work_wakes_the_thread():
    heavy = Fitting(Clock(), 3, 0.0)
    scheduler = Scheduler()
    scheduler.start()
    time.sleep(0.05)
    scheduler.add_heavy(heavy)
    end = time.monotonic() + 20
    while heavy.steps and time.monotonic() < end:
        time.sleep(0.01)
    scheduler.stop()
    assert heavy.steps == 0


def test_after_every_slice_others_may_have_the_interpreter():
    rests = []
    clock = Clock(per_look=1e-5)
    scheduler = Scheduler(rest=lambda: rests.append(None))
    for it in (job(clock), job(clock), job(clock)):
        it.play()
        scheduler.add(it)
    scheduler.run_round()
    assert len(rests) == 3


def test_giving_way_ends_at_once_when_nobody_waits_and_at_the_latest_when_patience_ends(monkeypatch):
    def naps(back_after: float) -> int:
        clock, taken = Clock(), []

        def nap(seconds):
            taken.append(seconds)
            clock.now += back_after

        monkeypatch.setattr("playground.scheduler.time", SimpleNamespace(perf_counter=clock, sleep=nap))
        give_way(patience=0.04)
        return len(taken)

    assert naps(back_after=0.0001) == 1
    assert naps(back_after=0.006) == 7  # somebody is always busy: 42 ms


def test_to_look_at_a_job_that_plays_is_to_wait_for_nobody():
    it = job()
    before = it.snapshot()
    it.play()
    with it._work:  # as while a slice runs
        now = it.snapshot()
    assert (before.status, now.status) == ("ready", "playing")
    assert now.params is before.params


def test_the_thread_trains_sleeps_and_is_replaced_not_doubled():
    def threads():
        return [thread for thread in threading.enumerate() if thread.name == THREAD_NAME]

    scheduler = Scheduler()
    scheduler.start()
    it = job(time.monotonic)
    it.play()
    scheduler.add(it)
    end = time.monotonic() + 20
    while it.status == "playing" and time.monotonic() < end:
        time.sleep(0.01)
    assert it.snapshot().status == "finished"
    successor = Scheduler()
    successor.start()
    while len(threads()) > 1 and time.monotonic() < end:
        time.sleep(0.01)
    assert len(threads()) == 1
    successor.stop()


def test_a_job_that_is_added_just_before_the_thread_falls_asleep_is_not_slept_through():
    late = job(time.monotonic)

    class Busy(Scheduler):
        def run_round(self) -> float | None:
            wait = super().run_round()
            if late.status == "ready":  # as a click does at this moment
                late.play()
                self.add(late)
            return wait

    scheduler = Busy()
    scheduler.start()
    end = time.monotonic() + 20
    while late.status != "finished" and time.monotonic() < end:
        time.sleep(0.01)
    scheduler.stop()
    assert late.status == "finished"


# What must not happen.


def test_a_run_that_is_paused_at_the_moment_when_it_ends_ends_once():
    it = job()
    it.play()
    run_to_the_end(it)
    it._status = "paused"  # a pause that looked right before and wrote right after
    it.play()
    run_to_the_end(it)
    done = it.snapshot()
    assert done.status == "finished" and len(done.members) == 1 and done.epoch == 5


@pytest.mark.parametrize("heavy", [False, True])
def test_work_that_meets_an_unexpected_error_gets_no_more_time_and_the_others_go_on(heavy, caplog):
    class Broken:
        status, slices = "playing", 0

        def due_in(self):
            return 0.0

        def run_slice(self, seconds):
            self.slices += 1
            raise ZeroDivisionError

    scheduler, broken, sound = Scheduler(rest=lambda: None), Broken(), job()
    (scheduler.add_heavy if heavy else scheduler.add)(broken)
    sound.play()
    scheduler.add(sound)
    for _ in range(10_000):
        scheduler.run_round()
        if sound.status == "finished":
            break
    assert sound.status == "finished" and broken.slices == 1
    assert "ZeroDivisionError" in caplog.text
