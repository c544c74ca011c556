"""Luck or skill: what is planned, what is said of it, and the page."""

import gc
import re
import weakref
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import vl_convert
from streamlit.testing.v1 import AppTest

from playground import luck as module
from playground import luck_in_words, seeds_in_words
from playground.charts.bands import BANDS, band_columns, band_spec, spread
from playground.charts.grid import grid_columns, grid_spec
from playground.judged import Judge, judge
from playground.luck import Luck, at_first
from playground.plans import GRID_SETTINGS, MOST, Entry, Plan, of_grid, of_seeds, suggested, values_of
from playground.room import Room, run_bytes
from playground.scheduler import Scheduler
from playground.sentences import Sentences
from playground.settings import SETTINGS, Settings
from playground.settings_in_words import value_in_words
from playground.shown import Shown
from playground.sweep import COLUMNS, End, Sweep
from playground.tried import Point, Try, points, tried
from playground.widgets import Widgets
from rnn_core import Dataset, InvalidSetting, bundled, split_off
from tests.shared_parts import replace_shared
from tests.specs import anywhere
from tests.test_page import button, calm, opened, shown

TEST = Judge("test", "sentence", 20)


# What is planned.


def test_seeds_follow_the_one_that_is_shown_and_vary_what_is_asked():
    shown_now = Settings(seed=7, networks=3)
    pairs = {
        vary: [(entry.settings.seed, entry.weights_seed) for entry in of_seeds(shown_now, 3, vary).entries]
        for vary in ("all", "weights", "order")
    }
    assert pairs == {
        "all": [(7, 7), (8, 8), (9, 9)],
        "weights": [(7, 7), (7, 8), (7, 9)],
        "order": [(7, 7), (8, 7), (9, 7)],
    }
    entries = of_seeds(shown_now, 3, "all").entries
    assert {replace(entry.settings, seed=7) for entry in entries} == {replace(shown_now, networks=1)}


def test_a_grid_has_every_value_with_every_other_and_leaves_out_what_does_not_go_together():
    axes = {"cell": ["tanh", "lstm"], "gradient": ["correct", "published"]}
    plan = of_grid(Settings(seed=5), axes, 2, bundled(), None)
    assert plan.points == (("tanh", "correct"), ("tanh", "published"), ("lstm", "correct"))
    assert [(entry.settings.seed, entry.weights_seed) for entry in plan.entries[:2]] == [(5, 5), (6, 6)]
    assert all((one.settings.cell, one.settings.gradient) == one.point for one in plan.entries)
    assert plan.left_out == ("LSTM with gradient rule published",)


def test_a_value_that_means_nothing_there_is_left_out():
    plan = of_grid(Settings(), {"clip_by": ["none", "norm"], "clip": [0.1, 1.0]}, 1, bundled(), None)
    assert plan.points == (("none", 1.0), ("norm", 0.1), ("norm", 1.0)), "without clipping the threshold is one alone"
    without_validation = of_grid(Settings(), {"early_stopping": [0, 3]}, 1, bundled(), None)
    assert without_validation.points == ((0,),)
    assert of_grid(Settings(), {"readout": ["last", "words"]}, 1, bundled(), None).points == (("last",), ("words",))


def test_a_network_that_is_too_large_is_left_out(monkeypatch):
    monkeypatch.setattr("rnn_core.limits.MAX_WEIGHTS", 2000)
    plan = of_grid(Settings(), {"hidden_size": [4, 128]}, 1, bundled(), None)
    assert plan.points == ((4,),) and plan.left_out == ("hidden size 128",)


def test_every_setting_of_a_grid_offers_a_few_values_that_are_possible():
    assert {"seed", "networks", "epochs", "vectors"}.isdisjoint(GRID_SETTINGS)
    assert {"cell", "hidden_size", "learning_rate", "optimiser", "dropout"} <= set(GRID_SETTINGS)
    for name in GRID_SETTINGS:
        some = suggested(name)
        assert SETTINGS[name].default in some and set(some) <= set(values_of(name)) and 2 <= len(some) <= 5
        words = [value_in_words(name, value) for value in values_of(name)]
        assert len(set(words)) == len(words)
        for value in values_of(name):
            SETTINGS[name].require(value)


# What has come out.


