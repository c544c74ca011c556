"""The race: runs that differ in what their variants say and in nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from playground import race as module
from playground.charts.race import race_columns, race_spec
from playground.race import Race, runners, standing
from playground.scheduler import Scheduler
from playground.settings import Settings
from rnn_core import Dataset, EpochRecord, Example, InvalidSetting, bundled, train
from tests.clock import Clock
from tests.specs import anywhere
from tests.test_page import calm, shown

SHORT = Settings(epochs=3, hidden_size=8)
RULES = {"correct": {"gradient": "correct"}, "published": {"gradient": "published"}}
CELLS = {"vanilla": {"cell": "tanh"}, "GRU": {"cell": "gru"}, "LSTM": {"cell": "lstm", "optimiser": "adam"}}


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


@pytest.fixture(scope="module", params=[RULES, CELLS], ids=["rules", "cells"])
def finished(request) -> Race:
    race = Race(bundled(), SHORT, request.param)
    run_to_the_end(race, Scheduler())
    return race


def test_each_network_is_the_run_of_its_own_settings(finished):
    assert list(finished.snapshots()) == list(finished.variants)
    for name, now in finished.snapshots().items():
        own = replace(SHORT, **finished.variants[name])
        alone = train(bundled(), own.model, own.training)
        records = [event for event in alone if isinstance(event, EpochRecord)]
        assert list(now.records) == records
        assert now.params.fingerprint() == alone.params.fingerprint()


def test_networks_of_one_kind_begin_with_the_same_weights_and_end_with_others():
    race = Race(bundled(), SHORT, RULES)
    correct, published = race.snapshots().values()
    assert correct.params.fingerprint() == published.params.fingerprint()
    run_to_the_end(race, Scheduler())
    correct, published = race.snapshots().values()
    assert correct.params.fingerprint() != published.params.fingerprint()
    assert race.over and not race.playing


def test_a_race_can_be_held_and_goes_on_where_it_was():
    race, scheduler = Race(bundled(), SHORT, CELLS), Scheduler()
    race.play(scheduler)
    assert race.playing and not race.over
    scheduler.run_round()
    race.pause()
    assert not race.playing and not race.over
    run_to_the_end(race, scheduler)
    assert [now.epoch for now in race.snapshots().values()] == [3, 3, 3]


def test_a_race_keeps_no_history_to_speak_of(finished):
    for now in finished.snapshots().values():
        assert len(now.history) <= 2


def test_what_is_not_possible_is_refused():
    words = [f"w{i}" for i in range(6000)]
    many = Dataset(tuple(Example(" ".join(words[i::60]), "ab"[i % 2]) for i in range(60)))
    with pytest.raises(InvalidSetting):
        Race(many, replace(SHORT, hidden_size=256), RULES)
    with pytest.raises(InvalidSetting):
        Race(bundled(), replace(SHORT, cell="lstm"), RULES)
    with pytest.raises(InvalidSetting):
        runners(SHORT, {"none": {"cell": "none"}})


def test_the_chart_holds_every_loss(finished):
    looks = finished.snapshots()
    columns = race_columns({name: now.records for name, now in looks.items()})
    for name, now in looks.items():
        own = np.array(columns["network"]) == name
        assert np.array(columns["loss"])[own].tolist() == [record.train_loss for record in now.records]
        assert np.array(columns["epoch"])[own].tolist() == [1, 2, 3]
    spec = race_spec(tuple(looks), 3, True)
    assert spec is race_spec(tuple(looks), 3, True) and spec["description"]
    assert set(anywhere(spec, "field")) == set(columns)
    empty = race_columns({name: () for name in looks})
    assert list(empty) == list(columns) and not any(len(column) for column in empty.values())


def test_how_far_a_network_is(finished):
    assert standing(None) == {"epoch": 0, "right": None, "train": None, "test": None}
    now = next(iter(finished.snapshots().values()))
    right = replace(now.records[-1], train_accuracy=1.0, test_accuracy=0.95)
    before, after = replace(now.records[0], train_accuracy=0.5), replace(right, epoch=4, train_accuracy=0.9)
    assert standing(replace(now, records=(before, right, after))) == {
        "epoch": 4,
        "right": 3,
        "train": 0.9,
        "test": 0.95,
    }


def race_page() -> AppTest:
    def page():
        from playground import opening
        from playground.views import race
        from tests.test_race import CELLS, RULES

        variants = {"rules": RULES, "cells": CELLS}[opening.current().kept["pairs"] or "rules"]
        race.button(opening.current(), variants)
        race.draw(opening.current(), variants)

    opened = AppTest.from_function(page, default_timeout=30)
    opened.query_params["epochs"] = "10"
    return calm(opened.run())


def test_the_race_on_the_page_starts_pauses_and_ends():
    page = race_page()
    assert page.dataframe[0].value["epoch"].tolist() == [0, 0], "all stand at the start"
    calm(page.button(key="race").click().run())
    app = page.session_state["app"]
    assert app.races.last is not None and app.job.status == "ready", "the run beside is left alone"
    if app.races.last.playing:
        calm(page.button(key="pause_race").click().run())
    assert page.dataframe[0].value["network"].tolist() == ["correct", "published"]
    assert len(page.get("vega_lite_chart")) == 1 and page.button(key="race")


def test_a_race_that_is_held_goes_on_and_one_of_other_settings_begins_anew():
    page = race_page()
    app = page.session_state["app"]
    app.start_race(RULES)
    app.races.pause()
    held = app.races.last
    app.start_race(RULES)
    assert app.races.last is held
    app.kept.set({"hidden_size": 4})
    app.start_race(RULES)
    assert app.races.last is not held and not held.playing
    app.races.pause()


def test_a_race_of_others_is_not_taken_for_this_one():
    page = race_page()
    app = page.session_state["app"]
    app.start_race(RULES)
    assert app.races.of(CELLS) is None and app.races.of(RULES) is app.races.last
    app.kept.set({"pairs": "cells"})
    calm(page.run())
    assert page.dataframe[0].value["epoch"].tolist() == [0, 0, 0] and page.button(key="race")
    app.start_race(CELLS)
    assert list(app.races.last.snapshots()) == list(CELLS)
    app.races.pause()


def test_a_race_that_is_refused_says_why():
    page = race_page()
    app = page.session_state["app"]
    app.kept.set({"cell": "lstm"})
    app.start_race(RULES)
    assert app.races.last is None and "published gradient rule exists" in app.problem


def test_a_network_that_blows_up_is_told():
    page = race_page()
    app = page.session_state["app"]
    app.start_race(RULES)
    app.races.pause()
    for job in app.races.last._jobs.values():
        job._members.problem = "The loss blew up & was kept."
        job._stale = True
    calm(page.run())
    assert "published: The loss blew up &amp; was kept." in shown(page)
