"""How often pages ask for news."""

import pytest

from playground.ticks import MEMORY, OFTEN, SELDOM, SHARE, Ticks


def ticks(playing: int, cost: float) -> Ticks:
    made = Ticks(lambda: playing)
    for _ in range(round(10 / MEMORY)):
        made.took(cost)
    return made


def test_one_visitor_is_told_twice_a_second():
    assert ticks(1, 0.01).seconds() == OFTEN


@pytest.mark.parametrize("cost", [0.002, 0.006, 0.02, 0.05])
@pytest.mark.parametrize("playing", [0, 1, 5, 20, 40, 100])
def test_all_together_take_no_more_than_their_share_of_a_core_unless_even_the_longest_wait_is_too_short(playing, cost):
    seconds = ticks(playing, cost).seconds()
    assert OFTEN <= seconds <= SELDOM
    assert playing * cost / seconds <= SHARE * 1.01 or seconds == SELDOM
    assert seconds == OFTEN or playing * cost / (seconds / 2) > SHARE * 0.99  # and no more seldom than needed


def test_a_wait_that_was_chosen_fits_until_things_have_changed_much():
    playing = [20]
    made = Ticks(lambda: playing[0])
    every = made.seconds()
    assert made.fit(every)
    for number in (18, 22):
        playing[0] = number
        assert made.fit(every)
    for number in (2, 60):
        playing[0] = number
        assert not made.fit(every)
        assert made.fit(made.seconds())


def test_one_slow_tick_changes_little():
    made = ticks(20, 0.005)
    every = made.seconds()
    made.took(0.1)
    assert made.fit(every)


def test_a_visitor_who_fits_baselines_does_not_slow_the_others_down():
    made = ticks(5, 0.005)
    for _ in range(10):
        made.took(0.2)
    assert made.fit(OFTEN)