def swept(*curves, ends=None, epochs=4) -> Sweep:
    """A sweep in which each training has had these shares of train and of test right."""
    sweep = Sweep([lambda: None] * len(curves), epochs, 1)
    for number, curve in enumerate(curves):
        for at, (train, test) in enumerate(curve):
            sweep.numbers[number, at] = [1 - train, np.nan, train, test, np.nan]
        sweep.done[number] = len(curve)
    sweep.ends.update(ends or {})
    return sweep


def test_how_far_each_is_and_what_it_has_come_to():
    plan = of_seeds(Settings(epochs=4), 3, "all")
    curves = [[(0.5, 0.4), (1.0, 0.8), (0.9, 0.7)], [(0.6, 0.5)], [(0.7, 0.6), (1.0, 1.0)]]
    one, two, three = tried(plan, swept(*curves, ends={0: End(2, ""), 2: End(1, "It blew up.")}))
    assert (one.epochs, one.right, one.train, one.test, one.ended) == (3, 2, 1.0, 0.8, True), "of the weights it keeps"
    assert (two.epochs, two.right, two.train, two.validation, two.ended) == (1, None, 0.6, None, False)
    assert (three.there, three.problem, three.share("test")) == (False, "It blew up.", None)
    assert all(not one.ended and one.train is None for one in tried(plan, None))
    assert tried(plan, swept([], [], [], ends={0: End(0, "")}))[0].train is None


def test_the_points_of_a_grid_are_medians_of_their_seeds():
    plan = of_grid(Settings(epochs=4), {"hidden_size": [4, 8]}, 2, bundled(), None)
    done = {number: End(2, "") for number in range(4)}
    curves = [[(0.5, 0.5), (1.0, 0.6)], [(1.0, 0.7), (1.0, 0.8)], [(0.5, 0.5), (0.5, 0.5)], [(0.5, 0.5), (0.6, 0.9)]]
    small, large = points(plan, tried(plan, swept(*curves, ends=done)), "test")
    assert small == Point((4,), 2, 0.7, 2, 1.5)
    assert large == Point((8,), 2, 0.7, 0, None)


def test_a_point_whose_trainings_blow_up_is_not_the_best_for_the_one_that_did_not():
    plan = of_grid(Settings(epochs=4), {"learning_rate": [0.05, 1.0, 0.5]}, 3, bundled(), None)
    curves = [[(0.9, 0.7)]] * 3 + [[(0.9, 0.6)], [(0.9, 1.0)], [(0.9, 0.6)]] + [[(0.9, 1.0)]] * 3
    ends = {number: End(1, "It blew up." if number in (3, 5, 6, 7, 8) else "") for number in range(9)}
    calm, wild, none = points(plan, tried(plan, swept(*curves, ends=ends)), "test")
    assert (calm.share, wild.share, none.share) == (0.7, 0.0, None)


def test_bands_are_minimum_median_and_maximum_of_those_that_had_the_epoch():
    random = np.random.default_rng(0)
    values = random.random((7, 5))
    values[3:, 3] = np.nan
    values[:, 4] = np.nan
    found = spread(values)
    for epoch in range(4):
        there = values[:, epoch][~np.isnan(values[:, epoch])]
        assert found[epoch].tolist() == [there.min(), np.median(there), there.max(), len(there)]
    assert np.isnan(found[4, :3]).all() and found[4, 3] == 0


def test_the_charts_hold_what_their_specifications_name():
    sweep = swept([(0.5, 0.4), (1.0, 0.8)], [(0.25, 0.5)])
    columns = band_columns(sweep.numbers, 2, BANDS[0])
    assert columns["train_low"].tolist() == [0.25, 1.0] and columns["train_high"].tolist() == [0.5, 1.0]
    assert columns["test_median"].tolist() == [0.45, 0.8] and columns["trainings"].tolist() == [2, 1]
    for bands in BANDS:
        spec = band_spec(bands, 4, 2, True, False)
        assert spec is band_spec(bands, 4, 2, True, False) and spec["description"]
        assert set(anywhere(spec, "field")) <= {"part", *band_columns(sweep.numbers, 2, bands)}
        assert set(band_columns(sweep.numbers, 0, bands)) == {"epoch"}
    long = np.random.default_rng(0).random((32, 5000, len(COLUMNS)))
    assert len(band_columns(long, 5000, BANDS[0])["epoch"]) <= 120
    found = [Point(("tanh", 0.1), 1, 0.5, 0, None), Point(("lstm", 0.1), 1, None, 1, 3.0)]
    cells = grid_columns(("cell", "dropout"), found, [luck_in_words.written(one) for one in found])
    assert cells["one"] == ["vanilla", "LSTM"] and cells["two"] == ["0.1", "0.1"]
    assert cells["said"] == ["50%", "–"] and cells["right"] == ["", "ep. 3"]
    spec = grid_spec(("Cell", "Dropout"), ("vanilla", "LSTM"), ("0.1",), "test", False)
    assert set(anywhere(spec, "field")) == set(cells)


