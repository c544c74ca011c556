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


@pytest.mark.parametrize(
    ("playing", "seconds"), [(0, 0.5), (6, 0.5), (7, 1), (12, 1), (13, 2), (24, 2), (25, 4), (500, 4)]
)
def test_before_any_was_measured_a_dozen_visitors_are_told_once_a_second(playing, seconds):
    assert Ticks(lambda: playing).seconds() == seconds


@pytest.mark.parametrize(("playing", "seconds"), [(3, 0.5), (4, 1), (6, 1), (7, 2), (12, 2), (13, 4)])
def test_where_a_tick_costs_twice_as_much_half_as_many_are(playing, seconds):
    assert ticks(playing, 0.02).seconds() == seconds


@pytest.mark.parametrize("slow", [0.05, 10.0])
def test_five_visitors_are_told_more_seldom_after_three_slow_ticks_however_slow_those_were(slow):
    made = Ticks(lambda: 5)
    waits = []
    for _ in range(3):
        made.took(slow)
        waits.append(made.seconds())
    assert waits == [0.5, 0.5, 1]


@pytest.mark.parametrize(
    ("every", "playing", "fits"), [(0.5, 8, True), (0.5, 10, False), (2, 6, True), (2, 5, False), (4, 12, True)]
)
def test_a_page_may_ask_half_as_often_again_as_it_should_and_no_more_than_four_times_as_seldom(every, playing, fits):
    assert Ticks(lambda: playing).fit(every) == fits


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


def test_a_visitor_with_a_slow_tick_does_not_slow_the_others_down():
    made = ticks(5, 0.005)
    for _ in range(10):
        made.took(0.2)
    assert made.fit(OFTEN)
