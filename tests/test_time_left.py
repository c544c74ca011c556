"""The time left, against runs that are made up: how long everything takes is known, and a clock is turned by hand."""

import math
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.time_left import SETTLING, SOONEST, WINDOW, Speed, epochs_left


class Run:
    """A run whose every update and chunk takes as long as is said, in slices of a hundredth of a second.

    Args:
        others: seconds that other visitors take after each slice.
    """

    def __init__(self, updates, chunks, update, chunk, epochs, others=0.0, slice=0.01, words_evaluated=1.25):
        self.kinds = [(update, 0)] * updates + [(chunk, 1)] * chunks
        self.epochs, self.others, self.slice = epochs, others, slice
        self.speed = Speed(updates, chunks, words_evaluated)
        self.now, self.told = 100.0, []
        self.speed.restart(self.now)

    def play(self, until=math.inf):
        """Work through the epochs, and note what is told, and when, ten times a second."""
        worked = looked = self.now
        for epoch in range(self.epochs):
            for seconds, kind in self.kinds:
                if self.now >= until:
                    return self
                self.now += seconds
                (self.speed.chunk_done if kind else self.speed.update_done)(self.now)
                if self.now - worked >= self.slice:
                    self.now += self.others
                    worked = self.now
                if self.now - looked >= 0.1:
                    looked = self.now
                    an_epoch = self.speed.look(self.now)
                    done = epoch + self.speed.share_of_epoch
                    self.told.append((self.now - 100, None if an_epoch is None else an_epoch * (self.epochs - done)))
            self.speed.epoch_done(self.now)
        self.took = self.now - 100
        return self

    def worst(self, since=3.0, until=0.98):
        """The largest factor by which what was told from some seconds on was wrong."""
        factors = [
            max(told / (self.took - at), (self.took - at) / told)
            for at, told in self.told
            if at >= since and at <= until * self.took
        ]
        assert len(factors) > 10
        return max(factors)


@pytest.mark.parametrize(
    ("updates", "chunks", "update", "chunk", "epochs", "words_evaluated"),
    [
        (170, 8, 0.002, 0.01, 40, 1.2),  # epochs of half a second
        (58, 2, 0.0002, 0.0005, 3000, 1.3),
        (5000, 20, 0.002, 0.02, 3, 1.1),  # of ten seconds, nearly all of them updates
        (40, 60, 0.5, 0.25, 3, 2.0),  # of 35 s, and the evaluation nearly as long as the updates
        (2, 1, 4.0, 1.0, 20, 1.2),  # one update is longer than three seconds
        (300, 30, 0.004, 0.02, 12, 2.0),  # as many sentences to test as to learn from
    ],
)
@pytest.mark.parametrize("others", [0.0, 0.03])
def test_from_three_seconds_on_it_is_right_within_a_factor_of_one_and_a_half(
    updates, chunks, update, chunk, epochs, words_evaluated, others
):
    run = Run(updates, chunks, update, chunk, epochs, others, words_evaluated=words_evaluated).play()
    assert run.worst(since=max(3.0, 2 * update)) < 1.5


def test_nothing_is_told_before_anything_is_known():
    run = Run(100, 2, 0.01, 0.01, 50).play()
    first = next(at for at, told in run.told if told is not None)
    assert SETTLING + SOONEST <= first <= SETTLING + SOONEST + 0.3
    assert Speed(10, 2, 1.0).look(0.0) is None
    idle = Speed(10, 2, 1.0)
    idle.restart(0.0)
    assert [idle.look(now) for now in (1.0, 2.0, 60.0)] == [None, None, None], "nothing was done"


def test_where_time_stands_still_nothing_is_told():
    speed = Speed(10, 2, 1.0)
    for _ in range(100):
        speed.update_done(0.0)
        assert speed.look(0.0) is None
    assert 0 <= speed.share_of_epoch <= 1


def test_it_follows_when_others_come_and_when_they_go():
    run = Run(100, 2, 0.01, 0.01, 60)
    run.play(until=110)
    alone = run.told[-1][1]
    run = Run(100, 2, 0.01, 0.01, 60, others=0.03)
    run.play(until=110)
    assert run.told[-1][1] > 2 * alone
    run.others = 0.0
    for _ in range(int(1.5 * WINDOW / 0.1)):
        for _ in range(10):
            run.now += 0.01
            run.speed.update_done(run.now)
        an_epoch = run.speed.look(run.now)
    assert an_epoch == pytest.approx(1.02, rel=0.1)