def drawing(spec, columns) -> str:
    """A chart by itself as SVG, as wide as on a telephone."""
    fitted = {"width": 345, "autosize": {"type": "fit", "contains": "padding"}}
    rows = pd.DataFrame(columns).to_dict("records")
    return str(vl_convert.vegalite_to_svg({**spec, **fitted, "data": {"values": rows}}))


def words_of(svg: str) -> list[str]:
    return re.findall("<(?:text|tspan) ?[^>]*>([^<]+)<", svg)


@pytest.mark.parametrize("bands", BANDS)
@pytest.mark.parametrize("done", [0, 2])
def test_bands_by_themselves_say_what_they_are_before_they_begin_and_after(bands, done):
    columns = band_columns(swept([(0.5, 0.4), (1.0, 0.8)], [(0.25, 0.5)]).numbers, done, bands)
    told = words_of(drawing(band_spec(bands, 4, 2, False, not done), columns))
    assert {"lowest, median and highest of 2 seeds", "train", "test", "epoch 0", bands.title} <= set(told)
    assert told.count(bands.hint) == (not done)
    assert band_spec(bands, 4, 2, False, not done)["height"] == band_spec(bands, 4, 2, False, bool(done))["height"]


def test_in_the_legend_of_bands_train_is_filled_and_test_is_dashed():
    columns = band_columns(swept([(0.5, 0.4), (1.0, 0.8)], [(0.25, 0.5)]).numbers, 2, BANDS[0])
    svg = drawing(band_spec(BANDS[0], 4, 2, False, False), columns)
    train, test = re.findall('role-legend-symbol"[^>]*>(<path [^>]*>)', svg)
    assert 'fill="#3A404940"' in train and 'stroke-dasharray="1,0"' in train
    assert "fill=" not in test and 'stroke-dasharray="5,3"' in test


def test_a_grid_by_itself_says_what_its_cells_are():
    found = [Point(("tanh", 0.1), 1, 0.5, 0, None), Point(("lstm", 0.1), 1, None, 1, 3.0)]
    cells = grid_columns(("cell", "dropout"), found, [luck_in_words.written(one) for one in found])
    told = words_of(drawing(grid_spec(("Cell", "Dropout"), ("vanilla", "LSTM"), ("0.1",), "validation", False), cells))
    assert {"Cell", "vanilla", "LSTM", "Dropout", "0.1", "50%", "ep. 3"} <= set(told)
    assert "Large: how much of validation is right (median)." in told
    assert "Small: the epoch from which on all of train is." in told


# What is said.


def seeds(*right, test=1.0, problem="", vary="all") -> tuple[Plan, tuple[Try, ...]]:
    """As many seeds, each with everything right from this epoch on, or never."""
    plan = of_seeds(Settings(), len(right), vary)
    ends = test if isinstance(test, list) else [test] * len(right)
    tries = tuple(
        Try(entry, 100, at, 1.0 if at else 0.9, share, None, True, problem if at is None else "")
        for entry, at, share in zip(plan.entries, right, ends, strict=True)
    )
    return plan, tries


def said(plan, tries, judging=TEST, apart=None) -> str:
    return re.sub("<[^>]*>", " ", seeds_in_words.found(plan, tries, judging, apart or {}).source).replace("  ", " ")


@pytest.mark.parametrize(
    ("right", "words"),
    [
        ([20] * 10, "With all 10 seeds it gets every training sentence right at epoch 20: skill, as far as these can"),
        ([20, 40] * 4 + [None] * 2, "With 8 of 10 seeds it gets every training sentence right at epoch 20 to 40 "
         "(median 30): mostly skill (49 to 94% of all seeds is likely)."),
        ([30] * 5 + [None] * 5, "With 5 of 10 seeds it gets every training sentence right at epoch 30: luck decides ("),
        ([30] + [None] * 9, "With 1 of 10 seeds it gets every training sentence right at epoch 30: mostly luck ("),
        ([None] * 10, "With none of 10 seeds does it get every training sentence right within 100 epochs: luck alone"),
        ([20] * 3, "as far as these can tell (44 to 100% of all seeds is likely, and so few seeds are weak evidence)."),
    ],
)  # fmt: skip
def test_the_sentence_says_how_often_it_gets_there_and_how_sure_that_is(right, words):
    assert words in said(*seeds(*right))


