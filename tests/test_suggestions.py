"""Suggested settings on the page: the controls can show them, and it is known how long they take."""

from dataclasses import replace
from itertools import count
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground import suggestions, trial
from playground.links import Link, from_query, to_query
from playground.presets import SUGGESTED
from playground.settings import Settings, stops
from playground.suggestions import fewer_epochs, seconds, suggest
from rnn_core import Dataset, Example, InvalidSetting, bundled, limits, recipes

SIZES = [2, 200, 201, 2000, 2001, 12_000]


def learning_from(size, classes=2, words=2):
    """Training sentences, each with a word or two of its own until the words run out."""
    return Dataset(tuple(Example(f"a{2 * i % words} a{(2 * i + 1) % words}", f"c{i % classes}") for i in range(size)))


@pytest.fixture(scope="module")
def at_the_caps():
    dataset = learning_from(20_000, limits.MAX_CLASSES, limits.MAX_VOCABULARY)
    assert len(dataset.vocabulary) == limits.MAX_VOCABULARY and len(dataset.classes) == limits.MAX_CLASSES
    return dataset


def assert_the_controls_can_show(settings):
    link = Link("own-01234567", SUGGESTED, settings.values)
    assert from_query({name: [value] for name, value in to_query(link).items()}) == (link, [])


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("words", [2, limits.MAX_VOCABULARY])
@pytest.mark.parametrize("vectors", ["none", "glove"])
def test_for_every_size_the_controls_can_show_what_is_suggested(monkeypatch, size, words, vectors):
    monkeypatch.setattr("playground.settings.installed", lambda: True)
    dataset = learning_from(size, 2, words)
    settings, recipe = suggest(dataset, vectors), recipes.suggest(dataset, vectors != "none")
    assert (settings.model, settings.training, settings.vectors) == (recipe.model, recipe.training, vectors)
    assert_the_controls_can_show(settings)


@pytest.fixture
def hundredths(monkeypatch):
    """Every look at the clock takes a hundredth of a second, and nothing else takes time."""
    looks = (i / 100 for i in count()).__next__
    monkeypatch.setattr(trial, "time", SimpleNamespace(perf_counter=looks, thread_time=looks))


@pytest.mark.parametrize("size", [2, 300, 12_000])
def test_the_time_is_positive_and_grows_with_the_epochs(hundredths, size):
    dataset = learning_from(size, 2, 50)
    settings = suggest(dataset)
    short, long = (seconds(dataset, replace(settings, epochs=epochs)) for epochs in (10, 5000))
    assert 0 < short and long == pytest.approx(500 * short)


def test_the_time_of_a_run_is_that_of_its_updates_as_a_few_of_them_took_and_a_third_for_evaluation(hundredths):
    dataset, settings = learning_from(300), Settings(epochs=50, batch_size=1)  # 0.01 s each
    assert seconds(dataset, settings) == pytest.approx(50 * 300 * 0.01 * 4 / 3, rel=0.15)  # with a look more than reads


def test_the_time_of_settings_that_cannot_be_trained_is_refused(at_the_caps):
    with pytest.raises(InvalidSetting, match="at most 1,500,000 are possible"):
        seconds(at_the_caps, Settings(hidden_size=limits.MAX_HIDDEN_SIZE))


@pytest.mark.parametrize(
    ("wanted", "takes", "most", "epochs"),
    [
        (100, 50.0, 180.0, 100),  # it fits
        (100, 180.0, 180.0, 100),
        (100, 360.0, 180.0, 50),  # half of it fits
        (60, 360.0, 180.0, 30),
        (100, 400.0, 180.0, 40),  # 45 would fit; below that there is a stop at 40
        (20, 100_000.0, 180.0, 10),  # nothing fits: the fewest there are
        (10, 100_000.0, 180.0, 10),
        (100, 0.0, 180.0, 100),
    ],
)
def test_epochs_are_cut_to_what_fits_into_a_time(wanted, takes, most, epochs):
    settings = Settings(epochs=wanted, seed=7)
    assert fewer_epochs(settings, takes, most) == replace(settings, epochs=epochs)


@given(st.sampled_from(stops("epochs")), st.floats(0, 1e12), st.floats(0, 1e6))
def test_cut_epochs_are_a_stop_never_more_than_before_and_fit_where_that_is_possible(wanted, takes, most):
    settings = fewer_epochs(Settings(epochs=wanted), takes, most)
    assert_the_controls_can_show(settings)
    assert settings.epochs <= wanted
    assert settings.epochs == stops("epochs")[0] or takes * settings.epochs / wanted <= most * (1 + 1e-9)


def test_a_plan_is_the_suggestion_with_no_more_epochs_than_fit_into_three_minutes(monkeypatch):
    dataset = bundled()
    monkeypatch.setattr(suggestions, "seconds", lambda dataset, settings: 600.0)
    assert suggestions.plan(dataset) == (replace(suggest(dataset), epochs=10), 200.0)
    monkeypatch.setattr(suggestions, "seconds", lambda dataset, settings: 451.0)
    assert suggestions.plan(dataset)[0].epochs == 10, "20 of 30 would take 301 s"
    monkeypatch.setattr(suggestions, "seconds", lambda dataset, settings: 20.0)
    assert suggestions.plan(dataset) == (suggest(dataset), 20.0)