def test_pauses_are_left_out():
    run = Run(100, 2, 0.01, 0.01, 60)
    run.play(until=110)
    before = run.speed.look(run.now)
    run.now += 1000
    run.speed.restart(run.now)
    assert run.speed.look(run.now) is None
    for _ in range(200):
        run.now += 0.01
        run.speed.update_done(run.now)
        run.speed.look(run.now)
    assert run.speed.look(run.now) == pytest.approx(before, rel=0.1)


def test_the_share_of_an_epoch_is_that_of_its_work():
    speed = Speed(10, 2, 1.0)
    shares = [speed.share_of_epoch]
    for second in range(10):
        speed.update_done(second + 1)
        shares.append(speed.share_of_epoch)
    assert shares == pytest.approx([i / 10 * 3 / 4 for i in range(11)]), "a quarter is left for the evaluation"
    speed.chunk_done(15)
    speed.chunk_done(20)
    assert speed.share_of_epoch == 1
    speed.epoch_done(20)
    for second in range(10):
        speed.update_done(21 + second)
    assert speed.share_of_epoch == pytest.approx(0.5), "it took as long as the updates"


# How many epochs are left.


def test_without_early_stopping_all_epochs_are_left():
    assert epochs_left(0, 0, 0, 20) == 20
    assert epochs_left(12.5, 3, 0, 20) == 7.5
    assert epochs_left(12.5, 3, 0, 20, after=3) == 67.5


@given(st.integers(1, 5000), st.integers(1, 30), st.data())
def test_with_early_stopping_it_is_right_within_one_and_a_half_wherever_the_bounds_allow_that(epochs, patience, data):
    best = data.draw(st.integers(0, epochs))
    done = data.draw(st.floats(best, min(epochs, max(best, 1) + patience)))
    least, most = min(epochs, max(best, 1) + patience) - done, epochs - done
    left = epochs_left(done, best, patience, epochs)
    assert least - 1e-9 <= left <= most + 1e-9
    if least > 1e-6:
        assert left / least <= 1.5 * (1 + 1e-6), "most runs end soon after the least that is possible"
        assert most / left <= 1.5 * (1 + 1e-6) or most > 2.25 * least, "whatever happens, where the bounds allow it"


def test_where_the_bounds_are_near_each_other_it_is_right_within_one_and_a_half_whatever_happens():
    for best in range(9, 21):
        done, least = best, min(5, 20 - best)
        most = 20 - best
        left = epochs_left(done, best, 5, 20)
        if least:
            assert max(left / least, most / left) <= 1.5


def test_later_networks_are_expected_to_take_as_long_as_those_before():
    assert epochs_left(2, 2, 5, 20, before=(12, 10), after=1) == pytest.approx(9 + 11)
    assert epochs_left(14, 13, 5, 20, before=(8, 8), after=0) == 4, "at least until its patience ends"
    assert epochs_left(19.5, 19, 5, 20, before=(40,), after=0) == 0.5, "and no longer than there are epochs"
    present = epochs_left(4, 4, 5, 20)
    assert epochs_left(4, 4, 5, 20, after=3) == pytest.approx(present + 3 * (4 + present))


@given(st.lists(st.integers(6, 20), min_size=2, max_size=8), st.data())
def test_several_networks_that_take_about_as_long_are_told_within_a_factor_of_one_and_a_half(lengths, data):
    """From the second network on, early in each, where no length is further than a tenth from the others' mean."""
    usual = mean(lengths)
    lengths = [max(6, min(20, round(usual * data.draw(st.floats(0.9, 1.1))))) for _ in lengths]
    number = data.draw(st.integers(1, len(lengths) - 1))
    best, done = max(1, lengths[number] - 5), data.draw(st.floats(0, 2))
    actual = lengths[number] - done + sum(lengths[number + 1 :])
    left = epochs_left(done, min(best, int(done)), 5, 20, lengths[:number], len(lengths) - number - 1)
    if actual > 6:
        assert max(left / actual, actual / left) < 1.5