@pytest.mark.parametrize(
    ("test", "words"),
    [
        (
            [0.95, 1.0, 1.0],
            "At the end 95% to 100% of the test sentences are right (median 100%): which seed it is hardly",
        ),
        ([0.85, 1.0, 0.9], "(median 90%): which seed it is matters there"),
        ([0.5, 1.0, 0.9], "(median 90%): which seed it is matters much there"),
        ([0.9, 0.9, 0.9], "At the end 90% of the test sentences are right with each."),
    ],
)
def test_the_final_figures_are_told_with_what_they_say_of_the_seed(test, words):
    assert words in said(*seeds(20, 21, 22, test=test))
    assert words in said(*seeds(None, None, None, test=test)), "also where none gets there"


def test_one_sentence_more_is_no_difference_of_a_seed_but_many_answers_tell():
    plan, tries = seeds(20, 21, 22, test=[0.95, 1.0, 1.0])
    assert "hardly matters" in said(plan, tries, Judge("test", "sentence", 20))
    assert "which seed it is matters there" in said(plan, tries, Judge("test", "sentence", 2000))


def test_of_the_seed_that_is_shown_it_says_how_it_stands():
    assert "Seed 0, the one shown, was there at epoch 25; 1 of the 2 others was sooner." in said(*seeds(25, 20, 30))
    assert "Seed 0, the one shown, does not: 2 of the 2 others do." in said(*seeds(None, 20, 30))
    assert "the one shown" not in said(*seeds(25, 20, 30, vary="weights"))


@pytest.mark.parametrize(
    ("vary", "always", "seldom"),
    [
        ("weights", "10 seeds of the first weights alone it gets every training sentence right at epoch 20: the first "
         "weights do not decide it, as far as", "it takes lucky first weights"),
        ("order", "10 seeds of the order alone it gets every training sentence right at epoch 20: the order does not "
         "decide it, as far as", "it takes a lucky order"),
    ],
)  # fmt: skip
def test_of_a_part_of_chance_it_says_what_that_part_decides(vary, always, seldom):
    assert always in said(*seeds(*[20] * 10, vary=vary))
    assert seldom in said(*seeds(20, *[None] * 9, vary=vary))


def test_a_training_is_named_by_its_seed_or_its_point():
    plan, tries = seeds(20, None, vary="all")
    assert luck_in_words.names(plan, tries) == {"seed": ["0", "1"]}
    assert luck_in_words.in_short(plan, tries, 1) == "seed 1: never had all of train right"
    assert luck_in_words.in_short(plan, tries, 0) == "seed 0: all of train right at epoch 20"
    failed = (replace(tries[0], problem="There was not enough memory for it."), tries[1])
    assert luck_in_words.in_short(plan, failed, 0) == "seed 0: failed", "for whatever reason"
    grid = of_grid(Settings(), {"hidden_size": [4], "cell": ["lstm"]}, 2, bundled(), None)
    assert luck_in_words.in_short(grid, tried(grid, None), 1).startswith("Hidden size 4, Cell LSTM, seed 1: never")
    one = of_grid(Settings(), {"hidden_size": [4, 8]}, 1, bundled(), None)
    assert luck_in_words.names(one, tried(one, None)) == {"Hidden size": ["4", "8"]}


def test_what_went_wrong_is_told():
    assert "1 training came to no good end. With seed 1: It blew up &amp; ended." in said(
        *seeds(20, None, 30, problem="It blew up & ended.")
    )
    plan, tries = seeds(20, 30, 40)
    assert "1 of them has lost that again by the end." in said(plan, (replace(tries[0], train=0.9), *tries[1:]))


