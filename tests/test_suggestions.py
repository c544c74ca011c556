"""Suggested settings: within the caps, on the stops of the controls, and not those of 58 sentences for thousands."""

from dataclasses import replace
from itertools import count, pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground import suggestions, trial
from playground.links import Link, from_query, to_query
from playground.presets import SUGGESTED
from playground.settings import Settings, stops
from playground.suggestions import fewer_epochs, seconds, suggest
from rnn_core import Dataset, EpochRecord, Example, InvalidSetting, bundled, limits, train
from tests.datasets import drawn
from tests.networks import plain

SIZES = [2, 10, 200, 201, 1000, 1001, 3000, 3001, limits.MAX_SENTENCES]


def learning_from(size, classes=2, words=2):
    """Training sentences, each with a word or two of its own until the words run out."""
    return Dataset(tuple(Example(f"a{2 * i % words} a{(2 * i + 1) % words}", f"c{i % classes}") for i in range(size)))


@pytest.fixture(scope="module")
def at_the_caps():
    dataset = learning_from(limits.MAX_SENTENCES, limits.MAX_CLASSES, limits.MAX_VOCABULARY)
    assert len(dataset.vocabulary) == limits.MAX_VOCABULARY and len(dataset.classes) == limits.MAX_CLASSES
    return dataset


def assert_the_controls_can_show(settings):
    link = Link("own-01234567", SUGGESTED, settings.values)
    assert from_query({name: [value] for name, value in to_query(link).items()}) == (link, [])


def weights(dataset, settings):
    return plain(dataset.vocabulary.rows, settings.hidden_size, len(dataset.classes)).size


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("words", [2, limits.MAX_VOCABULARY])
def test_for_every_size_the_controls_can_show_what_is_suggested_and_it_can_be_trained(size, words):
    dataset = learning_from(size, 2, words)
    settings = suggest(dataset)
    assert_the_controls_can_show(settings)
    assert weights(dataset, settings) <= limits.MAX_WEIGHTS
    train(dataset, settings.model, settings.training)


def test_at_the_caps_it_keeps_below_the_cap_on_weights(at_the_caps):
    settings = suggest(at_the_caps)
    assert_the_controls_can_show(settings)
    assert weights(at_the_caps, settings) <= limits.MAX_WEIGHTS
    train(at_the_caps, settings.model, settings.training)


@pytest.mark.parametrize("most", [1_200_000, 600_000, 100_000])
def test_where_a_network_would_be_too_large_it_becomes_narrower(at_the_caps, monkeypatch, most):
    monkeypatch.setattr(limits, "MAX_WEIGHTS", most)
    settings = suggest(at_the_caps)
    assert_the_controls_can_show(settings)
    assert most / 2 < weights(at_the_caps, settings) <= most


def test_the_bundled_sentences_get_the_default_preset():
    assert suggest(bundled()) == Settings()


def test_the_more_sentences_the_more_an_update_reads_and_the_fewer_epochs():
    suggested = [suggest(learning_from(size)) for size in SIZES]
    for smaller, larger in pairwise(suggested):
        assert smaller.batch_size <= larger.batch_size
        assert smaller.hidden_size <= larger.hidden_size
        assert smaller.epochs >= larger.epochs
    assert suggested[0].batch_size == 1


@pytest.mark.parametrize(
    ("sizes", "hidden", "rate", "epochs", "batch"),
    [
        ((2, 200), 16, 0.05, 100, 1),
        ((201, 1000), 32, 0.1, 60, 4),
        ((1001, 3000), 48, 0.2, 40, 16),
        ((3001, limits.MAX_SENTENCES), 64, 0.2, 20, 32),
    ],
)
def test_what_is_suggested_changes_at_two_hundred_a_thousand_and_three_thousand_sentences(
    sizes, hidden, rate, epochs, batch
):
    for size in sizes:
        it = suggest(learning_from(size))
        assert (it.hidden_size, it.learning_rate, it.epochs, it.batch_size) == (hidden, rate, epochs, batch)


@pytest.mark.parametrize("size", [1001, 5500, limits.MAX_SENTENCES])
def test_thousands_of_sentences_are_not_read_one_at_a_time(size):
    assert suggest(learning_from(size)).batch_size >= 16


def test_only_sentences_to_learn_from_count():
    tests = tuple(Example("a0", "c0", "test") for _ in range(5000))
    few = learning_from(150)
    assert suggest(Dataset((*few.examples, *tests))) == suggest(few)


def test_what_is_suggested_learns_something():
    dataset = drawn(1200, 3)
    settings = suggest(dataset)
    run = train(dataset, settings.model, replace(settings, epochs=10).training)
    last = [event for event in run if isinstance(event, EpochRecord)][-1]
    assert last.train_loss < 0.87 * dataset.label_entropy


@pytest.fixture
def hundredths(monkeypatch):
    """Every look at the clock takes a hundredth of a second, and nothing else takes time."""
    looks = (i / 100 for i in count()).__next__
    monkeypatch.setattr(trial, "time", SimpleNamespace(perf_counter=looks, thread_time=looks))


@pytest.mark.parametrize("size", [2, 300, limits.MAX_SENTENCES])
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
    assert suggestions.plan(dataset) == (replace(suggest(dataset), epochs=30), 180.0)
    monkeypatch.setattr(suggestions, "seconds", lambda dataset, settings: 451.0)
    assert suggestions.plan(dataset)[0].epochs == 30, "40 of 100 would take 180.4 s"
    monkeypatch.setattr(suggestions, "seconds", lambda dataset, settings: 20.0)
    assert suggestions.plan(dataset) == (suggest(dataset), 20.0)
