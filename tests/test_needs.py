"""What cannot be shown of a network is said beforehand, exactly where the core has no answer either."""

from itertools import product

import numpy as np
import pytest

from playground.needs import INSIDE, PUBLISHED, REGIONS, needs, without
from playground.views.inside import VIEWS
from rnn_core import ModelConfig, NotApplicable, trace
from rnn_core.inside.backwards import loss_gradients
from rnn_core.inside.memory import memory_probe
from rnn_core.inside.plane import lattice
from rnn_core.text import Vocabulary
from tests.networks import EVERY, every_network, random_params, sized

ALWAYS = {"steps", "states", "plane", "words", "weights", "through_time", "check", "norms", "saliency"}
WORDS = Vocabulary(tuple("abcdefg"))


def refused(ask) -> bool:
    try:
        ask()
    except NotApplicable:
        return True
    return False


@every_network
@pytest.mark.parametrize("hidden", [2, 3])
def test_a_view_is_left_out_exactly_where_the_core_refuses(config, hidden):
    config = sized(config, hidden)
    params = random_params(config, np.random.default_rng(0))
    read = trace(params, WORDS, "a b c")
    assert refused(lambda: memory_probe(params, WORDS, "a", "b", "c")) == bool(needs("memory", config, False))
    assert refused(lambda: loss_gradients(params, read, 0, "published")) == bool(needs(PUBLISHED, config, False))
    if not needs(REGIONS, config, False):  # which also wants what the pictures of the regions take for granted
        assert not refused(lambda: lattice(params, 3))
        assert np.abs(read.states).max() <= 1 and np.array_equal(read.read_out, read.states)


def test_regions_are_drawn_for_every_network_that_holds_and_reads_out_two_numbers_within_one():
    drawn = [config for config in EVERY if needs(REGIONS, sized(config, 2), False) is None]
    assert {(config.cell, config.readout) for config in drawn} == set(product(("tanh", "gru"), ("last", "words")))
    assert {(config.layers, config.directions) for config in drawn} == {(1, 1)}


@every_network
def test_all_other_views_are_for_every_network(config):
    for tagged in (False, True) if config.readout == "words" else (False,):
        assert {view for view in VIEWS if needs(view, config, tagged) is None} >= ALWAYS
        assert (needs("behaviour", config, tagged) is not None) == tagged
        assert (needs("memory", config, tagged) is not None) == (tagged or config.directions == 2)


def test_the_tutorials_network_can_be_explained_in_full():
    assert without(ModelConfig(), False) == without(ModelConfig(2), False) == []
    assert all(needs(view, ModelConfig(2), False) is None for view in (*VIEWS, REGIONS, PUBLISHED))


@pytest.mark.parametrize(
    ("settings", "tagged", "told"),
    [
        (
            {"directions": 2},
            False,
            ["With two directions, Inside lacks the memory view and the published gradient rule."],
        ),
        ({"cell": "gru"}, False, ["With a GRU, Inside lacks the published gradient rule."]),
        ({"layers": 3}, False, ["With 3 layers, Inside lacks the published gradient rule."]),
        (
            {"cell": "lstm", "hidden_size": 2},
            False,
            ["With an LSTM, Inside lacks the published gradient rule and the map of the answers in the plane."],
        ),
        (
            {"readout": "mean", "hidden_size": 2},
            False,
            ["With the readout mean, Inside lacks the map of the answers in the plane."],
        ),
        ({"readout": "mean"}, False, []),
        (
            {"readout": "words"},
            True,
            ["With a label for each word, Inside lacks the memory view and the behaviour view."],
        ),
        (
            {"cell": "relu", "directions": 2, "readout": "words"},
            True,
            [
                "With a label for each word, Inside lacks the memory view and the behaviour view.",
                "With a ReLU cell, Inside lacks the published gradient rule.",
            ],
        ),
    ],
)
def test_what_a_choice_makes_unavailable_is_told_before_it_is_made(settings, tagged, told):
    assert without(ModelConfig(**settings), tagged) == told


@every_network
def test_every_reason_is_one_sentence_or_two_and_of_a_view_that_exists(config):
    for view in (*VIEWS, REGIONS, PUBLISHED):
        for tagged in (False, True):
            said = needs(view, sized(config, 2), tagged)
            assert said is None or (said[0].isupper() and said.endswith(".") and 1 <= said.count(". ") + 1 <= 2)
    assert set(VIEWS) == {view for views in INSIDE.values() for view in views}