@pytest.mark.parametrize("vary", ["all", "weights", "order"])
def test_of_seeds_that_all_failed_nothing_is_told_about_luck_and_one_reason_as_that_of_one(vary):
    plan, failed = seeds(None, None, None, problem="At the end of epoch 3 it is 1.5e+11.", vary=vary)
    failed = tuple(replace(one, test=None) for one in failed)
    assert (
        said(plan, failed, apart={"weights": failed}).split()
        == (
            "With none of 3 seeds it came to a good end, so this tells nothing of luck. "
            "3 trainings came to no good end. With seed 0: At the end of epoch 3 it is 1.5e+11."
        ).split()
    )


@pytest.mark.parametrize(
    ("weights", "order", "words"),
    [
        ([20, 30, None, None], [20, 21, 22, 23], "the first weights decide more"),
        ([20, None, None, None], [20, 21, 22, 23], "the first weights decide more"),
        ([None, None, None, None], [None, 21, 22, 23], "the order decides more"),
        ([20, 21, 22, 23], [20, 30, None, None], "the order decides more"),
        ([20, 40, 60, 20], [20, 21, 22, 23], "the first weights decide more"),
        ([20, 21, 22, 23], [20, 21, 22, 22], "neither clearly decides more"),
        ([None] * 4, [None] * 4, "neither clearly decides more"),
    ],
)
def test_whose_luck_it_is_once_both_were_drawn_apart(weights, order, words):
    plan, of_weights = seeds(*weights, vary="weights")
    _, of_order = seeds(*order, vary="order")
    apart = {"weights": of_weights, "order": of_order}
    assert f"{words}." in said(plan, of_weights, apart=apart)
    alone = said(plan, of_weights, apart={"weights": of_weights})
    assert "Luck of which?" not in alone and "Try it with another order, too" in alone
    assert "too: then" not in said(*seeds(*weights))


def test_of_a_grid_it_names_the_best_and_how_far_to_trust_it():
    plan = Plan(Settings(), (), axes=("hidden_size",))
    found = [Point((4,), 3, 0.8, 3, 20.0), Point((8,), 3, 0.95, 3, 30.0)]
    said_of = luck_in_words.found_on_grid(plan, found, TEST).source
    assert said_of.startswith("Most test sentences right: 95%, by hidden size 8.")
    assert "the best of many looks a little better" in said_of and "3 seeds for each are weak evidence" in said_of
    alike = [replace(one, share=0.95) for one in found]
    said_of = luck_in_words.found_on_grid(plan, alike, TEST).source
    assert said_of.startswith(
        "All 2 are alike: 95% of the test sentences are right in each. These values make no difference to that here."
    )
    assert "best" not in said_of and "3 seeds for each are weak evidence" in said_of
    not_all = luck_in_words.found_on_grid(plan, [*alike, Point((16,), 3, None, 0, None)], TEST).source
    assert not_all.startswith("Most test sentences right: 95%, by hidden size 4 and hidden size 8.")
    nothing = luck_in_words.found_on_grid(plan, [Point((4,), 3, None, 0, None)], TEST)
    assert nothing.source == "None of these came to a good end."


def test_where_there_is_a_validation_part_a_grid_is_judged_by_it():
    dataset = Dataset(split_off(bundled().examples, "validation", 0.2, 0), bundled().text)
    assert judge(dataset, choosing=True).split == "validation" and judge(dataset, choosing=False).split == "test"
    assert judge(bundled(), choosing=True) == Judge("test", "sentence", len(bundled().indices("test")))


# What the page remembers.


class Unmoved:
    """A scheduler that never trains."""

    def __init__(self) -> None:
        self.added = []

    def add(self, job) -> None:
        self.added.append(job)


@pytest.fixture
def page_of(monkeypatch):
    """What a page shows, and the scheduler behind it."""
    still = Unmoved()
    monkeypatch.setattr(module, "scheduler", lambda: still)
    shown_now = Shown(Sentences(bundled(), "sentiment", own=False), Widgets(Settings().values | at_first()))
    return shown_now, still


def test_a_sweep_is_one_job_of_the_scheduler_and_starting_it_twice_is_starting_it_once(page_of):
    shown_now, still = page_of
    luck = Luck()
    luck.start(shown_now)
    first = luck.sweep
    luck.start(shown_now)
    assert luck.sweep is first and luck.playing and set(still.added) == {first}
    assert len(luck.plan.entries) == 10 and not luck.refused


