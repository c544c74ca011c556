"""Presets: every bundled set has one that fails and one that succeeds, and what they say of themselves is true."""

import pytest

from playground.links import Link, from_query, to_query
from playground.presets import BUNDLED, DEFAULT_PRESET, PRESETS, Preset, presets_for
from playground.settings import Settings, differing
from playground.shared import bundled_sentences
from rnn_core import EpochRecord, train
from rnn_core.task_sets import TASKS


def fails(preset: Preset) -> bool:
    return preset.story.startswith("Fails")


def test_every_set_that_comes_with_the_page_has_presets():
    assert set(BUNDLED) == {"sentiment", *TASKS}
    for name in BUNDLED:
        assert any(fails(PRESETS[preset]) for preset in presets_for(name)), name
        assert any(not fails(PRESETS[preset]) for preset in presets_for(name)), name


def test_the_presets_of_before_are_what_they_were_and_come_first():
    assert presets_for("sentiment") == list(PRESETS)[:4] == ["alive", "blog", "two_units", "too_fast"]
    assert DEFAULT_PRESET == "alive" and PRESETS["alive"].settings == Settings()
    assert PRESETS["blog"].settings == Settings(hidden_size=64, learning_rate=0.02, epochs=1000, initialisation="blog")
    assert PRESETS["two_units"].settings == Settings(hidden_size=2, epochs=300, seed=5)
    assert PRESETS["too_fast"].settings == Settings(learning_rate=0.5)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_sets_only_what_the_controls_can_show(name):
    preset = PRESETS[name]
    link = Link(preset.sentences, name, preset.settings.values)
    assert from_query({key: [value] for key, value in to_query(link).items()}) == (link, [])
    assert len(preset.title) <= 30 and len(preset.story.split()) <= 45


@pytest.mark.parametrize("name", TASKS)
def test_what_fails_comes_first_and_differs_in_one_choice_from_what_succeeds(name):
    first, *others = presets_for(name)
    assert fails(PRESETS[first]) and not any(fails(PRESETS[other]) for other in others)
    for other in others:
        assert len(differing(PRESETS[first].settings, PRESETS[other].settings)) == 1


@pytest.mark.parametrize("name", [name for name, preset in PRESETS.items() if preset.sentences in TASKS])
def test_a_preset_of_a_task_set_ends_as_it_says(name):
    preset = PRESETS[name]
    dataset = bundled_sentences(preset.sentences).dataset
    run = train(dataset, preset.settings.model, preset.settings.training)
    last = [event for event in run if isinstance(event, EpochRecord)][-1]
    if fails(preset):
        assert last.train_accuracy < 1 and last.test_accuracy < 0.97
    else:
        assert last.train_accuracy == last.test_accuracy == 1.0
