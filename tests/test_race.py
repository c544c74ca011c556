"""The race: two runs that differ in the gradient rule and in nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from playground import race as module
from playground.charts.race import race_frame, race_spec
from playground.findings import race as told
from playground.race import Race
from playground.scheduler import Scheduler
from playground.settings import Settings
from rnn_core import Dataset, EpochRecord, Example, InvalidSetting, bundled, train
from tests.clock import Clock
from tests.specs import anywhere
from tests.test_page import calm, shown

SHORT = Settings(epochs=3, hidden_size=8)


@pytest.fixture(scope="module", autouse=True)
def a_slice_is_as_long_on_every_machine() -> Iterator[None]:
    """A fast machine would end so short a race in the first slice, and a busy one let its lease run out."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "Job", partial(module.Job, clock=Clock(per_look=1e-4)))
        yield


def run_to_the_end(race: Race, scheduler: Scheduler) -> None:
    race.play(scheduler)
    while race.playing:
        scheduler.run_round()


@pytest.fixture(scope="module")
def finished() -> Race:
    race = Race(bundled(), SHORT)
    run_to_the_end(race, Scheduler())
    return race


def test_each_of_the_two_is_the_run_of_its_rule(finished):
    for rule, now in finished.snapshots().items():
        alone = train(bundled(), SHORT.model, replace(SHORT, gradient=rule).training)
        records = [event for event in alone if isinstance(event, EpochRecord)]
        assert list(now.records) == records
        assert now.params.fingerprint() == alone.params.fingerprint()


def test_both_begin_with_the_same_weights_and_end_with_others(finished):
    correct, published = (now for now in Race(bundled(), SHORT).snapshots().values())
    assert correct.params.fingerprint() == published.params.fingerprint()
    correct, published = finished.snapshots().values()
    assert correct.params.fingerprint() != published.params.fingerprint()
    assert finished.over and not finished.playing


def test_a_race_can_be_held_and_goes_on_where_it_was():
    race, scheduler = Race(bundled(), SHORT), Scheduler()
    race.play(scheduler)
    assert race.playing and not race.over
    scheduler.run_round()
    race.pause()
    assert not race.playing and not race.over
    run_to_the_end(race, scheduler)
    assert [now.epoch for now in race.snapshots().values()] == [3, 3]


def test_a_race_keeps_no_history_to_speak_of(finished):
    for now in finished.snapshots().values():
        assert len(now.history) <= 2


def test_a_network_that_is_too_large_is_refused():
    words = [f"w{i}" for i in range(6000)]
    many = Dataset(tuple(Example(" ".join(words[i::60]), "ab"[i % 2]) for i in range(60)))
    with pytest.raises(InvalidSetting):
        Race(many, replace(SHORT, hidden_size=256))


def test_the_chart_holds_both_losses(finished):
    looks = finished.snapshots()
    frame = race_frame({rule: now.records for rule, now in looks.items()})
    for rule, now in looks.items():
        assert frame[frame["rule"] == rule]["loss"].tolist() == [record.train_loss for record in now.records]
    spec = race_spec(3, True)
    assert spec is race_spec(3, True) and spec["description"]
    assert set(anywhere(spec, "field")) == set(frame.columns)
    assert np.isfinite(frame["loss"]).all()
    assert list(race_frame({"correct": (), "published": ()}).columns) == ["epoch", "rule", "loss"]


def test_what_is_told_of_both(finished):
    looks = Race(bundled(), SHORT).snapshots()
    assert told(looks, SHORT).source == "Seed 0. <b>correct</b>: at epoch 0; <b>published</b>: at epoch 0."
    record = replace(
        finished.snapshots()["correct"].records[-1], train_accuracy=1.0, test_accuracy=0.95, train_loss=0.1
    )
    looks["correct"] = replace(looks["correct"], records=(record,))
    assert told(looks, SHORT).source == (
        "Seed 0. <b>correct</b>: epoch 3, loss 0.100, every training sentence right at epoch 3, test 95% right; "
        "<b>published</b>: at epoch 0."
    )


def race_page() -> AppTest:
    def page():
        from playground import state
        from playground.views import race

        race.draw(state.current())

    opened = AppTest.from_function(page, default_timeout=30)
    opened.query_params["epochs"] = "10"
    return calm(opened.run())


def test_the_race_on_the_page_starts_pauses_and_ends():
    page = race_page()
    assert not page.get("vega_lite_chart")
    calm(page.button(key="race").click().run())
    app = page.session_state["app"]
    assert app.race is not None and app.job.status == "ready", "the run above is left alone"
    if app.race.playing:
        calm(page.button(key="pause_race").click().run())
    assert "<b>correct</b>" in shown(page) and len(page.get("vega_lite_chart")) == 1


def test_a_rule_that_blows_up_is_told(finished):
    looks = finished.snapshots()
    looks["published"] = replace(looks["published"], problem="The loss blew up & was kept.")
    assert told(looks, SHORT).source.endswith("; <b>published</b>: The loss blew up &amp; was kept.")