def test_another_question_waits_until_what_trains_is_paused_and_then_takes_its_place(page_of):
    shown_now, _ = page_of
    luck = Luck()
    luck.start(shown_now)
    first = luck.sweep
    shown_now.kept.set({"luck_kind": "grid"})
    luck.start(shown_now)
    assert luck.sweep is first and luck.playing and not luck.plan.axes
    luck.pause()
    luck.start(shown_now)
    assert luck.sweep is not first and luck.playing and luck.plan.axes == ("hidden_size",)


@pytest.mark.parametrize(
    ("status", "here", "said"),
    [
        ("playing", True, ""),
        ("playing", False, "10 seeds are training: pause them first (under Seeds)."),
        ("finished", True, "Starting replaces the result below."),
        ("finished", False, "Starting replaces the result of 10 seeds."),
        ("paused", True, "Starting gives up the 10 seeds that are paused."),
        ("unwatched", False, "Starting gives up the 10 seeds that are paused."),
    ],
)
def test_what_a_beginning_costs_is_told_before_the_click(status, here, said):
    assert luck_in_words.in_its_place(of_seeds(Settings(), 10, "all"), status, here) == said
    assert luck_in_words.in_its_place(None, "ready", here) == ""
    grid = of_grid(Settings(), {"cell": ["gru", "lstm"]}, 1, bundled(), None)
    of_grid_said = said.replace("10 seeds", "2 networks").replace("under Seeds", "under Grid")
    assert luck_in_words.in_its_place(grid, status, here) == of_grid_said


def test_what_is_of_older_settings_is_known(page_of):
    shown_now, _ = page_of
    luck = Luck()
    luck.start(shown_now)
    assert luck.older(shown_now) == ()
    shown_now.kept.set({"seed": 4, "networks": 3})
    assert luck.older(shown_now) == (), "seed 4 was tried, and each network is alone"
    shown_now.kept.set({"seed": 400})
    assert luck.older(shown_now) == ("seed",)
    shown_now.kept.set({"seed": 0, "hidden_size": 8, "cell": "gru"})
    assert set(luck.older(shown_now)) == {"hidden_size", "cell"}
    assert "changed since: Hidden size and Cell" in luck_in_words.older(luck.older(shown_now))
    shown_now.chosen = Sentences(Dataset(bundled().examples), "sentiment", own=False)
    assert luck.older(shown_now) == ("dataset",)


def test_a_value_of_the_grid_is_not_older_and_one_of_its_networks_can_be_shown(page_of):
    shown_now, _ = page_of
    shown_now.kept.set({"luck_kind": "grid", "luck_axis_2": "cell", "luck_values_cell": ["tanh", "lstm"]})
    luck = Luck()
    luck.start(shown_now)
    number = luck.plan.points.index((8, "lstm"))
    luck.show(shown_now, number)
    assert (shown_now.settings.hidden_size, shown_now.settings.cell) == (8, "lstm")
    assert luck.older(shown_now) == ()
    shown_now.kept.set({"cell": "gru"})
    assert luck.older(shown_now) == ("cell",)


def test_the_controls_are_set_as_one_of_the_trainings_whatever_they_were_set_to_meanwhile(page_of):
    shown_now, _ = page_of
    luck = Luck()
    luck.start(shown_now)
    trained = luck.plan.entries[3].settings
    shown_now.kept.set({"cell": "lstm", "epochs": 500, "learning_rate": 0.5, "networks": 3})
    luck.show(shown_now, 3)
    assert shown_now.settings == trained
    shown_now.kept.set({"cell": "lstm"})
    shown_now.chosen = Sentences(Dataset(bundled().examples), "sentiment", own=False)
    luck.show(shown_now, 3)
    assert shown_now.settings.cell == "lstm", "it was trained on other sentences"


def test_what_cannot_be_is_refused_and_what_was_found_stays(page_of, monkeypatch):
    shown_now, _ = page_of
    luck = Luck()
    luck.start(shown_now)
    first = luck.sweep
    luck.pause()
    shown_now.kept.set({"luck_kind": "grid", "luck_values_hidden_size": []})
    luck.start(shown_now)
    assert "at least one value" in luck.refused and luck.sweep is first
    shown_now.kept.set({"luck_values_hidden_size": list(values_of("hidden_size")), "luck_each": 5})
    with pytest.raises(InvalidSetting, match=rf"35 trainings; at most {MOST}"):
        luck.asked(shown_now)
    monkeypatch.setattr(module, "room", lambda: Room(10, used=lambda: 100))
    shown_now.kept.set({"luck_each": 1})
    luck.start(shown_now)
    assert "no room" in luck.refused and luck.sweep is first


