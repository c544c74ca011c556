"""A run that will be long says so before it starts; which ones are is found out seldom, and in a moment."""

from dataclasses import replace

import pytest

from playground import forecast, messages, trial
from playground.forecast import Forecast
from playground.room import NoRoom, Room
from playground.settings import Settings
from playground.trial import LONG, seconds, surely_short
from rnn_core import InvalidSetting, bundled, limits
from tests.datasets import drawn, tagged
from tests.shared_parts import replace_shared
from tests.test_page import button, calm, opened, shown

DATASET = drawn(400, 3)
LARGE = Settings(
    cell="lstm", hidden_size=256, layers=2, input="embedding", embedding_size=16, batch_size=32, epochs=1000
)
TAGS = tagged("the/D dog/N runs/V", "a/D cat/N", "runs/V")


@pytest.fixture
def tried(monkeypatch):
    """Settings that were tried; each takes a second an epoch."""
    asked: list[Settings] = []
    monkeypatch.setattr(forecast, "seconds", lambda dataset, settings: asked.append(settings) or 1.0)
    return asked


def nothing(needed: int) -> None:
    """Room for everything."""


def test_what_is_surely_short_is_not_tried(tried):
    assert Forecast(bundled()).long(Settings(), nothing) is None
    assert Forecast(DATASET).long(Settings(hidden_size=32, epochs=20, batch_size=16), nothing) is None
    assert not tried


def test_each_network_is_tried_once_whatever_the_number_of_epochs_networks_and_the_seed(tried):
    known = Forecast(DATASET)
    assert known.long(LARGE, nothing) == 1000
    assert known.long(replace(LARGE, epochs=600, networks=4, seed=9, learning_rate=0.01), nothing) == 2400
    assert known.long(LARGE, nothing) == 1000 and len(tried) == 1
    assert known.long(replace(LARGE, hidden_size=128), nothing) == 1000 and len(tried) == 2


@pytest.mark.parametrize(("epochs", "long"), [(180, None), (200, 200)])
def test_long_is_what_takes_more_than_three_minutes(tried, epochs, long):
    assert Forecast(DATASET).long(replace(LARGE, epochs=epochs), nothing) == long and tried
    assert LONG == 180


def test_without_room_for_the_trial_nothing_is_known_and_it_is_asked_again(tried):
    known, room = Forecast(DATASET), Room(500_000_000, used=lambda: 700_000_000)
    assert known.long(LARGE, room.admit) is None and not tried
    assert known.long(LARGE, nothing) == 1000
    with pytest.raises(NoRoom):
        room.admit(0)


@pytest.mark.parametrize(
    ("dataset", "settings"),
    [
        (DATASET, LARGE),
        (DATASET, replace(LARGE, directions=2, layers=1, readout="mean", batch_size=128, dtype="float32")),
        (TAGS, replace(LARGE, readout="words", batch_size=128)),
        (DATASET, Settings(hidden_size=32, batch_size=4)),
        (TAGS, Settings(readout="words")),
        (DATASET, Settings(input="embedding", frozen=True, optimiser="adam", dropout=0.5, word_dropout=0.1)),
    ],
    ids=range(6),
)
def test_a_trial_of_any_network_takes_a_moment_and_grows_with_epochs_and_networks(dataset, settings):
    began = trial.time.thread_time()
    one = seconds(dataset, replace(settings, epochs=1))
    assert trial.time.thread_time() - began < 5, "a guard against hanging"
    assert 0 < one < 600
    monitored = replace(settings, epochs=1, networks=8)
    assert seconds(dataset, monitored) > one


def test_a_large_network_is_tried_on_a_few_words_and_agrees_with_its_updates(monkeypatch):
    by_the_word = seconds(DATASET, replace(LARGE, epochs=1))
    monkeypatch.setattr(trial, "_AT_ONCE", 1e12)
    by_the_update = seconds(DATASET, replace(LARGE, epochs=1))
    assert by_the_update / 8 < by_the_word < 8 * by_the_update  # (the machine may do other things meanwhile)


def test_a_network_that_cannot_be_trained_is_refused():
    with pytest.raises(InvalidSetting, match="at most 1,500,000"):
        seconds(DATASET, replace(LARGE, layers=limits.MAX_LAYERS, directions=2))
    with pytest.raises(InvalidSetting):
        seconds(DATASET, Settings(cell="lstm", gradient="published"))


def test_more_work_is_never_taken_for_less():
    for more in ({"epochs": 2000}, {"networks": 4}, {"layers": 3}, {"directions": 2}, {"batch_size": 1}):
        if surely_short(DATASET, replace(LARGE, epochs=1, **{k: v for k, v in more.items() if k != "epochs"})):
            continue
        assert not surely_short(DATASET, replace(LARGE, **more))


# What is said.


def test_what_is_told_before_a_run_starts():
    first = "Press Play: a network that knows nothing yet begins to learn from the training sentences."
    assert messages.before_it_starts(Settings(), None) == first
    assert messages.before_it_starts(Settings(), 420) == f"{first} This takes about 7 min at full speed."
    assert messages.before_it_starts(Settings(early_stopping=5), 420).endswith("This takes up to 7 min at full speed.")
    assert "4 networks that know nothing yet" in messages.before_it_starts(Settings(networks=4), None)
    by_counts = Settings(input="embedding", first_embedding="counts")
    known = "that knows only how often each word stands in each class begins"
    assert known in messages.before_it_starts(by_counts, None)
    assert known not in messages.before_it_starts(replace(by_counts, input="one-hot"), None)


def test_a_page_with_a_long_run_says_so_until_it_has_begun(tried):
    page = opened(epochs="5000", hidden_size="64", cell="lstm", layers="3")
    assert "This takes about 83 min at full speed." in shown(page)
    calm(page.text_input(key="sentence").set_value("good").run())
    calm(page.number_input(key="seed").set_value(3).run())
    assert len(tried) == 1
    calm(button(page, "step").click().run())
    assert "at full speed." not in shown(page)
    calm(button(page, "reset").click().run())
    assert "This takes about 83 min at full speed." in shown(page) and len(tried) == 1
    calm(page.select_slider(key="epochs").set_value(100).run())
    assert "at full speed." not in shown(page)


def test_a_page_without_room_for_the_trial_is_drawn(monkeypatch, tried):
    replace_shared(monkeypatch, "room", lambda: Room(500_000_000, used=lambda: 700_000_000))
    page = opened(epochs="5000", hidden_size="64", cell="lstm", layers="3")
    assert "Press Play" in shown(page) and "at full speed." not in shown(page) and not tried