def test_as_many_train_at_a_time_as_fit_into_memory(page_of, monkeypatch):
    shown_now, _ = page_of
    each = run_bytes(bundled(), Settings(), history_bytes=0)
    for budget, own, expected in ((1000, 1000, 10), (1000, 4.5, 4), (5.5, 1000, 5), (1.5, 1000, 1), (1000, 0.5, 1)):
        monkeypatch.setattr(module, "SIDE_BY_SIDE_BYTES", int(own * each))
        monkeypatch.setattr(module, "room", lambda budget=budget: Room(int(budget * each), used=lambda: 0))
        monkeypatch.setattr("playground.room.LARGE", 0)
        luck = Luck()
        luck.start(shown_now)
        assert luck.sweep.side_by_side == expected
    assert "1 at a time, for memory" in luck_in_words.doing(luck.sweep, "playing", tried(luck.plan, luck.sweep))


def test_sentences_that_nobody_uses_any_more_are_let_go(page_of):
    shown_now, _ = page_of
    shown_now.kept.set({"epochs": 10, "hidden_size": 2, "luck_seeds": 3})
    shown_now.chosen = Sentences(Dataset(bundled().examples), "own", own=True)
    luck = Luck()
    luck.start(shown_now)
    while luck.sweep.due_in() is not None:
        luck.sweep.run_slice(1)
    gone = weakref.ref(shown_now.chosen.dataset)
    shown_now.chosen = Sentences(bundled(), "sentiment", own=False)
    gc.collect()
    assert gone() is None and luck.older(shown_now) == ("dataset",)


def test_what_was_found_is_kept_by_what_was_drawn_anew_until_the_settings_change(page_of):
    shown_now, _ = page_of
    shown_now.kept.set({"epochs": 10, "hidden_size": 2, "luck_seeds": 3})
    luck = Luck()
    for vary in ("weights", "order"):
        shown_now.kept.set({"luck_vary": vary})
        luck.start(shown_now)
        while luck.sweep.due_in() is not None:
            luck.sweep.run_slice(1)
        luck.look()
    assert set(luck.apart) == {"weights", "order"}
    shown_now.kept.set({"hidden_size": 3})
    luck.start(shown_now)
    assert not luck.apart


def test_the_same_begun_anew_forgets_what_was_found_before_at_once(page_of):
    shown_now, _ = page_of
    shown_now.kept.set({"epochs": 10, "hidden_size": 2, "luck_seeds": 3})
    luck = Luck()
    luck.start(shown_now)
    while luck.sweep.due_in() is not None:
        luck.sweep.run_slice(1)
    luck.look()
    assert set(luck.apart) == {"all"}
    luck.start(shown_now)
    assert not luck.apart


# The page.


def luck_page(**query: str) -> AppTest:
    page = opened(**query)
    page.session_state["app"].kept.set({"tabs": "Runs", "runs_view": "Luck or skill"})
    return calm(page.run())


@pytest.fixture
def still(monkeypatch):
    """The scheduler works only when it is told to: another test may have ended the one that all share."""
    made = Scheduler(rest=lambda: None)
    replace_shared(monkeypatch, "scheduler", lambda: made)
    return made


def to_the_end(page: AppTest, still: Scheduler) -> AppTest:
    for _ in range(600):
        for _ in range(50):
            still.run_round()
        calm(page.run())
        if page.session_state["app"].luck.look() == "finished":
            return calm(page.run())
    raise AssertionError("it never ends")


def test_the_page_tries_seeds_and_says_what_came_out(still):
    page = luck_page(epochs="10", hidden_size="2")
    assert "The seed decides every random draw" in shown(page)
    assert page.dataframe[0].value["name 0"].tolist() == [str(seed) for seed in range(10)]
    calm(page.select_slider(key="luck_seeds").set_value(3).run())
    assert button(page, "start_luck").label == "Try 3 seeds" and button(page, "start_luck").proto.type == "secondary"
    before = page.dataframe[0].value["epochs"].tolist()
    calm(button(page, "start_luck").click().run())
    to_the_end(page, still)
    assert before == [0, 0, 0] and page.dataframe[0].value["epochs"].tolist() == [10, 10, 10]
    assert "With none of 3 seeds does it get every training sentence right within 10 epochs" in shown(page)
    assert page.session_state["app"].job.status == "ready", "the run beside is left alone"
    assert "A reload clears this: save the table as CSV, the charts by the list below." in shown(page)


@pytest.mark.parametrize(("first", "other"), [("seeds", "grid"), ("grid", "seeds")])
def test_on_the_page_one_kind_cannot_take_the_place_of_the_other_while_it_trains(still, first, other):
    page = luck_page(epochs="10", hidden_size="2")
    page.session_state["app"].kept.set({"luck_seeds": 3, "luck_kind": first})
    calm(page.run())
    skeleton = len(page.main)
    calm(button(page, "start_luck").click().run())
    sweep = page.session_state["app"].luck.sweep
    calm(page.segmented_control(key="luck_kind").set_value(other).run())
    many, where = ("3 seeds", "Seeds") if first == "seeds" else ("4 networks", "Grid")
    assert button(page, "start_luck").disabled
    assert f"{many} are training: pause them first (under {where})." in shown(page)
    calm(page.segmented_control(key="luck_kind").set_value(first).run())
    calm(button(page, "pause_luck").click().run())
    assert f"Starting gives up the {many} that are paused." in shown(page) and len(page.main) == skeleton
    calm(button(page, "luck_on").click().run())
    to_the_end(page, still)
    assert "Starting replaces the result below." in shown(page)
    calm(page.segmented_control(key="luck_kind").set_value(other).run())
    assert f"Starting replaces the result of {many}." in shown(page) and not button(page, "start_luck").disabled
    assert page.session_state["app"].luck.sweep is sweep
    calm(button(page, "start_luck").click().run())
    assert page.session_state["app"].luck.sweep is not sweep


def test_the_page_marks_what_is_of_older_settings(still):
    page = luck_page(epochs="10", hidden_size="2")
    calm(page.select_slider(key="luck_seeds").set_value(3).run())
    to_the_end(calm(button(page, "start_luck").click().run()), still)
    assert "older settings" not in shown(page)
    calm(page.slider(key="hidden_size").set_value(5).run())
    assert "This is of older settings; changed since: Hidden size." in shown(page)
    assert page.dataframe[0].value["epochs"].tolist() == [10, 10, 10], "what was found stays"


def test_the_page_trains_a_grid_and_sets_the_controls_to_one_of_its_networks(still):
    page = luck_page(epochs="10")
    app = page.session_state["app"]
    app.kept.set({"luck_kind": "grid"})
    calm(page.run())
    calm(page.multiselect(key="luck_values_hidden_size").set_value([2, 4]).run())
    calm(page.selectbox(key="luck_axis_2").set_value("cell").run())
    calm(page.multiselect(key="luck_values_cell").set_value(["tanh", "gru"]).run())
    assert button(page, "start_luck").label == "Train 4 networks"
    to_the_end(calm(button(page, "start_luck").click().run()), still)
    assert "All 4 are alike: " in shown(page) and len(page.dataframe[0].value) == 4
    calm(page.selectbox(key="luck_number").set_value(3).run())
    calm(button(page, "luck_show").click().run())
    assert (app.shown.settings.hidden_size, app.shown.settings.cell) == (4, "gru")
    assert "older settings" not in shown(page) and not button(page, "luck_show").disabled
    calm(page.selectbox(key="dataset").set_value("latch").run())
    assert button(page, "luck_show").disabled, "its settings are of other sentences"


def test_what_is_not_possible_is_told_and_cannot_be_begun():
    page = luck_page()
    page.session_state["app"].kept.set({"luck_kind": "grid", "luck_values_hidden_size": []})
    calm(page.run())
    assert "Choose at least one value of each setting." in shown(page)
    assert button(page, "start_luck").disabled


def test_one_axis_cannot_be_both():
    page = luck_page()
    page.session_state["app"].kept.set({"luck_kind": "grid", "luck_axis_2": "cell"})
    calm(page.run())
    calm(page.selectbox(key="luck_axis_1").set_value("cell").run())
    assert page.selectbox(key="luck_axis_2").value == "" and button(page, "start_luck").label == "Train 4 networks"


@pytest.mark.parametrize("entry", of_seeds(Settings(), 2, "weights").entries)
def test_an_entry_is_a_value(entry):
    assert entry == Entry(entry.settings, entry.weights_seed)
